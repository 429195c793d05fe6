"""What makes a function of a family a picture: rows in, plotly's Figure out, or the same as plain data.

Plotly checks every property of a figure, which takes ten times as long as drawing it. So pages draw `drawing`, and
whoever calls the function has the checked figure; a test holds the two equal for every family.

The words on hover may be a generator: a drawing shows none, so they are made where somebody asks for the whole `spec`.
"""

from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Generic, ParamSpec

if TYPE_CHECKING:
    import plotly.graph_objects as go

P = ParamSpec("P")
Spec = dict[str, Any]


class plotted(Generic[P]):  # noqa: N801  read as a decorator
    """A function that makes the data and layout of a figure, as one that gives plotly's Figure."""

    def __init__(self, makes: Callable[P, Spec]) -> None:
        self.drawing = makes
        update_wrapper(self, makes)

    def spec(self, *args: P.args, **kwargs: P.kwargs) -> Spec:
        return with_words(self.drawing(*args, **kwargs))

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> "go.Figure":
        """The figure, every property checked by plotly, without a template."""
        import plotly.graph_objects as go  # slow to load, and no page needs it

        figure = go.Figure(**self.spec(*args, **kwargs))
        figure.layout.template = None
        return figure


def with_words(drawing: Spec) -> Spec:
    """A drawing with the words that stand on hover."""
    traces = [
        {**trace, "customdata": list(trace["customdata"])} if "customdata" in trace else trace
        for trace in drawing["data"]
    ]
    return {**drawing, "data": traces}


def without_none(value: Any) -> Any:
    """A specification as plotly keeps it: what is None is not there. None within a list is a gap and stays."""
    if isinstance(value, Mapping):
        return {name: without_none(each) for name, each in value.items() if each is not None}
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [without_none(each) for each in value]
    return value
