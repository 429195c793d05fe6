"""Explore: any state goes into its address and back, what makes no sense is refused, page and files are equal."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from django.db import connection
from django.db.models import Max, Min
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from elections.charts import figures_over_time
from elections.datasets import BadQuery
from elections.datasets.explore import EXPLORE, MEASURES, State
from elections.datasets.explore.comparison import added_up, lines_of
from elections.datasets.explore.measures import ORDERS
from elections.datasets.explore.state import MOST_CHOSEN, PARAMETERS, read
from elections.datasets.formats import csv_text
from elections.models import Result, Turnout
from elections.models.derived import DerivedElection
from elections.tests.answers import asked, page, rows_of, text
from elections.views.explore.notes import count_of
from elections.views.pictures.exploring import explored

COUNTRIES = ["KZ", "KG", "TJ"]
VOTES = ["kz-2012-mazhilis", "kz-2016-mazhilis", "kg-2020-jogorku-kenesh", "uz-2021-president", "tj-2016-referendum"]
COLD, WARM = 20, 12


@st.composite
def states(draw) -> State:
    """Any state that makes sense."""
    measure = draw(st.sampled_from([*MEASURES.values()]))
    level = draw(st.sampled_from(measure.levels))
    first, last = sorted([draw(st.integers(1990, 2030)), draw(st.integers(1990, 2030))])
    several = st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=3).map(tuple)
    switch = st.sampled_from(["", "yes"])
    return State(
        measure=measure.name,
        level=level,
        contenders=draw(st.sampled_from(measure.contenders)),
        share_of=draw(st.sampled_from(measure.share_of)),
        basis=draw(st.sampled_from(measure.bases)),
        country=draw(several),
        kind=draw(st.lists(st.sampled_from(measure.kinds), unique=True).map(tuple)),
        date__gte=draw(st.sampled_from(["", str(first)])),
        date__lte=draw(st.sampled_from(["", str(last), f"{last}-05"])),
        annulled=draw(switch),
        later_rounds=draw(switch),
        lineage=draw(switch) if measure.is_of_contenders else "",
        election=draw(st.lists(st.sampled_from(VOTES), unique=True, max_size=MOST_CHOSEN).map(tuple)),
        view=draw(st.sampled_from(measure.views(level))),
        ordering=draw(st.sampled_from([*ORDERS, *(f"-{name}" for name in ORDERS)])),
    )


@given(states())
def test_every_state_comes_back_from_its_address(state):
    address = urlencode(state.pairs())
    assert read(parse_qs(address), COUNTRIES, VOTES) == state
    assert State() == read({}, COUNTRIES, VOTES) and State().pairs() == []


def test_several_values_may_stand_in_one_parameter():
    one = read({"country": ["KZ,KG"], "election": [",".join(VOTES[:2]), ""]}, COUNTRIES, VOTES)
    assert one.country == ("KZ", "KG") and one.election == tuple(VOTES[:2])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"measure": "tournout"}, "measure takes turnout, share"),
        ({"measure": "seats", "level": "regions"}, "level=regions does not go with measure=seats: there level takes"),
        ({"measure": "votes", "share_of": "valid"}, "share_of=valid does not go with measure=votes"),
        ({"measure": "turnout", "contenders": "all"}, "contenders=all does not go with measure=turnout"),
        ({"measure": "spread", "basis": "exit_poll"}, "basis=exit_poll does not go with measure=spread"),
        ({"view": "map"}, "view=map does not go with measure=turnout&level=country: there view takes chart and table"),
        (
            {"measure": "seats", "kind": "referendum"},
            "kind=referendum does not go with measure=seats",
        ),
        ({"lineage": "yes"}, "measure=turnout does not go with lineage=yes: there measure takes share"),
        ({"annulled": "no"}, "annulled takes yes"),
        ({"country": "kz"}, "country takes KZ, KG and TJ"),
        ({"date__gte": "2012", "date__lte": "2011"}, "a date not before 2012"),
        ({"election": ",".join(VOTES)}, "at most 4 elections side by side"),
        ({"basis": "rumour"}, "basis takes first, all"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_choices(query, sentence):
    with pytest.raises(BadQuery) as refused:
        read({name: [value] for name, value in query.items()}, COUNTRIES, VOTES)
    assert sentence in refused.value.sentence


QUERIES = [
    "",
    "measure=share",
    "measure=share&contenders=all&country=KZ&share_of=valid",
    "measure=share&basis=all&kind=presidential",
    "measure=share&level=regions&annulled=yes",
    "measure=votes&basis=exit_poll",
    "measure=seats&contenders=all&ordering=-value",
    "measure=registered&ordering=value",
    "measure=spread&annulled=yes&later_rounds=yes",
    "measure=winners_margin&annulled=yes",
    "measure=effective_parties_by_seats&country=TJ,TM",
    "level=regions&view=table",
    "basis=all&date__gte=2010&date__lte=2012",
    "measure=share&election=kz-2012-mazhilis,kz-2016-mazhilis",
]


def selected(query: str):
    return EXPLORE.select(parse_qs(query))


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestTheRows:
    @pytest.mark.parametrize("query", QUERIES)
    def test_are_the_same_in_page_json_and_csv(self, query):
        whole = json.loads(text(asked(f"/explore.json?{query}")))
        lines = list(csv.reader(io.StringIO(text(asked(f"/explore.csv?{query}")), newline="")))
        assert whole["count"] == len(whole["results"]) == len(lines) - 1 > 0
        assert lines[0] == [column.name for column in EXPLORE.columns]
        for row, line in zip(whole["results"], lines[1:], strict=True):
            assert [csv_text(value) for value in row.values()] == line
        if "election=" not in query:
            assert self.on_pages(query) == [row["election"] for row in whole["results"]]

    def on_pages(self, query: str) -> list[str]:
        found, address = [], f"/explore/?{query}&view=table&page_size=100".replace("view=table&view=", "view=")
        while address:
            shown = page(address)
            heads = [each for each in shown.all("th") if each.attributes["scope"] == "row"]
            found += [shown.inside(head, "a")[0].attributes["href"].split("/")[2] for head in heads]
            following = [each for each in shown.all("a") if each.attributes.get("rel") == "next"]
            address = following[0].attributes["href"] if following else ""
        return found

    @pytest.mark.parametrize(
        "query", [query for query in QUERIES if not {"level=regions", "basis=exit_poll"} & {*query.split("&")}]
    )
    def test_are_the_picture_s_under_its_own_address(self, query):
        pairs = parse_qs(query)
        measure = pairs.pop("measure", ["turnout"])[0]
        address = f"/charts/explore/{measure}.json?{urlencode(pairs, doseq=True)}".rstrip("?")
        assert rows_of(address) == rows_of(f"/explore.json?{query}")

    def test_a_picture_of_regions_is_of_one_vote_and_says_so(self):
        given = json.loads(text(asked("/charts/explore/turnout.json?level=regions")))
        votes = {row["election"] for row in given["results"]}
        assert len(votes) == 1 and given["options"] == {"level": "regions", "election": votes.pop()}
        assert asked("/charts/explore/turnout.svg?level=regions&view=map").status_code == 200
        assert asked("/charts/explore/share/embed/?country=KZ").status_code == 200

    def test_spreads_are_those_of_the_list_of_elections(self):
        rows = selected("measure=spread&annulled=yes&later_rounds=yes").rows
        derived = DerivedElection.objects.filter(spread_pct__isnull=False).values_list("pk", "spread_pct")
        assert {row.vote.id: row.value for row in rows if row.value is not None} == dict(derived)

    def test_turnout_is_the_claim_shown_first(self):
        claims = Turnout.objects.national().at_close().filter(part="").shown_first()
        printed = {claim.election_id: claim.turnout_pct for claim in claims}
        rows = selected("annulled=yes&later_rounds=yes").rows
        assert len(rows) == len({row.vote.id for row in rows}) == 55
        for row in rows:
            assert row.value == printed.get(row.vote.id) or row.is_computed and printed[row.vote.id] is None

    def test_no_figure_is_without_source_and_none_is_made_up(self):
        for query in QUERIES:
            for row in selected(query).rows:
                assert (row.value is None) == bool(row.reason), (query, row)
                assert row.value is None or row.source and row.basis, (query, row)

    def test_all_claims_are_all_there_are(self):
        rows = selected("measure=seats&contenders=all&basis=all&annulled=yes&later_rounds=yes").rows
        held = Result.objects.national().filter(seats__isnull=False).count()
        assert sum(row.value is not None for row in rows) == held

    def test_annulled_votes_are_out_unless_asked_for(self):
        ids = {row.vote.id for row in selected("country=KG").rows}
        assert "kg-2020-jogorku-kenesh" not in ids and selected("country=KG").left_out.annulled == 1
        assert "kg-2020-jogorku-kenesh" in {row.vote.id for row in selected("country=KG&annulled=yes").rows}
        chosen = selected("measure=share&election=kg-2020-jogorku-kenesh,kg-2015-jogorku-kenesh")
        assert {row.vote.id for row in chosen.rows} == {"kg-2020-jogorku-kenesh", "kg-2015-jogorku-kenesh"}

    def test_a_whole_that_cannot_be_had_is_none_with_a_reason(self):
        rows = {row.vote.id: row for row in selected("measure=share&share_of=valid").rows}
        assert {row.is_computed for row in rows.values() if row.value_of == "valid"} == {True, False}
        assert rows["tj-2013-president"].value is None and "votes are not published" in rows["tj-2013-president"].reason
        assert all(row.value_of in ("valid", "listed") for row in rows.values() if row.value is not None)

    @pytest.mark.parametrize("whole", ["valid", "cast", "registered"])
    def test_the_span_beside_a_share_is_of_shares_of_the_whole_asked_for(self, whole):
        printed = Result.objects.national().filter(share_of=whole, qualifier="").exclude(basis="computed")
        ends = printed.order_by().values_list("contender").annotate(Min("share_pct"), Max("share_pct"))
        known = {contender: span for contender, *span in ends}
        rows = selected(f"measure=share&contenders=all&share_of={whole}").rows
        spans = {row.contender: [row.low, row.high] for row in rows if row.contender}
        assert spans == {contender: known.get(contender, [None, None]) for contender in spans}
        assert any(low is None for low, _high in spans.values()) and any(low for low, _high in spans.values())

    @pytest.mark.parametrize("query", [*QUERIES, "share_of=registered", "measure=share&share_of=cast", "measure=votes"])
    def test_nothing_is_said_or_drawn_as_a_figure_that_is_none(self, query):
        """Neither counted, nor drawn as bounds: the span of other claims is no bound of what cannot be worked out."""
        chosen = selected(query)
        figures = sum(row.value is not None or row.is_between for row in chosen.rows)
        assert count_of(chosen).endswith(f" {figures} figures" if figures != len(chosen.votes) else f"{figures} votes")
        drawn = explored(chosen)
        if drawn and drawn.family is figures_over_time:
            between = Counter((row.vote.id, row.part) for row in chosen.rows if row.is_between)
            assert sum(row.is_between for row in drawn.rows) == between.total()

    def test_every_part_of_a_vote_that_an_indicator_is_asked_of_has_its_own_reason(self):
        """A vote of which no contender is on record is asked like any other of its kind."""
        rows = selected("measure=winners_margin&annulled=yes&later_rounds=yes").rows
        assert not [row.vote.id for row in rows if "vote of this kind" in row.reason]
        assert "No votes by contender" in {row.vote.id: row.reason for row in rows}["kg-2005-jogorku-kenesh-r2"]

    def test_counts_of_the_filters_are_what_choosing_them_gives(self):
        for query in ("", "kind=presidential&annulled=yes", "country=KZ,KG&date__gte=2010"):
            now = selected(query)
            for name in ("country", "kind"):
                for value, count in now.counts(name).items():
                    pairs = {**parse_qs(query), name: [value]}
                    assert len(EXPLORE.select(pairs).votes) == count

    def test_lines_of_parties_are_joined_where_asked_for(self):
        query = "measure=share&country=KZ&kind=parliamentary&contenders=all"
        lines = {row.contender: row.lineage for row in selected(f"{query}&lineage=yes").rows}
        assert lines["kz-2007-mazhilis-nur-otan"] == lines["kz-2021-mazhilis-nur-otan"] != ""
        assert not any(row.lineage for row in selected(query).rows)

    def test_figures_of_one_line_are_added_up_only_within_one_source(self):
        rows = selected("measure=share&election=kz-2012-mazhilis,kz-2016-mazhilis").rows
        two = [replace(row, lineage="x") for row in rows if row.vote.id == "kz-2012-mazhilis"][:2]
        [both] = added_up(two)
        assert both.value == two[0].value + two[1].value and both.is_computed and " + " in both.contender_name
        [neither] = added_up([two[0], replace(two[1], source="another")])
        assert neither.value is None and neither.reason

    def test_elections_of_two_countries_are_compared_by_place(self):
        chosen = selected("measure=share&election=kz-2015-president,uz-2015-president")
        [first, *_] = lines_of(chosen.rows, chosen.votes)
        assert [cell.contender_name for cell in first.cells] == ["Nursultan Nazarbayev", "Islam Karimov"]
        same = selected("measure=share&election=kz-2012-mazhilis,kz-2016-mazhilis")
        by_name = {line.name: line for line in lines_of(same.rows, same.votes)}
        assert str(by_name["Nur Otan"].difference) == "1.21" and by_name["Birlik (Unity)"].difference is None

    def test_every_order_is_whole_and_puts_the_unknown_last(self):
        everything = selected("measure=share")
        for name in ORDERS:
            for sign in ("", "-"):
                rows = selected(f"measure=share&ordering={sign}{name}").rows
                assert sorted(map(repr, rows)) == sorted(map(repr, everything.rows))
        values = [row.value for row in selected("measure=share&ordering=-value").rows]
        known = [value for value in values if value is not None]
        assert values[: len(known)] == known == sorted(known, reverse=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestThePage:
    @pytest.mark.parametrize("query", [*QUERIES, "country=TM&kind=referendum", "basis=computed&country=UZ"])
    def test_form_queries_and_state(self, query):
        page(f"/explore/?{query}")
        with CaptureQueriesContext(connection) as queries:
            shown = page(f"/explore/?{query}&page_size=25")
        assert len(queries) <= WARM, [each["sql"][:100] for each in queries]
        assert len(shown.all("h1")) == 1
        ids = [each.attributes["id"] for each in shown.elements if "id" in each.attributes]
        assert len(ids) == len(set(ids))
        for label in shown.all("label"):
            assert label.attributes.get("for") in ids or shown.inside(label, "input")
        for table in shown.all("table"):
            assert shown.inside(table, "caption")
            assert all("scope" in each.attributes for each in shown.inside(table, "th"))
        assert not [each for each in shown.elements if "style" in each.attributes or each.tag == "style"]
        assert shown.by_id("x-address").text == f"/explore/?{urlencode(selected(query).query)}".rstrip("?")
        assert self.sent(shown) == selected(query).state

    def sent(self, shown) -> State:
        """The state that the form would send as it stands."""
        form = shown.by_id("explore-form")
        pairs: dict[str, list[str]] = {}
        for each in shown.inside(form, "input"):
            kind, value = each.attributes.get("type", "text"), each.attributes.get("value", "")
            if kind != "checkbox" or "checked" in each.attributes:
                pairs.setdefault(each.attributes["name"], []).append(value)
        for each in shown.inside(form, "select"):
            chosen = [o for o in shown.inside(each, "option") if "selected" in o.attributes]
            pairs.setdefault(each.attributes["name"], []).extend(o.attributes["value"] for o in chosen)
        return EXPLORE.select(pairs).state

    def test_cold_queries(self):
        with CaptureQueriesContext(connection) as queries:
            page("/explore/?measure=share&level=regions")
        assert len(queries) <= COLD, len(queries)

    def test_nothing_found_says_what_to_change(self):
        assert "take one of the filters away" in page("/explore/?country=TM&kind=referendum").by_class("empty")[0].text
        assert "Nobody published this" in page("/explore/?level=regions&basis=party_claim").by_class("empty")[0].text

    def test_refusals_have_links_to_what_can_be_drawn(self):
        shown = page("/explore/?measure=seats&level=regions&country=KZ", status=400)
        links = [each.attributes["href"] for each in shown.all("a")]
        assert "/explore/?measure=seats&country=KZ&level=country" in links
        shown = page("/explore/?messure=share&country=KZ", status=400)
        assert "/explore/?country=KZ&measure=share" in [each.attributes["href"] for each in shown.all("a")]
        answer = asked("/explore.csv?measure=seats&level=regions")
        assert answer.status_code == 400 and json.loads(text(answer))["field"] == "level"

    def test_different_wholes_are_said(self):
        assert "compare only roughly" in page("/explore/?measure=share").by_id("x-count").text
        assert "compare only roughly" not in page("/explore/?measure=turnout").by_id("x-count").text


values = st.text(max_size=12) | st.sampled_from(["KZ", "share", "regions", "all", "yes", "-1", "99999999999", "2012"])
parameters = st.sampled_from([*PARAMETERS, "page", "page_size", "format"]) | st.text(max_size=6)


@pytest.mark.django_db
@hypothesis_settings(max_examples=60)
@given(st.lists(st.tuples(parameters, values), max_size=4), st.binary(max_size=6))
def test_any_query_is_answered_or_refused_in_words(pairs, rubbish):
    query = urlencode(pairs, errors="surrogatepass") + "".join(f"%{byte:02X}" for byte in rubbish)
    for path in ("/explore/", "/explore.csv"):
        answer = asked(f"{path}?{query}")
        assert answer.status_code in (200, 400)
        assert text(answer)


def test_states_are_values():
    assert replace(State(), measure="share") == State(measure="share") != State()


def test_every_indicator_says_its_unit():
    """A margin of 7.30 is one of points; an effective number is a number."""
    units = {name: measure.unit for name, measure in MEASURES.items() if measure.is_indicator}
    assert units == {
        "winners_margin": "points",
        "effective_parties_by_votes": "number",
        "effective_parties_by_seats": "number",
        "disproportionality": "points",
    }
