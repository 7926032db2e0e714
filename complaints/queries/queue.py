"""What waits for a reviewer, the oldest deadline first. A case of the queue is a complaint, an
appeal, a boycott, a flag, a joining or an alarm whose denial waits for a look; never a claim.

One bounded statement on an index for each kind, merged, so that it costs the same however much is
stored. What has no clock (a history's claims, a flag under review) comes after what has one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from complaints.errors import not_found
from complaints.models import (
    Alarm,
    Appeal,
    Boycott,
    Check,
    Claim,
    Complaint,
    Event,
    Filer,
    Flag,
    Joining,
    Lease,
    Person,
)
from complaints.models.alarms import LOOKED_AT
from complaints.models.base import Moment
from complaints.queries import (
    answers,
    appeals,
    boycotts,
    claim_parts,
    claims,
    grants,
    holds,
    joinings,
    judges,
    pending,
    readings,
    rings,
)
from complaints.queries.casework import is_in_force
from complaints.queries.holds import holding
from complaints.rules.actors import Actor, Role
from complaints.rules.boycotts import BOYCOTT, answers_until
from complaints.rules.claims import STAFF
from complaints.rules.joinings import JOINING
from complaints.rules.kinds import CheckKind, EventKind, Side
from complaints.rules.machines import allowed, barred, kept_apart
from complaints.rules.ties import filer_node
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import Work

KINDS = ("complaint", "appeal", "boycott", "flag", "joining", "alarm")
# When a case is due, the rank of its kind, its id.
Place = tuple[datetime, int, int]
# A statement for clocks and complaints after a place, in the order of their index.
Clocked = Callable[["Place | None"], Select[tuple[datetime | None, int]]]
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
# Larger than any row's id.
_UNENDING = 2_147_483_647
# How many cases of a kind are read where no index orders them by clock: the oldest.
_UNCLOCKED = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case that waits. `what` names the steps it waits for; `claims` counts those that wait.

    `held_by` works on it until `held_until`; `mine` where that is the reader.
    """

    subject: str
    id: int
    due: datetime | None
    what: tuple[str, ...]
    title: str
    filer_id: int
    filer: str
    claims: int = 0
    held_by: str | None = None
    held_until: datetime | None = None
    mine: bool = False

    @property
    def place(self) -> Place:
        """Its place in the queue."""
        return self.due or _NEVER, KINDS.index(self.subject), self.id


def find(
    work: Work, kinds: Collection[str] = KINDS, after: Place | None = None, limit: int = 50
) -> list[Waiting]:
    """Return up to limit + 1 cases that wait for the actor. `after` is a place.

    Refuses with: not-found, unless the actor is staff.
    """
    if not work.actor.is_staff:
        raise not_found(_("page"))
    waiting: list[Waiting] = []
    if "complaint" in kinds:
        waiting += _complaints(work, after, limit)
    if "appeal" in kinds:
        waiting += _appeals(work)
    if "boycott" in kinds:
        waiting += _boycotts(work)
    if "flag" in kinds:
        waiting += _flags(work)
    if "joining" in kinds:
        waiting += _joinings(work)
    if "alarm" in kinds:
        waiting += _denials(work)
    waiting = [each for each in waiting if after is None or each.place > after]
    waiting.sort(key=lambda each: each.place)
    return _with_holders(work, waiting[: limit + 1])


def count(work: Work) -> dict[str, int]:
    """Return how many claims wait, and how many of them are past their deadline.

    Refuses with: not-found, unless the actor is staff.
    """
    if not work.actor.is_staff:
        raise not_found(_("page"))
    waiting = claims.waiting()
    overdue = select(func.count()).where(waiting, Claim.decide_by <= work.now)
    # In two parts, each of which the index answers by itself.
    parts = (Claim.decide_by.is_not(None), Claim.decide_by.is_(None))
    numbers = [
        work.session.scalar(select(func.count()).where(waiting, part)) or 0 for part in parts
    ]
    return {"claims": sum(numbers), "overdue": work.session.scalar(overdue) or 0}


def _complaints(work: Work, after: Place | None, limit: int) -> list[Waiting]:
    """Return complaints with a claim that waits for a decision, each at its earliest clock: a
    claim's, or that of the look at who files."""
    waiting = _walked(work, _clocked, after, limit) + _walked(work, _held(work), after, limit)
    if len(waiting) <= limit:
        rest = work.session.execute(_unclocked(work, after).limit(limit + 1)).tuples()
        waiting += _described(work, {complaint_id: None for _, complaint_id in rest})
    return waiting


