"""Words that may name a finer place than readers are to see: the reviewer is shown them, and few that are harmless."""

import pytest

from observers.importers.hints import hints
from observers.tests.filing_steps import SEEN, filed

TELLING = """
    In the village of Kyzyl-Suu the box stood open; In Kyzyl-Suu village; the villagers of Kyzyl-Suu village came
    on Abai Street; at Lenin street voters waited; on Manas Avenue; in the Medeu district; house 12; flat 5
    в селе Кызыл-Суу; в с. Кызыл-Суу урна; в посёлке «Восток»; в ауле Акши; на улице Абая; на ул. Абая; ул.Абая
    по проспекту Манаса; в мкр. Самал; в микрорайоне 7; мкр 5; в доме 12; дом № 12; в Медеуском районе
    в районе Алатау; школа имени Абая; школа им. Пушкина; д. Ивановка
    Абай көшесінде; Манас көчөсүндө; Кызыл-Суу айылында; Ақши ауылында; Amir Temur ko‘chasi; Navoiy mahallasida
    Chilonzor tumanida; Magtymguly köçesinde; station twelve was closed; at polling station number five
    the fifth polling station; на участке двенадцать; на двенадцатом участке; на участке номер пять; школа пять
    он бесінші учаскеде
"""
HARMLESS = """
    The village head came; in a village nearby; in the village. Observers left; This village had no station
    Every district was asked; the District Election Commission; a street protest; on the street. Voters waited
    The street was blocked; at one station; at two stations; the first station opened late; a third of the stations
    three stations of five; The station was full; station staff were five; on the road to the station; Road works
    the building was cold; в селе не было света; на улице. Наблюдатели ушли; глава района пришёл; два участка
    в районе участка стояли люди; с утра; с Наблюдателями; на участке один избиратель; на участке пять избирателей
    пять урн; обе урны; в доме культуры; По району ездили автобусы; Возле села; бір ауылда; көшеде адамдар
    айыл башчысы; mahalla raisi; In 3 of 12 stations the box stood open
"""


def texts_of(lines: str) -> list[str]:
    return [text.strip() for line in lines.strip().splitlines() for text in line.split("; ")]


@pytest.mark.parametrize("text", texts_of(TELLING))
def test_a_name_beside_a_word_for_a_place_is_shown(text):
    assert hints(text, "region")


@pytest.mark.parametrize("text", texts_of(HARMLESS))
def test_words_without_a_name_are_left_alone(text):
    assert not hints(text, "region")


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("region", ["Medeu district", "village of Akshi", "Abai Street", "station twelve"]),
        ("area", ["village of Akshi", "Abai Street", "station twelve"]),
        ("station", ["Abai Street"]),
        ("", ["Medeu district", "village of Akshi", "Abai Street", "station twelve"]),
    ],
)
def test_only_what_is_finer_than_readers_see_is_told(shown, told):
    text = "In Medeu district. In the village of Akshi. On Abai Street. On station twelve."
    found = [hint.words for hint in hints(text, shown)]
    assert len(found) == len(told) and all(each in words for each, words in zip(told, found, strict=True))
    assert not hints("In the village of Akshi.", "area", known=["Akshi"]), "readers see that name anyway"


@pytest.mark.django_db
def test_the_reviewer_is_shown_the_words_and_the_observer_is_not_stopped(observer, staff):
    report = filed(observer(), {**SEEN, "summary": "In the village of <Akshi> and on Abai Street they counted twice."})
    address = f"/admin/elections/changeset/{report.change_set_id}/change/"
    page = staff("reviewer").get(address).content.decode()
    assert "<mark>Abai Street</mark>" in page and "finer place" in page and "<Akshi>" not in page
    plain = filed(observer("other"))
    page = staff("reviewer", "second").get(f"/admin/elections/changeset/{plain.change_set_id}/change/")
    assert "finer place" not in page.content.decode()
