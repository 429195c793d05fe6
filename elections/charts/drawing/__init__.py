"""The parts of a figure as SVG elements; `elections.charts.svg` puts them together."""
