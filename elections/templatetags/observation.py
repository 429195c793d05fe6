"""Tags of the pages on observation."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from elections.wording import count, percent

register = template.Library()


@register.simple_tag(takes_context=True)
def tab(context, name, label):
    """A link to one of the lists of observation; it says when the page is that list."""
    address = reverse(name)
    if getattr(context.get("request"), "path", "") == address:
        return format_html('<a href="{}" aria-current="page">{}</a>', address, label)
    return format_html('<a href="{}">{}</a>', address, label)


@register.simple_tag
def category_address(category):
    """The page that explains a category of findings and recommendations."""
    return reverse("observers-category", args=[category.replace("_", "-")])


@register.simple_tag
def rating_words(assessment):
    """How a stage was rated: the shares as printed with their qualifier, and of how many places."""
    parts = []
    for share, pattern in (
        (assessment.negative_pct, _("%(share)s negative")),
        (assessment.positive_pct, _("%(share)s positive")),
    ):
        if share is not None:
            parts.append(pattern % {"share": percent(share, assessment.qualifier)})
    if assessment.observed_n is not None:
        parts.append(_("of %(count)s observed") % {"count": count(assessment.observed_n)})
    elif parts:
        parts.append(_("of how many is not stated"))
    return ", ".join(parts) if parts else _("in words only")
