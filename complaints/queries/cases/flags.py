"""Flags as staff read them: lists, one with its signals and complaints, its ring.

Staff only: anybody else is answered not-found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, select, tuple_
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Complaint, Filer, Flag, Person, RingMember, Signal, SignalComplaint
from complaints.queries.findings import scans
from complaints.rules.actors import Actor
from complaints.rules.cases.flags import FLAG, UNFINISHED
from complaints.rules.kinds import Level
from complaints.words import message as _
from complaints.work import UnitOfWork

_RANK = case({str(each): each.rank for each in Level}, value=Flag.level)
# What is at stake with the flag's case, as services/findings/stakes.py keeps it.
_STAKE = func.coalesce(Flag.explained["at_stake"]["case"]["weight"].as_integer(), 0)
# The order in which to look at flags.
_QUEUE = (_RANK.desc(), _STAKE.desc(), Flag.score.desc(), Flag.near.desc(), Flag.id)
_SPOT = (_RANK, _STAKE, Flag.score, Flag.near, -Flag.id)
_IN_IT = and_(RingMember.filer_id == Flag.filer_id, RingMember.left_at.is_(None))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One signal with the complaints it rests on, the strongest first: (id, reference)."""

    signal: Signal
    complaints: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class FlagOfFiler:
    """A flag with its filer and the signals of the scan that last changed it."""

    flag: Flag
    filer: Filer
    evidence: tuple[Evidence, ...]

    @property
    def signals(self) -> list[Signal]:
        return [each.signal for each in self.evidence]


@dataclass(frozen=True, slots=True)
class RingFiler:
    """Another filer of a flag's ring, with its own newest flag if it ever had one."""

    filer: Filer
    flag: Flag | None


@dataclass(frozen=True, slots=True)
class Places:
    """A flag's place among so many `cases` of the queue, and those that it would have."""

    now: int
    cases: int
    others: list[int]


def is_pending(flag: Flag) -> bool:
    """Whether nothing of the filer's was decided when the scan found this: no outcome spoke.

    An earlier version stored sentences of what speaks for a filer, and knew no such mark.
    """
    return any(each["kind"] == "pending" for each in flag.speaks_for if not isinstance(each, str))


def find_flags(
    work: UnitOfWork,
    *,
    state: str = "unfinished",
    level: str | None = None,
    mine: bool = False,
    taken_by: Collection[int] | None = None,
    left_behind: bool = False,
    filer: int | None = None,
    sort: str = "queue",
    one_a_ring: bool = False,
    after: int | None = None,
    limit: int = 50,
) -> Sequence[tuple[Flag, Filer]]:
    """Return up to limit + 1 flags with their filers.

    `sort`: "newest" first, or by "queue", the order in which to look at them: the highest level
    first, then what is most at stake, then the highest score, then who is nearest to a boycotted
    filer. `state` may be "unfinished" or "all"; `mine` keeps to the flags that the actor took,
    `taken_by` to those of these persons, `left_behind` to those of somebody whose access has
    ended. With `one_a_ring` only the first flag of each ring is there. `after` is the id that the
    page before ended with.
    Refuses with: not-found.
    """
    statement = _select(work.actor, state, level, mine, filer)
    if taken_by is not None:
        statement = statement.where(Flag.taken_by.in_(taken_by))
    if left_behind:
        gone = select(Person.id).where(~Person.active)
        statement = statement.where(Flag.taken_by.in_(gone))
    if one_a_ring:
        statement = statement.where(Flag.id.in_(_firsts(statement, sort)))
    if sort == "newest":
        if after is not None:
            statement = statement.where(Flag.id < after)
        return (
            work.session.execute(statement.order_by(Flag.id.desc()).limit(limit + 1)).tuples().all()
        )
    if after is not None:
        last = work.session.get(Flag, after)
        if last is None:
            raise not_found(_("page"))
        statement = statement.where(tuple_(*_SPOT) < _spot(last, last.level, last.score))
    return work.session.execute(statement.order_by(*_QUEUE).limit(limit + 1)).tuples().all()


