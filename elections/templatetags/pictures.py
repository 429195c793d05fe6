"""Tags of the frame around a picture: addresses that a reader takes away, and where an error is reported."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.http import urlencode

register = template.Library()


@register.simple_tag(takes_context=True)
def whole_address(context, address):
    """An address with the name of the site before it."""
    return context["request"].build_absolute_uri(address)


@register.simple_tag(takes_context=True)
def report_address(context, picture):
    """Where an error of a picture is reported: what the settings name, or how to, on the page About."""
    if not settings.REPORT_ADDRESS:
        return f"{reverse('about')}#report"
    if settings.REPORT_ADDRESS.startswith("mailto:"):
        body = context["request"].build_absolute_uri(picture.address)
        return f"{settings.REPORT_ADDRESS}?{urlencode({'subject': picture.title, 'body': body})}"
    return settings.REPORT_ADDRESS


@register.simple_tag(takes_context=True)
def embed_code(context, picture):
    """The frame that another site shows a picture in, as text to copy."""
    address = context["request"].build_absolute_uri(picture.embed_address)
    frame = '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>'
    return escape(format_html(frame, address, picture.title, picture.embed_height))
