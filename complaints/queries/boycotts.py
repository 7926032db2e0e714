"""Which boycotts there are, who may read them, and which one stops a complaint.

The answer to "is it binding?" compares the clock with the term: no job has to have run.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from complaints.errors import not_found
from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Event,
    EventClaim,
    Filer,
    Flag,
    RightsHolder,
)
from complaints.rules import actors
from complaints.rules.actors import Actor
from complaints.rules.boycotts import BINDING, BOYCOTT, UNFINISHED, FourFactors, is_binding
from complaints.rules.kinds import EventKind, Merit
from complaints.rules.visibility import sight_of


def binding(
    session: Session, filer_id: int, rights_holder_id: int | None, now: datetime
) -> Boycott | None:
    """Return the boycott that stops a complaint of this filer for this principal, if any.

    A boycott of the filer as a whole binds every complaint; one for a principal only those that
    are filed for it. Of several, the whole one counts, then the one that lasts longest.
    """
    scope: ColumnElement[bool] = Boycott.rights_holder_id.is_(None)
    if rights_holder_id is not None:
        scope = or_(scope, Boycott.rights_holder_id == rights_holder_id)
    found = (
        select(Boycott)
        .where(Boycott.filer_id == filer_id, _binds_at(now), scope)
        .order_by(Boycott.rights_holder_id.is_not(None), Boycott.ends_at.desc())
        .limit(1)
    )
    return session.scalar(found)


def in_force(session: Session, now: datetime) -> Sequence[Boycott]:
    """Return all boycotts that bind at `now`, the one that ends first first."""
    order = (Boycott.ends_at, Boycott.id)
    return session.scalars(select(Boycott).where(_binds_at(now)).order_by(*order)).all()


def _binds_at(now: datetime) -> ColumnElement[bool]:
    return and_(Boycott.state.in_(BINDING), Boycott.starts_at <= now, Boycott.ends_at > now)


def get(session: Session, actor: Actor, boycott_id: int) -> Boycott:
    """Return one boycott. Refuses with: not-found, also for what the actor may not see."""
    found = session.scalar(_visible(select(Boycott), actor).where(Boycott.id == boycott_id))
    if found is None:
        raise not_found("boycott")
    return found


def list_boycotts(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    states: Sequence[str] | None = None,
    filer_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[Boycott]:
    """Return up to limit + 1 boycotts, the newest first: in the states named, or else in force.

    `before` is the id that the page before ended with.
    """
    found = _visible(select(Boycott), actor)
    found = found.where(_binds_at(now) if states is None else Boycott.state.in_(states))
    if filer_id is not None:
        found = found.where(Boycott.filer_id == filer_id)
    if before is not None:
        found = found.where(Boycott.id < before)
    return session.scalars(found.order_by(Boycott.id.desc()).limit(limit + 1)).all()


def _visible(found: Select[tuple[Boycott]], actor: Actor) -> Select[tuple[Boycott]]:
    """Staff see all; a filer its own, and a partner those of its filers, once they were warned."""
    sight = sight_of(actor)
    if sight.everything:
        return found
    found = found.where(Boycott.warned_at.is_not(None))
    if sight.filer_id is not None:
        return found.where(Boycott.filer_id == sight.filer_id)
    own = select(Filer.id).where(Filer.source == (sight.source or ""))
    return found.where(Boycott.filer_id.in_(own))


def appeal_of(session: Session, boycott_id: int) -> Appeal | None:
    """Return the appeal against a boycott, if one was filed."""
    return session.scalar(select(Appeal).where(Appeal.boycott_id == boycott_id))


def count_kept(session: Session, boycott_id: int) -> int:
    """Return how many claims are kept as not processed because of this boycott."""
    kept = (
        select(func.count())
        .select_from(Claim)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(Complaint.boycott_id == boycott_id, Claim.state == "not_processed")
    )
    return session.scalar(kept) or 0


def count_filed_since(session: Session, boycott: Boycott) -> int:
    """Return how many complaints within the boycott's scope were filed after its warning."""
    if boycott.warned_at is None:
        return 0
    filed = (
        select(func.count())
        .select_from(Complaint)
        .where(Complaint.filer_id == boycott.filer_id, Complaint.filed_at > boycott.warned_at)
    )
    if boycott.rights_holder_id is not None:
        filed = filed.where(Complaint.rights_holder_id == boycott.rights_holder_id)
    return session.scalar(filed) or 0


