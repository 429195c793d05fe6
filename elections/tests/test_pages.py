"""The pages on the whole fact base: every election, its winner and turnout in words, its claims, its form."""

from collections import defaultdict
from functools import cache
from inspect import unwrap

import pytest
from django.core.cache import cache as kept
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from elections.datasets.derivation import derive
from elections.importers import TABLES, load_tables
from elections.models import Contender, DataVersion, Election, Result, Source
from elections.tests.answers import asked, text
from elections.tests.conftest import FACT_BASE
from elections.tests.markup import Page
from elections.tests.weight import weight_of
from elections.views.election import election_context
from elections.views.home import home_context
from elections.views.pictures import picture as picture_module
from elections.views.pictures.pages import picture_of
from observers.importers import TABLES as OBSERVERS_TABLES
from observers.models import Verdict

pytestmark = [pytest.mark.usefixtures("record"), pytest.mark.django_db]

IDS = sorted(
    line.split(",")[0]
    for country in ("kg", "kz", "tj", "tm", "uz")
    for line in (FACT_BASE[0] / country / "elections.csv").read_text("utf-8").splitlines()
    if line[:3] == f"{country}-"
)
PLACES = ["/", "/explore/", "/countries/", *[f"/countries/{each}/" for each in ("KZ", "KG", "TJ", "TM", "UZ")]]
HOME_QUERIES = 12
ELECTION_QUERIES = 18


def answer(address: str) -> str:
    """What the view itself answers, made anew: the client of Django's tests would copy every template's context."""
    found = resolve(address)
    given = unwrap(found.func)(RequestFactory().get(address), **found.kwargs)
    assert given.status_code == 200
    return given.content.decode()


