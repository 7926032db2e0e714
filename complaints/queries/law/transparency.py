"""The figures of a transparency report, counted from the record: DSA Art. 15(1), 24(1).

What is counted is what is under the Digital Services Act (`is_under`) and happened in the period;
actions are read from the timelines, so those of an imported history count. Must serve operators'
exports alone: it reads every claim of a period.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Event,
    EventClaim,
    Proceeding,
    ProceedingClaim,
    StatementOfReasons,
    Suspension,
    SuspensionClaim,
)
from complaints.queries.authority import flaggers
from complaints.queries.law.imported_complaints import ImportedComplaint, find_imported
from complaints.queries.law.official_order_figures import (
    OfficialOrderFigures,
    count_official_orders,
)
from complaints.rules.cases.grounds import Ground
from complaints.rules.decisions.reasons import BY_CODE, CHANNEL, LawOrTerms, ground_of
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import Basis, EventBy, EventKind, Side
from complaints.rules.law.proceedings import Done, Forum, Result
from complaints.rules.law.regimes import RegimeCode
from complaints.rules.law.transparency import (
    CATEGORIES,
    Category,
    ComplainedOf,
    ComplaintEnd,
    Period,
    is_under,
    median_hours,
)
from complaints.rules.law.treatments import is_stopped

PAGE = 5_000
_DECISIONS = (EventKind.TAKEDOWN, EventKind.REJECTION, EventKind.REINSTATEMENT)
_DOWN_AFTER = {
    EventKind.TAKEDOWN: True,
    EventKind.REJECTION: False,
    EventKind.REINSTATEMENT: False,
    EventKind.WITHDRAWAL: False,
    EventKind.LISTING_GONE: False,
}
# The clock, a platform's rule of which a history tells, or a program's key, whose event is its
# owner's: there the statement says so.
_NOBODY_DECIDED = or_(
    Event.by == EventBy.RULE,
    exists().where(StatementOfReasons.event_id == Event.id, StatementOfReasons.automated_decision),
).label("automated")


@dataclass(frozen=True, slots=True)
class NoticeFigures:
    """Section 4, one category: notices, the listings in them, and what was done about them; of
    these again the notices of trusted flaggers in their fields."""

    category: Category
    notices: int
    items: int
    median_hours: float | None
    on_law: int
    on_terms: int
    of_flaggers: NoticeFigures | None = None


@dataclass(slots=True)
class Ended:
    """Complaints or disputes of one kind: how many came in, and how they ended by the last day."""

    outcomes: Counter[ComplaintEnd] = field(default_factory=Counter)
    spans: list[timedelta] = field(default_factory=list)
    implemented: int = 0

    @property
    def total(self) -> int:
        return self.outcomes.total()

    @property
    def decided(self) -> int:
        return self.total - self.outcomes[ComplaintEnd.OMITTED]

    @property
    def median_hours(self) -> float | None:
        return median_hours(self.spans)

    @property
    def implemented_percent(self) -> float | None:
        """Return the share of ended disputes that was carried out, in percent."""
        return round(100 * self.implemented / self.decided, 1) if self.decided else None


@dataclass(frozen=True, slots=True)
class Automation:
    """Section 8: actions, and notices with a decision, that no person decided, and the others."""

    actions_alone: int
    actions_by_people: int
    notices_alone: int
    notices_by_people: int


@dataclass(frozen=True, slots=True)
class TransparencyFigures:
    """All figures of a period. `suspended_for_content` counts stores' suspensions and closings,
    `suspended_for_notices` filers' boycotts for manifestly unfounded notices, `newly_restricted`
    listings taken down by the decision of a complaint."""

    period: Period
    orders: Sequence[OfficialOrderFigures]
    notices: Sequence[NoticeFigures]
    complaints: dict[ComplainedOf, Ended]
    disputes: Ended
    newly_restricted: int
    suspended_for_content: int
    suspended_for_notices: int
    automation: Automation


@dataclass(frozen=True, slots=True)
class _Action:
    complaint_id: int
    claim_id: int
    basis: Basis
    took: timedelta
    ground: LawOrTerms
    automated: bool


def find_figures(session: Session, period: Period) -> TransparencyFigures:
    """Return the figures of a period."""
    received = _received(session, period)
    stopped, stores = _stopped_filers(session), stores_under(session)
    imported = find_imported(session)
    won = _won_in_histories(imported, period)
    on_complaint = {*_taken_down_on_complaint(session, period), *won}
    actions = list(_actions(session, period, on_complaint))
    flagged = _flagged(session, period)
    return TransparencyFigures(
        period=period,
        orders=count_official_orders(session, period),
        notices=[_of_category(category, received, actions, flagged) for category in CATEGORIES],
        complaints=_complaints(session, period, stopped, stores, imported),
        disputes=_disputes(session, period),
        newly_restricted=_newly_restricted(session, period, on_complaint, won),
        suspended_for_content=len(stores & _suspended_stores(session, period)),
        suspended_for_notices=len(stopped & _suspended_filers(session, period)),
        automation=_automation(session, period, received, actions),
    )


def _received(session: Session, period: Period) -> dict[int, tuple[Basis, int]]:
    """Return the notices of the period: their basis, and how many listings they name."""
    rows = (
        select(Claim.complaint_id, Claim.regime, Claim.adding, Complaint.basis)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(Complaint.filed_at >= period.since, Complaint.filed_at < period.until)
    )
    items: Counter[int] = Counter()
    bases: dict[int, Basis] = {}
    for complaint_id, regime, adding, basis in _each(session, rows):
        if is_under(regime, adding):
            items[complaint_id] += 1
            bases[complaint_id] = Basis(basis)
    return {complaint_id: (basis, items[complaint_id]) for complaint_id, basis in bases.items()}


def _actions(
    session: Session, period: Period, on_complaint: Set[tuple[int, datetime]]
) -> Iterator[_Action]:
    """Yield what was taken down upon a notice in the period, a listing each.

    A takedown of what is down already decides that it stays so, and one that an internal complaint
    brought about is counted with those (`_newly_restricted`).
    """
    taken = (
        select(EventClaim.claim_id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(Event.kind == EventKind.TAKEDOWN, *within(Event.at, period))
    )
    rows = (
        select(
            Claim.complaint_id, Claim.id, Claim.regime, Claim.adding, Complaint.basis,
            Complaint.filed_at, Event.at, Event.kind, Event.code, _NOBODY_DECIDED,
        )
        .select_from(EventClaim)
        .join(Event, Event.id == EventClaim.event_id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(EventClaim.applied, Event.at < period.until, Claim.id.in_(taken))
        .order_by(Claim.id, Event.at, Event.id)
    )  # fmt: skip
    for claim_id, steps in groupby(_each(session, rows), key=lambda row: row.id):
        is_down = False
        for row in steps:
            was_down, is_down = is_down, _DOWN_AFTER.get(row.kind, is_down)
            newly = is_down and not was_down and row.at >= period.since
            counts = newly and (claim_id, row.at) not in on_complaint
            if counts and is_under(row.regime, row.adding):
                yield _action(row)


def _action(row: Any) -> _Action:
    basis = Basis(row.basis)
    return _Action(
        row.complaint_id, row.id, basis, row.at - row.filed_at, _ground(row.code, basis),
        row.automated,
    )  # fmt: skip


def _ground(code: str | None, basis: Basis) -> LawOrTerms:
    """Return what a takedown rests on; where no reason is known, as in a history, what it is
    accused of says it."""
    reason = BY_CODE.get(code or "")
    if reason is None:
        return LawOrTerms.TERMS if basis in CHANNEL else LawOrTerms.LAW
    return ground_of(reason, basis)


def _flagged(session: Session, period: Period) -> frozenset[int]:
    """Return the notices of trusted flaggers in their fields, up to the end of the period: an
    action of a year may follow one of the year before."""
    theirs = flaggers.in_field(flaggers.find_counted(session))
    rows = select(Complaint.id).where(theirs, Complaint.filed_at < period.until)
    return frozenset(session.scalars(rows))


def _of_category(
    category: Category,
    received: dict[int, tuple[Basis, int]],
    actions: Sequence[_Action],
    flagged: frozenset[int] | None = None,
) -> NoticeFigures:
    items = [count for basis, count in received.values() if basis in category.bases]
    done = [action for action in actions if action.basis in category.bases]
    on_law = sum(action.ground is LawOrTerms.LAW for action in done)
    hours = median_hours(action.took for action in done)
    of_flaggers = None
    if flagged is not None:
        theirs = {each: known for each, known in received.items() if each in flagged}
        their_actions = [action for action in actions if action.complaint_id in flagged]
        of_flaggers = _of_category(category, theirs, their_actions)
    return NoticeFigures(
        category, len(items), sum(items), hours, on_law, len(done) - on_law, of_flaggers
    )


def _complaints(
    session: Session,
    period: Period,
    filers: Set[int],
    stores: Set[int],
    imported: Sequence[ImportedComplaint],
) -> dict[ComplainedOf, Ended]:
    """Return the internal complaints that came in, by what they are about.

    An appeal against a joining is no complaint against a decision of Art. 20(1) and is left out.
    """
    ended: dict[ComplainedOf, Ended] = defaultdict(Ended)
    rows = select(Appeal).where(*within(Appeal.filed_at, period))
    rows_read = session.scalars(rows).all()
    claims = _under(session, select(Claim.id, Claim.regime, Claim.adding).where(
        Claim.id.in_(select(Appeal.claim_id).where(*within(Appeal.filed_at, period)))
    ))  # fmt: skip
    for appeal in rows_read:
        about = _about(appeal, claims, filers, stores)
        if about is not None:
            _count(ended[about], appeal, period)
    for each in imported:
        if period.since <= each.filed_at < period.until:
            _count_imported(ended[each.about], each, period)
    return {about: ended[about] for about in ComplainedOf}


def _about(
    appeal: Appeal, claims: Set[int], filers: Set[int], stores: Set[int]
) -> ComplainedOf | None:
    if appeal.claim_id in claims:
        return ComplainedOf.REMOVAL if appeal.side == Side.SELLER else ComplainedOf.NO_ACTION
    if appeal.boycott_id in filers or appeal.suspension_id in stores:
        return ComplainedOf.SERVICE
    return None


def _count(ended: Ended, appeal: Appeal, period: Period) -> None:
    if appeal.decided_at is None or appeal.decided_at >= period.until:
        ended.outcomes[ComplaintEnd.OMITTED] += 1
        return
    upheld = appeal.state == "upheld"
    ended.outcomes[ComplaintEnd.UPHELD if upheld else ComplaintEnd.REVERSED] += 1
    ended.spans.append(appeal.decided_at - appeal.filed_at)


def _count_imported(ended: Ended, complaint: ImportedComplaint, period: Period) -> None:
    outcome = complaint.ended(period)
    ended.outcomes[outcome] += 1
    if complaint.decided_at is not None and outcome is not ComplaintEnd.OMITTED:
        ended.spans.append(complaint.decided_at - complaint.filed_at)


def _won_in_histories(
    imported: Sequence[ImportedComplaint], period: Period
) -> set[tuple[int, datetime]]:
    """Return the claims under the Act that a history's complaint took down, and when."""
    return {
        (each.claim_id, each.turned_at)
        for each in imported
        if each.restricts_anew
        and each.turned_at is not None
        and period.since <= each.turned_at < period.until
    }


