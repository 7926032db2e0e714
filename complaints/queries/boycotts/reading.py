"""Boycotts as their readers see them: staff all, a filer its own once it was warned."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from complaints.errors import not_found
from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Filer,
    RightsHolder,
)
from complaints.queries import readings
from complaints.queries.boycotts.binding import binds_at
from complaints.queries.boycotts.counting import Effect, count_effects
from complaints.queries.readings import Reading
from complaints.rules import actors
from complaints.rules.actors import Actor
from complaints.rules.boycotts import BOYCOTT, FourFactors, is_binding
from complaints.rules.machines import Parts, kept_apart
from complaints.rules.visibility import sight_of
from complaints.words import message as _
from complaints.work import Work


def require_visible(work: Work, boycott_id: int) -> None:
    """Refuses with: not-found, where the actor may not see this boycott (or there is none)."""
    # Only the id is read: a row read now could be stale once it is locked.
    seen = _visible(select(Boycott), work.actor).where(Boycott.id == boycott_id)
    if work.session.scalar(seen.with_only_columns(Boycott.id)) is None:
        raise not_found(_("boycott"))


def get(work: Work, boycott_id: int) -> Boycott:
    """Return one boycott. Refuses with: not-found, also for what the actor may not see."""
    row = work.session.scalar(_visible(select(Boycott), work.actor).where(Boycott.id == boycott_id))
    if row is None:
        raise not_found(_("boycott"))
    return row


def list_boycotts(
    work: Work,
    states: Sequence[str] | None = None,
    filer_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[Boycott]:
    """Return up to limit + 1 boycotts, the newest first: in the states named, or else in force.

    `before` is the id that the page before ended with.
    """
    statement = _visible(select(Boycott), work.actor)
    statement = statement.where(binds_at(work.now) if states is None else Boycott.state.in_(states))
    if filer_id is not None:
        statement = statement.where(Boycott.filer_id == filer_id)
    if before is not None:
        statement = statement.where(Boycott.id < before)
    return work.session.scalars(statement.order_by(Boycott.id.desc()).limit(limit + 1)).all()


def of_proposal(work: Work, proposal: str) -> Sequence[Boycott]:
    """Return the boycotts that one proposal made, by id."""
    statement = _visible(select(Boycott), work.actor).where(Boycott.proposal == proposal)
    return work.session.scalars(statement.order_by(Boycott.id)).all()


def parts(row: Boycott) -> Parts:
    """Return the persons who proposed and imposed a boycott, by their part in it."""
    return {"proposer": (row.proposed_by,), "imposer": (row.imposed_by,)}


def _visible(statement: Select[tuple[Boycott]], actor: Actor) -> Select[tuple[Boycott]]:
    """Keep a statement to what the actor may see: staff all boycotts; a filer its own, and a
    partner those of its filers, once they were warned."""
    sight = sight_of(actor)
    if sight.everything:
        return statement
    statement = statement.where(Boycott.warned_at.is_not(None))
    if sight.filer_id is not None:
        return statement.where(Boycott.filer_id == sight.filer_id)
    own = select(Filer.id).where(Filer.source == (sight.source or ""))
    return statement.where(Boycott.filer_id.in_(own))


def addressee_of(session: Session, boycott_id: int) -> Actor:
    """Return the filer that a boycott's signed link was written to, as an actor.

    Refuses with: not-found, also where no warning was sent: the link comes with the warning.
    """
    filer_id = session.scalar(
        select(Boycott.filer_id).where(Boycott.id == boycott_id, Boycott.warned_at.is_not(None))
    )
    if filer_id is None:
        raise not_found(_("page"))
    return actors.filer(filer_id)


def appeal_of(session: Session, boycott_id: int) -> Appeal | None:
    """Return the appeal against a boycott, if one was filed."""
    return session.scalar(select(Appeal).where(Appeal.boycott_id == boycott_id))


@dataclass(frozen=True, slots=True)
class BoycottDetail:
    """A boycott as a reader may see it: `staff` is the row for staff, None for other readers.

    `reading` is what the newest scan says, where it no longer supports the flag; for staff.
    """

    row: Boycott
    filer: Filer
    principal: RightsHolder | None
    appeal: Appeal | None
    kept: int
    effect: Effect
    binding: bool
    possible: tuple[str, ...]
    staff: Boycott | None
    reading: Reading | None

    @property
    def version(self) -> int:
        return self.row.version

    @property
    def factors(self) -> FourFactors:
        row = self.row
        return FourFactors(
            row.manifestly_unfounded,
            row.graded_otherwise,
            row.ungraded,
            row.gravity,
            row.intention,
        )


def detail(work: Work, boycott_id: int) -> BoycottDetail:
    """Return one boycott with all that belongs to it. Refuses with: not-found."""
    return details(work, [get(work, boycott_id)])[0]


def details(work: Work, rows: Sequence[Boycott]) -> list[BoycottDetail]:
    """Return boycotts, each with all that belongs to it. The caller has checked that the actor
    may see them."""
    ids = [row.id for row in rows]
    filers = _by_id(work.session, Filer, {row.filer_id for row in rows})
    holders = _by_id(work.session, RightsHolder, {row.rights_holder_id for row in rows} - {None})
    appeals = work.session.scalars(select(Appeal).where(Appeal.boycott_id.in_(ids)))
    appealed = {appeal.boycott_id: appeal for appeal in appeals}
    kept = (
        select(Complaint.boycott_id, func.count())
        .join(Claim, Claim.complaint_id == Complaint.id)
        .where(Complaint.boycott_id.in_(ids), Claim.state == "not_processed")
        .group_by(Complaint.boycott_id)
    )
    counts = dict(work.session.execute(kept).tuples().all())
    effects = count_effects(work.session, ids)
    read = readings.of_boycotts(work.session, rows) if work.actor.is_staff else {}
    return [
        BoycottDetail(
            row=row,
            filer=filers[row.filer_id],
            principal=holders.get(row.rights_holder_id),
            appeal=appealed.get(row.id),
            kept=counts.get(row.id, 0),
            effect=effects[row.id],
            binding=is_binding(row.state, row.starts_at, row.ends_at, work.now),
            possible=_possible(work.actor, row),
            staff=row if work.actor.is_staff else None,
            reading=read.get(row.id),
        )
        for row in rows
    ]


def _possible(actor: Actor, row: Boycott) -> tuple[str, ...]:
    """Return the events by which this person could move the boycott now."""
    steps = (step for step in BOYCOTT.steps_from(row.state) if actor.role in step.by)
    apart = (step for step in steps if actor.person_id not in kept_apart(step, parts(row)))
    return tuple(dict.fromkeys(step.event for step in apart))


def _by_id(session: Session, model: type[Any], ids: Collection[int | None]) -> dict[Any, Any]:
    return {row.id: row for row in session.scalars(select(model).where(model.id.in_(ids)))}
