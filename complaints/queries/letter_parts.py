"""Who takes part in the case of a letter, and who had its link or code in hand: never the same.

Who takes part could answer in the addressee's name and then decide; so it does not take the letter
out, and who took it out takes no further part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from complaints.models import (
    AccountLetter,
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Event,
    EventClaim,
    Joining,
    LedgerEntry,
    Letter,
    SecretLink,
    Store,
)
from complaints.queries import grants
from complaints.rules import handing_out
from complaints.rules.actors import ActorKind
from complaints.rules.inboxes import Reach
from complaints.rules.ties import filer_node, require_untied
from complaints.work import Work

Case = InstrumentedAttribute[int | None]


def taking_part(session: Session, letter: Letter) -> frozenset[int]:
    """Return the persons who took any part so far in the case that a letter's link leads to."""
    if letter.boycott_id is not None:
        row = session.get_one(Boycott, letter.boycott_id)
        persons = [row.proposed_by, row.warned_by, row.imposed_by, row.ended_by]
        persons += _judges(session, Appeal.boycott_id == row.id)
    elif letter.joining_id is not None:
        joining = session.get_one(Joining, letter.joining_id)
        persons = [joining.proposed_by, joining.joined_by, joining.ended_by]
        persons += _judges(session, Appeal.joining_id == joining.id)
    else:
        claims = select(Claim.id).where(Claim.complaint_id == letter.complaint_id)
        acted = (
            select(Event.person_id)
            .join(EventClaim)
            .where(EventClaim.claim_id.in_(claims))
            .distinct()
        )
        persons = [*session.scalars(acted), *_judges(session, Appeal.claim_id.in_(claims))]
        persons += _in_ledger(session, claims)
    return frozenset(person for person in persons if person is not None)


def require_no_part(work: Work, letter: Letter, besides: Collection[int] = ()) -> None:
    """Refuses with: takes-part, where the actor takes part in the letter's case, or is one of those
    `besides`; one-let-in-the-other, where it is tied with one of them, or with the filer."""
    earlier = taking_part(work.session, letter).union(besides)
    handing_out.require_no_part(work.actor, earlier)
    if work.actor.person_id is not None:
        filer = letter.filer_id or _filer_of(work.session, letter.complaint_id)
        require_untied(work.actor, [*earlier, filer_node(filer)], grants.ties(work.session))


def _filer_of(session: Session, complaint_id: int | None) -> int:
    filer = select(Complaint.filer_id).where(Complaint.id == complaint_id)
    return session.scalars(filer).one()


def _judges(session: Session, of_case: ColumnElement[bool]) -> list[int | None]:
    return list(session.scalars(select(Appeal.decided_by).where(of_case)))


def _in_ledger(session: Session, claims: Any) -> list[int | None]:
    """Return who asked the filer, or graded: steps that the timeline does not keep a person of."""
    acted = select(LedgerEntry.actor_id).where(
        LedgerEntry.subject == "claim",
        LedgerEntry.subject_id.in_(claims),
        LedgerEntry.actor_kind == ActorKind.PERSON,
    )
    return list(session.scalars(acted.distinct()))


def took_out(session: Session, case: Case, ids: Collection[int]) -> dict[int, set[int]]:
    """Return by its id who took a link or a code out by hand of letters of these cases; `case` is
    the letter's column that names them. Letters to filers about a complaint have no link."""
    persons: dict[int, set[int]] = defaultdict(set)
    links = (
        select(case, SecretLink.handed_by)
        .join(SecretLink, SecretLink.letter_id == Letter.id)
        .where(case.in_(ids), SecretLink.reach == Reach.BY_HAND, SecretLink.handed_by.is_not(None))
    )
    codes = (
        select(case, LedgerEntry.actor_id)
        .join(SecretLink, SecretLink.letter_id == Letter.id)
        .join(AccountLetter, AccountLetter.secret_link_id == SecretLink.id)
        .join(LedgerEntry, LedgerEntry.subject_id == AccountLetter.id)
        .where(case.in_(ids), *_taken_out())
    )
    for statement in (links, codes):
        for case_id, person_id in session.execute(statement).tuples():
            persons[case_id or 0].add(person_id or 0)
    return persons


def stated_inboxes(session: Session, complaint_id: int) -> set[int]:
    """Return the persons who said where letters reach the stores of a complaint, or who runs them:
    a code goes there."""
    stores = select(Claim.store_id).where(Claim.complaint_id == complaint_id)
    operators = select(Store.operator_id).where(Store.id.in_(stores))
    stated = select(LedgerEntry.actor_id).where(
        LedgerEntry.verb == "stated_inbox",
        LedgerEntry.actor_kind == ActorKind.PERSON,
        or_(
            and_(LedgerEntry.subject == "store", LedgerEntry.subject_id.in_(stores)),
            and_(LedgerEntry.subject == "operator", LedgerEntry.subject_id.in_(operators)),
        ),
    )
    return set(session.scalars(stated))


def took_code_out(session: Session, letter_id: int) -> frozenset[int]:
    """Return the persons who took a code of this letter's links out."""
    statement = (
        select(LedgerEntry.actor_id)
        .join(AccountLetter, AccountLetter.id == LedgerEntry.subject_id)
        .join(SecretLink, SecretLink.id == AccountLetter.secret_link_id)
        .where(SecretLink.letter_id == letter_id, *_taken_out())
    )
    return frozenset(session.scalars(statement))


def took_link_out(session: Session, letter_id: int) -> frozenset[int]:
    """Return the persons who took this letter out with its link."""
    statement = select(SecretLink.handed_by).where(SecretLink.letter_id == letter_id)
    return frozenset(person for person in session.scalars(statement) if person is not None)


def _taken_out() -> tuple[ColumnElement[bool], ...]:
    return (
        LedgerEntry.subject == "account_letter",
        LedgerEntry.verb == "sent",
        LedgerEntry.actor_kind == ActorKind.PERSON,
    )
