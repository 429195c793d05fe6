"""Hatching, for what is missing or not exact."""

from collections.abc import Mapping
from typing import Any

from elections.charts.drawing.markup import CannotDraw, element, number

TURNED = {"/": -45, "\\": 45, "-": 0, "|": 90}


class Patterns:
    """The patterns of one picture; each is written once. Ids begin with the picture's own name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.made: dict[tuple[object, ...], str] = {}

    def fill(self, pattern: Mapping[str, Any], ground: str) -> str:
        """The paint that fills with a plotly pattern on a ground colour."""
        shape, size = pattern["shape"], pattern.get("size", 8)
        if shape not in TURNED:
            raise CannotDraw(f"the pattern {shape!r}")
        key = (shape, size, pattern["fgcolor"], pattern.get("bgcolor", ground), pattern.get("solidity", 0.3))
        if key not in self.made:
            self.made[key] = f"{self.name}-hatch-{len(self.made) + 1}"
        return f"url(#{self.made[key]})"

    def definitions(self) -> str:
        """All patterns used, as one element; nothing where there are none."""
        if not self.made:
            return ""
        return element("defs", {}, *(self.drawn(id_, key) for key, id_ in self.made.items()))

    @staticmethod
    def drawn(id_: str, key: tuple[object, ...]) -> str:
        shape, size, colour, ground, solidity = key
        assert isinstance(size, int | float) and isinstance(solidity, int | float)
        frame = {
            "id": id_,
            "width": size,
            "height": size,
            "patternUnits": "userSpaceOnUse",
            "patternTransform": f"rotate({TURNED[str(shape)]})",
        }
        way = f"M0,{number(size / 2)}H{number(size)}"
        return element(
            "pattern",
            frame,
            element("rect", {"width": size, "height": size, "fill": ground}),
            element("path", {"d": way, "stroke": colour, "stroke-width": size * solidity}),
        )
