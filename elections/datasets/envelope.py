"""What goes with rows wherever they are taken: whose they are, how to cite them, how to get them again."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.http import urlencode

from elections.names import slug

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "Saylau, the open record of elections in Central Asia; keep the source that is given for each row."

Pairs = Sequence[tuple[str, str]]


def address_of(path: str, query: Pairs) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def rights(title: str, permalink: str, version: int) -> dict[str, str]:
    """Licence, attribution, and the sentence to quote rows by."""
    today = timezone.now().date().isoformat()
    return {
        "licence": LICENCE,
        "attribution": ATTRIBUTION,
        "cite_as": f"Saylau: {title}. {permalink}, data version {version}, read on {today}.",
        "permalink": permalink,
    }


def applied(query: Pairs) -> dict[str, list[str]]:
    """The values of each filter that is applied."""
    found: dict[str, list[str]] = {}
    for name, value in query:
        if name != "ordering":
            found.setdefault(name, []).append(value)
    return found


def file_name(name: str, query: Pairs, form: str) -> str:
    """saylau-elections-country-kz-2026-11-25.csv"""
    told = slug(" ".join(f"{key} {value}" for key, value in query))[:80].strip("-")
    parts = ["saylau", name, told, timezone.now().date().isoformat()]
    return f"{'-'.join(part for part in parts if part)}.{form}"
