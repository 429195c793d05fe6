"""Pages: fetch, arrange, render. Templates receive finished values and ask the database nothing."""

from elections.views.about import about
from elections.views.api_pages import api_docs, api_guide
from elections.views.areas import area_page
from elections.views.changes import change_feed, change_list
from elections.views.copies import source_copy
from elections.views.countries import country_list, country_page
from elections.views.data import data, newest_package, package_file
from elections.views.dictionary import dictionary
from elections.views.election import election_citation, election_page
from elections.views.elections import election_list
from elections.views.explore import explore, explore_file
from elections.views.home import home
from elections.views.machines import favicon, robots, sitemap
from elections.views.methods import methods
from elections.views.parties import party_list
from elections.views.party import party_page
from elections.views.row_history import row_history
from elections.views.search import search
from elections.views.sources import source_list, source_page

__all__ = [
    "about",
    "api_docs",
    "api_guide",
    "data",
    "area_page",
    "change_feed",
    "change_list",
    "country_list",
    "row_history",
    "source_copy",
    "country_page",
    "dictionary",
    "election_citation",
    "election_list",
    "election_page",
    "explore",
    "explore_file",
    "favicon",
    "home",
    "methods",
    "newest_package",
    "package_file",
    "party_list",
    "party_page",
    "robots",
    "search",
    "sitemap",
    "source_list",
    "source_page",
]
