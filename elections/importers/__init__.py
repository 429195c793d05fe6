"""The one way into the record: tables are read, checked row by row, and copied in one transaction."""

from elections.importers.faults import FAULTS_LISTED, Fault, Faults, LoadRefused
from elections.importers.loading import Counts, Load, load_tables
from elections.importers.record import TABLES

__all__ = ["FAULTS_LISTED", "TABLES", "Counts", "Fault", "Faults", "Load", "LoadRefused", "load_tables"]