@pytest.fixture(scope="module")
def record(django_db_setup, django_db_blocker):
    """The whole fact base for all tests here: pages are read from it once."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_tables(FACT_BASE, TABLES + OBSERVERS_TABLES)
        derive()
        yield
        transaction.set_rollback(True)


@cache
def fetched(address: str) -> str:
    return answer(address)


@cache
def page(election_id: str) -> Page:
    return Page(fetched(f"/elections/{election_id}/"))


@cache
def home() -> Page:
    return Page(fetched("/"))


def description(election_id: str) -> str:
    meta = next(each for each in page(election_id).all("meta") if each.attributes.get("name") == "description")
    return meta.attributes["content"].replace("\u202f", " ")


def row_of(election_id: str):
    return next(
        row
        for row in home().all("tr")
        if any(f"/elections/{election_id}/" == link.attributes["href"] for link in home().inside(row, "a"))
    )


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/elections/kz-2012-mazhilis/",
        "/elections/kg-2020-jogorku-kenesh/",
        "/elections/kz-2005-president/",
        *PLACES[3:],
        "/areas/KG-GB/",
        "/parties/kz-nur-otan/",
        "/observers/",
        "/observers/findings/",
        "/observers/missions/kz-2005-president-ieom/",
    ],
)
def test_a_picture_is_the_same_on_a_page_and_at_its_own_address(address, monkeypatch):
    """Pages fetch the rows of several pictures at once, their own addresses one by one: both say the same."""
    shown, drawn = [], picture_module.drawn
    monkeypatch.setattr(picture_module, "drawn", lambda each: shown.append(each) or drawn(each))
    answer(address)
    assert shown
    for one in tuple(shown):
        query = defaultdict(list)
        for name, value in one.query:
            query[name].append(value)
        alone = picture_of(one.kind, one.subject, query)
        assert one.summary == alone.summary and one.table == alone.table, one.address
        if one.svgs:
            assert [one.figure(phone) for phone in (False, True)] == [alone.figure(phone) for phone in (False, True)]
        assert bool(one.svgs) == bool(alone.svgs)
        assert {each.pk for each in one.sources} == {each.pk for each in alone.sources}, one.address


def test_the_list_of_elections_is_whole():
    assert len(IDS) == 55 == Election.objects.count()


@pytest.mark.parametrize("election_id", IDS)
def test_every_election_has_a_page_with_winner_and_turnout(election_id):
    words = description(election_id)
    no_result = "no result by contender was found"
    assert any(
        each in words for each in ("came first", "led the count", "received the most", "won ", "name nobody", no_result)
    )
    assert "urnout" in words
    if Result.objects.national().filter(contender__election=election_id).exists():
        assert no_result not in words.lower()
    assert page(election_id).all("h1")[0].text


@pytest.mark.parametrize(
    ("election_id", "words"),
    [
        # three sources of different completeness
        (
            "kz-2012-mazhilis",
            "Nur Otan came first with 80.99 % and 5,621,436 votes, and won 83 of the 98 seats contested.",
        ),
        # only preliminary figures
        (
            "kg-2021-referendum-constitution",
            "“For” received the most votes, 79.24 % of ballots cast (preliminary) and 1,059,476 votes "
            "(preliminary). Turnout: 37.08 % (preliminary).",
        ),
        # only bounds, two questions
        (
            "kg-2007-referendum",
            "Question: constitution: “For the new constitution” received the most votes, over 95 % of valid votes. "
            "Question: electoral code: “For the electoral code” received the most votes, over 95 % of valid votes. "
            "Turnout: about 80 % (preliminary).",
        ),
        # votes from one source, seats from another, and no turnout printed by the claim shown first
        (
            "tj-2020-majlisi-namoyandagon",
            "People's Democratic Party of Tajikistan came first with 50.4 % (preliminary), and won 47 of the 63 "
            "seats contested. "
            "The claim shown first prints no turnout; 4,260,951 ballots cast of 4,929,128 registered "
            "voters are 86.44 % (computed here).",
        ),
        # annulled
        (
            "kg-2020-jogorku-kenesh",
            "Birimdik led the count before it was annulled, with 24.5 % of ballots cast (preliminary) "
            "and 487,685 votes (preliminary).",
        ),
        # lists and districts apart, the districts only as a sum
        (
            "kg-2021-jogorku-kenesh",
            "Party lists: Ata-Jurt Kyrgyzstan came first with 17.3 %, and won 15 seats. Single-seat districts: the "
            "sources read name nobody singly; Winners in single-seat districts (all): 34 seats.",
        ),
        # seats only; more of them went to a sum of independents
        (
            "kg-2005-jogorku-kenesh",
            "Alga, Kyrgyzstan! won the most seats of any single contender, 17 of the 75 seats contested; "
            "Independents, a sum in the source: 47.",
        ),
        ("tm-2008-mejlis", "Democratic Party of Turkmenistan (only registered party) won all 125 seats contested."),
        ("tm-2021-halk-maslahaty", "The sources read name nobody singly; Members elected by regional councils"),
        # a share of registered voters is named as such
        (
            "kg-2010-jogorku-kenesh",
            "Ata-Zhurt came first with 8.47 % of registered voters, and won 28 of the 120 seats",
        ),
        # shares of seats, which readers expect to be votes
        ("uz-2019-legislative-chamber", "Liberal Democratic Party won the most seats, 53 of the 150 seats contested."),
        # the winner has a share only, everybody else votes only
        ("tj-2013-president", "Emomali Rahmon came first with 84.23 %. Turnout: 90.1 %."),
        (
            "tj-2010-majlisi-namoyandagon-r2",
            "For this round no result by contender was found in the sources read. "
            "No turnout was found in the sources read.",
        ),
    ],
)
def test_the_sentence_of_real_elections(election_id, words):
    assert words in description(election_id)


def test_a_figure_in_the_sentence_carries_its_mark_and_source():
    shown = page("kz-2012-mazhilis")
    figures = shown.inside(shown.by_class("standfirst")[0], "span")
    assert len(figures) == 4
    for figure in figures:
        assert [each.attributes["aria-label"] for each in shown.inside(figure, "svg")] == ["final"]
        assert shown.inside(figure, "a")[0].attributes["href"].startswith("#s")


@pytest.mark.parametrize("election_id", ["kg-2015-jogorku-kenesh", "kz-2012-mazhilis", "kg-2020-jogorku-kenesh"])
def test_every_claim_stands_on_the_page(election_id):
    shown = page(election_id)
    cells = shown.inside(shown.by_id("results"), "td")
    alone, beside = (
        [cell for cell in cells if name in cell.attributes.get("class", "").split()] for name in ("says", "claim")
    )
    assert len(alone) + len(beside) == Result.objects.filter(contender__election=election_id).count()
    for cell in alone:
        assert shown.inside(cell, "svg")[0].attributes["aria-label"]
        assert shown.inside(cell, "a")[0].attributes["href"].startswith("#s")
    for table in shown.by_class("pivot"):
        heads = [head for head in shown.inside(table, "th") if head.attributes["scope"] == "col"][1:]
        if not shown.inside(shown.inside(table, "caption")[0], "a"):
            links = [each.attributes["href"] for head in heads for each in shown.inside(head, "a")]
            claims = {head.attributes["id"] for head in heads if "id" in head.attributes}
            assert len([each for each in links if each.startswith("#s")]) >= len(claims)


def test_printed_and_computed_shares_stand_side_by_side():
    text = page("kg-2017-president").by_class("pivot")[0].text
    madumarov = text[text.index("Adakhan Madumarov") :][:400]
    assert "110,284" in madumarov and "6.57 %" in madumarov
    assert "of 1,697,868 ballots cast" in text and "6.495 %" in madumarov


def test_a_share_of_seats_is_never_shown_as_votes():
    share = next(
        claim for claim in Result.objects.filter(contender__election="uz-2019-legislative-chamber", share_of="seats")
    )
    shown = page("uz-2019-legislative-chamber")
    cells = [cell for cell in shown.inside(shown.by_id("results"), "td") if f"{share.share_pct:f} %" in cell.text]
    assert cells
    for cell in cells:
        assert "% of seats" in cell.text
        assert not [each for each in shown.by_class("p") if cell in each.parents and "%" in each.text]


def test_bounds_and_words_are_shown_as_such():
    assert "over 80 %" in page("kz-2012-mazhilis").by_id("results").text
    assert "in words" in page("kz-2012-mazhilis").by_id("results").text
    assert "± 1.7 points" in page("kg-2020-jogorku-kenesh").by_id("turnout").text


def test_an_annulled_vote_is_struck_through_and_says_so():
    shown = page("kg-2020-jogorku-kenesh")
    assert shown.inside(shown.all("h1")[0], "s")
    banner = shown.by_class("annulled")[0]
    assert banner.text.startswith("Annulled") and "6 October 2020" in banner.text
    row = row_of("kg-2020-jogorku-kenesh")
    assert home().inside(row, "s")[0].text == "Parliamentary election October 2020" and " annulled " in row.text
    assert "partly annulled" in row_of("kg-2021-jogorku-kenesh").text
    assert "annulled" not in row_of("kz-2019-president").text
    assert "Mekenim Kyrgyzstan comes first in" in shown.by_id("results").text


def test_a_partly_annulled_vote_stands_with_a_banner():
    shown = page("kg-2021-jogorku-kenesh")
    assert not shown.inside(shown.all("h1")[0], "s")
    assert "20 polling stations" in shown.by_class("status")[0].text


def test_what_is_missing_says_why():
    shown = page("tj-2010-majlisi-namoyandagon-r2")
    for section in ("results", "turnout", "observers", "ballot", "events"):
        box = [each for each in shown.by_class("empty") if shown.by_id(section) in each.parents]
        assert box and box[0].text.endswith("."), section
    assert "/elections/tj-2010-majlisi-namoyandagon/" in [each.attributes["href"] for each in shown.all("a")]


def links_of_all_elections() -> list[str]:
    """The links to elections in the home page's table of all of them."""
    shown = home()
    caption = shown.by_id("all-caption")
    table = next(each for each in shown.all("table") if each in caption.parents)
    links = [each.attributes["href"] for each in shown.inside(table, "a")]
    return [link for link in links if link.startswith("/elections/") and "#" not in link]


