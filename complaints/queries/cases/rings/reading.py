"""One ring as a case: its members as they are now, with their flags, evidence and boycotts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import Boycott, Filer, Flag, Ring, RingMember
from complaints.queries.cases import flags as flag_queries
from complaints.queries.cases.flags import FlagOfFiler
from complaints.queries.findings import readings, scans
from complaints.queries.findings.readings import Reading
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.boycotts import UNFINISHED as OPEN_CASES
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.rings import STEPS
from complaints.rules.kinds import Level
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Member:
    """An account of a ring: its newest flag with what it rests on, and its newest boycott.

    `of_party` is a boycott under way of another account of its party: it binds this one too.
    """

    filer: Filer
    flagged: FlagOfFiler | None
    boycott: Boycott | None
    of_party: Boycott | None
    reading: Reading | None

    @property
    def flag(self) -> Flag | None:
        return self.flagged.flag if self.flagged else None

    @property
    def stamp(self) -> str:
        """What changes with each change of the flag or of the boycott; it begins with the account's
        id and a colon."""
        flag, case = self.flag, self.boycott
        return (
            f"{self.filer.id}:{flag.id if flag else 0}.{flag.version if flag else 0}"
            f".{case.id if case else 0}.{case.version if case else 0}"
        )

    @property
    def possible(self) -> frozenset[str]:
        """The steps that the states allow, whoever takes them."""
        steps: set[str] = set()
        if self.flag is not None:
            steps |= {step.event for step in FLAG.steps_from(self.flag.state)}
            if self.flag.state == "confirmed":
                # For what its filer answered since alone: on its own page.
                steps.discard("dismiss")
            if self.flag.state == "confirmed" and not self._is_open:
                steps.add("propose")
        if self.boycott is not None:
            steps |= {step.event for step in BOYCOTT.steps_from(self.boycott.state)}
        return frozenset(steps & set(STEPS))

    @property
    def _is_open(self) -> bool:
        own = self.boycott is not None and self.boycott.state in OPEN_CASES
        return own or self.of_party is not None

    @property
    def record(self) -> Mapping[str, Any]:
        """What the scan counted of the account; empty where there is no flag."""
        return self.flag.explained.get("record") or {} if self.flag else {}

    @property
    def gravity(self) -> Mapping[str, Any]:
        """What its claims did to listings and stores, as the scan counted it."""
        factors = self.flag.explained.get("four_factors") or {} if self.flag else {}
        gravity: Mapping[str, Any] = factors.get("gravity", {})
        return gravity


@dataclass(frozen=True, slots=True)
class RingCase:
    """A ring with its members, the strongest first, and the accounts that were in it before."""

    ring: Ring
    members: tuple[Member, ...]
    former: tuple[tuple[Filer, RingMember], ...]

    @property
    def filers(self) -> list[int]:
        return [member.filer.id for member in self.members]


def get_ring(work: UnitOfWork, ring_id: int) -> RingCase:
    """Return one ring. Refuses with: not-found."""
    if not work.actor.reads_as_staff:
        raise not_found(_("ring"))
    ring = work.session.get(Ring, ring_id)
    if ring is None:
        raise not_found(_("ring"))
    rows = work.session.execute(
        select(Filer, RingMember)
        .join(RingMember, RingMember.filer_id == Filer.id)
        .where(RingMember.ring_id == ring_id)
        .order_by(RingMember.id)
    ).tuples()
    times = rows.all()
    filers = [filer for filer, time in times if time.left_at is None]
    here = {filer.id for filer in filers}
    former = {filer.id: (filer, time) for filer, time in times if filer.id not in here}
    return RingCase(ring, tuple(_members(work, filers)), tuple(former.values()))


def _members(work: UnitOfWork, filers: Collection[Filer]) -> list[Member]:
    ids = [filer.id for filer in filers]
    latest = scans.latest_flags(work.session, ids)
    whole = flag_queries.with_evidence(
        work.session, [(latest[each.id], each) for each in filers if each.id in latest]
    )
    flagged = {each.filer.id: each for each in whole}
    cases = _newest_boycotts(work.session, ids)
    of_parties = _of_parties(work.session, ids)
    read = readings.of_flags(work.session, [each.flag.id for each in whole])
    members = [
        Member(
            filer,
            flagged.get(filer.id),
            cases.get(filer.id),
            of_parties.get(filer.id),
            read.get(flagged[filer.id].flag.id) if filer.id in flagged else None,
        )
        for filer in filers
    ]
    return sorted(members, key=_strength)


def _strength(member: Member) -> tuple[int, int, float, int]:
    flag = member.flag
    if flag is None:
        return 1, 0, 0.0, member.filer.id
    weight = flag_queries.stake_of(flag, "own").get("weight", 0)
    return -Level(flag.level).rank, -weight, -flag.score, member.filer.id


def _newest_boycotts(session: Session, filer_ids: Collection[int]) -> dict[int, Boycott]:
    newest = (
        select(func.max(Boycott.id))
        .where(Boycott.filer_id.in_(filer_ids), Boycott.rights_holder_id.is_(None))
        .group_by(Boycott.filer_id)
    )
    rows = session.scalars(select(Boycott).where(Boycott.id.in_(newest)))
    return {row.filer_id: row for row in rows}


def _of_parties(session: Session, filer_ids: Collection[int]) -> dict[int, Boycott]:
    """Return by account a boycott under way of another account of its party."""
    other = aliased(Filer)
    rows = session.execute(
        select(Filer.id, Boycott)
        .join(other, and_(other.party_id == Filer.party_id, other.id != Filer.id))
        .join(Boycott, Boycott.filer_id == other.id)
        .where(
            Filer.id.in_(filer_ids),
            Boycott.rights_holder_id.is_(None),
            Boycott.state.in_(OPEN_CASES),
        )
        .order_by(Boycott.id.desc())
    ).tuples()
    return dict(rows.all())
