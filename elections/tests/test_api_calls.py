"""The calls to the API that pages offer beside their tables: each gives exactly the rows that the table shows."""

import json
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest

from elections.tests.answers import asked, page, rows_of, text
from elections.tests.markup import Element, Page
from elections.tests.test_api import API, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


def calls(shown: Page) -> dict[str, list[str]]:
    """The calls of a page by the resource they ask; each stands as a link and as what is copied."""
    found: dict[str, list[str]] = {}
    for code in shown.all("code"):
        if "data-copy-from" in code.attributes:
            [link] = shown.inside(code.parents[-1], "a")
            assert link.attributes["href"] == code.text and code.text.startswith("http://testserver/")
            found.setdefault(urlsplit(code.text).path.rpartition("/")[2], []).append(code.text)
    return found


def given(call: str) -> list[dict]:
    address = call.removeprefix("http://testserver")
    return told(address.removeprefix(API))["results"] if address.startswith(API) else rows_of(address)


def linked(shown: Page, element: Element, place: str) -> list[str]:
    """The ids that the links of an element lead to, of pages under one address."""
    links = [each.attributes.get("href", "") for each in shown.inside(element, "a")]
    return [link.split("/")[2] for link in links if link.startswith(f"/{place}/") and link.count("/") == 3]


def table_of(shown: Page, caption: str) -> Element:
    return next(each for each in shown.by_id(caption).parents if each.tag == "table")


class TestAreas:
    @pytest.mark.parametrize("area", ["KG-GB", "KZ-ALA", "UZ-TK"])
    def test_every_claim_of_the_area(self, area):
        shown = page(f"/areas/{area}/")
        found = calls(shown)
        for name, caption in (("turnout", "turnout-rows"), ("results", "result-rows")):
            has_rows = any(each.attributes.get("id") == caption for each in shown.elements)
            assert has_rows == (name in found)
            if has_rows:
                [call] = found[name]
                rows = given(call)
                assert Counter(row["election"] for row in rows) == self.lines(shown, caption)
                assert {row["area"] for row in rows} == {area}

    def lines(self, shown: Page, caption: str) -> Counter:
        bodies = shown.inside(table_of(shown, caption), "tbody")
        return Counter({linked(shown, body, "elections")[0]: len(shown.inside(body, "tr")) for body in bodies})


class TestCountries:
    @pytest.mark.parametrize("code", ["KZ", "KG", "TJ", "TM", "UZ"])
    def test_elections_parties_and_turnout(self, code):
        shown = page(f"/countries/{code}/")
        found = {name: given(call) for name, [call] in calls(shown).items()}
        elections = linked(shown, table_of(shown, "elections-caption"), "elections")
        assert sorted({*elections}) == sorted(row["id"] for row in found["elections"])
        listed = linked(shown, shown.by_id("parties"), "parties")
        assert sorted(listed) == sorted(row["id"] for row in found["parties"])
        figures: Counter[str] = Counter()
        body = shown.inside(table_of(shown, "turnout-rows"), "tbody")[0]
        for line in shown.inside(body, "tr"):
            [election] = linked(shown, line, "elections")
            figures[election] += len([each for each in shown.by_class("first") if line in each.parents])
        assert Counter(row["election"] for row in found["turnout"]) == +figures


class TestParties:
    @pytest.mark.parametrize("party", ["kz-nur-otan", "kz-adilet", "kg-ata-zhurt", "kz-alga", "kg-respublika"])
    def test_events_contenders_claims_and_exclusions(self, party):
        shown = page(f"/parties/{party}/")
        found = {name: given(call) for name, [call] in calls(shown).items()}
        happened = [each for each in shown.by_class("timeline") if shown.by_id("life") in each.parents]
        assert len(shown.inside(happened[0], "li") if happened else []) == len(found.get("party-events", []))
        assert self.first_of(shown, "stood-caption") == Counter(row["election"] for row in found.get("contenders", []))
        claims = Counter()
        for details in shown.inside(shown.by_id("claims"), "details"):
            for table in shown.inside(details, "table"):
                name = shown.inside(table, "caption")[0].attributes["id"]
                claims[name.removesuffix("-national").removesuffix("-local")] += self.lines(shown, table)
        assert claims == Counter(row["election"] for row in found.get("results", []))
        assert self.first_of(shown, "exclusions") == Counter(row["election"] for row in found.get("exclusions", []))

    def first_of(self, shown: Page, caption: str) -> Counter:
        """How many rows of a table are of each election."""
        if not any(each.attributes.get("id") == caption for each in shown.elements):
            return Counter()
        heads = [each for each in shown.inside(table_of(shown, caption), "th") if each.attributes["scope"] == "row"]
        return Counter(linked(shown, head, "elections")[0] for head in heads)

    def lines(self, shown: Page, table: Element) -> int:
        return len(shown.inside(shown.inside(table, "tbody")[0], "tr"))


class TestSearch:
    @pytest.mark.parametrize("words", ["kazakhstan", "мажилис", "2005"])
    def test_votes_in_their_order_and_no_call_for_what_stands_by_likeness(self, words):
        shown = page(f"/search/?q={words}")
        [(name, [call])] = calls(shown).items()
        assert [row["id"] for row in given(call)] == linked(shown, shown.by_id(name), "elections")


class TestExplore:
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "page=2",
            "country=KZ&measure=share&contenders=all&page=2&ordering=value&view=table",
            "measure=effective_parties_by_votes",
            "level=regions",
            "level=regions&view=map&country=KG&ordering=value",
            "measure=turnout&basis=all&view=table",
        ],
    )
    def test_the_rows_of_the_table_in_their_order(self, query):
        shown = page(f"/explore/?{query}")
        [[call]] = calls(shown).values()
        table = shown.inside(shown.by_id("x-rows"), "table")[0]
        heads = [each for each in shown.inside(table, "th") if each.attributes["scope"] == "row"]
        rows = given(call)
        assert [row["election"] for row in rows] == [linked(shown, head, "elections")[0] for head in heads]
        for row, line in zip(rows, shown.inside(shown.inside(table, "tbody")[0], "tr"), strict=True):
            assert not row["source"] or f"/sources/{row['source']}/" in [
                each.attributes.get("href") for each in shown.inside(line, "a")
            ]

    def test_elections_side_by_side(self):
        shown = page("/explore/?measure=share&contenders=all&election=kz-2012-mazhilis&election=kz-2016-mazhilis")
        [[call]] = calls(shown).values()
        rows = given(call)
        assert {row["election"] for row in rows} == {"kz-2012-mazhilis", "kz-2016-mazhilis"}
        cells = [each for each in shown.by_class("figure") if shown.by_id("x-rows") in each.parents]
        assert len(cells) == len([row for row in rows if row["value"] is not None])

    def test_a_page_of_a_file_says_which(self):
        whole, some = told_of("/explore.json"), told_of("/explore.json?page=2&page_size=25")
        assert some["results"] == whole["results"][25:50] and some["count"] == whole["count"]
        assert parse_qs(urlsplit(some["permalink"]).query) == {"page": ["2"], "page_size": ["25"]}


def told_of(address: str) -> dict:
    return json.loads(text(asked(address)))