def _disputes(session: Session, period: Period) -> Ended:
    """Return the disputes before bodies out of court that we were told of in the period."""
    ended = Ended()
    under = _under(
        session,
        select(ProceedingClaim.proceeding_id, Claim.regime, Claim.adding).join(
            Claim, Claim.id == ProceedingClaim.claim_id
        ),
    )
    rows = select(Proceeding).where(
        Proceeding.forum == Forum.DISPUTE_BODY, *within(Proceeding.notified_at, period)
    )
    for row in session.scalars(rows):
        if row.id not in under:
            continue
        outcome = _outcome(row, period)
        ended.outcomes[outcome] += 1
        if outcome is not ComplaintEnd.OMITTED:
            assert row.ended_at is not None
            ended.spans.append(row.ended_at - row.notified_at)
            ended.implemented += row.done == Done.CARRIED_OUT
    return ended


def _outcome(row: Proceeding, period: Period) -> ComplaintEnd:
    """Return how a dispute ended for our decision: the side that brought it was refused by it."""
    if row.ended_at is None or row.ended_at >= period.until or row.result == Result.WITHDRAWN:
        return ComplaintEnd.OMITTED
    if row.result == Result.SETTLED:
        return ComplaintEnd.PARTLY
    brought_and_won = (row.result == Result.WON) is (row.side == Side.FILER)
    return ComplaintEnd.REVERSED if brought_and_won else ComplaintEnd.UPHELD


