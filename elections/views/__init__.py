"""Pages: fetch, arrange, render. Templates receive finished values and ask the database nothing."""

from elections.views.downloads import download
from elections.views.election import election_page
from elections.views.elections import election_list
from elections.views.home import home
from elections.views.sources import source_list, source_page

__all__ = ["download", "election_list", "election_page", "home", "source_list", "source_page"]
