"""How the letter of a warning fares: which ways it is on, and by which it did not arrive.

So which warnings the clock counts as delivered next, and which ones staff are to see to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from complaints.models import (
    Account,
    Boycott,
    Complaint,
    Delivery,
    Letter,
    LetterReport,
    Store,
    Suspension,
)
from complaints.queries.mailing import addressees
from complaints.rules.cases.boycotts import BINDING, BoycottPolicy
from complaints.rules.cases.warnings import PRESUMED, Course, DeliveredBy, WarningWay
from complaints.rules.kinds import Failure, LetterKind
from complaints.rules.mailing.arrivals import Reported
from complaints.rules.mailing.inboxes import Reach

# The mail server will not take the letter, or gave it back.
GIVEN_UP = (Failure.RECIPIENT, Failure.REFUSED, Failure.BOUNCED)
BY_REACH = {
    Reach.MAILBOX: WarningWay.MAIL,
    Reach.PLATFORM: WarningWay.INBOX,
    Reach.BY_HAND: WarningWay.POST,
}
# By which column a letter names the case that it warns of, and of which kind it is.
Warned = type[Boycott] | type[Suspension]
WARNINGS: Final[Mapping[Warned, tuple[InstrumentedAttribute[int | None], LetterKind]]] = {
    Boycott: (Letter.boycott_id, LetterKind.BOYCOTT_WARNING),
    Suspension: (Letter.suspension_id, LetterKind.SUSPENSION_WARNING),
}
LATEST: Final = datetime.max.replace(tzinfo=UTC)
# A letter that somebody is to take out and post has a day for it.
TO_CARRY = timedelta(days=1)


def course_of(session: Session, row: Boycott, now: datetime) -> Course:
    """Return how the warning of one case fares."""
    return courses_of(session, [row], now)[row.id]


def courses_of(session: Session, rows: Sequence[Boycott], now: datetime) -> dict[int, Course]:
    """Return how the warning of each case fares, by the case's id."""
    ids = [row.id for row in rows]
    mailed, posted, failed, mailboxes = ways_of(session, Boycott, ids)
    have_pages = _with_page(session, rows)
    for row in rows:
        if row.id in have_pages and _is_unread(row, now):
            failed[row.id].add(WarningWay.ACCOUNT)
    # Who has neither an address to post to nor a mailbox is not out of reach by that.
    returned = [row for row in rows if WarningWay.POST in failed[row.id]]
    written_to = addressees.with_mailbox(session, {row.filer_id for row in returned})
    for row in returned:
        if row.filer_id not in written_to and row.id not in mailed:
            failed[row.id].add(WarningWay.MAIL)
    return {
        each: Course(
            mailed.get(each), posted.get(each), frozenset(failed[each]), len(mailboxes[each])
        )
        for each in ids
    }


Ways = tuple[
    dict[int, datetime],
    dict[int, datetime],
    dict[int, set[WarningWay]],
    dict[int, set[int | None]],
]


def ways_of(session: Session, case: Warned, ids: Sequence[int]) -> Ways:
    """Return by each case's id when its warning went by mail and by post, of several letters the
    first that did not come back; by which ways it is known not to have arrived, and which mailboxes
    did not take it."""
    about = WARNINGS[case][0]
    mailed: dict[int, datetime] = {}
    by_post: dict[tuple[int, int | None], datetime | None] = {}
    failed: dict[int, set[WarningWay]] = defaultdict(set)
    mailboxes: dict[int, set[int | None]] = defaultdict(set)
    deliveries = select(about, Delivery).join(Delivery, Delivery.letter_id == Letter.id)
    for case_id, delivery in session.execute(deliveries.where(*_warnings(ids, case))).tuples():
        if delivery.gone_at is not None:
            mailed[case_id or 0] = min(mailed.get(case_id or 0, LATEST), delivery.gone_at)
        elif delivery.failure in GIVEN_UP and delivery.due_at is None:
            failed[case_id or 0].add(WarningWay.MAIL)
    reports = select(about, LetterReport).join(LetterReport, LetterReport.letter_id == Letter.id)
    in_order = reports.where(*_warnings(ids, case)).order_by(LetterReport.id)
    for case_id, report in session.execute(in_order).tuples():
        if report.report == Reported.FAILED:
            failed[case_id or 0].add(BY_REACH[Reach(report.reach)])
            if report.reach == Reach.MAILBOX:
                mailboxes[case_id or 0].add(report.identity_id)
        if report.reach == Reach.BY_HAND:
            is_posted = report.report == Reported.POSTED
            by_post[case_id or 0, report.letter_id] = report.at if is_posted else None
    posted: dict[int, datetime] = {}
    for (one, _letter), at in by_post.items():
        if at is not None:
            posted[one] = min(posted.get(one, LATEST), at)
    return mailed, posted, failed, mailboxes