def _newly_restricted(
    session: Session,
    period: Period,
    on_complaint: Set[tuple[int, datetime]],
    won: Set[tuple[int, datetime]],
) -> int:
    """Count the listings that a complaint's decision took down, here or in a history (`won`)."""
    claims = {claim_id for claim_id, _at in on_complaint}
    rows = select(Claim.id, Claim.regime, Claim.adding).where(
        Claim.id.in_(select(Appeal.claim_id).where(*within(Appeal.decided_at, period)))
    )
    return len((_under(session, rows) & claims) | {claim_id for claim_id, _at in won})


def _taken_down_on_complaint(session: Session, period: Period) -> Iterator[tuple[int, datetime]]:
    """Yield the claims whose filer won its internal complaint in the period, and when."""
    rows = select(Appeal.claim_id, Appeal.decided_at).where(
        Appeal.claim_id.is_not(None),
        Appeal.side == Side.FILER,
        Appeal.state == "overturned",
        *within(Appeal.decided_at, period),
    )
    yield from _each(session, rows)


def _suspended_stores(session: Session, period: Period) -> set[int]:
    imposed = select(Suspension.id).where(*within(Suspension.imposed_at, period))
    return set(session.scalars(imposed))


def stores_under(session: Session) -> set[int]:
    """Return the cases about stores of which a claim is under the DSA."""
    rows = select(SuspensionClaim.suspension_id, Claim.regime, Claim.adding).join(
        Claim, Claim.id == SuspensionClaim.claim_id
    )
    return _under(session, rows)


