"""Pictures: rows in, a plotly Figure out, one module per family; `svg` draws such a figure as static SVG.

A family has `Row`, `figure(rows, ...)` (with `phone=True` for a narrow column), `summary(rows, ...)`, one sentence
worked out from the rows, and `table(rows, ...)`, the same rows as text. Nothing here knows Django or the database.
Figures carry no template and name every colour as a CSS custom property, so that one figure serves light, dark and
print. `svg` draws only what a figure states: ranges, ticks and widths are always given, never left to be guessed.
"""
