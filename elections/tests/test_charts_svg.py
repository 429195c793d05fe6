"""Drawing a figure as SVG: exact where it knows, loud where it does not."""

from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from elections.charts import house, marks, svg
from elections.charts.plotted import plotted
from elections.charts.svg import CannotDraw, draw, standalone
from elections.tests.chart_checks import SVG, drawn, paths, rects, words

MARGIN = {"l": 50, "r": 50, "t": 20, "b": 30}


def plot(*data, **layout):
    axes = {
        "xaxis": house.axis(0, 100, {0: "0", 100: "100"}, anchor="y"),
        "yaxis": house.axis(0, 10, {0: "0"}, anchor="x"),
    }
    return plotted(house.figure)(data, axes | layout, 250, MARGIN)


def points(*pairs, **more):
    spec = house.marks_trace([x for x, _ in pairs], [y for _, y in pairs], marks.solid("circle", 10))
    return spec | more


def test_a_point_lies_where_its_axes_say():
    root = drawn(plot(points((25, 5))), 300)
    [mark] = [path for path in paths(root) if "transform" in path]
    assert mark["transform"] == "translate(100,120)"  # 50 + 25 % of 200; 20 + half of 200


def test_a_gap_is_a_gap_and_not_zero():
    line = house.line_trace([0, 20, 40, 60, 80], [1, 2, None, 3, 4], {"color": "var(--ink)", "width": 2})
    [path] = [path for path in paths(drawn(plot(line), 300)) if path.get("stroke") == "var(--ink)"]
    assert path["d"].count("M") == 2


def test_a_lone_point_between_gaps_draws_no_line():
    line = house.line_trace([0, 20, 40], [None, 2, None], {"color": "var(--ink)", "width": 2})
    assert not [path for path in paths(drawn(plot(line), 300)) if path.get("stroke") == "var(--ink)"]


def test_error_bars_reach_as_far_as_they_say():
    trace = points((50, 5), error_x={"type": "data", "array": [10], "color": "var(--ink)", "thickness": 1, "width": 0})
    [whisker] = [path for path in paths(drawn(plot(trace), 300)) if path["d"].startswith("M130")]
    assert whisker["d"] == "M130,120H170"


def test_a_rectangle_and_a_line_of_the_layout():
    band = {"type": "rect", "x0": 10, "x1": 20, "y0": 0, "y1": 1, "xref": "x", "yref": "paper", "layer": "below"}
    band |= {"fillcolor": "var(--note)", "line": {"width": 0}}
    root = drawn(plot(points((1, 1)), shapes=[band, house.rule(50, 0, 50, 10)]), 300)
    [box] = [rect for rect in rects(root) if rect["fill"] == "var(--note)"]
    assert (box["x"], box["width"], box["height"]) == ("70", "20", "200")
    assert any(path["d"] == "M150,220L150,20" for path in paths(root))


def test_dates_lie_by_their_day():
    axis = house.axis("2005", "2006", {"2005": "2005"}, type="date", anchor="y")
    trace = points(("2005-07-02", 5), ("2005", 5))
    places = [path["transform"] for path in paths(drawn(plot(trace, xaxis=axis), 300)) if "transform" in path]
    assert places == ["translate(149.7,120)", "translate(50,120)"]


def test_scaleanchor_keeps_a_square_square():
    axes = {
        "xaxis": house.axis(0, 10, anchor="y"),
        "yaxis": house.axis(0, 10, anchor="x", scaleanchor="x", scaleratio=1),
    }
    trace = points((0, 0), (10, 10))
    figure = plotted(house.figure)([trace], axes, 250, MARGIN)
    places = [path["transform"] for path in paths(drawn(figure, 500)) if "transform" in path]
    assert places == ["translate(150,220)", "translate(350,20)"]


def test_text_is_escaped_once_and_its_tags_are_read():
    note = house.label("<b>A &amp; B</b><br><s>&lt;script&gt;</s>", 50, 5, xanchor="center")
    root = drawn(plot(points((1, 1)), annotations=[note]), 300)
    assert "A & B" in words(root) and "<script>" in words(root)
    spans = list(root.iter(f"{SVG}tspan"))
    assert spans[0].get("font-weight") == "700" and spans[1].get("text-decoration") == "line-through"


@pytest.mark.parametrize(
    "change, about",
    [
        (lambda f: f.add_pie(values=[1]), "pie"),
        (lambda f: f.update_traces(marker_opacity=0.5), "opacity"),
        (lambda f: f.update_traces(marker_size=[5]), "several sizes"),
        (lambda f: f.update_traces(marker_symbol="star"), "star"),
        (lambda f: f.update_traces(mode="text"), "text"),
        (lambda f: f.update_layout(showlegend=True), "showlegend"),
        (lambda f: f.update_layout(title_text="T"), "title"),
        (lambda f: f.update_xaxes(type="log"), "type"),
        (lambda f: f.update_xaxes(zeroline=True), "zeroline"),
        (lambda f: f.update_xaxes(range=None), "range"),
        (lambda f: f.add_annotation(text="<i>x</i>", **place()), "<i>"),
        (lambda f: f.add_annotation(text="x", **(place() | {"showarrow": True})), "showarrow"),
        (lambda f: f.add_annotation(text="x", **(place() | {"x": 200})), "outside"),
        (lambda f: f.add_shape(type="circle", x0=0, x1=1, y0=0, y1=1, xref="x", yref="y"), "circle"),
        (lambda f: f.add_bar(x=[1], y=[2]), "width"),
    ],
)
def test_what_it_does_not_know_is_an_error(change, about):
    figure = plot(points((1, 1)))
    change(figure)
    with pytest.raises((CannotDraw, KeyError), match=about):
        draw(figure, name="n", title="t", summary="s", width=300)


def place():
    return {key: value for key, value in house.label("x", 1, 1).items() if key != "text"}


def test_a_figure_without_room_is_an_error():
    with pytest.raises(CannotDraw, match="no room"):
        draw(plot(points((1, 1))), name="n", title="t", summary="s", width=90)


def test_the_picture_has_a_name_and_a_description():
    markup = draw(plot(points((1, 1))), name="seats", title="Seats <1>", summary="A & B", width=300)
    root = ElementTree.fromstring(markup)
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert named == {"seats-title": "Seats <1>", "seats-summary": "A & B"}
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == ("seats-title", "seats-summary")


def test_standalone_has_no_custom_property_left():
    figure = plot(points((1, 1)), annotations=[house.label("words", 50, 5)])
    markup = draw(figure, name="n", title="t", summary="s", width=300)
    theme = dict.fromkeys(("ink", "ink-2", "paper", "rule"), "#123456") | {"sans": '"Noto Sans", sans-serif'}
    alone = standalone(markup, theme)
    assert "var(" not in alone
    root = ElementTree.fromstring(alone)
    assert root.get("font-family") == '"Noto Sans", sans-serif'
    assert root.find(f"{SVG}rect").get("fill") == "#123456"
    with pytest.raises(CannotDraw, match="'ink'"):
        standalone(markup, {"sans": "", "paper": "", "rule": ""})


def test_figures_are_checked_by_plotly():
    with pytest.raises(ValueError, match="color"):
        plot(points((1, 1), marker={"color": "@ink"}))
    assert isinstance(plot(points((1, 1))), go.Figure)
    assert svg.NAMESPACE in draw(plot(points((1, 1))), name="n", title="t", summary="s", width=300)