def _walked(work: Work, clocked: Clocked, after: Place | None, limit: int) -> list[Waiting]:
    """Return more than `limit` complaints whose earliest clock these are, or all there are."""
    waiting: list[Waiting] = []
    spot: Place | None = after
    while len(waiting) <= limit and (spot is None or spot[0] < _NEVER):
        rows = work.session.execute(clocked(spot).limit(2 * limit)).tuples().all()
        due: dict[int, datetime | None] = {}
        known = {each.id for each in waiting}
        for moment, complaint_id in rows:
            if complaint_id not in known:
                due.setdefault(complaint_id, moment)
        waiting += _described(work, due)
        if len(rows) < 2 * limit:
            break
        last = rows[-1]
        assert last[0] is not None
        spot = (last[0], 0, last[1])
    return waiting


def _held(work: Work) -> Clocked:
    """Return how the clocks of looks at who files are read, in the order of the index."""
    waits = exists().where(Claim.complaint_id == Check.complaint_id, claims.to_decide())
    held = select(Check.until, Check.complaint_id).where(holding(work.now), waits)

    def clocked(after: Place | None) -> Select[tuple[datetime | None, int]]:
        statement = held.order_by(Check.until, Check.complaint_id)
        return statement if after is None else statement.where(_beyond(after, Check))

    return clocked


def _clocked(after: Place | None) -> Select[tuple[datetime | None, int]]:
    """Return the statement for clocks of waiting claims, in the order of the index."""
    statement = select(Claim.decide_by, Claim.complaint_id).distinct()
    statement = statement.where(claims.to_decide(), Claim.decide_by.is_not(None))
    if after is not None:
        statement = statement.where(_beyond(after, Claim))
    return statement.order_by(Claim.decide_by, Claim.complaint_id)


def _beyond(after: Place, model: type[Claim] | type[Check]) -> ColumnElement[bool]:
    """Return the condition for clocks of complaints that come after a place."""
    spot = after[2] if after[1] == 0 else _UNENDING
    place = tuple_(literal(after[0], Moment()), literal(spot))
    clock = Claim.decide_by if model is Claim else Check.until
    return tuple_(clock, model.complaint_id) > place


def _unclocked(work: Work, after: Place | None) -> Select[tuple[datetime | None, int]]:
    """Return the statement for complaints whose waiting claims have no clock, in the order of the
    index."""
    held = exists().where(Check.complaint_id == Claim.complaint_id, holding(work.now))
    statement = select(Claim.decide_by, Claim.complaint_id).distinct()
    statement = statement.where(claims.to_decide(), Claim.decide_by.is_(None), ~held)
    if after is not None and after[0] == _NEVER:
        spot = after[2] if after[1] == 0 else _UNENDING
        statement = statement.where(Claim.complaint_id > spot)
    return statement.order_by(Claim.decide_by, Claim.complaint_id)


def _described(work: Work, due: dict[int, datetime | None]) -> list[Waiting]:
    session, ids = work.session, list(due)
    states: dict[int, dict[str, int]] = {}
    counted = (
        select(Claim.complaint_id, Claim.state, func.count(), func.min(Claim.decide_by))
        .where(Claim.complaint_id.in_(ids), claims.to_decide())
        .group_by(Claim.complaint_id, Claim.state)
    )
    earliest: dict[int, datetime] = {}
    for complaint_id, state, number, moment in session.execute(counted):
        states.setdefault(complaint_id, {})[state] = number
        if moment is not None:
            earliest[complaint_id] = min(moment, earliest.get(complaint_id, moment))
    unsettled = _unsettled(session, ids)
    bound = boycotts.passing(session, ids, work.now)
    for complaint_id, until in holds.held_until(session, ids, work.now).items():
        earliest[complaint_id] = min(until, earliest.get(complaint_id, until))
    answered = set(
        session.scalars(
            select(Event.complaint_id).where(
                Event.complaint_id.in_(ids), Event.kind == EventKind.AMENDMENT
            )
        )
    )
    rows = session.execute(
        select(Complaint.id, Complaint.reference, Filer.id, Filer.name)
        .join(Filer, Filer.id == Complaint.filer_id)
        .where(Complaint.id.in_(ids))
    ).all()
    closed = claim_parts.closed_to(work, {row.id: row[2] for row in rows})
    silent = answers.silent_sides(session, ids)
    waiting = (
        Waiting(
            "complaint",
            complaint_id,
            earliest.get(complaint_id),
            _waiting_for(
                {} if complaint_id in closed else states[complaint_id],
                unsettled.get(complaint_id, set()),
                complaint_id in answered,
                silent.get(complaint_id, frozenset()),
                bound=complaint_id in bound,
            ),
            reference,
            filer_id,
            name,
            sum(states[complaint_id].values()),
        )
        for complaint_id, reference, filer_id, name in rows
        # A complaint found by a later clock is listed at its earliest one, not here; one that is
        # being decided waits for nobody.
        if complaint_id in states and earliest.get(complaint_id) == due[complaint_id]
    )
    return [each for each in waiting if each.what]


