"""Tables of observation, and what an observer files as proposed rows of them."""

from observers.importers.record import RECORD, TABLES

__all__ = ["RECORD", "TABLES"]
