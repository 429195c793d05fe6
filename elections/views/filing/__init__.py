"""Filing reports from the field: for observers of one organisation, and for reviewers to look at; never public."""

from elections.views.filing.pages import filed_file, filed_list, filed_report, new_report

__all__ = ["filed_file", "filed_list", "filed_report", "new_report"]
