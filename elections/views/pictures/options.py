"""The options of a picture in its address."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from elections.datasets import BadQuery
from elections.datasets.definition import single

Query = Mapping[str, Sequence[str]]


def chosen(query: Query, name: str, choices: Iterable[str], default: str = "") -> str:
    """The value of an option, one of the choices. Raises BadQuery for any other."""
    value = single(query, name) or default
    if value != default and value not in (known := [each for each in choices if each]):
        raise BadQuery(name, value[:40], known or [_("no value: there is only one")])
    return value
