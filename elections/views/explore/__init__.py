"""Explore: the page, its form, its table and its pictures."""

from elections.views.explore.page import explore

__all__ = ["explore"]
