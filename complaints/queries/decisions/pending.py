"""Decisions that are taken and have no effect yet: which claims they lock, and what staff see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from complaints.base.errors import Refusal, not_found
from complaints.models import Claim, Complaint, LedgerEntry, PendingClaim, PendingDecision, Person
from complaints.queries.decisions import claim_parts
from complaints.rules.actors import Role
from complaints.rules.law.clocks import STAFFS
from complaints.words import Listed, Message
from complaints.words import message as _
from complaints.work import UnitOfWork

# How long a decider is shown that a decision of theirs took no effect.
SHOWN_FOR = timedelta(days=7)
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class PendingView:
    """One pending decision with its complaint, its claims, who took it, and whether the reader may
    undo it or let it take effect now."""

    row: PendingDecision
    reference: str
    by: str
    claim_ids: tuple[int, ...]
    yours: bool

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def first_claim(self) -> int:
        """The claim whose desk shows this decision."""
        return self.claim_ids[0]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A decision of the reader's that took no effect, and the type of problem that stood in its
    way, by now."""

    complaint_id: int
    reference: str
    at: datetime
    problem: str


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a decision that was pending: undone, sent, dropped, or gone before by a law's
    clock; on which claim's desk one reads on."""

    how: str
    said: Message
    claim_id: int


# By the ledger's verbs; with none of them it took effect as its minutes were over.
_ENDS = ("decision_undone", "decision_sent", "decision_dropped", "decision_voided")


def require_none(session: Session, claim_ids: Collection[int]) -> None:
    """Refuses with: decision-pending, where one of these claims is being decided; of several, it
    says which."""
    statement = (
        select(PendingClaim.claim_id, PendingDecision.takes_effect_at)
        .join(PendingDecision, PendingDecision.id == PendingClaim.pending_id)
        .where(PendingClaim.claim_id.in_(claim_ids))
        .order_by(PendingClaim.claim_id)
    )
    ends = dict(session.execute(statement).tuples().all())
    if ends:
        until = max(ends.values())
        text = _("This claim is being decided. Try again after %(until)s.", until=until)
        if len(set(claim_ids)) > 1:
            text = _(
                "A decision is already on its way for these claims: %(claims)s. Leave them "
                "out, or try again after %(until)s.",
                claims=Listed([str(each) for each in ends]), until=until,
            )  # fmt: skip
        raise Refusal("decision-pending", text, until=until.isoformat())


def is_pending(session: Session, claim_id: int) -> bool:
    """Say whether a claim is being decided."""
    return session.get(PendingClaim, claim_id) is not None


