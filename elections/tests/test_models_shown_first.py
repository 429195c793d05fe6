"""The claim shown first: by its rule in plain Python over all claims, and on elections that tell its parts apart."""

import re
from collections import defaultdict
from decimal import Decimal

import pytest

from elections.models import (
    COMPILED,
    SHOWN_FIRST_RULE,
    Basis,
    Measure,
    Result,
    ShareOf,
    SourceKind,
    Turnout,
)

pytestmark = pytest.mark.django_db

# The rule as it is decided, written out here again so that the query is held against it.
BASES = [
    "official_final",
    "official_preliminary",
    "parallel_count",
    "observer_estimate",
    "exit_poll",
    "opposition_claim",
    "party_claim",
]
FIGURES = ("registered", "issued", "cast", "valid", "invalid", "turnout_pct")


def says(claim, measure):
    if measure == Measure.SEATS:
        return claim.seats is not None
    has_share = claim.share_pct is not None and claim.share_of != ShareOf.SEATS
    return claim.votes is not None or has_share or claim.qualifier == "words"


def newest(text):
    """A key that puts the newest date first and an unknown one last."""
    return [-ord(letter) for letter in text.ljust(10, "\0")]


def by_the_rule(measure):
    """{(area, contender): (claim, whether it is of another set than the first)} of all results."""
    sets = defaultdict(list)
    for claim in Result.objects.select_related("contender", "source"):
        if says(claim, measure) and claim.basis != Basis.COMPUTED:
            ballot = (claim.contender.election_id, claim.contender.part, claim.area_id)
            sets[(ballot, claim.basis, claim.claimant, claim.source_id, claim.as_of)].append(claim)
    ballots = defaultdict(list)
    for (ballot, basis, claimant, source, as_of), claims in sets.items():
        order = (
            BASES.index(basis),
            -sum(claim.qualifier == "" for claim in claims),
            -len(claims),
            -sum((claim.votes is not None) + (claim.share_pct is not None) for claim in claims),
            newest(as_of),
            SourceKind.values.index(claims[0].source.kind),
            source,
            claimant,
        )
        ballots[ballot].append((order, claims))
    chosen = {}
    for ballot, ordered in ballots.items():
        ordered.sort(key=lambda each: each[0])
        for place, (_, claims) in enumerate(ordered):
            for claim in claims:
                chosen.setdefault((ballot[2], claim.contender_id), (claim.pk, place > 0))
    return chosen


def shown(measure, **values):
    rows = Result.objects.filter(**values).shown_first(measure).select_related("contender")
    return {(row.area_id, row.contender_id): (row.pk, row.is_fallback) for row in rows}


def nationally(election, measure, part=""):
    """{end of the contender's id: claim} shown first for the whole country."""
    rows = Result.objects.filter(contender__election=election, contender__part=part).national().shown_first(measure)
    return {row.contender_id.removeprefix(f"{election}-"): row for row in rows}


