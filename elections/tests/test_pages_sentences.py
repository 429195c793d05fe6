"""The sentence on winner and turnout in cases that no election of the fact base has, or has only once."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from elections.views.figures import Footnotes
from elections.views.outcomes import Summary, outcomes_of, plain, sentence

SOURCED = {"source_id": "a", "basis": "official_final", "qualifier": "", "is_fallback": False, "note": ""}


def claim(name, kind="party_list", votes=None, share=None, seats=None, part="", **other):
    contender = SimpleNamespace(name=name, kind=kind, part=part)
    figures = {"votes": votes, "share_pct": None if share is None else Decimal(share), "share_of": "", "seats": seats}
    return SimpleNamespace(contender=contender, contender_id=name, **{**SOURCED, **figures, **other})


def turnout(**figures):
    nothing = dict.fromkeys(["registered", "issued", "cast", "turnout_pct"])
    return SimpleNamespace(**{**SOURCED, **nothing, **figures})


def said(votes=(), seats=(), voted=None, **election):
    facts = {"kind": "parliamentary", "status": "held", "seats_contested": 100, "round_of_id": None, **election}
    facts = SimpleNamespace(**facts)
    notes = Footnotes(numbers={"a": 1})
    return plain(sentence(Summary(facts, outcomes_of(facts, votes, seats), voted), notes)).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"votes": [claim("A", votes=5), claim("B", votes=5)]}, "A and B share first place, each with 5 votes."),
        (
            {
                "votes": [claim("Against all", "against_all", share="40"), claim("B", share="30")],
                "kind": "presidential",
            },
            "Against all came first with 40 %, ahead of every contender.",
        ),
        (
            {"votes": [claim("A", votes=9), claim("B", votes=8)], "seats": [claim("A", seats=3), claim("B", seats=7)]},
            "A came first with 9 votes, and won 3 of the 100 seats contested; B won the most, 7.",
        ),
        ({"seats": [claim("A", seats=100)]}, "A won all 100 seats contested."),
        ({"seats": [claim("A", seats=40), claim("B", seats=40)]}, "A and B won the most seats, each 40 of the 100"),
        (
            {"seats": [claim("A", seats=46)], "status": "annulled"},
            "A led the count before it was annulled, with 46 seats.",
        ),
        (
            {"votes": [claim("A", share="50"), claim("B", share="50")], "status": "cancelled"},
            "A and B shared first place in the count before it was cancelled, with 50 %.",
        ),
        (
            {"votes": [claim("A", share="61", basis="exit_poll", qualifier="about")], "kind": "presidential"},
            "A came first with about 61 % (exit poll).",
        ),
        ({"votes": [claim("Others", "group", votes=7)]}, "The sources read name nobody singly; Others: 7 votes."),
        ({"votes": [claim("A", votes=70, qualifier="lower_bound")]}, "A came first with over 70 votes."),
        ({"round_of_id": "x"}, "For this round no result by contender was found in the sources read."),
        ({"voted": turnout(cast=9)}, "The claim shown first prints no turnout, but 9 ballots cast."),
        ({"voted": turnout(registered=9)}, "The claim shown first prints no turnout, but 9 registered voters."),
        (
            {"voted": turnout(qualifier="words", note="lowest in the country, no figure")},
            "Turnout is given in words only: lowest in the country, no figure.",
        ),
        ({"voted": turnout(turnout_pct=Decimal("104.20"))}, "Turnout: 104.20 %."),
    ],
)
def test_the_sentence_is_right_or_says_what_is_missing(given, words):
    assert words in said(**given)


def test_a_part_of_the_vote_does_not_borrow_the_seats_of_the_whole():
    votes = [claim("A", share="40", part="list"), claim("B", votes=3, part="districts")]
    seats = [claim("A", seats=15, part="list"), claim("C", seats=20, part="districts")]
    assert said(votes, seats) == (
        "Party lists: A came first with 40 %, and won 15 seats. Single-seat districts: B came first with 3 votes. "
        "No turnout was found in the sources read."
    )
