"""Records what a person saw: that a filer may act for the rights holder, that a paper is right."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Alarm, Authorization, Check, Complaint, Right
from complaints.queries.authority import authorizations, claimants, rights
from complaints.queries.filing import complaints
from complaints.rules.kinds import CheckKind, Proof, Sign
from complaints.services.authority.proof import prove
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.letters.claims import authority_verified
from complaints.work import UnitOfWork


def verify_authority(work: UnitOfWork, complaint_id: int, *, reason: str) -> Check:
    """Record that a complaint's filer may act for its rights holder; `reason` says on what ground.

    From now on claims of the complaint can be taken down, and the filer is not asked again for
    this holder or right. Where the filer is not authorized, reject the claims instead.
    So do complaints that are held because others are better proven. Refuses with: not-found;
    forbidden, when the actor is not staff; wrong-state, where nothing was asked or it is verified
    already.
    """
    complaint = complaints.get_complaint(work, complaint_id)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only a member of staff can verify a filer's authority."))
    check = _waiting(work, complaint_id)
    if check.kind == CheckKind.AUTHORITY:
        check.verified_at, check.verified_by = work.now, work.actor.person_id
    ledger.record(work, "verify_authority", "complaint", complaint_id, why=reason)
    for shown in _shown(work, complaint):
        prove(work, shown, Proof.PAPER_SEEN, why=reason)
    _settle(work, check)
    letter = authority_verified(
        complaint.reference, page=work.links.page(f"/complaints/{complaint_id}")
    )
    outbox.write(
        work, "authority_verified", letter, filer_id=complaint.filer_id, complaint_id=complaint_id
    )
    return check


def _waiting(work: UnitOfWork, complaint_id: int) -> Check:
    """Return the check that asks for authority, or the hold of a filer that only the register
    names, locked.

    Refuses with: wrong-state.
    """
    kinds = [CheckKind.AUTHORITY, CheckKind.PARTY]
    rows = work.session.scalars(
        select(Check)
        .where(Check.complaint_id == complaint_id, Check.kind.in_(kinds))
        .order_by(Check.kind)
        .with_for_update()
    )
    asking = [row for row in rows if row.kind == CheckKind.AUTHORITY or Sign.UNPROVEN in row.signs]
    check = next((row for row in asking if row.verified_at is None), None)
    if check is None:
        done = (
            _("The authority of this complaint is verified already.")
            if asking
            else _("The authority of this complaint was not asked.")
        )
        raise Refusal("wrong-state", done, possible=[])
    return check


def see_right(work: UnitOfWork, right_id: int, *, reason: str) -> Right:
    """Record that a person has compared the paper of a right: it is the account's own.

    Refuses with: not-found; forbidden, when the actor is not staff;
    wrong-state, where a paper was compared before.
    """
    row = rights.get_right(work, right_id)
    _see(work, row, reason)
    return row


def see_authorization(work: UnitOfWork, authorization_id: int, *, reason: str) -> Authorization:
    """Record that a person has compared the paper of an authorization.

    Refuses with: not-found; forbidden, when the actor is not staff;
    wrong-state, where a paper was compared before, or the authorization was revoked.
    """
    row = authorizations.get_authorization(work, authorization_id)
    if work.actor.is_staff and row.revoked_on is not None:
        raise Refusal("wrong-state", _("This authorization was revoked."), possible=[])
    _see(work, row, reason)
    return row


def _see(work: UnitOfWork, row: Right | Authorization, reason: str) -> None:
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only staff can record that a document was compared."))
    if not prove(work, row, Proof.PAPER_SEEN, why=reason):
        raise Refusal(
            "wrong-state", _("Somebody has compared a document here before."), possible=[]
        )


def _shown(work: UnitOfWork, complaint: Complaint) -> Sequence[Right | Authorization]:
    """Return what a filer's paper proves: its own right; or its permission by the holder, for this
    right, so that it holds where others stand on the number."""
    claimant = claimants.claimant_of(work.session, complaint)
    if claimant.own or complaint.authorization_id is None:
        return [claimant.right]
    return [work.session.get_one(Authorization, complaint.authorization_id), claimant.right]


def _settle(work: UnitOfWork, check: Check) -> None:
    """Settle the denial that a check rests on, for the filer: a person has seen its paper."""
    denied = check.numbers.get("alarm")
    alarm = work.session.get(Alarm, denied) if denied else None
    if alarm is not None and alarm.settled_for != "filer":
        alarm.settled_for = "filer"
        alarm.settled_at, alarm.settled_by = work.now, work.actor.person_id
