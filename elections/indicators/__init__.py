"""Indicators of one vote: pure arithmetic on what one source says at once. No database, no Django, no float.

Each gives a value, two bounds, or a reason why there is neither: never a number that what is published cannot carry.
"""

from elections.indicators.methods import INDICATORS, Indicator
from elections.indicators.rows import Contest, Reading, Standing

__all__ = ["INDICATORS", "Contest", "Indicator", "Reading", "Standing"]
