"""Observation: who watched, what they published, what they found and asked for, and who answered."""

from observers.models.filing import Attachment, AttachmentKind, FiledReport, Observer, ShownPlace
from observers.models.findings import Finding, FindingSource, Response, ResponseKind, Severity
from observers.models.missions import Mission, MissionOrganisation, MissionSource, MissionType, PeopleBasis
from observers.models.organisations import Family, Organisation, OrganisationKind, Scope
from observers.models.reports import (
    Assessment,
    Category,
    RatingStatus,
    Recommendation,
    RecommendationRating,
    Report,
    ReportKind,
    ReportSource,
    Stage,
    Verdict,
    VerdictWord,
)

__all__ = [
    "Assessment",
    "Attachment",
    "AttachmentKind",
    "Category",
    "Family",
    "FiledReport",
    "Finding",
    "FindingSource",
    "Mission",
    "MissionOrganisation",
    "MissionSource",
    "MissionType",
    "Observer",
    "Organisation",
    "OrganisationKind",
    "PeopleBasis",
    "RatingStatus",
    "Recommendation",
    "RecommendationRating",
    "Report",
    "ReportKind",
    "ReportSource",
    "Response",
    "ResponseKind",
    "Scope",
    "Severity",
    "ShownPlace",
    "Stage",
    "Verdict",
    "VerdictWord",
]
