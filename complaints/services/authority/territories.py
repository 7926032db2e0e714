"""What is said of where a right holds: the countries of the right, by whoever may say them, and on
which ground it binds where it is not registered. Ground of the services."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Check, Claim, Complaint, Right
from complaints.queries.authority import rights
from complaints.queries.authority.territories import (
    NAMED,
    is_decided_on,
    named_by_staff,
    reaches_of,
    statements_of,
)
from complaints.queries.filing import complaints
from complaints.rules.actors import SYSTEM, Role
from complaints.rules.authority.territories import (
    Cover,
    OutsideGround,
    may_be_designated,
    spread,
)
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.kinds import CheckKind, LetterKind, Sign
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.letters.rights import territories_corrected
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Named:
    """A right whose countries were said, and how many of its open claims are outside now."""

    right: Right
    outside: int


def name_territories(
    work: UnitOfWork, right_id: int, named: Sequence[str], *, reason: str | None = None
) -> Named:
    """State in which countries a right holds of which its office does not say it, or correct what
    was said of it.

    Its filer says it, or the partner that files for the account, or staff, who have looked at the
    register. The open claims of the right are checked anew; what is decided keeps what it said.
    What was said before stays in the ledger. The filer hears what staff said.

    Refuses with: not-found; wrong-state, where the office
    says where it holds or staff have corrected it before; invalid-request, for none of those among
    which it can hold, and without a reason where staff say it or a decision rests on it.
    """
    row = rights.get_right(work, right_id)
    row = work.session.scalars(select(Right).where(Right.id == row.id).with_for_update()).one()
    among = may_be_designated(row.kind, row.jurisdiction)
    if not among:
        raise Refusal(
            "wrong-state",
            _(
                "The office of this right says where it applies. If the office is wrong, add the "
                "right again."
            ),
            possible=[],
        )
    _require_possible(named, among)
    before, after = row.territories, sorted(set(named))
    if before is not None and sorted(before) == after:
        return Named(row, check_anew(work, row.id))
    _require_own_words(work, row)
    if reason is None and (work.actor.is_staff or (before and is_decided_on(work.session, row.id))):
        raise invalid("/reason", Code.REQUIRED, _("Write why this changes, and what shows it."))
    outside = _name(work, row, after, reason)
    if work.actor.is_staff:
        for other in work.session.scalars(statements_of(row).with_for_update()).all():
            outside += 0 if other.id == row.id else _name(work, other, after, reason)
        _tell_filer(work, row, before, reason or "", outside)
    return Named(row, outside)


def _name(work: UnitOfWork, row: Right, after: list[str], reason: str | None) -> int:
    """Write down where a right holds, and return how many of its open claims are outside now."""
    before, row.territories = row.territories, after
    work.session.flush()
    ledger.record(work, NAMED, "right", row.id, why=reason, territories=after, before=before)
    return check_anew(work, row.id)


def follow_staff(work: UnitOfWork, right_id: int) -> None:
    """Let a right that its filer has just stated hold where staff said it of the same right before:
    to state it once more with other countries corrects nothing."""
    row = work.session.get_one(Right, right_id)
    said = named_by_staff(work.session, row)
    if said is not None and sorted(row.territories or ()) != sorted(said.after):
        _name(work.by(SYSTEM), row, said.after, said.why)


def _require_possible(named: Sequence[str], among: Collection[str]) -> None:
    """Refuses with: invalid-request, for a country in which a right of its office cannot hold."""
    for spot, code in enumerate(named):
        if not spread([code]) & frozenset(among):
            raise invalid(
                f"/territories/{spot}",
                Code.DOES_NOT_FIT,
                _("A right of this office cannot apply there."),
            )


def _require_own_words(work: UnitOfWork, row: Right) -> None:
    """Refuses with: wrong-state, for a filer where staff have said where its right holds."""
    if work.actor.is_staff:
        return
    if named_by_staff(work.session, row) is not None:
        raise Refusal(
            "wrong-state",
            _(
                "Our staff have compared with the register where this right applies. If it has "
                "changed, add the new extract to the right: our staff correct it."
            ),
            possible=[],
        )


def check_anew(work: UnitOfWork, right_id: int) -> int:
    """Compare the open claims of a right with where it holds now: the sign of their complaints
    comes, changes or goes. Return how many claims are outside."""
    rows = work.session.execute(
        select(Claim.id, Claim.complaint_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(Complaint.right_id == right_id, Claim.state.in_(OPEN_STATES))
    ).tuples()
    complaint_of = dict(rows.all())
    reaches = reaches_of(work.session, complaint_of)
    outside = dict.fromkeys(complaint_of.values(), 0)
    for claim_id, complaint_id in complaint_of.items():
        outside[complaint_id] += reaches[claim_id].cover is Cover.OUTSIDE
    known = work.session.scalars(
        select(Check)
        .join(Complaint, Complaint.id == Check.complaint_id)
        .where(Complaint.right_id == right_id, Check.kind == CheckKind.TERRITORY)
    )
    signs = {check.complaint_id: check for check in known}
    for complaint_id, number in outside.items():
        _note(work, complaint_id, number, signs.get(complaint_id))
    return sum(outside.values())


def _note(work: UnitOfWork, complaint_id: int, outside: int, check: Check | None) -> None:
    numbers = {"claims_outside": outside}
    if check is not None and not outside:
        work.session.delete(check)
    elif check is not None:
        check.numbers = numbers
    elif outside:
        work.session.add(
            Check(
                complaint_id=complaint_id, kind=CheckKind.TERRITORY, signs=[Sign.OUTSIDE],
                numbers=numbers, made_at=work.now, policy_number=work.policy.number,
            )
        )  # fmt: skip


def _tell_filer(
    work: UnitOfWork, row: Right, before: list[str] | None, reason: str, outside: int
) -> None:
    letter = territories_corrected(
        row.title or row.number or "",
        before=before or [], after=row.territories or [], reason=reason, outside=outside,
        page=work.links.page(f"/rights/{row.id}"),
    )  # fmt: skip
    outbox.write(work, str(LetterKind.TERRITORIES_CORRECTED), letter, filer_id=row.filer_id)


def state_ground(
    work: UnitOfWork, complaint_id: int, *, ground: OutsideGround, words: str
) -> Complaint:
    """State on which ground the right of a complaint binds where it is not registered; again, in
    place of what was said before, which the ledger keeps.

    Refuses with: not-found; forbidden, for who does not file.
    """
    complaints.get_complaint(work, complaint_id)
    if work.actor.role is not Role.FILER:
        raise Refusal("forbidden", _("Only the account that filed this complaint can say this."))
    # Read anew under its lock: of two who answer at once each knows what was said before it.
    row = work.session.scalars(
        select(Complaint).where(Complaint.id == complaint_id).with_for_update()
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
    before = row.outside_ground
    row.outside_ground, row.outside_words = str(ground), words
    ledger.record(
        work, "stated_ground", "complaint", row.id, why=words, ground=str(ground), before=before
    )
    return row
