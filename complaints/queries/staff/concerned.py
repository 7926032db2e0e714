"""Whom a door to a case is about: its filers, its complaint, and the case that somebody holds.

A door names the case by whatever it is for: a claim, a letter, a question about it. From each of
these one comes to the case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from complaints.models import (
    Alarm,
    Appeal,
    Authorization,
    Boycott,
    BuyerNotice,
    CaseQuestion,
    Claim,
    Clock,
    Complaint,
    CounterNotice,
    Event,
    Filer,
    Flag,
    Joining,
    Letter,
    OfficialOrder,
    PartyMatch,
    PendingDecision,
    Proceeding,
    Right,
    RingMember,
    Store,
)
from complaints.queries.mailing import letter_parts
from complaints.rules.logins.ties import Ties, filer_node


@dataclass(frozen=True, slots=True)
class Concerned:
    """`filers` are those of the case. `complaint_id` is the complaint that it is about, where it is
    about one. `case` is what a colleague holds, by the queue's name and number."""

    filers: tuple[int, ...]
    complaint_id: int | None = None
    case: tuple[str, int] | None = None


Finder = Callable[[Session, int], Concerned | None]


def find_concerned(session: Session, noun: str, subject_id: int) -> Concerned | None:
    """Return whom a thing is about; None where there is no such thing."""
    return FINDERS[noun](session, subject_id)


def is_tied(session: Session, ties: Ties, person_id: int | None, noun: str, number: int) -> bool:
    """Say whether a person counts as one with a filer whom a thing is about."""
    concerned = find_concerned(session, noun, number)
    nodes = [filer_node(each) for each in concerned.filers] if concerned else []
    return person_id in ties.with_tied(nodes)


def _complaint(session: Session, complaint_id: int | None) -> Concerned | None:
    filer_id = session.scalar(select(Complaint.filer_id).where(Complaint.id == complaint_id))
    if complaint_id is None or filer_id is None:
        return None
    return Concerned((filer_id,), complaint_id, ("complaint", complaint_id))


def _claim(session: Session, claim_id: int | None) -> Concerned | None:
    statement = select(Claim.complaint_id).where(Claim.id == claim_id)
    return _complaint(session, session.scalar(statement))


def _appeal(session: Session, appeal_id: int | None) -> Concerned | None:
    about = (Appeal.claim_id, Appeal.boycott_id, Appeal.joining_id, Appeal.suspension_id)
    row = session.execute(select(*about).where(Appeal.id == appeal_id)).one_or_none()
    if row is None or appeal_id is None:
        return None
    claim_id, boycott_id, joining_id, suspension_id = row
    if suspension_id is not None:
        return _suspension(session, suspension_id)
    if claim_id is None:
        return _boycott(session, boycott_id) if boycott_id else _joining(session, joining_id)
    whole = _claim(session, claim_id)
    assert whole is not None
    return Concerned(whole.filers, whole.complaint_id, ("appeal", appeal_id))


def _pending(session: Session, pending_id: int) -> Concerned | None:
    row = session.execute(
        select(PendingDecision.complaint_id, PendingDecision.arguments).where(
            PendingDecision.id == pending_id
        )
    ).one_or_none()
    if row is None:
        return None
    appeal_id = row.arguments.get("appeal")
    return _appeal(session, appeal_id) if appeal_id else _complaint(session, row.complaint_id)


def _clock(session: Session, clock_id: int) -> Concerned | None:
    row = session.execute(
        select(Clock.claim_id, Clock.appeal_id).where(Clock.id == clock_id)
    ).one_or_none()
    if row is None:
        return None
    return _claim(session, row.claim_id) if row.claim_id else _appeal(session, row.appeal_id)


def _proceeding(session: Session, proceeding_id: int) -> Concerned | None:
    statement = select(Proceeding.complaint_id).where(Proceeding.id == proceeding_id)
    return _complaint(session, session.scalar(statement))


def _official_order(session: Session, official_order_id: int) -> Concerned | None:
    statement = select(OfficialOrder.claim_id).where(OfficialOrder.id == official_order_id)
    return _claim(session, session.scalar(statement))


def _buyer_notice(session: Session, buyer_notice_id: int) -> Concerned | None:
    statement = select(BuyerNotice.claim_id).where(BuyerNotice.id == buyer_notice_id)
    return _claim(session, session.scalar(statement))


def _counter_notice(session: Session, counter_id: int) -> Concerned | None:
    statement = (
        select(Event.complaint_id)
        .join(CounterNotice, CounterNotice.event_id == Event.id)
        .where(CounterNotice.id == counter_id)
    )
    return _complaint(session, session.scalar(statement))