@pytest.mark.usefixtures("record")
class TestRecord:
    @pytest.mark.parametrize("measure", [Measure.VOTES, Measure.SEATS])
    def test_the_query_does_what_the_rule_says_for_every_contender_and_area(self, measure):
        expected = by_the_rule(measure)
        assert len(expected) > (140 if measure == Measure.SEATS else 300)
        assert any(fallback for _, fallback in expected.values())
        assert shown(measure) == expected

    def test_a_narrower_question_has_the_same_answer(self):
        for filters in ({"contender__election": "kz-2015-president"}, {"area": "KG-GB"}):
            part = shown(Measure.VOTES, **filters)
            assert part and part.items() <= shown(Measure.VOTES).items()

    def test_of_sources_of_one_basis_the_most_complete_is_shown_and_as_one_set(self):
        """Eleven sets tell of Kazakhstan 2015; most print the winner alone, some two totals of his."""
        claims = nationally("kz-2015-president", Measure.VOTES)
        assert len(claims) == 3
        assert len({(claim.source_id, claim.basis, claim.as_of) for claim in claims.values()}) == 1
        assert not any(claim.is_fallback for claim in claims.values())
        assert all(claim.votes and claim.share_pct for claim in claims.values())
        others = Result.objects.filter(contender__election="kz-2015-president", basis="official_final").national()
        assert others.filter(contender__pk__endswith="-nazarbayev").values("votes").distinct().count() > 1

    def test_where_all_is_preliminary_the_preliminary_is_shown(self):
        """The annulled election of 2020: its results are kept, none of them was ever final."""
        claims = nationally("kg-2020-jogorku-kenesh", Measure.VOTES)
        assert len(claims) == 17
        assert {claim.basis for claim in claims.values()} == {"official_preliminary"}
        assert {claim.source_id for claim in claims.values()} == {"kg-akipress-2020-10-05"}

    def test_what_was_computed_here_is_never_shown_first(self):
        computed = Result.objects.filter(basis=Basis.COMPUTED)
        assert computed.filter(area="KG-B").exists()
        assert not Result.objects.filter(area="KG-B", contender__election="kg-2020-jogorku-kenesh").shown_first(
            Measure.VOTES
        )
        for measure in (Measure.VOTES, Measure.SEATS):
            assert not any(claim.basis == Basis.COMPUTED for claim in Result.objects.shown_first(measure))
        assert not any(claim.basis == Basis.COMPUTED for claim in Turnout.objects.shown_first())

    def test_a_bound_that_stands_alone_is_shown_as_the_bound_it_is(self):
        claims = nationally("kg-2007-referendum", Measure.VOTES, part="constitution")
        accepted, against = claims["constitution-for"], claims["constitution-against"]
        assert (accepted.share_pct, accepted.qualifier, accepted.is_fallback) == (Decimal(95), "lower_bound", False)
        assert (against.basis, against.is_fallback) == ("official_preliminary", True)

    def test_words_that_stand_alone_are_shown_as_words_without_a_figure(self):
        (claim,) = Result.objects.filter(contender="kz-2012-mazhilis-osdp", area="KZ-ALA").shown_first(Measure.VOTES)
        assert (claim.qualifier, claim.votes, claim.share_pct, claim.seats) == ("words", None, None, None)
        assert claim.note

    def test_seats_may_come_from_one_source_and_votes_from_another(self):
        votes = nationally("tj-2015-majlisi-namoyandagon", Measure.VOTES)
        seats = nationally("tj-2015-majlisi-namoyandagon", Measure.SEATS)
        assert {claim.source_id for claim in votes.values()} == {"tj-asiaplus-2015-03-12"}
        assert {claim.source_id for claim in seats.values()} == {"tj-enwiki-2015"}

    def test_a_contender_missing_from_the_main_set_falls_back_and_is_marked(self):
        claims = nationally("tj-2013-president", Measure.VOTES)
        main = {claim.source_id for claim in claims.values() if not claim.is_fallback}
        assert main == {"tj-tass-2013-11-13"}
        fallback = {claim.source_id for claim in claims.values() if claim.is_fallback}
        assert fallback == {"tj-asiaplus-2013-11-07"}

    def test_a_share_of_seats_is_no_share_of_votes(self):
        shares = Result.objects.filter(share_of=ShareOf.SEATS)
        assert shares.filter(contender__election="uz-2019-legislative-chamber").exists()
        assert nationally("uz-2019-legislative-chamber", Measure.VOTES) == {}
        assert len(nationally("uz-2019-legislative-chamber", Measure.SEATS)) == 5

    def test_parts_of_a_vote_are_chosen_apart(self):
        lists = nationally("kg-2021-jogorku-kenesh", Measure.SEATS, part="list")
        districts = nationally("kg-2021-jogorku-kenesh", Measure.SEATS, part="districts")
        assert {claim.source_id for claim in lists.values()} == {"kg-interfax-2021-12-15"}
        assert {claim.source_id for claim in districts.values()} == {"kg-wikimili-2021-parl"}

    def test_turnout_is_shown_once_for_each_area_part_and_hour_by_the_rule(self):
        claims = defaultdict(list)
        for claim in Turnout.objects.select_related("source").exclude(basis=Basis.COMPUTED):
            claims[(claim.election_id, claim.part, claim.area_id, claim.as_of_time)].append(claim)

        def order(claim):
            return (
                BASES.index(claim.basis),
                {"": 0, "words": 2}.get(claim.qualifier, 1),
                -sum(getattr(claim, name) is not None for name in FIGURES),
                newest(claim.source.published),
                SourceKind.values.index(claim.source.kind),
                claim.source_id,
                claim.claimant,
            )

        expected = {min(each, key=order).pk for each in claims.values()}
        assert {claim.pk for claim in Turnout.objects.shown_first()} == expected

    def test_the_compiled_headline_is_a_claim_like_others(self):
        (claim,) = (
            Turnout.objects.filter(election="kz-2021-mazhilis", claimant=COMPILED).national().at_close().shown_first()
        )
        assert (claim.basis, claim.turnout_pct, claim.cast) == ("official_final", Decimal("63.25"), 7539280)


def test_the_rule_is_a_sentence_that_names_every_basis_and_kind_of_source_in_order():
    listed = [text.split(", ") for text in re.findall(r"\((.*?)\)", str(SHOWN_FIRST_RULE))]
    assert listed == [[basis.label for basis in Basis][:-1], [kind.label for kind in SourceKind]]
    assert Basis.values == [*BASES, "computed"]
    assert SHOWN_FIRST_RULE.endswith("What Saylau computed itself is never shown first.")
