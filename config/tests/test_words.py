"""Every word that a reader sees is marked, and stands in every language with all it needs."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

from config.words import LOCALE, ROOT, catalogues, marked, read
from elections.wording import COUNTED

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
TAG = re.compile(r"</?[a-z][^>]*>")
LETTERS = re.compile(r"[^\W\d_]{2,}")
TRANSLATED = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def texts(value) -> list[str]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


@pytest.mark.parametrize("language", TRANSLATED)
class TestCatalogue:
    def test_every_string_is_translated_with_all_its_forms(self, language):
        catalogue = read(LOCALE / language / "LC_MESSAGES" / "django.po")
        missing = []
        for each in marked():
            if not each.id:
                continue
            known = catalogue.get(texts(each.id)[0], context=each.context)
            forms = texts(known.string) if known else []
            needed = catalogue.num_plurals if isinstance(each.id, (list, tuple)) else 1
            if known is None or known.fuzzy or len(forms) != needed or not all(forms):
                missing.append((each.context, each.id))
        assert not missing, f"python -m config.words gather, then translate {len(missing)}: {missing[:20]}"

    def test_a_translation_has_the_same_placeholders_and_tags(self, language):
        wrong = []
        for each in read(LOCALE / language / "LC_MESSAGES" / "django.po"):
            if not each.id:
                continue
            originals = [set(PLACEHOLDER.findall(text)) for text in texts(each.id)]
            for form in texts(each.string):
                same_tags = sorted(TAG.findall(form)) == sorted(TAG.findall(texts(each.id)[-1]))
                if set(PLACEHOLDER.findall(form)) not in originals or not same_tags:
                    wrong.append(form)
        assert not wrong


def test_each_language_has_its_catalogue():
    assert [path.parent.parent.name for path in catalogues()] == sorted(TRANSLATED)


# Proper names, units and forms of data, the same in every language of the interface.
NAMES = {
    *(
        "Saylau",
        "CC",
        "BY",
        "CSV",
        "JSON",
        "XLSX",
        "SVG",
        "PNG",
        "UTC",
        "SHA",
        "GeoJSON",
        "BibTeX",
        "API",
        "id",
        "kz",
        "ru",
    ),
    *("zip", "HTTP", "OpenAPI", "CSL", "sha"),
}
SPOKEN = ("alt", "title", "aria-label", "placeholder", "data-label", "aria-description", "label")
UNREAD = ("code", "pre", "script", "style", "svg")


class Unmarked(HTMLParser):
    """The words of a template that no tag translates, left out what is code or in a language that is said."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.inside, self.found = [], []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag not in ("br", "img", "input", "link", "meta", "hr", "use", "path", "rect", "circle", "source"):
            self.inside.append(tag if tag in UNREAD else "lang" if told.get("lang") == "en" else "")
        words = [told[name] for name in SPOKEN if told.get(name)]
        if tag == "meta" and told.get("name") == "description":
            words.append(told.get("content") or "")
        if not any(self.inside):
            self.found += [word for text in words for word in LETTERS.findall(text)]

    def handle_endtag(self, tag):
        if self.inside:
            self.inside.pop()

    def handle_data(self, data):
        if not any(self.inside):
            self.found += LETTERS.findall(data)


def unmarked(path: Path) -> set[str]:
    """Words between and in the tags of HTML, and texts handed to filters and tags without _()."""
    html, found, within = [], set(), False
    for token in Lexer(path.read_text("utf-8")).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            within = name in ("blocktranslate", "blocktrans") or (within and not name.startswith("endblocktrans"))
            if name in ("mark", "place"):
                found |= set(re.findall(r'(?<!_\()(?<!["\w])"([A-Z][a-z ]+|[a-z]+ [a-z ]+)"', token.contents))
        elif token.token_type == TokenType.TEXT and not within:
            html.append(token.contents)
        elif token.token_type == TokenType.VAR:
            found |= set(re.findall(r'\|default(?:_if_none)?:"([^"]*[a-z]{2}[^"]*)"', token.contents)) - {
                "und",
                "yes",
                "no",
            }
    parser = Unmarked()
    parser.feed("".join(html))
    return found | (set(parser.found) - NAMES)


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "templates").rglob("*.html")),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_templates_mark_their_words(path):
    assert not unmarked(path)


MARKS = {
    *("_", "g", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"),
    *("npgettext", "npgettext_lazy"),
}
# What the log or programmers are told, what explains data (English everywhere), what is a query or code.
NOT_READ = {
    *("warning", "info", "error", "exception", "debug", "Column", "column", "claimed", "of_election", "of_rows"),
    *("KeyError", "ValueError", "TypeError", "RuntimeError", "execute", "Func", "RawSQL", "compile", "fullmatch"),
    *("format_html", "format_html_join", "mark_safe", "sub", "match", "findall", "split"),
}
ENGLISH_ONLY = ("dictionary.py", "downloads.py", "files.py", "colours.py")  # the data dictionary, files, styles
SENTENCE = re.compile(r"[A-Za-z’']{2,},? [a-z’']{2,}")
READ_IN = (
    "elections/views",
    "elections/templatetags",
    "elections/charts",
    "elections/reconcile",
    "elections/indicators",
)


class Strings(ast.NodeVisitor):
    """The texts of two and more words that stand outside of marks, docstrings and what nobody reads."""

    def __init__(self):
        self.found = []

    def visit_Call(self, node):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name not in MARKS | NOT_READ:
            self.generic_visit(node)

    def visit_Assign(self, node):
        """Names of works and of claimants are data."""
        if [getattr(target, "id", "") for target in node.targets] not in (
            ["ODIHR"],
            ["NIST"],
            ["VENICE"],
            ["COMPILED"],
        ):
            self.generic_visit(node)

    def visit_Assert(self, node):
        """For programmers."""

    def visit_Raise(self, node):
        """Readers are told by Http404 and BadQuery; other errors are for programmers."""
        if getattr(getattr(node.exc, "func", None), "id", "") in ("Http404", "BadQuery"):
            self.generic_visit(node)

    def visit_Expr(self, node):
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Constant(self, node):
        text = node.value
        if not isinstance(text, str) or text in COUNTED or "<" in text or "Cache-Control" in text:
            return
        if SENTENCE.search(text) and not re.search(r"\bno-store\b|max-age=", text):
            self.found.append((node.lineno, text))


PYTHON = [
    path
    for folder in READ_IN
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"tests", "drawing"} & set(path.parts) and path.name not in ENGLISH_ONLY
]


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_code_for_pages_marks_its_words(path):
    strings = Strings()
    strings.visit(ast.parse(path.read_text("utf-8")))
    assert not strings.found