def of_flag(session: Session, flag: Flag) -> Sequence[Boycott]:
    """Return the boycotts that were proposed from a flag, the oldest first."""
    found = select(Boycott).where(Boycott.flag_id == flag.id).order_by(Boycott.id)
    return session.scalars(found).all()


def count_factors(
    session: Session,
    filer_id: int,
    rights_holder_id: int | None,
    *,
    since: datetime,
    until: datetime,
) -> dict[str, int]:
    """Return the claims filed after `since` and up to `until`, by how a person graded them.

    Keys: manifestly_unfounded, graded_otherwise, ungraded. Nothing is inferred from an outcome.
    """
    graded = (
        select(Claim.merit, func.count())
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(
            Complaint.filer_id == filer_id, Complaint.filed_at > since, Complaint.filed_at <= until
        )
        .group_by(Claim.merit)
    )
    if rights_holder_id is not None:
        graded = graded.where(Complaint.rights_holder_id == rights_holder_id)
    counts = dict(session.execute(graded).tuples().all())
    manifest = counts.pop(Merit.MANIFESTLY_UNFOUNDED, 0)
    ungraded = counts.pop(None, 0)
    return {
        "manifestly_unfounded": manifest,
        "graded_otherwise": sum(counts.values()),
        "ungraded": ungraded,
    }