def test_second_rounds_stand_under_their_first_round():
    links = [link.split("/")[2] for link in links_of_all_elections()]
    assert sorted(links) == IDS
    later = Election.objects.filter(round_of__isnull=False)
    assert later.count() == 7
    for election in later:
        assert links[links.index(election.pk) - 1] == election.round_of_id


def test_countries_stand_in_their_order_newest_vote_first():
    headings = [each.attributes["id"] for each in home().all("th") if "id" in each.attributes]
    assert headings == ["KZ", "KG", "TJ", "TM", "UZ"]
    dates = [election.date for election in Election.objects.filter(country="KZ").order_by("-date")]
    links = [link for link in links_of_all_elections() if link.startswith("/elections/kz-")]
    assert [link[14:18] for link in links] == [date[:4] for date in dates]


def test_a_bar_is_as_long_as_the_figure_over_it():
    for election, hollow, length in (
        ("kz-2012-mazhilis", False, ("75.4", "81")),
        ("kz-2005-president", False, ("76.8",)),  # votes and no share: no bar
        ("kg-2007-referendum", True, ("80", "95", "95")),
    ):
        paths = [each for each in home().inside(row_of(election), "path") if each.attributes["d"].startswith("M0 0h")]
        assert tuple(each.attributes["d"][5:].removesuffix("v1H0z") for each in paths) == length
        assert {"hollow" in each.attributes.get("class", "") for each in paths} == {hollow}


