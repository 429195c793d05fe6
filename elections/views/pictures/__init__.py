"""Pictures on pages: what is drawn, the same rows as data, their sources, and an address of their own.

A page makes a `Picture` from rows that it has fetched and includes `_picture.html`. `CHARTS` names every kind of
picture that has an address; its `build` fetches the rows and calls the same function.
"""

from elections.views.pictures.colours import colours_of, party_colours_sheet
from elections.views.pictures.kinds import CHARTS, ChartKind
from elections.views.pictures.options import chosen
from elections.views.pictures.pages import picture_embed, picture_figure, picture_file, picture_page
from elections.views.pictures.picture import Picture

__all__ = [
    "CHARTS",
    "ChartKind",
    "Picture",
    "chosen",
    "colours_of",
    "party_colours_sheet",
    "picture_embed",
    "picture_figure",
    "picture_file",
    "picture_page",
]