def stake_of(flag: Flag, whose: str = "case") -> Mapping[str, int]:
    """Return what is at stake with a flag's `case` (its ring's, where it is of one) or its `own`
    claims, as of the newest scan; empty where none has kept it yet."""
    kept: Mapping[str, int] = flag.explained.get("at_stake", {}).get(whose, {})
    return kept


def _spot(flag: Flag, level: str, score: float) -> tuple[int, int, float, float, int]:
    """Return the place in the queue that a flag has, or would have at another level or score."""
    weight = stake_of(flag).get("weight", 0)
    return Level(level).rank, weight, score, flag.near, -flag.id


def places_of(work: UnitOfWork, flag: Flag, others: Iterable[tuple[str, float]]) -> Places:
    """Return the flag's place among the cases that wait, and the places that it would have at other
    levels and scores. A ring is one case; the flag's own is left out of it.

    Refuses with: not-found.
    """
    waiting = _select(work.actor, "unfinished", None, False, None)
    own = select(RingMember.ring_id).where(
        RingMember.filer_id == flag.filer_id, RingMember.left_at.is_(None)
    )
    mates = select(RingMember.filer_id).where(
        RingMember.ring_id.in_(own), RingMember.left_at.is_(None)
    )
    cases = (
        select(*_SPOT)
        .where(Flag.id.in_(_firsts(waiting, "queue")), Flag.id != flag.id)
        .where(Flag.filer_id.not_in(mates))
    )
    rows = [tuple(row) for row in work.session.execute(cases)]

    def place(level: str, score: float) -> int:
        spot = _spot(flag, level, score)
        return 1 + sum(row > spot for row in rows)

    return Places(place(flag.level, flag.score), len(rows) + 1, [place(*other) for other in others])


def count_open(session: Session) -> int:
    """Return how many flags nobody took; those of one ring count once, as in a list with
    `one_a_ring`."""
    ring = RingMember.ring_id
    statement = (
        select(func.count(ring.distinct()) + func.count(case((ring.is_(None), Flag.id))))
        .select_from(Flag)
        .outerjoin(RingMember, _IN_IT)
        .where(Flag.state == "open")
    )
    return session.scalar(statement) or 0


def of_rings(
    work: UnitOfWork,
    ring_ids: Collection[int],
    *,
    state: str = "unfinished",
    level: str | None = None,
    mine: bool = False,
    filer: int | None = None,
) -> dict[int, list[tuple[Flag, Filer]]]:
    """Return the flags of each ring's accounts that `find_flags` would list, in the queue's
    order."""
    statement = _select(work.actor, state, level, mine, filer).join(RingMember, _IN_IT)
    rows = work.session.execute(
        statement.add_columns(RingMember.ring_id)
        .where(RingMember.ring_id.in_(ring_ids))
        .order_by(*_QUEUE)
    ).tuples()
    flags: dict[int, list[tuple[Flag, Filer]]] = {}
    for flag, owner, ring_id in rows:
        flags.setdefault(ring_id, []).append((flag, owner))
    return flags


def _firsts(listed: Select[tuple[Flag, Filer]], sort: str) -> Select[tuple[int]]:
    """Return the statement for the ids of the listed flags that are the first of their ring, and
    of those that are of none."""
    order = (Flag.id.desc(),) if sort == "newest" else _QUEUE
    place = func.row_number().over(
        partition_by=(RingMember.ring_id, case((RingMember.ring_id.is_(None), Flag.id))),
        order_by=order,
    )
    ranked = (
        listed.outerjoin(RingMember, _IN_IT)
        .with_only_columns(Flag.id.label("id"), place.label("place"))
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.place == 1)


def _select(
    actor: Actor, state: str, level: str | None, mine: bool, filer: int | None
) -> Select[tuple[Flag, Filer]]:
    _require_staff(actor)
    named = {"unfinished": UNFINISHED, "all": FLAG.states}
    statement = _with_filers().where(Flag.state.in_(named.get(state, (state,))))
    if level is not None:
        statement = statement.where(Flag.level == level)
    if mine:
        statement = statement.where(Flag.taken_by == actor.person_id)
    if filer is not None:
        statement = statement.where(Flag.filer_id == filer)
    return statement


