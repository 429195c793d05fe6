"""Figures as pages show them: never without the mark of their basis and the number of their source."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext

from elections.models import COMPILED, Basis, Source
from elections.wording import count, numbered, percent, qualified


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure in words, what it rests on, and the numbers of its sources on the page."""

    text: str
    basis: str
    refs: tuple[int, ...]
    is_fallback: bool = False

    @property
    def basis_label(self) -> str:
        return str(Basis(self.basis).label)


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered source and what on the page rests on it; `places` are (anchor, words) of where its claims stand."""

    number: int
    source: Source
    uses: str
    places: tuple[tuple[str, str], ...] = ()

    @property
    def link(self) -> str:
        """The address, if a browser may be sent there."""
        return self.source.url if self.source.url.startswith(("http://", "https://")) else ""


@dataclass
class Footnotes:
    """Numbers the sources of one page in the order in which they are cited, and counts what rests on each."""

    numbers: dict[str, int] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    uses: dict[str, Counter] = field(default_factory=dict)
    places: dict[int, dict[str, str]] = field(default_factory=dict)

    def cite(self, source: Source, what: str) -> int:
        """The number of a source; `what` says in one word what rests on it: result, event."""
        number = self.numbers.setdefault(source.pk, len(self.numbers) + 1)
        self.sources.setdefault(source.pk, source)
        self.uses.setdefault(source.pk, Counter())[what] += 1
        return number

    def cite_all(self, row, what: str) -> tuple[int, ...]:
        """The numbers of the source and, where it has them prefetched, the other sources of a row."""
        others = row.other_sources.all() if hasattr(row, "other_sources") else []
        return tuple(self.cite(source, what) for source in (row.source, *others))

    def lead(self, number: int, anchor: str, words: str) -> None:
        """Say where on the page something stands that rests on a source."""
        self.places.setdefault(number, {})[anchor] = words

    def notes(self) -> list[Note]:
        return [
            Note(
                number,
                self.sources[key],
                ", ".join(numbered(n, what) for what, n in self.uses[key].items()),
                tuple(self.places.get(number, {}).items()),
            )
            for key, number in self.numbers.items()
        ]


def cited(text: str, claim, notes: Footnotes) -> Figure:
    """A text as a figure of a claim whose source the page names."""
    number = notes.numbers.get(claim.source_id) or notes.cite(claim.source, "figure")
    return Figure(text, claim.basis, (number,), getattr(claim, "is_fallback", False))


def said_by(claim) -> str:
    """Who makes a claim, in words for a picture; empty for the election commission."""
    return gettext("compiled by Saylau") if claim.claimant == COMPILED else claim.claimant


def share_text(claim) -> str:
    """The printed share of votes in words; empty where there is none. A share of seats is never one of votes."""
    if claim.share_pct is None or claim.share_of == "seats":
        return ""
    return percent(claim.share_pct, claim.qualifier)


def count_text(value: int | None, claim) -> str:
    """A count in words. The qualifier speaks of the percentage, or of the counts where there is none."""
    if value is None:
        return ""
    pct = claim.share_pct if hasattr(claim, "share_pct") else claim.turnout_pct
    return qualified(count(value), claim.qualifier if pct is None else "")


def turnout_text(claim) -> str:
    return "" if claim.turnout_pct is None else percent(claim.turnout_pct, claim.qualifier)
