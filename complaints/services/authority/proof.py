"""Raises the level of proof of a right or an authorization. Ground of the services.

What an account said before its right was proven is heard then: its denials are followed anew, and
its complaints that were held for want of proof, or of which more was asked, go on.
"""

from __future__ import annotations

from complaints.models import Authorization, Right
from complaints.rules.kinds import Proof
from complaints.services.authority import denials
from complaints.services.cases import holds
from complaints.services.law import raised_proof
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def prove(
    work: UnitOfWork, row: Right | Authorization, proof: Proof, *, why: str | None = None
) -> bool:
    """Record that a right or an authorization is proven at this level; say whether that is news.

    A level is raised and never lowered here: what a person has verified, or an office's register
    says, no later word undoes. Who compared a paper is kept with every level.
    """
    before, compared = row.proof, proof is Proof.PAPER_SEEN and row.proof_by is None
    raised = Proof(before).rank < proof.rank
    if not raised and not compared:
        return False
    if raised:
        row.proof, row.proof_at = str(proof), work.now
    if compared:
        # Kept beside a higher level: a register says whose a right is, not whose the account.
        row.proof_by = work.actor.person_id
    noun = "right" if isinstance(row, Right) else "authorization"
    work.session.flush()
    ledger.record(work, "proved", noun, row.id, why=why, before=before, proof=row.proof)
    if isinstance(row, Right):
        denials.follow_again(work, row)
    if proof is not Proof.IN_REGISTER:
        holds.settle_proven(work, row)
    raised_proof.release_proven(work, row.filer_id)
    return True
