"""More figures than can be told apart: squares that count every one of them, few however many there are."""

from collections import Counter
from decimal import Decimal

import pytest

from elections.charts import crowds, figures_over_time
from elections.charts.figures_over_time import BASES, KINDS, Row
from elections.tests.chart_checks import drawn, paths, texts_overlapping


def many(count: int, **more) -> list[Row]:
    """Figures of five countries, spread over years and over all heights."""
    return [
        Row(
            f"vote-{n}",
            f"Vote {n}",
            code := ("KZ", "KG", "TJ", "TM", "UZ")[n % 5],
            code,
            f"{2005 + n % 17}-{1 + n % 12:02}-{1 + n % 28:02}",
            ("presidential", "parliamentary")[n % 2],
            Decimal(n * 37 % 10_001) / 100,
            **more,
        )
        for n in range(count)
    ]


def counted(figure) -> int:
    """How many figures the squares say they stand for."""
    return sum(
        int(words.split()[0].replace(",", ""))
        for trace in figure.data
        for words in trace.customdata or ()
        if trace.mode == "markers"
    )


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("marks_by", [KINDS, BASES])
def test_every_figure_is_counted_in_a_square(phone, marks_by):
    rows = [*many(2_400), *many(300, status="annulled")]
    figure = figures_over_time.figure(rows, marks_by=marks_by, phone=phone)
    root = drawn(figure, figures_over_time.PHONE_WIDTH if phone else figures_over_time.WIDTH)
    assert counted(figure) == len(rows)
    assert texts_overlapping(root) == []


def test_a_picture_is_no_heavier_however_many_figures_there_are():
    few, more = (len(paths(drawn(figures_over_time.figure(many(n)), 1200))) for n in (20_000, 60_000))
    assert few < more < few * 1.01


def test_the_words_say_that_figures_are_drawn_together():
    one_by_one, together = many(crowds.MOST), many(crowds.MOST + 1)
    assert "too many" not in figures_over_time.summary(one_by_one)
    assert figures_over_time.summary(together).count("1,001 figures are too many to draw one by one") == 1
    assert [entry.words for entry in figures_over_time.key(together)] == ["1 figure", "2–4", "5–19", "20 or more"]
    sizes = Counter(size for trace in figures_over_time.figure(together).data for size in trace.marker.size)
    assert set(sizes) <= {entry.size for entry in figures_over_time.key(together)}
    assert len(figures_over_time.table(together).rows) == 1_001


def test_what_has_no_figure_is_no_square():
    bounds = [
        Row("a", "A", "KZ", "KZ", "2010-04-03", "parliamentary", None, low, high) for low, high in ((10, 20), (15, 40))
    ]
    rows = [*many(1_500), *bounds, Row("c", "C", "KZ", "KZ", "2010-04-03", "parliamentary", None)]
    figure = figures_over_time.figure(rows)
    assert counted(figure) == 1_500
    [line] = [trace for trace in figure.data if trace.mode == "lines+markers"]
    assert list(line.y) == [10, 40, None]  # one range from what overlaps
    [cross] = [trace for trace in figure.data if trace.mode == "markers" and not trace.customdata]
    assert list(cross.y) == [0] and cross.marker.symbol == "x-thin"
    symbols = [entry.symbol for entry in figures_over_time.key(rows)]
    assert symbols == ["square"] * 4 + ["line-ew", "x-thin"]


def test_cells_hold_the_ends_of_their_panel():
    cells = crowds.Cells.of(("2005", "2022"), (-6, 107), (225, 232))
    assert cells.column("2005-01-01") == 0 and cells.column("2022-01-01") == cells.columns - 1
    assert cells.line(-6) == 0 and cells.line(107) == cells.lines - 1
    assert [cells.column(cells.day(place)) for place in range(cells.columns)] == list(range(cells.columns))
    assert [cells.line(cells.height(place)) for place in range(cells.lines)] == list(range(cells.lines))