def _suspended_filers(session: Session, period: Period) -> set[int]:
    """Return the boycotts imposed for manifestly unfounded notices (Art. 23(2))."""
    rows = select(Boycott.id).where(
        Boycott.ground == Ground.MANIFESTLY_UNFOUNDED, *within(Boycott.imposed_at, period)
    )
    return set(session.scalars(rows))


def _stopped_filers(session: Session) -> set[int]:
    rows = select(Boycott.id, Boycott.treatments).where(Boycott.imposed_at.is_not(None))
    return {
        boycott_id
        for boycott_id, treatments in session.execute(rows)
        if treatments and is_stopped(treatments, RegimeCode.DSA, None)
    }


def _automation(
    session: Session,
    period: Period,
    received: dict[int, tuple[Basis, int]],
    actions: Sequence[_Action],
) -> Automation:
    """Return how much of it no person decided. A notice counts as dealt with by automated means
    alone where each decision about it was so; what a boycott kept unread has no event, and its
    statement says that nobody decided."""
    alone = sum(action.automated for action in actions)
    decided = select(Event.complaint_id, _NOBODY_DECIDED).where(
        Event.kind.in_(_DECISIONS), *within(Event.at, period)
    )
    unread = select(StatementOfReasons.complaint_id, StatementOfReasons.automated_decision).where(
        StatementOfReasons.decision == Decision.NOT_PROCESSED,
        *within(StatementOfReasons.made_at, period),
    )
    by_people: dict[int, bool] = {}
    for rows in (decided, unread):
        for complaint_id, automated in _each(session, rows):
            if complaint_id in received:
                by_people[complaint_id] = by_people.get(complaint_id, False) or not automated
    people = sum(by_people.values())
    return Automation(alone, len(actions) - alone, len(by_people) - people, people)


def _under(session: Session, rows: Select[Any]) -> set[int]:
    """Return the ids of rows (id, regime, adding) that are under the DSA."""
    rows_read = _each(session, rows)
    return {row_id for row_id, regime, adding in rows_read if is_under(regime, adding)}


def _each(session: Session, rows: Select[Any]) -> Iterator[Any]:
    return iter(session.execute(rows, execution_options={"yield_per": PAGE}))


def within(column: Any, period: Period) -> tuple[Any, Any]:
    """Return the conditions that a moment lies in a period."""
    return column >= period.since, column < period.until