def test_verdicts_beside_a_vote_are_the_latest_of_each_mission():
    said = defaultdict(dict)
    verdicts = Verdict.objects.select_related("mission", "report", "source").order_by("pk")
    for each in sorted(verdicts, key=lambda each: (each.report and each.report.published) or each.source.published):
        lead = each.mission.parts.order_by("position").first()
        if lead and lead.organisation.family in ("osce_europe", "cis_sco"):
            cell = each.mission.election_id, lead.organisation.get_family_display()
            said[cell][each.mission.same_as_id or each.mission_id] = each.get_verdict_display()
    assert len(said) > 50
    for election in IDS:
        for cell in (each for each in home().inside(row_of(election), "td") if "verdict" in each.attributes["class"]):
            own = said[election, cell.attributes["data-label"]]
            links = home().inside(cell, "a")
            words = links[0].attributes["aria-label"].split("; ") if links else []
            assert set(words) - {"present, no verdict found"} == set(own.values()), (election, words)


def test_each_figure_of_the_home_page_has_mark_and_source():
    figures = home().by_class("figure")
    assert len(figures) > 120
    numbers = {each.attributes["id"] for each in home().all("li") if "id" in each.attributes}
    for figure in figures:
        assert home().inside(figure, "svg")[0].attributes["aria-label"]
        assert {each.attributes["href"][1:] for each in home().inside(figure, "a")} <= numbers


def test_a_turnout_worked_out_here_is_marked_as_such():
    row = row_of("kg-2010-referendum")
    marks = [each.attributes.get("aria-label") for each in home().inside(row, "svg")]
    assert "72.25 %" in row.text and "computed here" in marks


def test_sources_say_what_rests_on_them():
    shown = page("kz-2012-mazhilis")
    entries = shown.inside(shown.by_id("sources"), "li")
    assert [each.attributes["id"] for each in entries] == [f"s{n}" for n in range(1, len(entries) + 1)]
    assert all("rests on it: " in each.text for each in entries)
    everything = [
        each for each in shown.inside(shown.by_id("sources"), "a") if not each.attributes["href"].startswith("#")
    ]
    links = [each for each in everything if not each.attributes["href"].startswith("/sources/")]
    assert {"en", "ru"} <= {each.attributes["lang"] for each in links}
    addresses = set(Source.objects.values_list("url", flat=True))
    assert {each.attributes["href"] for each in links} <= addresses
    assert len(everything) - len(links) == len(entries), "each leads to the page of all that rests on it"


def test_the_checks_are_counted_and_fails_come_first():
    shown = page("kz-2012-mazhilis")
    section = shown.by_id("arithmetic")
    outcomes = [
        each.attributes["class"].split()[1]
        for each in shown.inside(section, "span")
        if "outcome" in each.attributes.get("class", "")
    ]
    assert outcomes == sorted(outcomes, key=["fail", "pass", "cannot"].index)
    counted = f"{len(outcomes)} checks: {outcomes.count('fail')} do not add up, {outcomes.count('pass')} add up, "
    assert counted in section.text
    assert "282,136 voters" in section.text