def _unsettled(session: Session, ids: Collection[int]) -> dict[int, set[str]]:
    """Return by complaint the kinds of its checks that wait for a person."""
    statement = select(Check.complaint_id, Check.kind).where(
        Check.complaint_id.in_(ids),
        Check.kind.in_([CheckKind.AUTHORITY, CheckKind.PARTY]),
        Check.verified_at.is_(None),
    )
    unsettled: dict[int, set[str]] = {}
    for complaint_id, kind in session.execute(statement).tuples():
        unsettled.setdefault(complaint_id, set()).add(kind)
    return unsettled


def _waiting_for(
    states: dict[str, int],
    unsettled: Collection[str],
    answered: bool,
    silent: Collection[str],
    *,
    bound: bool,
) -> tuple[str, ...]:
    steps = (
        ("decide", "received" in states),
        ("counter_notice", "countered" in states),
        ("authority", CheckKind.AUTHORITY in unsettled),
        ("party", CheckKind.PARTY in unsettled),
        ("answered", answered and "received" in states),
        ("filer_silent", "countered" in states and Side.FILER in silent),
        ("seller_silent", "countered" in states and Side.SELLER in silent),
    )
    waits = tuple(step for step, applies in steps if applies)
    # No step, but why it comes last and whom it needs.
    return (*waits, "boycotted") if waits and bound else waits


def _appeals(work: Work) -> Iterable[Waiting]:
    """Yield appeals that the actor may judge: no one else's part stands against it."""
    statement = work.session.execute(
        select(Appeal, Complaint.reference, Filer.id, Filer.name)
        .join(Claim, Claim.id == Appeal.claim_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Filer, Filer.id == Complaint.filer_id)
        .where(Appeal.state == "filed", pending.none_on(Claim.id))
        .order_by(Appeal.filed_at)
        .limit(_UNCLOCKED)
    )
    rows = statement.tuples().all()
    bench = judges.Bench.of(work, STAFF)
    clocks = appeals.judging(work.session, [appeal.id for appeal, *_rest in rows])
    for appeal, reference, filer_id, name in rows:
        kept = appeals.kept_from(work, appeal, bench)
        if work.actor.person_id not in bench.ties.with_tied(kept):
            due = clocks[appeal.id].ends_at if appeal.id in clocks else None
            yield Waiting("appeal", appeal.id, due, ("judge_appeal",), reference, filer_id, name, 1)


def _boycotts(work: Work) -> Iterable[Waiting]:
    """Return boycotts that wait for the actor, each once, whatever it waits for."""
    waiting = {each.id: each for each in _ladder(work)}
    for each in _unsupported(work):
        known = waiting.get(each.id)
        waiting[each.id] = replace(known, what=known.what + each.what) if known else each
    return waiting.values()


def _unsupported(work: Work) -> Iterable[Waiting]:
    """Yield cases whose flag is no longer supported, for a supervisor to look at."""
    if work.actor.role is not Role.SUPERVISOR:
        return
    for boycott, name in readings.waiting(work.session, _UNCLOCKED):
        yield Waiting(
            "boycott", boycott.id, None, ("unsupported",), boycott.proposal, boycott.filer_id, name
        )


def _ladder(work: Work) -> Iterable[Waiting]:
    """Yield boycotts with a step that the actor can take; nobody imposes an own proposal."""
    states = sorted(
        {state for step in BOYCOTT.steps if work.actor.role in step.by for state in step.sources}
        - {"in_force", "warned"}
    )
    rows = (
        work.session.execute(
            select(Boycott, Filer.name)
            .join(Filer, Filer.id == Boycott.filer_id)
            .where(Boycott.state.in_(states))
            .order_by(Boycott.id)
            .limit(_UNCLOCKED)
        )
        .tuples()
        .all()
    )
    ties = grants.ties(work.session)
    parts = boycotts.parts_of(work.session, [boycott for boycott, _name in rows])
    for boycott, name in rows:
        event, what, due = _step(boycott)
        if event == "impose" and answers_until(
            boycott.answer_due, boycott.answer_closed_at, work.now
        ):
            continue
        earlier = barred(BOYCOTT, boycott.state, event, parts[boycott.id])
        apart = ties.with_tied([*earlier, filer_node(boycott.filer_id)])
        if work.actor.person_id not in apart and _may(work.actor, boycott.state):
            yield Waiting(
                "boycott", boycott.id, due, (what,), boycott.proposal, boycott.filer_id, name
            )


