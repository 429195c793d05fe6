"""The record's tables; each model's docstring is its definition and each help_text explains a field."""

from elections.models.changes import (
    Change,
    ChangeChannel,
    ChangeKind,
    ChangeSet,
    ChangeState,
)
from elections.models.derived import Derivation, DerivedCheck, DerivedElection, DerivedResult, DerivedTurnout
from elections.models.editing import CheckRun, DataVersion, ImportBatch, ImportBatchKind, Redirect, Tombstone, published
from elections.models.elections import (
    Contender,
    ContenderKind,
    Election,
    ElectionEvent,
    ElectionEventKind,
    ElectionEventSource,
    ElectionKind,
    ElectionSource,
    ElectionStatus,
    ElectoralSystem,
    Exclusion,
    ExclusionKind,
    ExclusionSource,
)
from elections.models.history import History, HistoryChannel, HistoryKind
from elections.models.keys import ApiKey
from elections.models.moment import Taken, alone, one_moment, one_question
from elections.models.naming import body_name, election_name, later, local_name, tag_of_name, tags_of, vote_name
from elections.models.parties import Alignment, Party, PartyEvent, PartyEventKind, PartySource
from elections.models.places import Area, AreaKind
from elections.models.results import (
    SHOWN_FIRST_RULE,
    Basis,
    Measure,
    Qualifier,
    Result,
    ShareOf,
    Turnout,
    TurnoutSource,
)
from elections.models.sources import Citation, Source, SourceKind
from elections.models.uploads import StoredPart, Upload, UploadState
from elections.models.works import SetWork, WorkKind, WorkState
from elections.reconcile import COMPILED

__all__ = [
    "body_name",
    "election_name",
    "later",
    "local_name",
    "tag_of_name",
    "tags_of",
    "vote_name",
    "COMPILED",
    "SHOWN_FIRST_RULE",
    "Alignment",
    "ApiKey",
    "Area",
    "AreaKind",
    "Basis",
    "Change",
    "ChangeChannel",
    "ChangeKind",
    "ChangeSet",
    "ChangeState",
    "CheckRun",
    "Citation",
    "Contender",
    "ContenderKind",
    "DataVersion",
    "Derivation",
    "DerivedCheck",
    "DerivedElection",
    "DerivedResult",
    "DerivedTurnout",
    "Election",
    "ElectionEvent",
    "ElectionEventKind",
    "ElectionEventSource",
    "ElectionKind",
    "ElectionSource",
    "ElectionStatus",
    "ElectoralSystem",
    "Exclusion",
    "ExclusionKind",
    "ExclusionSource",
    "History",
    "HistoryChannel",
    "HistoryKind",
    "ImportBatch",
    "ImportBatchKind",
    "Measure",
    "Party",
    "PartyEvent",
    "PartyEventKind",
    "PartySource",
    "Qualifier",
    "Redirect",
    "Result",
    "SetWork",
    "ShareOf",
    "Source",
    "SourceKind",
    "StoredPart",
    "Taken",
    "Tombstone",
    "Turnout",
    "TurnoutSource",
    "Upload",
    "UploadState",
    "WorkKind",
    "WorkState",
    "alone",
    "one_moment",
    "one_question",
    "published",
]
