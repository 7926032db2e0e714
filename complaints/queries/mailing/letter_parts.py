"""Who takes part in the case of a letter, and who had its link or code in hand: never the same.

Who takes part could answer in the addressee's name and then decide; so it does not take the letter
out, and who took it out takes no further part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from complaints.models import (
    AccountLetter,
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Event,
    EventClaim,
    Flag,
    Joining,
    LedgerEntry,
    Letter,
    SecretLink,
    Suspension,
    SuspensionClaim,
)
from complaints.queries.logins import grants
from complaints.rules.actors import ActorKind
from complaints.rules.logins.ties import filer_node
from complaints.rules.mailing.inboxes import Reach

Case = InstrumentedAttribute[int | None]


def closed_to(session: Session, letter: Letter, beside: Collection[int] = ()) -> frozenset[int]:
    """Return who takes part in the case of a letter, or is `beside`, and whoever counts as one
    person with them, or with the filer."""
    filer_id = letter.filer_id
    if filer_id is None and letter.complaint_id is not None:
        filer_id = session.get_one(Complaint, letter.complaint_id).filer_id
    parties = [] if filer_id is None else [filer_node(filer_id)]
    if letter.suspension_id is not None:
        parties = [filer_node(each) for each in filers_named(session, letter.suspension_id)]
    return grants.ties(session).with_tied([*_taking_part(session, letter), *beside, *parties])


def _taking_part(session: Session, letter: Letter) -> list[int | None]:
    """Return the persons who took any part so far in the case that a letter's link leads to."""
    if letter.boycott_id is not None:
        row = session.get_one(Boycott, letter.boycott_id)
        flag = session.get_one(Flag, row.flag_id)
        persons = [row.proposed_by, row.warned_by, row.imposed_by, row.ended_by]
        persons += [flag.taken_by, flag.closed_by, *_in_ledger(session, "boycott", [row.id])]
        persons += _judges(session, Appeal.boycott_id == row.id)
    elif letter.joining_id is not None:
        joining = session.get_one(Joining, letter.joining_id)
        persons = [joining.proposed_by, joining.joined_by, joining.ended_by]
        persons += _in_ledger(session, "joining", [joining.id])
        persons += _judges(session, Appeal.joining_id == joining.id)
    elif letter.suspension_id is not None:
        case = session.get_one(Suspension, letter.suspension_id)
        persons = [case.proposed_by, case.warned_by, case.imposed_by, case.ended_by]
        persons += _in_ledger(session, "suspension", [case.id])
        persons += _judges(session, Appeal.suspension_id == case.id)
    else:
        claims = select(Claim.id).where(Claim.complaint_id == letter.complaint_id)
        acted = (
            select(Event.person_id)
            .join(EventClaim)
            .where(EventClaim.claim_id.in_(claims))
            .distinct()
        )
        persons = [*session.scalars(acted), *_judges(session, Appeal.claim_id.in_(claims))]
        persons += _in_ledger(session, "claim", claims)
    return persons


def filers_named(session: Session, suspension_id: int) -> Sequence[int]:
    """Return the filers of the claims that a suspension names."""
    named = select(Claim.filer_id).join(SuspensionClaim, SuspensionClaim.claim_id == Claim.id)
    of_case = SuspensionClaim.suspension_id == suspension_id
    return session.scalars(named.where(of_case).distinct().order_by(Claim.filer_id)).all()


def _judges(session: Session, of_case: ColumnElement[bool]) -> list[int | None]:
    return list(session.scalars(select(Appeal.decided_by).where(of_case)))


def _in_ledger(session: Session, noun: str, ids: Any) -> list[int | None]:
    """Return who acted on these, also by steps that no row keeps the person of: who asked a filer,
    graded, or stood by a case."""
    acted = select(LedgerEntry.actor_id).where(
        LedgerEntry.subject == noun,
        LedgerEntry.subject_id.in_(ids),
        LedgerEntry.actor_kind == ActorKind.PERSON,
    )
    return list(session.scalars(acted.distinct()))


def took_out(session: Session, case: Case, ids: Collection[int]) -> dict[int, set[int]]:
    """Return by its id who took a link or a code out by hand of letters of these cases; `case` is
    the letter's column that names them. Letters to filers about a complaint have no link."""
    persons: dict[int, set[int]] = defaultdict(set)
    links = (
        select(case, LedgerEntry.actor_id)
        .join(SecretLink, SecretLink.letter_id == Letter.id)
        .join(LedgerEntry, LedgerEntry.subject_id == Letter.id)
        .where(case.in_(ids), SecretLink.reach == Reach.BY_HAND, *_taken_out("letter"))
    )
    codes = (
        select(case, LedgerEntry.actor_id)
        .join(SecretLink, SecretLink.letter_id == Letter.id)
        .join(AccountLetter, AccountLetter.secret_link_id == SecretLink.id)
        .join(LedgerEntry, LedgerEntry.subject_id == AccountLetter.id)
        .where(case.in_(ids), *_taken_out("account_letter"))
    )
    for statement in (links, codes):
        for case_id, person_id in session.execute(statement).tuples():
            persons[case_id or 0].add(person_id or 0)
    return persons


def took_code_out(session: Session, letter_id: int) -> frozenset[int]:
    """Return the persons who took a code of this letter's links out."""
    statement = (
        select(LedgerEntry.actor_id)
        .join(AccountLetter, AccountLetter.id == LedgerEntry.subject_id)
        .join(SecretLink, SecretLink.id == AccountLetter.secret_link_id)
        .where(SecretLink.letter_id == letter_id, *_taken_out("account_letter"))
    )
    return frozenset(session.scalars(statement))


def took_link_out(session: Session, letter_id: int) -> frozenset[int]:
    """Return the persons who took this letter out with its link."""
    taken = _taken_out("letter")
    statement = select(LedgerEntry.actor_id).where(LedgerEntry.subject_id == letter_id, *taken)
    return frozenset(session.scalars(statement))


def _taken_out(noun: str) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for entries of persons who took such letters out, or entered when they
    were posted or came back. The ledger knows also those who did before links were rows."""
    return (
        LedgerEntry.subject == noun,
        LedgerEntry.verb.in_(("sent", "posted", "not_arrived")),
        LedgerEntry.actor_kind == ActorKind.PERSON,
    )
