"""The resources of the API: all datasets, in the order in which its root lists them. A new one is one line here."""

from elections.datasets import DATASETS, Dataset
from elections.datasets.reconciliation import RECONCILIATION
from observers.datasets import OBSERVATION

RESOURCES: dict[str, Dataset] = {**DATASETS, RECONCILIATION.name: RECONCILIATION, **OBSERVATION}

ROOT = "/api/v1/"
VERSION = "1.0.0"

# Every code with what it means; the docs page and the schema list them from here.
CODES = {
    "unknown_parameter": (400, "There is no such parameter here."),
    "bad_value": (400, "A parameter has a value that it cannot have."),
    "bad_request": (400, "The address is no text, is too long, or names a host that is not this one."),
    "bad_key": (401, "The key is not one of ours, or no longer good."),
    "not_found": (404, "There is nothing at this address, and never was."),
    "method_not_allowed": (405, "The API only reads: GET, HEAD and OPTIONS."),
    "not_acceptable": (406, "There is no such form of this resource."),
    "gone": (410, "The row was withdrawn; the reason and what took its place stand in the answer."),
    "unsupported_media_type": (415, "The API reads no body."),
    "too_many_requests": (429, "The limit is reached; Retry-After says in how many seconds to ask again."),
    "being_worked_out": (503, "Much was published just now and what follows from it is not ready; ask again soon."),
    "away": (503, "The site behind the proxy cannot be reached just now; ask again in a minute."),
    "failed": (500, "Something here went wrong; it is our mistake."),
}
