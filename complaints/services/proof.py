"""Raises the level of proof of a right or an authorization. Ground of the services."""

from __future__ import annotations

from complaints.models import Authorization, Right
from complaints.rules.kinds import Proof
from complaints.services import ledger
from complaints.work import Work


def prove(work: Work, row: Right | Authorization, proof: Proof, *, why: str | None = None) -> bool:
    """Record that a right or an authorization is proven at this level; say whether that is news.

    A level is raised and never lowered here: what a person has verified, or an office's register
    says, no later word undoes.
    """
    if Proof(row.proof).rank >= proof.rank:
        return False
    before, row.proof, row.proof_at = row.proof, str(proof), work.now
    row.proof_by = work.actor.person_id if proof is Proof.PAPER_SEEN else None
    noun = "right" if isinstance(row, Right) else "authorization"
    work.session.flush()
    ledger.record(work, "proved", noun, row.id, why=why, before=before, proof=row.proof)
    return True