def _warnings(ids: Sequence[int], case: Warned = Boycott) -> tuple[ColumnElement[bool], ...]:
    about, kind = WARNINGS[case]
    return about.in_(ids), Letter.kind == kind, _is_of(case)


def _is_of(case: Warned) -> ColumnElement[bool]:
    """Return the condition for letters to whom the case is about still: a store that has left its
    operator stands for it no more."""
    if case is Boycott:
        return true()
    stands_for = or_(Suspension.operator_id.is_(None), Suspension.operator_id == Store.operator_id)
    return exists(
        select(Suspension.id)
        .join(Store, stands_for)
        .where(Suspension.id == Letter.suspension_id, Store.id == Letter.store_id)
        .correlate(Letter)
    )


def _with_page(session: Session, rows: Sequence[Boycott]) -> set[int]:
    """Return the cases whose account somebody signs in to: the warning lies there as well."""
    read = select(Boycott.id).join(Account, Account.filer_id == Boycott.filer_id)
    signs_in = (Account.confirmed_at.is_not(None), Account.active)
    return set(session.scalars(read.where(Boycott.id.in_([row.id for row in rows]), *signs_in)))


def _is_unread(row: Boycott, now: datetime) -> bool:
    """Say whether a warning lay in the account for as long as there is to answer it."""
    if row.delivered_at is not None or row.warned_at is None or row.answer_days is None:
        return False
    return row.warned_at + timedelta(days=row.answer_days) <= now


def due_to_arrive(
    session: Session, policy: BoycottPolicy, now: datetime, limit: int, case: Warned = Boycott
) -> Sequence[int]:
    """Return ids of warnings that went and did not come back for as long as the policy says; the
    policy by which one was warned may have it wait longer."""
    gone = Delivery.gone_at <= now - timedelta(days=policy.bounce_days)
    went = _of_warning(Delivery, gone, case=case)
    posted = _posted(LetterReport.at <= now - timedelta(days=policy.post_days), case=case)
    due = select(case.id).where(undelivered(case), or_(went, posted))
    return session.scalars(due.order_by(case.id).limit(limit)).all()


def undelivered(case: Warned = Boycott) -> ColumnElement[bool]:
    """Return the condition for warnings that have not reached their addressees."""
    return and_(case.state == "warned", case.delivered_at.is_(None))


def lacks_proof() -> ColumnElement[bool]:
    """Return the condition for boycotts in force whose warning no record shows as delivered, or
    which was presumed delivered by a letter that came back afterwards."""
    came_back = _of_warning(
        LetterReport, LetterReport.report == Reported.FAILED,
        LetterReport.noted_at >= Boycott.imposed_at,
    )  # fmt: skip
    doubtful = and_(Boycott.delivered_by.in_(PRESUMED), came_back)
    unrecorded = Boycott.delivered_by == DeliveredBy.UNRECORDED
    return and_(Boycott.state.in_(BINDING), or_(unrecorded, doubtful))


