"""Pages: fetch, arrange, render. Templates receive finished values and ask the database nothing."""

from elections.views.election import election_page
from elections.views.home import home

__all__ = ["election_page", "home"]
