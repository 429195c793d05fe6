"""The pictures on an election's page: bases and views in the address, what has none, and how a page is cited."""

import csv
import io
import json

import pytest
from django.http import Http404

from elections.tests.answers import asked, page, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]
MAZHILIS = "/elections/kz-2012-mazhilis/"


def kinds(shown) -> list[str]:
    """The kinds of the pictures on a page, in order."""
    charts = [each for each in shown.elements if each.tag == "saylau-chart"]
    return [each.attributes["src"].split("/")[2] for each in charts]


class TestPage:
    def test_a_vote_with_everything_has_every_picture(self):
        found = [each for each in kinds(page(MAZHILIS)) if each.startswith(("vote", "seats", "turnout"))]
        assert found == ["vote-shares", "seats", "turnout-by-region", "turnout-through-the-day", "turnout-claims"]

    def test_the_bars_follow_the_basis_in_the_address_and_links_keep_the_other_choice(self):
        shown = page(f"{MAZHILIS}?basis=exit_poll&regions=tiles")
        assert "exit poll" in shown.by_class("summary")[0].text
        here, *_ = [each for each in shown.by_class("views") if "exit poll" in each.text]
        assert [each.text for each in shown.inside(here, "b")] == ["exit poll"]
        assert f"{MAZHILIS}?regions=tiles#results" in [each.attributes["href"] for each in shown.inside(here, "a")]
        sources = [each.attributes["src"] for each in shown.elements if each.tag == "saylau-chart"]
        assert "/charts/vote-shares/kz-2012-mazhilis/figure.json?basis=exit_poll" in sources
        assert "/charts/turnout-by-region/kz-2012-mazhilis/figure.json?view=tiles" in sources

    @pytest.mark.parametrize(
        "query", ["basis=guess", "basis=parallel_count", "regions=globe", "colour=red", "basis=%00"]
    )
    def test_what_is_no_choice_is_refused_with_the_choices(self, query):
        assert asked(f"{MAZHILIS}?{query}").status_code == 400

    def test_each_question_of_a_paper_has_its_own_bars(self):
        titles = [each.text for each in page("/elections/kg-2007-referendum/").all("h3") if "Share of" in each.text]
        assert len(titles) == 2 and titles[0] != titles[1]

    @pytest.mark.parametrize(
        ("election", "said"),
        [
            ("uz-2019-legislative-chamber", "No votes and no share of the vote"),
            ("kg-2007-referendum", "No map and no curve of the day."),
            ("tm-2021-halk-maslahaty", "No curve of the day."),
            ("tj-2010-majlisi-namoyandagon-r2", "No turnout."),
        ],
    )
    def test_what_cannot_be_drawn_is_said(self, election, said):
        assert said in page(f"/elections/{election}/").by_id("main").text

    def test_claims_of_turnout_are_those_of_the_close_only(self):
        """A bulletin of the day whose hour is not known (66.9 % in 2012) is no claim of what turnout was."""
        rows = list(csv.DictReader(io.StringIO(text(asked("/charts/turnout-claims/kz-2012-mazhilis.csv")))))
        assert len(rows) > 5 and {row["as_of_time"] for row in rows} == {"close"}
        assert "66.9" in text(asked("/charts/turnout-through-the-day/kz-2012-mazhilis.csv"))
        assert "75\u202f% (official, preliminary) to 75.45\u202f%" in text(asked(MAZHILIS))

    def test_a_map_holds_figures_of_one_hour_only(self):
        """Sixteen regions have a figure for 22:00, fewer for other hours."""
        rows = json.loads(text(asked("/charts/turnout-by-region/kz-2021-mazhilis.json")))["results"]
        assert len({row["as_of_time"] for row in rows if row["turnout_pct"]}) == 1

    def test_residuals_are_drawn_on_the_scale_of_their_unit(self):
        shown = page(MAZHILIS)
        bars = [each for each in shown.all("rect") if each.parents[-1].attributes.get("class") == "residual"]
        lengths = [int(each.attributes["width"]) for each in bars]
        assert max(lengths) == 100 and all(0 < each <= 100 for each in lengths)


class TestCitation:
    def test_as_text_bibtex_and_csl_each_at_its_address(self):
        words, bibtex, csl = (text(asked(f"{MAZHILIS}cite.{form}")) for form in ("txt", "bib", "json"))
        assert " ".join(words.split()) in page(MAZHILIS).by_id("cite").text
        assert bibtex.startswith("@misc{saylau-kz-2012-mazhilis,") and bibtex.count("{") == bibtex.count("}")
        [item] = json.loads(csl)
        assert item["type"] == "webpage" and item["URL"] == f"http://testserver{MAZHILIS}"
        assert item["title"] in words and item["title"] in bibtex
        assert f"version {item['version']}" in words

    def test_an_unknown_election_has_none(self):
        with pytest.raises(Http404):
            asked("/elections/kz-1212-mazhilis/cite.bib")