def to_see_to(now: datetime) -> ColumnElement[bool]:
    """Return the condition for undelivered warnings that are on no way: what bounced or came back,
    and what nobody has taken out and posted within a day."""
    on_its_way = _of_warning(
        Delivery, or_(Delivery.gone_at.is_not(None), Delivery.due_at.is_not(None))
    )
    came_back = _of_warning(LetterReport, LetterReport.report == Reported.FAILED)
    refused = _of_warning(Delivery, Delivery.failure.in_(GIVEN_UP))
    waited = or_(came_back, refused, Boycott.warned_at <= now - TO_CARRY)
    return and_(undelivered(), ~on_its_way, ~_posted(), waited)


_TO_BE_SHOWN = (
    select(Boycott)
    .where(undelivered(), Boycott.filer_id == bindparam("filer"))
    .order_by(Boycott.id)
)


def to_be_shown(session: Session, filer_id: int) -> Sequence[Boycott]:
    """Return the undelivered warnings of an account."""
    return session.scalars(_TO_BE_SHOWN, {"filer": filer_id}).all()


def letter_of(session: Session, boycott_id: int) -> Letter | None:
    """Return the letter of a case's warning."""
    return session.scalar(select(Letter).where(*_warnings([boycott_id])))


def warning_letters(session: Session, rows: Sequence[Boycott]) -> Sequence[Letter]:
    """Return the letters of these cases' warnings."""
    letters = select(Letter).where(*_warnings([row.id for row in rows]))
    return session.scalars(letters.order_by(Letter.id)).all()


def another_arrived(session: Session, letter: Letter) -> bool:
    """Say whether a platform says of another letter by which the same suspension is warned that it
    arrived."""
    other, later = aliased(Letter), aliased(LetterReport)
    taken_back = exists().where(
        later.letter_id == LetterReport.letter_id, later.reach == Reach.PLATFORM,
        later.report == Reported.FAILED, later.id > LetterReport.id,
    )  # fmt: skip
    arrived = (
        select(LetterReport.id)
        .join(other, other.id == LetterReport.letter_id)
        .where(
            other.suspension_id == letter.suspension_id, other.kind == letter.kind,
            other.id != letter.id, LetterReport.reach == Reach.PLATFORM,
            LetterReport.report.in_((Reported.ARRIVED, Reported.READ)), ~taken_back,
        )
    )  # fmt: skip
    return session.scalar(arrived.limit(1)) is not None


def shown_with(session: Session, complaint: Complaint) -> Sequence[Letter]:
    """Return the letters of the warnings that the answer to this complaint showed."""
    shown = select(Letter).join(Boycott, Boycott.id == Letter.boycott_id)
    return session.scalars(
        shown.where(
            Letter.kind == LetterKind.BOYCOTT_WARNING,
            Boycott.filer_id == complaint.filer_id,
            Boycott.delivered_by == DeliveredBy.SHOWN,
            Boycott.delivered_at == complaint.filed_at,
        ).order_by(Letter.id)
    ).all()


def _of_warning(
    model: type[Delivery | LetterReport], *which: ColumnElement[bool], case: Warned = Boycott
) -> ColumnElement[bool]:
    """Return the condition that the case's warning has such a row."""
    about, kind = WARNINGS[case]
    rows: Select[tuple[int]] = select(Letter.id).join(model, model.letter_id == Letter.id)
    of_case = rows.where(about == case.id, Letter.kind == kind, _is_of(case), *which)
    return exists(of_case.correlate(case))


def _posted(*which: ColumnElement[bool], case: Warned = Boycott) -> ColumnElement[bool]:
    """Return the condition that the case's warning was posted and has not come back since."""
    later = aliased(LetterReport)
    back = exists().where(
        later.letter_id == LetterReport.letter_id, later.reach == Reach.BY_HAND,
        later.id > LetterReport.id,
    )  # fmt: skip
    is_posted = LetterReport.report == Reported.POSTED
    return _of_warning(LetterReport, is_posted, ~back, *which, case=case)