def _may(actor: Actor, state: str) -> bool:
    return any(actor.role in step.by and step.event != "drop" for step in BOYCOTT.steps_from(state))


def _step(boycott: Boycott) -> tuple[str, str, datetime | None]:
    """Return the event that a boycott waits for, its name in the queue, and its deadline."""
    if boycott.state == "proposed":
        return "warn", "warn", None
    if boycott.state == "under_appeal":
        return "uphold", "judge_appeal", boycott.ends_at
    return "impose", "impose", None


def _flags(work: Work) -> Iterable[Waiting]:
    """Yield flags that the actor has under review; those of one ring are one case, the first."""
    rows = work.session.execute(
        select(Flag, Filer.name)
        .join(Filer, Filer.id == Flag.filer_id)
        .where(Flag.state == "under_review", Flag.taken_by == work.actor.person_id)
        .order_by(Flag.id)
        .limit(_UNCLOCKED)
    ).tuples()
    taken = rows.all()
    in_rings = rings.of_filers(work.session, [flag.filer_id for flag, _name in taken])
    shown: set[int | None] = set()
    for flag, name in taken:
        ring = in_rings.get(flag.filer_id)
        if ring is None or ring not in shown:
            what = "review_flag" if ring is None else "review_ring"
            yield Waiting("flag", flag.id, None, (what,), flag.level, flag.filer_id, name)
        shown.add(ring)


def _joinings(work: Work) -> Iterable[Waiting]:
    """Yield proposals that the actor may decide, and appeals against joinings that it may judge."""
    rows = (
        work.session.execute(
            select(Joining, Filer.name)
            .join(Filer, Filer.id == Joining.filer_id)
            .where(Joining.state.in_(("proposed", "under_appeal")))
            .order_by(Joining.id)
            .limit(_UNCLOCKED)
        )
        .tuples()
        .all()
    )
    parts = joinings.parts_of(work.session, [row for row, _name in rows])
    ties = grants.ties(work.session)
    for row, name in rows:
        event, what = ("join", "join") if row.state == "proposed" else ("uphold", "judge_appeal")
        step = allowed(JOINING, row.state, event)
        assert step is not None
        both = (filer_node(row.filer_id), filer_node(row.other_id))
        apart = ties.with_tied([*kept_apart(step, parts[row.id]), *both])
        if work.actor.role in step.by and work.actor.person_id not in apart:
            yield Waiting("joining", row.id, None, (what,), str(row.id), row.filer_id, name)


def _denials(work: Work) -> Iterable[Waiting]:
    """Yield denials at which a person is to look, under who files."""
    rows = work.session.execute(
        select(Alarm, Filer.name)
        .join(Filer, Filer.id == Alarm.by_filer_id)
        .where(LOOKED_AT)
        .order_by(Alarm.id)
        .limit(_UNCLOCKED)
    ).tuples()
    for alarm, name in rows:
        yield Waiting("alarm", alarm.id, None, ("look",), str(alarm.id), alarm.by_filer_id, name)


def _with_holders(work: Work, waiting: Sequence[Waiting]) -> list[Waiting]:
    if not waiting:
        return []
    keys = [and_(Lease.subject == each.subject, Lease.subject_id == each.id) for each in waiting]
    rows = work.session.execute(
        select(Lease, Person.name)
        .join(Person, Person.id == Lease.person_id)
        .where(is_in_force(work.now), or_(*keys))
    ).tuples()
    held = {(lease.subject, lease.subject_id): (lease, name) for lease, name in rows}
    shown = []
    for each in waiting:
        lease, name = held.get((each.subject, each.id), (None, None))
        if lease is None:
            shown.append(each)
            continue
        mine = lease.person_id == work.actor.person_id
        shown.append(replace(each, held_by=name, held_until=lease.until, mine=mine))
    return shown


def next_free(
    work: Work, kinds: Collection[str] = KINDS, after: Place | None = None
) -> Waiting | None:
    """Return the first case after a place that nobody works on; None where all are taken."""
    while True:
        page = find(work, kinds=kinds, after=after)
        free = next((each for each in page if each.held_by is None), None)
        if free is not None or len(page) <= 50:
            return free
        after = page[49].place


def require_case(work: Work, subject: str, subject_id: int) -> None:
    """Refuses with: not-found, where there is no such case or the actor is not staff."""
    models = {
        "complaint": Complaint,
        "appeal": Appeal,
        "boycott": Boycott,
        "flag": Flag,
        "joining": Joining,
        "alarm": Alarm,
    }
    if not work.actor.is_staff or work.session.get(models[subject], subject_id) is None:
        raise not_found(label("noun", subject))
