"""In which form an answer is given: by the ending of the address, else by `format=`, else by Accept."""

from collections.abc import Sequence

from django.http import HttpRequest
from rest_framework.exceptions import NotAcceptable

from elections.datasets import BadQuery, Dataset
from elections.datasets.filters import single
from elections.datasets.formats import TYPES

MEDIA = {form: kind.partition(";")[0] for form, kind in TYPES.items()}


def forms_of(dataset: Dataset) -> list[str]:
    """The forms that a resource has: the map only where its rows lie somewhere."""
    return [form for form in TYPES if form != "geojson" or dataset.place]


def form_of(request: HttpRequest, query: dict[str, list[str]], suffix: str, forms: Sequence[str]) -> str:
    """The form that is asked for. Raises BadQuery, or NotAcceptable where Accept names none of the forms."""
    named = single(query, "format")
    if named and named not in forms:
        raise BadQuery("format", named[:20], forms)
    if suffix or named:
        return suffix or named
    by_type = {MEDIA[form]: form for form in forms}
    wanted = request.get_preferred_type(list(by_type)) if request.META.get("HTTP_ACCEPT", "").strip() else MEDIA["json"]
    if wanted is None:
        raise NotAcceptable(f"This resource is given as {', '.join(by_type)}; Accept names none of them.")
    return by_type[wanted]
