"""Counts accounts to one party: propose, join, drop, appeal, decide the appeal, part.

Two persons decide, a third judges the appeal; each step is in the ledger, and the accounts that it
concerns get a letter. Nothing is joined automatically. Ground of the services: a judgement
proposes.
"""

from collections.abc import Callable, Mapping
from typing import Final

from complaints.models import Joining
from complaints.rules.acts import Act
from complaints.rules.cases.joinings import APPEAL_JOINING, DECIDE_JOINING, DROP_JOINING, JOIN, PART
from complaints.services.cases.joinings.appeals import appeal, decide_appeal
from complaints.services.cases.joinings.joining import drop, drop_proposal, join, propose
from complaints.services.cases.joinings.parting import part

# By which verb each act is done.
VERBS: Final[Mapping[Act, Callable[..., Joining]]] = {
    JOIN: join,
    DROP_JOINING: drop,
    PART: part,
    APPEAL_JOINING: appeal,
    DECIDE_JOINING: decide_appeal,
}

__all__ = ["VERBS", "appeal", "decide_appeal", "drop", "drop_proposal", "join", "part", "propose"]
