"""Pictures under their own addresses: page, embed, figure, SVG, CSV and JSON say the same."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.http import Http404
from django.test import Client
from redis.exceptions import ConnectionError as NoCache

from elections.tests.answers import asked, page, rows_of, text
from elections.views.pictures import drawing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]
SHARES = "/charts/vote-shares/kz-2012-mazhilis"
ANNULLED = "/charts/seats/kg-2020-jogorku-kenesh"


class TestPictures:
    def test_the_page_says_it_in_words_and_as_a_table(self):
        found = page(f"{SHARES}/")
        assert [each.text for each in found.all("h1")] == ["Share of the vote: Kazakhstan, 2012 Mazhilis election"]
        assert "80.99" in found.by_class("summary")[0].text
        table = found.by_id("vote-shares-kz-2012-mazhilis-rows")
        assert table.tag == "caption"
        rows = [each for each in found.all("tr") if found.inside(each, "td")]
        assert len(rows) == len(rows_of(f"{SHARES}.json"))

    def test_there_is_one_drawing_for_a_page_and_one_for_a_phone(self):
        found = page(f"{SHARES}/")
        drawings = [each for each in found.all("svg") if each.attributes.get("role") == "img"]
        assert [each.attributes["width"] for each in drawings] == ["1200", "358"]
        ids = [each.attributes["id"] for each in found.elements if "id" in each.attributes]
        assert len(ids) == len(set(ids))
        assert not any("style" in each.attributes for each in found.elements)

    def test_csv_and_json_hold_the_same_rows(self):
        told = json.loads(text(asked(f"{SHARES}.json")))
        lines = list(csv.DictReader(io.StringIO(text(asked(f"{SHARES}.csv")))))
        plain = [
            {name: "" if value is None else str(value).lower() if value in (True, False) else str(value)
             for name, value in row.items()}
            for row in told["results"]
        ]  # fmt: skip
        assert lines == plain and lines
        assert [column["name"] for column in told["columns"]] == list(lines[0])
        assert all(column["help"] for column in told["columns"])
        assert {row["source"] for row in lines} == {source["id"] for source in told["sources"]}
        assert told["permalink"].endswith(f"{SHARES}/") and "data version" in told["cite_as"]

    def test_the_drawing_to_take_away_stands_alone(self):
        light, dark = (text(asked(f"{SHARES}.svg{query}")) for query in ("", "?theme=dark"))
        for drawing_ in (light, dark):
            ElementTree.fromstring(drawing_)
            assert "var(--" not in drawing_ and "Sources: " in drawing_ and "CC BY 4.0" in drawing_
        assert light != dark

    def test_the_drawing_to_take_away_says_in_its_language_how_to_cite_it(self):
        english, russian = (text(asked(f"{language}{SHARES}.svg")) for language in ("", "/ru"))
        assert "Data version" in english and "read on" in english
        assert "Версия данных" in russian and "дата обращения" in russian
        assert "data version" not in russian.lower() and "read on" not in russian

    def test_the_figure_for_the_script_is_the_same_for_page_and_phone(self):
        told = json.loads(text(asked(f"{SHARES}/figure.json")))
        assert told["wide"]["width"] == 1200 and told["phone"]["width"] == 358
        assert "var(--p-kz-nur-otan)" in json.dumps(told["wide"])

    def test_every_party_colour_that_a_picture_names_is_given(self):
        sheet = text(asked("/charts/parties.css"))
        assert sheet.count("--p-kz-nur-otan:") == 3

    def test_the_shown_claims_follow_the_basis_in_the_address(self):
        shown = [row for row in rows_of(f"{SHARES}.json?basis=official_preliminary") if row["is_shown_first"]]
        assert shown and {row["basis"] for row in shown} == {"official_preliminary"}

    @pytest.mark.parametrize(
        ("address", "named"),
        [
            (f"{SHARES}.json?basis=guess", "official_final"),
            (f"{SHARES}.json?colour=red", "basis"),
            (f"{SHARES}.json?theme=dark", "SVG"),
            (f"{SHARES}.svg?theme=blue", "light"),
            (f"{SHARES}.svg?theme=light&theme=dark", "one value"),
            (f"{SHARES}/?basis=exit_poll&basis=computed", "one value"),
            (f"{SHARES}/embed/?part=list", ""),
        ],
    )
    def test_an_option_that_is_none_is_refused_with_the_valid_ones(self, address, named):
        response = asked(address)
        assert response.status_code == 400 and named in text(response)

    @pytest.mark.parametrize("path", ["/charts/pie/kz-2012-mazhilis/", "/charts/seats/kz-1212-mazhilis.svg"])
    def test_an_unknown_picture_is_not_found(self, path):
        with pytest.raises(Http404):
            asked(path)

    def test_the_code_to_embed_is_text(self):
        found = page(f"{SHARES}/")
        [code] = [each for each in found.all("pre") if "<iframe" in each.text]
        assert f'src="http://testserver{SHARES}/embed/"' in code.text and not found.all("iframe")

    def test_the_frame_is_as_high_as_the_drawing_of_a_column_of_usual_width(self):
        """A wide picture is the phone's there, 480 pixels wide, and higher than the page's."""
        [code] = [each.text for each in page(f"{SHARES}/").all("pre") if "<iframe" in each.text]
        drawn = re.findall(r'viewBox="0 0 (\d+) (\d+)"', text(asked(f"{SHARES}/embed/")))
        width, height = next((int(w), int(h)) for w, h in drawn if 300 < int(w) < 500)
        assert int(re.search(r'height="(\d+)"', code)[1]) >= height * 480 / width + 200

    def test_only_an_embed_may_be_framed_and_nothing_else_is_loosened(self):
        client = Client()
        framed, own = (client.get(f"{SHARES}/{more}") for more in ("embed/", ""))
        policy, usual = framed["Content-Security-Policy"], own["Content-Security-Policy"]
        assert policy == usual.replace("frame-ancestors 'none'", "frame-ancestors *") != usual
        assert "X-Frame-Options" not in framed and own["X-Frame-Options"] == "DENY"
        assert client.get(f"{SHARES}/embed/")["Content-Security-Policy"] == policy, "from the cache too"

    def test_a_picture_is_drawn_once_and_without_the_cache_as_well(self, monkeypatch):
        cache.clear()
        drawn, made_for = [], drawing.made_for
        monkeypatch.setattr(drawing, "made_for", lambda *args, **more: drawn.append(1) or made_for(*args, **more))
        page(f"{SHARES}/")
        page(f"{SHARES}/embed/")
        assert len(drawn) == 2
        for name in ("get", "set"):
            monkeypatch.setattr(drawing.kept, name, lambda *args: (_ for _ in ()).throw(NoCache("silent")))
        page(f"{SHARES}/embed/?basis=exit_poll")
        assert len(drawn) == 4

    def test_what_is_annulled_is_said(self):
        assert page(f"{ANNULLED}/").by_class("summary")[0].text.startswith("Annulled")