def none_on(claim_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition that no decision is pending on a claim."""
    return ~exists().where(PendingClaim.claim_id == claim_id)


def claim_of(work: UnitOfWork, pending_id: int) -> int:
    """Return the first claim of a decision that is or was pending. Refuses with: not-found."""
    return _taken(work, pending_id).facts["claims"][0]  # type: ignore[index, no-any-return]


def taken_at(work: UnitOfWork, pending_id: int) -> datetime:
    """Return when a decision that is or was pending was taken. Refuses with: not-found."""
    return _taken(work, pending_id).at


def pending_end(work: UnitOfWork, pending_id: int) -> Ended:
    """Return what became of a decision that is pending no more. Refuses with: not-found."""
    taken = _taken(work, pending_id)
    claim_ids: list[int] = taken.facts["claims"]  # type: ignore[assignment]
    statement = (
        select(LedgerEntry)
        .where(
            LedgerEntry.verb.in_(_ENDS), LedgerEntry.id > pending_id,
            or_(
                and_(LedgerEntry.subject == "complaint",
                     LedgerEntry.subject_id == taken.subject_id),
                and_(LedgerEntry.subject == "claim", LedgerEntry.subject_id.in_(claim_ids)),
            ),
        )
        .order_by(LedgerEntry.id)
    )  # fmt: skip
    ends = [each for each in work.session.scalars(statement) if _is_of(each, pending_id)]
    how = ends[-1].verb if ends else "took_effect"
    at = ends[-1].at if ends else datetime.fromisoformat(str(taken.facts["until"]))
    return Ended(how, _said(how, at), claim_ids[0])


def _is_of(entry: LedgerEntry, pending_id: int) -> bool:
    return entry.facts.get("pending") == pending_id


def _said(how: str, at: datetime) -> Message:
    match how:
        case "decision_undone":
            return _("This decision was undone on %(time)s. Nothing was sent.", time=at)
        case "decision_dropped":
            return _(
                "This decision took no effect on %(time)s: it was not possible any more. Nothing "
                "was sent.",
                time=at,
            )
        case "decision_voided":
            return _("A law's deadline decided this on %(time)s, before your decision.", time=at)
    return _(
        "Too late: this decision took effect on %(time)s, and its letters are on their way. "
        "What can be done now is on the claim's page.",
        time=at,
    )


def _taken(work: UnitOfWork, pending_id: int) -> LedgerEntry:
    """Return the entry that says that a decision was taken; it has its number."""
    entry = work.session.get(LedgerEntry, pending_id) if work.actor.is_staff else None
    if entry is None or entry.verb != "decision_pending":
        raise not_found(_("decision"))
    return entry


def may_end(work: UnitOfWork, row: PendingDecision) -> bool:
    """Say whether the actor may undo a pending decision, or let it take effect now: who took it, or
    a supervisor."""
    return work.actor.role is Role.SUPERVISOR or work.actor.person_id == row.person_id


def find_pending(work: UnitOfWork, complaint_id: int | None = None) -> list[PendingView]:
    """Return the pending decisions, the one that takes effect first first; of a complaint, where
    one is named. For staff."""
    statement = _joined()
    if complaint_id is not None:
        statement = statement.where(PendingDecision.complaint_id == complaint_id)
    return _views(work, statement)


def _views(
    work: UnitOfWork, statement: Select[tuple[PendingDecision, str, str]]
) -> list[PendingView]:
    rows = work.session.execute(statement).tuples().all()
    if not rows:
        return []
    about: dict[int, list[int]] = {}
    ids = [row.id for row, _reference, _name in rows]
    for claim_id, pending_id in work.session.execute(
        select(PendingClaim.claim_id, PendingClaim.pending_id)
        .where(PendingClaim.pending_id.in_(ids))
        .order_by(PendingClaim.claim_id)
    ):
        about.setdefault(pending_id, []).append(claim_id)
    closed = _closed(work, {row.complaint_id for row, _reference, _name in rows})
    return [
        PendingView(
            row, reference, name, tuple(about.get(row.id, ())),
            row.complaint_id not in closed and may_end(work, row),
        )
        for row, reference, name in rows
    ]  # fmt: skip


def _closed(work: UnitOfWork, complaint_ids: Collection[int]) -> set[int]:
    """Return those of these complaints whose pending decisions the actor does not end, because of a
    part beside or a tie."""
    filers = select(Complaint.id, Complaint.filer_id).where(Complaint.id.in_(complaint_ids))
    return claim_parts.closed_to(work, dict(work.session.execute(filers).tuples().all()))


def against(work: UnitOfWork, store_id: int) -> list[PendingView]:
    """Return the pending decisions about claims against a store. For staff."""
    about = (
        select(PendingClaim.pending_id)
        .join(Claim, Claim.id == PendingClaim.claim_id)
        .where(Claim.store_id == store_id)
    )
    return _views(work, _joined().where(PendingDecision.id.in_(about)))


def mine(work: UnitOfWork) -> list[PendingView]:
    """Return the pending decisions that the actor took, the newest first."""
    if work.actor.person_id is None:
        return []
    ours = PendingDecision.person_id == work.actor.person_id
    return _views(work, _joined().where(ours))[::-1]


def dropped(work: UnitOfWork) -> list[Dropped]:
    """Return the decisions that the actor took of late, that took no effect, and whose complaints
    wait for a decision still; the newest first."""
    entries = work.session.scalars(
        select(LedgerEntry)
        .where(
            LedgerEntry.verb == "decision_dropped", LedgerEntry.at > work.now - SHOWN_FOR
        )
        .order_by(LedgerEntry.id.desc())
        .limit(_SHOWN)
    ).all()  # fmt: skip
    mine = [entry for entry in entries if entry.facts.get("person") == work.actor.person_id]
    open_ones = _still_open(work.session, {entry.subject_id for entry in mine})
    return [
        Dropped(entry.subject_id, open_ones[entry.subject_id], entry.at, entry.why or "")
        for entry in mine
        if entry.subject_id in open_ones
    ]


def _still_open(session: Session, complaint_ids: Collection[int]) -> dict[int, str]:
    statement = (
        select(Complaint.id, Complaint.reference)
        .join(Claim, Claim.complaint_id == Complaint.id)
        .where(Complaint.id.in_(complaint_ids), Claim.state.in_(list(STAFFS)))
    )
    return dict(session.execute(statement).tuples().all())


def _joined() -> Select[tuple[PendingDecision, str, str]]:
    return (
        select(PendingDecision, Complaint.reference, Person.name)
        .join(Complaint, Complaint.id == PendingDecision.complaint_id)
        .join(Person, Person.id == PendingDecision.person_id)
        .order_by(PendingDecision.takes_effect_at, PendingDecision.id)
    )


def lock_claims_of(session: Session, pending_id: int) -> Sequence[Claim]:
    """Return the claims of a pending decision, locked until the transaction ends."""
    statement = (
        select(Claim)
        .join(PendingClaim, PendingClaim.claim_id == Claim.id)
        .where(PendingClaim.pending_id == pending_id)
        .order_by(Claim.id)
    )
    return session.scalars(statement.with_for_update(of=Claim)).all()
