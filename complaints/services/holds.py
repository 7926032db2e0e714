"""Holds complaints until a person has looked at who files, at most for some working days.

A hold is an `intake_check` of kind `party` beside the complaint, not a state of its claims. Ground
of the services: intake, a boycott that is imposed, a joining and the job that compares papers call
it.
"""

from __future__ import annotations

from collections.abc import Collection

from complaints.models import Boycott, Check, Complaint, PartyMatch
from complaints.work import Work


def hold(work: Work, complaint: Complaint, match: PartyMatch) -> Check:
    """Hold a complaint because its account looks like one of a bound or flagged party."""
    raise NotImplementedError


def hold_open(work: Work, filer_ids: Collection[int], boycott: Boycott) -> int:
    """Hold all open complaints of accounts that have come under a boycott; return how many."""
    return 0


def release(work: Work, filer_id: int, other_id: int) -> int:
    """Settle all holds that rest on a match of these two accounts; return how many."""
    return 0
