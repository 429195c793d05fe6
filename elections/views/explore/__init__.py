"""Explore: the page, its form, its table and its pictures."""

from elections.views.explore.page import explore, explore_file

__all__ = ["explore", "explore_file"]
