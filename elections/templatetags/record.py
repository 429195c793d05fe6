"""Filters and tags that print figures, dates and marks; the words themselves are elections.wording's.

Marks and references are written here and not in templates, as a page has thousands of them.
"""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info

from elections import wording

register = template.Library()

NOT_PUBLISHED = mark_safe('<span class="na" aria-hidden="true">–</span><span class="vh">not published</span>')

register.filter("day", wording.day)
register.filter("count", wording.count)
register.filter("numbered", lambda number, noun: wording.numbered(number, *noun.split("|")))


@register.filter
def percent(value):
    return "" if value is None else wording.percent(value)


@register.filter
def points(value):
    """A distance between two percentages: 3.02 points."""
    return f"{value:f} {wording.plural(value, 'point')}"


@register.filter
def native(names):
    """Names in other languages as (language tag, name) pairs, a name that two languages share once."""
    return [(tag, name) for name, tag in {name: tag for tag, name in reversed(names.items())}.items()][::-1]


@register.filter
def language(tag):
    """The English name of a language by its tag, or the tag where it has none here."""
    if not tag:
        return "language not stated"
    try:
        return get_language_info(tag)["name"]
    except KeyError:
        return tag


@register.filter
def code(text):
    """A text whose words between backticks are code."""
    parts = enumerate(str(text).split("`"))
    return format_html_join("", "{}", ((format_html("<code>{}</code>", part) if n % 2 else part,) for n, part in parts))


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
def refs(numbers):
    """Links to one numbered source of the page, or to several."""
    each = numbers if isinstance(numbers, (list, tuple)) else [numbers]
    link = '<a class="ref" href="#s{}" aria-label="source {}">{}</a>'
    return format_html_join("", link, ((number, number, number) for number in each))


@register.simple_tag
def figure(shown):
    """A figure with the mark of its basis and the numbers of its sources."""
    basis = mark(f"b-{shown.basis}", shown.basis_label)
    other = mark_safe(' <small class="flag">other source</small>') if shown.is_fallback else ""
    return format_html('<span class="figure">{} {}{}{}</span>', shown.text, basis, refs(shown.refs), other)


@register.simple_tag
def shown_value(text, is_first, is_void):
    """The text of a cell: bold when it is shown first, struck through when it is of an annulled vote; or a dash."""
    if not text:
        return NOT_PUBLISHED
    if not is_first:
        return text
    return format_html("<b><s>{}</s></b>" if is_void else "<b>{}</b>", text)
