"""Walks the ladder of rules/cases/boycotts.py: propose, warn, answer, impose, appeal, lift, end.

A person or the clock takes each step; each is in the ledger, and the filer gets a letter about
those that concern it. Proposer, imposer and judge of an appeal are three persons. Nothing is
decided automatically.
"""

from collections.abc import Callable, Mapping
from typing import Final

from complaints.models import Boycott
from complaints.rules.acts import Act
from complaints.rules.cases.boycotts import (
    ANSWER,
    APPEAL_BOYCOTT,
    DECIDE_BOYCOTT,
    DROP,
    IMPOSE,
    LIFT,
    RECORD_URGENCY,
    STAND_BY,
    WARN,
)
from complaints.services.cases.boycotts.answering import answer
from complaints.services.cases.boycotts.appeals import appeal, decide_appeal, lift
from complaints.services.cases.boycotts.clock import (
    deliver_due,
    expire_due,
    heed_due,
    lapse_due,
)
from complaints.services.cases.boycotts.kept import discard_kept, take_up_kept
from complaints.services.cases.boycotts.ladder import drop, impose, record_urgency, warn
from complaints.services.cases.boycotts.preview import Preview, foresee, preview
from complaints.services.cases.boycotts.proposal import propose
from complaints.services.cases.boycotts.ring import (
    RingPreview,
    preview_ring,
    propose_ring,
    warn_ring,
)
from complaints.services.cases.boycotts.support import stand_by
from complaints.services.decisions.taking_up import KeptOutcome

# By which verb each act is done.
VERBS: Final[Mapping[Act, Callable[..., Boycott]]] = {
    STAND_BY: stand_by,
    RECORD_URGENCY: record_urgency,
    WARN: warn,
    ANSWER: answer,
    IMPOSE: impose,
    DROP: drop,
    APPEAL_BOYCOTT: appeal,
    DECIDE_BOYCOTT: decide_appeal,
    LIFT: lift,
}

__all__ = [
    "VERBS",
    "KeptOutcome",
    "Preview",
    "RingPreview",
    "answer",
    "appeal",
    "decide_appeal",
    "deliver_due",
    "discard_kept",
    "drop",
    "expire_due",
    "foresee",
    "heed_due",
    "impose",
    "lapse_due",
    "lift",
    "preview",
    "preview_ring",
    "propose",
    "propose_ring",
    "record_urgency",
    "stand_by",
    "take_up_kept",
    "warn",
    "warn_ring",
]