def _letter(session: Session, letter_id: int) -> Concerned | None:
    row = session.get(Letter, letter_id)
    if row is None:
        return None
    if row.boycott_id is not None:
        return _boycott(session, row.boycott_id)
    if row.joining_id is not None:
        return _joining(session, row.joining_id)
    if row.suspension_id is not None:
        return _suspension(session, row.suspension_id)
    if row.complaint_id is not None:
        return _complaint(session, row.complaint_id)
    return Concerned(() if row.filer_id is None else (row.filer_id,))


def _alarm(session: Session, alarm_id: int) -> Concerned | None:
    row = session.execute(
        select(Alarm.filer_id, Alarm.by_filer_id).where(Alarm.id == alarm_id)
    ).one_or_none()
    return None if row is None else Concerned(tuple(row), case=("alarm", alarm_id))


def _right(session: Session, right_id: int) -> Concerned | None:
    return _of_filers(session, Right.filer_id, Right.id == right_id)


def _authorization(session: Session, authorization_id: int) -> Concerned | None:
    return _of_filers(session, Authorization.filer_id, Authorization.id == authorization_id)


def _filer(session: Session, filer_id: int) -> Concerned | None:
    return _of_filers(session, Filer.id, Filer.id == filer_id)


def _store(session: Session, store_id: int) -> Concerned | None:
    """A store is a part of each case against it: whoever says where its letters go could answer."""
    return _of_filers(session, Claim.filer_id, Claim.store_id == store_id)


def _operator(session: Session, operator_id: int) -> Concerned | None:
    run = select(Store.id).where(Store.operator_id == operator_id)
    return _of_filers(session, Claim.filer_id, Claim.store_id.in_(run))


def _flag(session: Session, flag_id: int) -> Concerned | None:
    return _of_filers(session, Flag.filer_id, Flag.id == flag_id, ("flag", flag_id))


def _boycott(session: Session, boycott_id: int) -> Concerned | None:
    case = ("boycott", boycott_id)
    return _of_filers(session, Boycott.filer_id, Boycott.id == boycott_id, case)


def _ring(session: Session, ring_id: int) -> Concerned | None:
    now = (RingMember.ring_id == ring_id) & RingMember.left_at.is_(None)
    return _of_filers(session, RingMember.filer_id, now, ("ring", ring_id))


def _joining(session: Session, joining_id: int) -> Concerned | None:
    row = session.execute(
        select(Joining.filer_id, Joining.other_id).where(Joining.id == joining_id)
    ).one_or_none()
    return None if row is None else Concerned(tuple(row), case=("joining", joining_id))


def _suspension(session: Session, suspension_id: int) -> Concerned | None:
    """A case about a store concerns those whose claims it rests on."""
    filers = letter_parts.filers_named(session, suspension_id)
    return Concerned(tuple(filers)) if filers else None


def _match(session: Session, match_id: int) -> Concerned | None:
    row = session.execute(
        select(PartyMatch.filer_id, PartyMatch.other_id).where(PartyMatch.id == match_id)
    ).one_or_none()
    return None if row is None else Concerned(tuple(row))


def _question(session: Session, question_id: int) -> Concerned | None:
    """A question among colleagues is about the case that it was asked of."""
    row = session.get(CaseQuestion, question_id)
    return None if row is None else find_concerned(session, row.subject, row.subject_id)


def _of_filers(
    session: Session,
    filer: InstrumentedAttribute[int],
    where: ColumnElement[bool],
    case: tuple[str, int] | None = None,
) -> Concerned | None:
    filers = tuple(session.scalars(select(filer).where(where).distinct()))
    return Concerned(filers, case=case) if filers else None


FINDERS: Final[Mapping[str, Finder]] = MappingProxyType(
    {
        "alarm": _alarm,
        "appeal": _appeal,
        "authorization": _authorization,
        "boycott": _boycott,
        "buyer_notice": _buyer_notice,
        "claim": _claim,
        "clock": _clock,
        "complaint": _complaint,
        "counter": _counter_notice,
        "filer": _filer,
        "flag": _flag,
        "joining": _joining,
        "letter": _letter,
        "match": _match,
        "official_order": _official_order,
        "operator": _operator,
        "pending": _pending,
        "proceeding": _proceeding,
        "question": _question,
        "right": _right,
        "ring": _ring,
        "store": _store,
        "suspension": _suspension,
    }
)