def newest_fact_since_warning(session: Session, boycott: Boycott) -> datetime | None:
    """Return when the newest complaint was filed that went against the filer after the warning.

    A claim went against the filer when it was rejected, reinstated, graded unfounded, or withdrawn
    after the seller had answered it. Complaints filed before the warning do not count.
    """
    answered = (
        select(EventClaim.claim_id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(EventClaim.claim_id == Claim.id, Event.kind == EventKind.COUNTER_NOTICE)
    )
    against = or_(
        Claim.state.in_(("rejected", "reinstated")),
        Claim.merit.in_((Merit.UNFOUNDED, Merit.MANIFESTLY_UNFOUNDED)),
        and_(Claim.state == "withdrawn", answered.exists()),
    )
    newest = (
        select(func.max(Complaint.filed_at))
        .join(Claim, Claim.complaint_id == Complaint.id)
        .where(
            Complaint.filer_id == boycott.filer_id, Complaint.filed_at > boycott.warned_at, against
        )
    )
    if boycott.rights_holder_id is not None:
        newest = newest.where(Complaint.rights_holder_id == boycott.rights_holder_id)
    return session.scalar(newest)


def unfinished(session: Session, filer_id: int, rights_holder_id: int | None) -> Boycott | None:
    """Return the boycott of exactly this scope that is under way or in force."""
    same: ColumnElement[bool] = Boycott.rights_holder_id.is_(None)
    if rights_holder_id is not None:
        same = Boycott.rights_holder_id == rights_holder_id
    found = select(Boycott).where(Boycott.filer_id == filer_id, Boycott.state.in_(UNFINISHED), same)
    return session.scalar(found)


def has_filed_for(session: Session, filer_id: int, rights_holder_id: int) -> bool:
    """Say whether the filer filed a complaint for this principal."""
    filed = select(Complaint.id).where(
        Complaint.filer_id == filer_id, Complaint.rights_holder_id == rights_holder_id
    )
    return session.scalar(filed.limit(1)) is not None


def due_to_lapse(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return ids of warnings whose time to answer is over."""
    due = select(Boycott.id).where(Boycott.state == "warned", Boycott.answer_due <= now)
    return session.scalars(due.order_by(Boycott.id).limit(limit)).all()


def due_to_expire(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return ids of boycotts whose term is over."""
    due = select(Boycott.id).where(Boycott.state.in_(BINDING), Boycott.ends_at <= now)
    return session.scalars(due.order_by(Boycott.id).limit(limit)).all()


def perhaps_heeded(session: Session, warned_before: datetime) -> Sequence[int]:
    """Return ids of warnings old enough to have been heeded."""
    waiting = ("answered", "unanswered")
    old = select(Boycott.id).where(Boycott.state.in_(waiting), Boycott.warned_at <= warned_before)
    return session.scalars(old.order_by(Boycott.id)).all()


def kept_claims(session: Session, boycott_id: int) -> Sequence[Claim]:
    """Return the claims kept as not processed because of this boycott, the oldest first."""
    kept = (
        select(Claim)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(Complaint.boycott_id == boycott_id, Claim.state == "not_processed")
        .order_by(Complaint.filed_at, Claim.id)
        .with_for_update(of=Claim)
    )
    return session.scalars(kept).all()


@dataclass(frozen=True, slots=True)
class WholeBoycott:
    """A boycott as a reader may see it: `staff` is None for whoever is no staff."""

    row: Boycott
    filer: Filer
    principal: RightsHolder | None
    appeal: Appeal | None
    kept: int
    binding: bool
    possible: tuple[str, ...]
    staff: Boycott | None

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


def whole(session: Session, actor: Actor, boycott_id: int, now: datetime) -> WholeBoycott:
    """Return one boycott with all that belongs to it. Refuses with: not-found."""
    return wholes(session, actor, [get(session, actor, boycott_id)], now)[0]


def wholes(
    session: Session, actor: Actor, rows: Sequence[Boycott], now: datetime
) -> list[WholeBoycott]:
    """Return boycotts that the actor was found to see, each with all that belongs to it."""
    ids = [row.id for row in rows]
    filers = _by_id(session, Filer, {row.filer_id for row in rows})
    holders = _by_id(session, RightsHolder, {row.rights_holder_id for row in rows} - {None})
    appeals = session.scalars(select(Appeal).where(Appeal.boycott_id.in_(ids)))
    appealed = {appeal.boycott_id: appeal for appeal in appeals}
    kept = (
        select(Complaint.boycott_id, func.count())
        .join(Claim, Claim.complaint_id == Complaint.id)
        .where(Complaint.boycott_id.in_(ids), Claim.state == "not_processed")
        .group_by(Complaint.boycott_id)
    )
    counts = dict(session.execute(kept).tuples().all())
    return [
        WholeBoycott(
            row=row,
            filer=filers[row.filer_id],
            principal=holders.get(row.rights_holder_id),
            appeal=appealed.get(row.id),
            kept=counts.get(row.id, 0),
            binding=is_binding(row.state, row.starts_at, row.ends_at, now),
            possible=tuple(
                dict.fromkeys(s.event for s in BOYCOTT.steps_from(row.state) if actor.role in s.by)
            ),
            staff=row if actor.is_staff else None,
        )
        for row in rows
    ]


def _by_id(session: Session, model: type[Any], ids: Collection[int | None]) -> dict[Any, Any]:
    return {row.id: row for row in session.scalars(select(model).where(model.id.in_(ids)))}


def addressee_of(session: Session, boycott_id: int) -> Actor:
    """Return the filer that a signed link was written to. Refuses with: not-found.

    A link is only written with a warning, so a boycott that was never warned has none.
    """
    filer_id = session.scalar(
        select(Boycott.filer_id).where(Boycott.id == boycott_id, Boycott.warned_at.is_not(None))
    )
    if filer_id is None:
        raise not_found("page")
    return actors.filer(filer_id)