def test_the_facts_do_not_mix_two_ways_to_split_the_same_seats():
    facts = page("kg-2005-jogorku-kenesh").by_class("facts")[0].text
    assert "47 · 17 · 6" in facts and "Government candidates" not in facts
    assert "48 · 8" in page("tm-2021-halk-maslahaty").by_class("facts")[0].text


def test_the_facts_say_what_else_is_printed_each_value_once():
    facts = page("tj-2015-majlisi-namoyandagon").by_class("facts")[0].text
    assert "87.70 %" in facts and facts.count("also printed: 82") == 1
    assert "87.7 %" not in facts.replace("87.70 %", "")
    assert "no check possible" in page("tj-2010-majlisi-namoyandagon-r2").by_class("facts")[0].text


def test_who_gave_no_verdict_is_not_somebody_who_did():
    section = page("kz-2021-mazhilis").by_id("observers").text
    assert "OSCE/ODIHR, OSCE PA" in section
    silent = section[section.index("Present, no verdict found") :]
    assert "SCO" in silent and "ODIHR" not in silent


def test_the_citation_names_page_version_and_day():
    text = page("kz-2012-mazhilis").by_id("cite").text
    assert "Saylau: Kazakhstan: Mazhilis election, 15 January 2012. Data version " in text
    assert "http://testserver/elections/kz-2012-mazhilis/" in text


def test_names_and_notes_cannot_carry_markup():
    attack = "<script>alert(1)</script>"
    contender = Contender.objects.filter(election="kz-2011-president").first()
    Contender.objects.filter(pk=contender.pk).update(name=attack, names={'"><script>': attack}, note=attack)
    Election.objects.filter(pk="kz-2011-president").update(note=attack, name=attack)
    Result.objects.filter(contender=contender).update(note=attack, claimant=attack)
    Source.objects.filter(results__contender=contender).update(
        title=attack, publisher=attack, url="javascript:alert(1)"
    )
    for address in ("/", "/elections/kz-2011-president/"):
        html = answer(address)
        assert "alert(1)" in html
        assert "<script>alert" not in html and 'href="javascript:' not in html


def queries_of(address: str) -> int:
    """How many a page takes once what follows from the data is derived, as for every page (public_page)."""
    DataVersion.raise_by_one()
    derive()
    answer(address)  # what a process keeps for good is fetched by now
    with CaptureQueriesContext(connection) as queries:
        answer(address)
    return len(queries)


def test_an_election_takes_the_same_few_queries_however_many_claims():
    address = "/elections/kg-2020-jogorku-kenesh/"
    before = queries_of(address)
    assert before <= ELECTION_QUERIES
    for claim in Result.objects.filter(contender__election="kg-2020-jogorku-kenesh")[:40]:
        claim.pk, claim.claimant = None, "Somebody else"
        claim.save(force_insert=True)
    for contender in Contender.objects.filter(election="kg-2020-jogorku-kenesh")[:5]:
        contender.pk += "-again"
        contender.save(force_insert=True)
    assert queries_of(address) == before
    assert max(queries_of(f"/elections/{each}/") for each in IDS[::6]) <= ELECTION_QUERIES


def test_the_home_page_takes_the_same_few_queries_however_many_elections():
    assert queries_of("/") == HOME_QUERIES
    for election in Election.objects.filter(country="KZ"):
        election.pk += "-again"
        election.save(force_insert=True)
    assert queries_of("/") == HOME_QUERIES


def test_pages_take_at_most_twenty_queries_where_nothing_is_kept():
    """With what the answer's frame asks (public_page): the version, what is derived, the moment."""
    for address in ("/", "/elections/kg-2021-jogorku-kenesh/"):
        kept.clear()
        with CaptureQueriesContext(connection) as queries:
            assert asked(address).status_code == 200
        assert len(queries) <= 20, address


def refuse(execute, sql, params, many, context):
    raise AssertionError(f"a template asked the database: {sql[:200]}")


