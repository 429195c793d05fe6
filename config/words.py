"""The catalogues under locale/: which strings are marked, what they are in each language, and the files Django reads.

    python -m config.words gather     write every marked string into the catalogue of each language
    python -m config.words compile    make the .mo files, where they are older than the catalogues

Babel does both, so that nobody needs GNU gettext.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
CODE = ("config", "elections", "observers")
KEYWORDS = {
    **dict.fromkeys(("_", "g", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def marked() -> Catalog:
    """Every string that the code and the templates mark, with where it stands and what is said to translators."""
    found = Catalog(charset="utf-8")
    for path in sources():
        for line, message, comments, context in strings_of(path):
            place = [(str(path.relative_to(ROOT)), line)]
            found.add(message, locations=place, auto_comments=comments, context=context)
    return found


def sources() -> Iterator[Path]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt", ".xml"):
            yield path
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                yield path


def strings_of(path: Path) -> Iterator[tuple]:
    """(line, message or messages, comments, context) of each marked string of a file."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        text = as_python(text)
    return extract(
        "python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True
    )


def as_python(template: str) -> str:
    """A template as lines of calls that Python's tokenizer can read."""
    from django.utils.translation.template import templatize  # not needed to compile

    return "\n".join(line.strip() for line in templatize(template).splitlines())


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parent.parent.name)


def gather(languages: list[str]) -> None:
    """Bring the catalogues up to the code: new strings empty, those that are gone out, translations kept."""
    template = marked()
    for language in languages:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        catalogue = read(path) if path.exists() else Catalog(locale=Locale.parse(language.replace("-", "_")))
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        catalogue.project, catalogue.version, catalogue.fuzzy = "Saylau", "", False
        catalogue.header_comment = (
            f"# Saylau in {catalogue.locale.english_name}. Brought up to the code by: python -m config.words gather"
        )
        catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            write_po(stream, catalogue, width=110, sort_by_file=True, include_lineno=False, omit_header=False)


def compile_stale() -> list[Path]:
    """Make each .mo file that is missing or older than its catalogue; several processes may do it at once."""
    made = []
    for path in catalogues():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        beside = target.with_suffix(f".{os.getpid()}")
        with beside.open("wb") as stream:
            write_mo(stream, read(path))
        beside.replace(target)
        made.append(target)
    return made


def main(goal: str) -> None:
    if goal == "compile":
        compile_stale()
    elif goal == "gather":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        from django.conf import settings

        gather([code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
