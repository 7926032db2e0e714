"""Who took which part in a claim: decided it, had a seller's letter in hand, spoke for a side.

Who had a letter in hand could answer for the seller, and who entered something for a side spoke
for it: neither decides any claim of that complaint, nor an appeal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    AccountLetter,
    Claim,
    Complaint,
    Event,
    EventClaim,
    LedgerEntry,
    Letter,
    Proceeding,
    SecretLink,
    Store,
)
from complaints.queries.logins import grants
from complaints.queries.mailing import letter_parts
from complaints.rules.actors import ActorKind
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.law.clocks import STAFFS
from complaints.rules.logins.ties import filer_node
from complaints.rules.machines import Parts
from complaints.work import UnitOfWork

DECIDING = ("takedown", "rejection", "reinstatement", "appeal_decision")
SIDES = (EventBy.FILER, EventBy.SELLER)
# What somebody of staff entered for a side.
_SPOKEN = or_(Event.by.in_(SIDES), Event.kind == EventKind.WITHDRAWAL)


def persons_of_claim(session: Session, claim: Claim) -> Parts:
    """Return the persons who decided a claim, had a letter to a seller of its complaint in hand,
    or entered something for a side."""
    decided = (
        select(Event.person_id)
        .join(EventClaim)
        .where(EventClaim.claim_id == claim.id, Event.kind.in_(DECIDING))
    )
    about = [claim.complaint_id]
    return {
        "decider": session.scalars(decided).all(),
        "deliverer": _deliverers(session, about)[claim.complaint_id],
        "enterer": _enterers(session, about)[claim.complaint_id],
    }


def closed_to(work: UnitOfWork, filers: Mapping[int, int]) -> set[int]:
    """Return those of these complaints whose claims the actor does not decide, because of a part
    beside or a tie; `filers` are their filers, by the complaints' ids."""
    ties, persons = grants.ties(work.session), _deliverers(work.session, filers)
    for complaint_id, entered in _enterers(work.session, filers).items():
        persons[complaint_id] |= entered
    return {
        complaint_id
        for complaint_id, filer_id in filers.items()
        if work.actor.person_id in ties.with_tied([*persons[complaint_id], filer_node(filer_id)])
    }


def beside_which(work: UnitOfWork) -> set[int]:
    """Return complaints beside which the actor, or somebody tied with it, may have a part: whose
    letters it took out, where it said how its sellers are reached, for a side of which it spoke.

    Of the complaints that wait it returns all that `closed_to` keeps from the actor, and some more.
    """
    tied = grants.ties(work.session).with_tied([work.actor.person_id])
    persons = [node for node in tied if node > 0]
    mine = LedgerEntry.actor_id.in_(persons), LedgerEntry.actor_kind == ActorKind.PERSON
    stated = select(LedgerEntry.subject_id).where(*mine, LedgerEntry.verb == "stated_inbox")
    runs = stated.where(LedgerEntry.subject == "operator")
    stores = (
        stated.where(LedgerEntry.subject == "store"),
        select(Store.id).where(Store.operator_id.in_(runs)),
    )
    taken = select(LedgerEntry.subject_id).where(*mine, LedgerEntry.verb == "sent")
    codes = taken.where(LedgerEntry.subject == "account_letter")
    by_link = select(SecretLink.letter_id).join(
        AccountLetter, AccountLetter.secret_link_id == SecretLink.id
    )
    letters = (
        taken.where(LedgerEntry.subject == "letter"),
        by_link.where(AccountLetter.id.in_(codes)),
    )
    waits = Claim.state.in_(list(STAFFS))
    accounts = [-node for node in tied if node < 0]
    # Each condition is asked by itself: each has an index, and there is none for all together.
    statements: tuple[Select[Any], ...] = (
        select(Event.complaint_id).where(Event.person_id.in_(persons), _SPOKEN),
        select(Proceeding.complaint_id).where(Proceeding.notified_by.in_(persons)),
        *(
            select(Letter.complaint_id).where(Letter.id.in_(some), Letter.complaint_id.is_not(None))
            for some in letters
        ),
        *(select(Claim.complaint_id).where(waits, Claim.store_id.in_(some)) for some in stores),
        select(Complaint.id).where(Complaint.filer_id.in_(accounts)),
    )
    return {each for statement in statements for each in work.session.scalars(statement.distinct())}


def who_decided(session: Session, against: ColumnElement[bool]) -> set[int | None]:
    """Return the persons who decided claims against these stores, or appeals of such claims."""
    decided = (
        select(Event.person_id)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .join(Store, Store.id == Claim.store_id)
        .where(against, Event.kind.in_(DECIDING))
    )
    return set(session.scalars(decided.distinct()))


def beside(session: Session, complaint_id: int) -> set[int]:
    """Return the persons who had a letter to a seller of the complaint in hand, or entered
    something for a side."""
    about = [complaint_id]
    return _deliverers(session, about)[complaint_id] | _enterers(session, about)[complaint_id]


def _deliverers(session: Session, complaint_ids: Collection[int]) -> dict[int, set[int]]:
    """Return by complaint who took letters with links to its sellers out, or said where such
    letters go: a code goes there."""
    persons = letter_parts.took_out(session, Letter.complaint_id, complaint_ids)
    for complaint_id, person_id in session.execute(_stated_inboxes(complaint_ids)).tuples():
        persons[complaint_id].add(person_id)
    return persons


def _stated_inboxes(complaint_ids: Collection[int]) -> Select[tuple[int, int]]:
    """Return the statement for the complaints and the persons who said where letters reach their
    stores, or who runs them."""
    of_store = and_(LedgerEntry.subject == "store", LedgerEntry.subject_id == Store.id)
    of_operator = and_(
        LedgerEntry.subject == "operator", LedgerEntry.subject_id == Store.operator_id
    )
    return (
        select(Claim.complaint_id, LedgerEntry.actor_id)
        .join(Store, Store.id == Claim.store_id)
        .join(LedgerEntry, or_(of_store, of_operator))
        .where(
            Claim.complaint_id.in_(complaint_ids),
            LedgerEntry.verb == "stated_inbox",
            LedgerEntry.actor_kind == ActorKind.PERSON,
        )
        .distinct()
    )


def _enterers(session: Session, complaint_ids: Collection[int]) -> dict[int, set[int]]:
    """Return by complaint the persons who entered what a side says, or withdrew for the filer, or
    told us of a suit for a side."""
    persons: dict[int, set[int]] = defaultdict(set)
    entered = select(Event.complaint_id, Event.person_id).where(
        Event.complaint_id.in_(complaint_ids),
        _SPOKEN,
        Event.person_id.is_not(None),
    )
    notified = select(Proceeding.complaint_id, Proceeding.notified_by).where(
        Proceeding.complaint_id.in_(complaint_ids), Proceeding.notified_by.is_not(None)
    )
    for statement in (entered.distinct(), notified):
        for complaint_id, person_id in session.execute(statement).tuples():
            persons[complaint_id].add(person_id or 0)
    return persons
