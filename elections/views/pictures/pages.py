"""A picture under its own address: as a page, embedded in somebody else's, as a file, and as a plotly figure."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from elections.charts.rows import NothingToDraw
from elections.charts.themes import THEMES
from elections.datasets import BadQuery
from elections.datasets.definition import single
from elections.views.caching import public_page, version_of
from elections.views.downloads import query_of, refused
from elections.views.pictures import files
from elections.views.pictures.kinds import CHARTS
from elections.views.pictures.options import Query
from elections.views.pictures.picture import Picture

View = Callable[..., HttpResponse]


def with_picture(*beside: str, as_page: bool) -> Callable[[View], View]:
    """Hand the view the picture that the address asks for; `beside` are parameters that are the view's own."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, kind: str, subject: str, **more) -> HttpResponse:
            query = query_of(request)
            try:
                picture = picture_of(kind, subject, {name: query[name] for name in query if name not in beside})
                return view(request, picture, **more)
            except BadQuery as bad:
                return refused(request, bad, as_page=as_page)

        return answer

    return decorate


def picture_of(kind: str, subject: str, query: Query) -> Picture:
    if kind not in CHARTS:
        raise Http404(_("There is no picture %(kind)s; there are: %(kinds)s.") % {"kind": kind, "kinds": kinds()})
    return CHARTS[kind].picture(subject, query)


def kinds() -> str:
    return ", ".join(CHARTS)


@require_safe
@public_page
@with_picture(as_page=True)
def picture_page(request: HttpRequest, picture: Picture) -> HttpResponse:
    """The picture on a page of its own: its permalink."""
    return render(request, "charts/picture.html", {"picture": picture, "version": version_of(request)})


def framed_by_anybody(view: View) -> View:
    """Let other sites show a page in a frame; nothing else of the policy changes (config.security)."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.may_be_framed = True
        return response

    return xframe_options_exempt(answer)


@require_safe
@framed_by_anybody
@public_page
@with_picture(as_page=True)
def picture_embed(request: HttpRequest, picture: Picture) -> HttpResponse:
    """Only the picture, with its words and the way back, for a frame on another site."""
    return render(request, "charts/embed.html", {"picture": picture})


@require_safe
@public_page
@with_picture(as_page=False)
def picture_figure(request: HttpRequest, picture: Picture) -> HttpResponse:
    """The plotly figures of the picture, for a page's column and for a phone, as the page's script draws them."""
    try:
        found = {
            "title": picture.title,
            "wide": {"width": picture.drawn_width, **picture.figure()},
            "phone": {"width": picture.family.PHONE_WIDTH, **picture.figure(phone=True)},
        }
    except NothingToDraw as nothing:
        raise Http404(str(nothing)) from nothing
    return noindex(JsonResponse(found, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")}))


@require_safe
@public_page
@with_picture("theme", as_page=False)
def picture_file(request: HttpRequest, picture: Picture, form: str) -> HttpResponse:
    """The picture as SVG, or its rows as CSV or JSON, to take away."""
    theme = single(query_of(request), "theme") or "light"
    if "theme" in request.GET and (form != "svg" or theme not in THEMES):
        raise BadQuery("theme", theme[:20], [*THEMES] if form == "svg" else [_("no value: only an SVG has a theme")])
    about = files.About.of(picture, request)
    made = {
        "csv": lambda: files.as_csv(picture),
        "json": lambda: files.as_json(picture, about),
        "svg": lambda: files.as_svg(picture, about, theme),
    }[form]()
    response = HttpResponse(made, content_type=files.TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="saylau-{picture.name}.{form}"'
    return noindex(response)


def noindex(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
