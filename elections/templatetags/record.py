"""Filters and tags that print figures, dates and marks; the words themselves are elections.wording's.

Marks and references are written here and not in templates, as a page has thousands of them.
"""

from dataclasses import dataclass
from html import escape

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, pgettext

from elections import wording
from elections.datasets.sources import language_name
from elections.models import COMPILED, ElectionStatus, local_name, tag_of_name, tags_of

register = template.Library()

register.filter("day", wording.day)
register.filter("count", wording.count)
register.filter("numbered", wording.numbered)


@register.filter
def percent(value):
    return "" if value is None else wording.percent(value)


@register.filter
def points(value):
    """A distance between two percentages: 3.02 points."""
    return wording.numbered(value, "point")


@register.filter
def native(names):
    """Names in other languages as (language tag, name) pairs: Russian last, a name that two languages share once.

    The name in the page's own language is left out: it stands before these.
    """
    shown = tags_of(get_language(), names)
    others = sorted((tag, name) for tag, name in names.items() if tag not in shown)
    own_last = sorted(others, key=lambda pair: pair[0] != "ru")
    return [(tag, name) for name, tag in {name: tag for tag, name in own_last}.items()][::-1]


@register.filter
def language(tag):
    """The name of a language by its tag, or the tag where it has none here."""
    if not tag:
        return gettext("language not stated")
    return language_name(tag)


@register.filter
def english(text):
    """A text of the record that is written in English, such as a note; marked as such on pages in other languages."""
    return in_language(text, "en")


@register.filter
def in_language(text, tag):
    """A text with the language it is in, where that is not the page's."""
    if not text or tag.split("-")[0] == get_language():
        return text or ""
    return format_html('<span lang="{}">{}</span>', tag, text)


@register.filter
def claimant(text):
    """Who makes a claim, where the basis alone does not say it."""
    if text == COMPILED:
        return gettext("compiled by Saylau from the sources given")
    return in_language(text, "en")


@register.filter
def status(election):
    """The status that follows from an election's events, in words."""
    return ElectionStatus(election.status).label


@register.filter
def named(thing):
    """The name of an election, area, party, contender … in the page's language, else in Latin letters, marked so."""
    return in_language(local_name(thing), tag_of_name(thing))


@register.filter
def code(text):
    """A text whose words between backticks are code."""
    parts = enumerate(str(text).split("`"))
    return format_html_join("", "{}", ((format_html("<code>{}</code>", part) if n % 2 else part,) for n, part in parts))


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """A language that the page can be read in, and where."""

    code: str
    name: str
    address: str
    is_here: bool

    @property
    def short(self) -> str:
        return self.code.split("-")[0].upper()


@register.simple_tag(takes_context=True)
def languages(context):
    """The languages of the site with the address of this page in each; path and query stay."""
    request = context.get("request")
    if request is None:
        return []
    query = request.META.get("QUERY_STRING", "")
    here = get_language() or settings.LANGUAGE_CODE
    path = escape_uri_path(path_without_language(request.path, here)) + (f"?{query}" if query else "")
    return [
        PageLanguage(code, name, path if code == settings.LANGUAGE_CODE else f"/{code}{path}", code == here)
        for code, name in settings.LANGUAGES
    ]


def path_without_language(path: str, language: str) -> str:
    return path.removeprefix(f"/{language}") if path.startswith(f"/{language}/") else path


@register.simple_tag(takes_context=True)
def alternates(context):
    """The address that stands for this page, and that of the same page in each language, for search engines.

    A list's own address is the one that brings it back (`permalink`); any other page is known without its query.
    """
    request = context.get("request")
    if request is None:
        return ""
    here = get_language() or settings.LANGUAGE_CODE
    address = context.get("permalink") or request.build_absolute_uri(request.path)
    root = request.build_absolute_uri("/").rstrip("/")
    path = path_without_language(address.removeprefix(root), here)
    by_language = {
        code: root + (path if code == settings.LANGUAGE_CODE else f"/{code}{path}") for code, _ in settings.LANGUAGES
    }
    links = [format_html('<link rel="canonical" href="{}">', by_language[here])]
    alternate = '<link rel="alternate" hreflang="{}" href="{}">'
    links += [format_html(alternate, code, each) for code, each in by_language.items()]
    links.append(format_html(alternate, "x-default", by_language[settings.LANGUAGE_CODE]))
    return mark_safe("\n    ".join(links))


@register.simple_tag(takes_context=True)
def place(context, name, label):
    """A link to one of the main places; it says when the page is that place, or lies within it."""
    address, here = reverse(name), getattr(context.get("request"), "path", "")
    current = "page" if here == address else "true" if here.startswith(address) else ""
    if current:
        return format_html('<a href="{}" aria-current="{}">{}</a>', address, current, label)
    return format_html('<a href="{}">{}</a>', address, label)


@register.simple_tag
def mark(name, label=""):
    """An inline mark from the sprite; without a label it is hidden from screen readers, as words stand beside it."""
    size = "meter" if name.startswith("v-") else "mk"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="#{}"/></svg>', size, str(label), name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>', size, name)


@register.simple_tag
def computed_here():
    """The mark of what Saylau worked out itself."""
    return mark("b-computed", pgettext("basis", "computed here"))


@register.simple_tag
def refs(numbers):
    """Links to one numbered source of the page, or to several."""
    each = numbers if isinstance(numbers, (list, tuple)) else [numbers]
    link = '<a class="ref" href="#s{}" aria-label="{}">{}</a>'
    label = gettext("source %(number)s")
    return format_html_join("", link, ((number, label % {"number": number}, number) for number in each))


@register.simple_tag
def figure(shown):
    """A figure with the mark of its basis and the numbers of its sources."""
    basis = mark(f"b-{shown.basis}", shown.basis_label)
    other = format_html(' <small class="flag">{}</small>', gettext("other source")) if shown.is_fallback else ""
    return format_html('<span class="figure">{} {}{}{}</span>', shown.text, basis, refs(shown.refs), other)


@register.simple_tag
def table_rows(table):
    """The lines of a picture's table: the first cell heads its line, numbers stand right, what is empty is a dash."""
    opened = ['<td class="num">' if place in table.numeric else "<td>" for place in range(len(table.header))]
    lines = [
        f'<tr><th scope="row">{escape(head)}</th>'
        + "".join(
            [f"{start}{escape(cell) if cell else '–'}</td>" for start, cell in zip(opened[1:], cells, strict=True)]
        )
        + "</tr>"
        for head, *cells in table.rows
    ]
    return mark_safe("\n".join(lines))


@register.simple_tag
def shown_value(text, is_first, is_void):
    """The text of a cell: bold when it is shown first, struck through when it is of an annulled vote; or a dash."""
    if not text:
        dash = '<span class="na" aria-hidden="true">–</span><span class="vh">{}</span>'
        return format_html(dash, gettext("not published"))
    if not is_first:
        return text
    return format_html("<b><s>{}</s></b>" if is_void else "<b>{}</b>", text)


@register.simple_tag
def bar(shown):
    """A percentage as a thin bar under its figure, which screen readers have in words; hollow for a bound."""
    if shown is None:
        return ""
    hollow = mark_safe(' class="hollow"') if shown.is_hollow else ""
    svg = '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    return format_html(svg, format_html('<path{} d="M0 0h{}v1H0z"/>', hollow, shown.length))
