"""Filters and tags that print figures, dates and marks as elections.wording has them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info

from elections import wording

register = template.Library()

register.filter("day", wording.day)
register.filter("count", wording.count)
register.filter("numbered", lambda number, noun: wording.numbered(number, *noun.split("|")))


@register.filter
def percent(value):
    return "" if value is None else wording.percent(value)


@register.inclusion_tag("_mark.html")
def mark(name, label=""):
    """An inline mark from the sprite; without a label it is hidden from screen readers, as words stand beside it."""
    return {"name": name, "label": label, "is_wide": name.startswith("v-")}


@register.inclusion_tag("_refs.html")
def refs(*numbers):
    """Links to the numbered sources of the page."""
    flat = [each for number in numbers for each in (number if isinstance(number, (list, tuple)) else [number])]
    return {"numbers": flat}


@register.inclusion_tag("_figure.html")
def figure(shown):
    """A figure with the mark of its basis and the numbers of its sources."""
    return {"figure": shown}


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


@register.simple_tag
def shown_value(text, is_first, is_void):
    """The text of a cell: bold when it is shown first, struck through when it is of an annulled vote; or a dash."""
    if not text:
        return mark_safe('<span class="na" aria-hidden="true">–</span><span class="vh">not published</span>')
    if not is_first:
        return text
    return format_html("<b><s>{}</s></b>" if is_void else "<b>{}</b>", text)
