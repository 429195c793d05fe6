"""Which checks of the arithmetic fail in every election, worked out once for each state of an election's rows."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache as kept
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from elections import analysis
from elections.models import Election
from elections.reconcile import METHODS, Check
from elections.views.caching import build_id
from elections.wording import difference

log = logging.getLogger(__name__)

KEPT = 7 * 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that does not add up: which, and by how much in which unit."""

    code: str
    residual: Decimal
    unit: str

    @property
    def name(self) -> str:
        return _(METHODS[self.code].name)

    @property
    def words(self) -> str:
        return difference(self.residual, self.unit)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many checks of an election were made, and those that fail."""

    made: int
    failures: tuple[Failure, ...]


def outcomes(elections: Sequence[Election]) -> dict[str, Outcome]:
    """The outcome of the checks of each election, which come with what is derived; kept under their fingerprint."""
    keys = {f"checks:{each.pk}:{each.derived.fingerprint}:{build_id()}": each for each in elections}
    found = {keys[key].pk: Outcome(made, tuple(Failure(*each) for each in rows)) for key, (made, rows) in ask(keys)}
    missing = {key: each for key, each in keys.items() if each.pk not in found}
    if missing:
        checks = analysis.reconciliations(missing.values())
        made = {key: outcome_of(checks[each.pk]) for key, each in missing.items()}
        keep({key: (each.made, [(f.code, f.residual, f.unit) for f in each.failures]) for key, each in made.items()})
        found |= {missing[key].pk: each for key, each in made.items()}
    return found


def outcome_of(checks: Sequence[Check]) -> Outcome:
    failures = tuple(
        Failure(check.code, Decimal(check.residual or 0), check.unit) for check in checks if check.status == "fail"
    )
    return Outcome(sum(check.status != "cannot" for check in checks), failures)


def ask(keys):
    try:
        return kept.get_many(list(keys)).items()
    except (RedisError, OSError) as error:
        log.warning("the cache does not answer, so all checks are made anew: %s", error)
        return []


def keep(made: dict) -> None:
    try:
        kept.set_many(made, KEPT)
    except (RedisError, OSError) as error:
        log.warning("the cache does not answer, so checks were not kept: %s", error)
