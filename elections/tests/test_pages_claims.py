"""The tables of claims: what their rows add up to, an address for every claim, and what rests on each source."""

from decimal import Decimal

import pytest

from elections.models import Election, ElectionEvent, Result, Source, Turnout
from elections.tests.answers import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

SOME = ("kz-2012-mazhilis", "kg-2020-jogorku-kenesh", "kg-2021-president", "kg-2016-referendum", "tm-2012-president")


def foot_of(shown, caption: str = "claims for the whole country") -> dict[str, list[str]]:
    """The lines under a table of claims side by side, by their names."""
    [foot, *_] = [foot for foot in shown.all("tfoot") if caption in shown.inside(foot.parents[-1], "caption")[0].text]
    lines = shown.inside(foot, "tr")
    return {shown.inside(line, "th")[0].text: [cell.text for cell in shown.inside(line, "td")] for line in lines}


def test_the_rows_are_added_up_beside_the_total_and_what_is_left_over():
    foot = foot_of(page("/elections/kz-2012-mazhilis/"))
    assert foot["Sum of the rows"][:4] == ["6,941,220", "100.01 %", "100.000 %", "98"], "rounded once, as a sum"
    assert foot["Total"][:4] == ["6,941,220valid ballots", "100.00 %", "", "98seats contested"]
    assert foot["Sum minus total"][:4] == ["0 votes", "+0.01 points", "", "0 seats"]
    assert "only exact figures are added up" in foot["Sum of the rows"], "one column says “over 7 %”"
    assert "97.3 %of 4 of 7 rows" in foot["Sum of the rows"]


def test_ballots_that_no_row_has_are_named():
    foot = foot_of(page("/elections/kg-2020-jogorku-kenesh/"))
    votes = Result.objects.filter(contender__election="kg-2020-jogorku-kenesh", area="KG", votes__isnull=False)
    [source] = {claim.source_id for claim in votes if claim.votes == 487_685}
    added = sum(votes.filter(source=source).values_list("votes", flat=True))
    assert foot["Sum of the rows"][0] == f"{added:,}"
    assert foot["Sum of the rows"][2] == f"{added * 100 / 1_990_753:.3f} %"
    assert foot["Total"][0] == "1,990,753ballots cast"
    assert foot["Sum minus total"][0] == f"−{1_990_753 - added:,} ballots"


def test_what_is_left_over_leads_to_its_check_and_ends_as_it_does():
    for election in SOME:
        shown = page(f"/elections/{election}/")
        marks = {"Adds up": "pass", "Does not add up": "fail", "Cannot be checked": "cannot"}
        cells = [cell for table in shown.by_class("pivot") for cell in shown.inside(table, "span")]
        for cell in [cell for cell in cells if cell.parents[-1].tag == "td" and not cell.attributes]:
            for link in shown.inside(cell, "a"):
                check = shown.by_id(link.attributes["href"][1:])
                [mark] = [each.attributes["aria-label"] for each in shown.inside(cell, "svg")]
                assert shown.inside(check, "span")[0].attributes["class"] == f"outcome {marks[mark]}"


def test_regions_are_added_up_beside_the_country_of_the_same_claim():
    foot = foot_of(page("/elections/kg-2021-referendum-constitution/"), "claims by area")
    assert foot["Sum of the regions votes in 9 regions; abroad not given"] == ["1,026,917", "176,701"]
    assert foot["Whole country"] == ["1,026,917", "176,701"]
    assert foot["Sum minus whole country"] == ["0 votes", "0 votes"]


def test_rows_are_added_up_where_areas_stand_across():
    shown = page("/elections/kg-2020-jogorku-kenesh/")
    for table in [
        each for each in shown.by_class("pivot") if "claims by area" in shown.inside(each, "caption")[0].text
    ]:
        for cell in [cell for cell in shown.by_class("sum") if table in cell.parents]:
            row = cell.parents[-1]
            votes = [int(each.text.split()[0].replace(",", "")) for each in shown.by_class("v") if row in each.parents]
            *_, added, whole, left = [each.text for each in shown.inside(row, "td")]
            assert (added, whole, left) == (f"{sum(votes):,}", f"{sum(votes):,}", "0 votes")