def test_templates_ask_the_database_nothing(rf):
    request = rf.get("/")
    contexts = {"home.html": home_context(1)}
    some = [*IDS[::6], "kg-2020-jogorku-kenesh", "kg-2021-jogorku-kenesh", "tj-2010-majlisi-namoyandagon-r2"]
    elections = Election.objects.with_status().select_related("country", "round_of", "source")
    for election in elections.filter(pk__in=some):
        context = election_context(election, request)
        with connection.execute_wrapper(refuse):
            render_to_string("elections/election.html", context, request)
    with connection.execute_wrapper(refuse):
        assert "Kazakhstan" in render_to_string("home.html", contexts["home.html"], request)


LARGEST = ("/", "/elections/kg-2020-jogorku-kenesh/", "/ru/elections/kg-2020-jogorku-kenesh/")


@pytest.mark.parametrize("address", [*PLACES, *[f"/elections/{each}/" for each in IDS]])
def test_a_page_weighs_little_before_anything_is_touched(address):
    """Only home and the page of the largest election may weigh more."""
    assert weight_of(fetched(address)) <= (90_000 if address in LARGEST else 60_000)


@pytest.mark.parametrize("address", ["/ru/elections/kg-2020-jogorku-kenesh/", "/ru/elections/kz-2021-mazhilis/"])
def test_a_page_weighs_as_little_in_cyrillic(address):
    assert weight_of(text(asked(address))) <= (90_000 if address in LARGEST else 60_000)


@pytest.mark.parametrize("address", ["/", *[f"/elections/{each}/" for each in IDS]])
def test_the_form_of_every_page(address):
    """One h1, headings in order, captions, scopes, names for regions and buttons, no inline style or script."""
    shown = Page(fetched(address))
    levels = [int(each.tag[1]) for each in shown.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))
    identifiers = [each.attributes["id"] for each in shown.elements if "id" in each.attributes]
    assert len(identifiers) == len(set(identifiers))
    for table in shown.all("table"):
        assert shown.inside(table, "caption")
        assert all("scope" in each.attributes for each in shown.inside(table, "th"))
    for region in (each for each in shown.elements if each.attributes.get("role") == "region"):
        named = region.attributes.get("aria-label") or region.attributes["aria-labelledby"] in identifiers
        assert named and region.attributes["tabindex"] == "0"
    for section in shown.all("section", "nav"):
        assert {"aria-labelledby", "aria-label"} & section.attributes.keys()
    assert not [each for each in shown.elements if "style" in each.attributes or each.tag == "style"]
    assert not [each for each in shown.elements if any(name.startswith("on") for name in each.attributes)]
    assert all(each.attributes.get("src") for each in shown.all("script"))
    assert all(each.text or each.attributes.get("aria-label") for each in shown.all("button", "a"))


@pytest.mark.parametrize("address", ["/", "/elections/kz-2012-mazhilis/", "/elections/kg-2020-jogorku-kenesh/"])
def test_nothing_points_elsewhere_but_the_links_to_sources(address):
    shown = Page(fetched(address))
    sources = shown.by_id("sources")
    for element in shown.elements:
        if element.attributes.get("rel") in ("canonical", "alternate"):
            assert element.attributes["href"].startswith("http://testserver/")
            continue
        for name in ("href", "src", "action", "srcset", "poster", "data"):
            target = element.attributes.get(name) or ""
            if target.startswith(("http:", "https:", "//")):
                assert element.tag == "a" and sources in element.parents, target


@pytest.mark.parametrize("election_id", IDS)
def test_links_within_a_page_arrive(election_id):
    shown = page(election_id)
    identifiers = {each.attributes["id"] for each in shown.elements if "id" in each.attributes}
    within = {each.attributes["href"][1:] for each in shown.all("a") if each.attributes["href"].startswith("#")}
    assert within <= identifiers


def test_no_dead_links_on_the_site():
    addresses = {
        each.attributes["href"].split("#")[0]
        for shown in (home(), *(page(each) for each in IDS))
        for each in shown.all("a")
        if each.attributes["href"].startswith("/") and "hreflang" not in each.attributes
    }
    sources = {address for address in addresses if address.startswith("/sources/") and address != "/sources/"}
    assert sources and sources <= {reverse("source", args=[pk]) for pk in Source.objects.values_list("pk", flat=True)}
    votes = {reverse("election", args=[each]) for each in IDS}
    assert votes <= addresses
    for address in addresses - sources - votes:
        resolve(address.partition("?")[0])