def families_of(session: Session, flags: Collection[Flag]) -> dict[int, list[str]]:
    """Return the families of each flag's signals, the strongest first, each once."""
    rows = session.execute(
        select(Signal.flag_id, Signal.family)
        .join(Flag, Flag.id == Signal.flag_id)
        .where(
            Signal.flag_id.in_([flag.id for flag in flags]),
            Signal.scan_run_id == Flag.scan_run_id,
        )
        .order_by(Signal.log_odds.desc(), Signal.id)
    ).tuples()
    families: dict[int, list[str]] = {flag.id: [] for flag in flags}
    for flag_id, family in rows:
        if family not in families[flag_id]:
            families[flag_id].append(family)
    return families


def get_flag(work: UnitOfWork, flag_id: int) -> FlagOfFiler:
    """Return one flag with its signals. Refuses with: not-found."""
    _require_staff(work.actor)
    row = work.session.execute(_with_filers().where(Flag.id == flag_id)).tuples().one_or_none()
    if row is None:
        raise not_found(_("flag"))
    return with_evidence(work.session, [row])[0]


def list_with_signals(session: Session, *, source: str) -> list[FlagOfFiler]:
    """Return the flags of one source's filers that were not dismissed, the highest score first."""
    statement = _with_filers().where(Flag.state != "dismissed", Filer.source == source)
    rows = session.execute(statement.order_by(Flag.score.desc(), Flag.id)).tuples().all()
    return with_evidence(session, rows)


def ring_of(work: UnitOfWork, flag_id: int) -> list[RingFiler]:
    """Return the other filers of a flag's ring. Refuses with: not-found."""
    flag = get_flag(work, flag_id).flag
    latest = scans.latest_flags(work.session, flag.ring_filers)
    filers = work.session.scalars(
        select(Filer).where(Filer.id.in_(flag.ring_filers)).order_by(Filer.id)
    )
    return [RingFiler(filer, latest.get(filer.id)) for filer in filers]


def others_of_party(work: UnitOfWork, flag_id: int) -> Sequence[Filer]:
    """Return the other accounts of the party of a flag's filer. Refuses with: not-found."""
    filer = get_flag(work, flag_id).filer
    others = select(Filer).where(Filer.party_id == filer.party_id, Filer.id != filer.id)
    return work.session.scalars(others.order_by(Filer.id)).all()


def _with_filers() -> Select[tuple[Flag, Filer]]:
    return select(Flag, Filer).join(Filer, Filer.id == Flag.filer_id)


def with_evidence(session: Session, rows: Sequence[tuple[Flag, Filer]]) -> list[FlagOfFiler]:
    """Return flags with the signals of the scan that last changed each."""
    runs = {flag.id: flag.scan_run_id for flag, _ in rows}
    by_flag: dict[int, list[Signal]] = {flag_id: [] for flag_id in runs}
    signals = session.scalars(
        select(Signal).where(Signal.flag_id.in_(runs)).order_by(Signal.log_odds.desc(), Signal.id)
    )
    for signal in signals:
        if runs[signal.flag_id] == signal.scan_run_id:
            by_flag[signal.flag_id].append(signal)
    rests_on = _complaints_of(session, [s.id for signals in by_flag.values() for s in signals])
    return [
        FlagOfFiler(
            flag,
            filer,
            tuple(Evidence(s, tuple(rests_on.get(s.id, ()))) for s in by_flag[flag.id]),
        )
        for flag, filer in rows
    ]


def _complaints_of(session: Session, signal_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    rows = session.execute(
        select(SignalComplaint.signal_id, Complaint.id, Complaint.reference)
        .join(Complaint, Complaint.id == SignalComplaint.complaint_id)
        .where(SignalComplaint.signal_id.in_(signal_ids))
        .order_by(SignalComplaint.signal_id, SignalComplaint.rank)
    )
    by_signal: dict[int, list[tuple[int, str]]] = {}
    for signal_id, complaint_id, reference in rows:
        by_signal.setdefault(signal_id, []).append((complaint_id, reference))
    return by_signal


def _require_staff(actor: Actor) -> None:
    if not actor.reads_as_staff:
        raise not_found(_("flag"))