def test_turnout_of_the_country_stands_under_that_of_its_regions():
    foot = foot_of(page("/elections/kg-2020-jogorku-kenesh/"), "turnout by area")
    assert foot["Sum of the regions"][0] == "990,522ballots cast in 9 regions; abroad not given"
    assert foot["Whole country"][0] == "28.11 %990,492ballots cast in the country"
    assert foot["Against the regions"][0] == "in their range +30 ballots"
    assert "Sum of the regions" not in foot_of(page("/elections/tm-2012-president/"), "turnout by area")


def test_regions_of_which_some_are_missing_are_not_added_up():
    """Seven of the ten regions have the ballots cast at ten; nothing says what the other three have."""
    foot = foot_of(page("/elections/kg-2017-president/"), "turnout by area")
    assert foot["Whole country"][0].endswith("ballots cast in the country") or "%" not in foot["Whole country"][0]
    assert foot["Against the regions"][0] == "Cannot be checked"
    assert not foot.get("Sum of the regions", [""])[0]


@pytest.mark.parametrize("election", SOME)
def test_every_claim_has_an_address_of_its_own(election):
    shown = page(f"/elections/{election}/")
    places = {each.attributes["id"] for each in shown.all("td", "tr") if "id" in each.attributes}
    results = Result.objects.filter(contender__election=election).values_list("pk", flat=True)
    turnout = Turnout.objects.filter(election=election).values_list("pk", flat=True)
    assert {f"result-{pk}" for pk in results} | {f"turnout-{pk}" for pk in turnout} <= places
    for claim in Result.objects.filter(contender__election=election, share_pct__isnull=False, qualifier=""):
        if claim.share_of != "seats":
            cell = shown.by_id(f"result-{claim.pk}")
            row = next(each for each in (cell, *reversed(cell.parents)) if each.tag == "tr")
            assert f"{claim.share_pct:f}" in row.text


@pytest.mark.parametrize("election", SOME)
def test_sources_lead_to_what_rests_on_them(election):
    shown = page(f"/elections/{election}/")
    leads = {}
    for entry in shown.inside(shown.by_id("sources"), "li"):
        [about] = [
            each.attributes["href"] for each in shown.inside(entry, "a") if "/sources/" in each.attributes["href"]
        ]
        within = [each for each in shown.inside(entry, "a") if each.attributes["href"].startswith("#")]
        leads[about.split("/")[2]] = [shown.by_id(each.attributes["href"][1:]) for each in within]
    sources = Source.objects.filter(results__contender__election=election) | Source.objects.filter(
        turnout__election=election
    )
    assert sources and all(leads[source.pk] for source in sources)


def test_the_page_of_a_source_leads_to_its_claims():
    election = Election.objects.get(pk="kz-2012-mazhilis")
    claim = Result.objects.filter(contender__election=election, share_pct=Decimal("80.99")).order_by("pk").first()
    links = [each.attributes["href"] for each in page(f"/sources/{claim.source_id}/").all("a")]
    assert f"/elections/kz-2012-mazhilis/#result-{claim.pk}" in links


def test_the_banner_says_what_became_of_the_vote():
    held = page("/elections/kz-2012-mazhilis/").by_id("status").text
    assert held.startswith("Held, contested Certified by the Central Election Commission, 17 January 2012.")
    assert "lie 1.00 points apart" in held
    said = page("/elections/tj-2006-president/").by_id("status").text
    certified = ElectionEvent.objects.filter(election="tj-2006-president", event="certified").exists()
    assert ("No source read says that the result was certified." in said) is not certified
    void = page("/elections/kg-2020-jogorku-kenesh/").by_id("status").text
    assert void.startswith("Annulled Annulled by the Central Election Commission") and "contested" not in void
