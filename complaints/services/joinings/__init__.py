"""Counts accounts to one party: propose, join, drop, appeal, decide the appeal, part.

Two persons decide, a third judges the appeal; each step is in the ledger, and the accounts that it
concerns get a letter. Nothing is joined automatically. Ground of the services: a judgement
proposes.
"""

from complaints.services.joinings.appeals import appeal, decide_appeal
from complaints.services.joinings.joining import drop, join
from complaints.services.joinings.parting import part
from complaints.services.joinings.proposing import propose, withdraw

__all__ = ["appeal", "decide_appeal", "drop", "join", "part", "propose", "withdraw"]
