"""The rows that a page shows as a call to the API: the address of the resource that gives just these."""

from urllib.parse import urljoin

from elections.datasets.envelope import Pairs, address_of
from elections.datasets.resources import ROOT
from elections.models import ElectionStatus

WHATEVER_STATUS = ("status", ",".join(ElectionStatus.values))  # else the API leaves out what was annulled
WHOLE = ("page_size", "all")


def api_call(page: str, resource: str, query: Pairs) -> str:
    """The whole address, on the host that the page is read on. `page` is the page's own whole address."""
    return urljoin(page, address_of(f"{ROOT}{resource}", query))


def all_rows(page: str, resource: str, *query: tuple[str, str]) -> str:
    """The call that gives all rows of a table in one answer."""
    return api_call(page, resource, [*query, WHOLE])
