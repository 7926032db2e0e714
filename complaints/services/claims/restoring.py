"""Brings a listing back once a law says so: 17 U.S.C. 512(g)(2)(C), E-Commerce Law Art. 43."""

from __future__ import annotations

from complaints.models import Claim, Clock
from complaints.work import Work


def restore(work: Work, claim: Claim, clock: Clock) -> None:
    """Reinstate the listing of a countered claim; a claim that is decided by now stays as it is."""
