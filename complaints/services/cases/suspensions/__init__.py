"""Suspends and closes stores: propose, warn, hear, impose, drop, restore; appeal and decide it.

Two persons decide after a warning that was delivered, a third judges the appeal; each step is in
the ledger, the seller gets letters with a link, and the marketplace an order.
"""

from collections.abc import Callable, Mapping
from typing import Final

from complaints.models import Suspension
from complaints.rules.acts import Act
from complaints.rules.cases.suspensions import (
    ANSWER,
    APPEAL_SUSPENSION,
    DECIDE_SUSPENSION,
    DROP,
    IMPOSE,
    LIFT,
    WARN,
)
from complaints.services.cases.suspensions.answering import answer_warning, appeal_suspension
from complaints.services.cases.suspensions.ending import (
    decide_sellers_appeal,
    drop_suspension,
    lift,
)
from complaints.services.cases.suspensions.imposing import impose
from complaints.services.cases.suspensions.proposing import propose_measure, warn
from complaints.services.cases.suspensions.steps import move_due

# By which verb each act is done.
VERBS: Final[Mapping[Act, Callable[..., Suspension]]] = {
    WARN: warn,
    ANSWER: answer_warning,
    IMPOSE: impose,
    DROP: drop_suspension,
    LIFT: lift,
    APPEAL_SUSPENSION: appeal_suspension,
    DECIDE_SUSPENSION: decide_sellers_appeal,
}

__all__ = [
    "VERBS", "answer_warning", "appeal_suspension", "decide_sellers_appeal", "drop_suspension",
    "impose", "lift", "move_due", "propose_measure", "warn",
]  # fmt: skip
