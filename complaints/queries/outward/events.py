"""The events that leave the house: what an actor may read of them, asked as it reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Boycott, Claim, Letter, OutwardEvent
from complaints.queries.cases.boycotts.platforms import concerns_platform
from complaints.queries.logins import filers
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import Actor, Scope
from complaints.rules.outward.events import Reader, address_of, names_for
from complaints.words import message as _
from complaints.work import UnitOfWork


def has_unnumbered(session: Session) -> bool:
    """Say whether there is an event that has no place yet: committed on PostgreSQL just now."""
    waiting = select(OutwardEvent.id).where(OutwardEvent.position.is_(None)).limit(1)
    return session.scalar(waiting) is not None


def newest_place(session: Session) -> int:
    """Return the place of the newest event, 0 where there is none."""
    return session.scalar(select(func.max(OutwardEvent.position))) or 0


def oldest_place(session: Session) -> int:
    """Return the place of the oldest event that is kept, 1 where there is none."""
    return session.scalar(select(func.min(OutwardEvent.position))) or 1


def as_told(row: OutwardEvent) -> dict[str, Any]:
    """Return an event as it is told outside."""
    return {
        "id": f"evt_{row.uid}",
        "type": row.type,
        "at": row.at,
        "object": {
            "kind": row.subject,
            "id": row.subject_id,
            "version": row.version,
            "url": address_of(row.subject, row.subject_id),
        },
        "complaint_id": row.complaint_id,
        "claim_id": row.claim_id,
    }


def find_events(
    work: UnitOfWork,
    *,
    after: int,
    until: int,
    types: Collection[str] = (),
    filer_id: int | None = None,
    limit: int,
) -> Sequence[OutwardEvent]:
    """Return up to `limit` events that the actor may read, of places above `after` up to `until`,
    in order. `types` and `filer_id` keep to those, where they are given.

    Refuses with: events-gone, where events after `after` are kept no more, or there is no such
    place: the database was put back from a backup.
    """
    _require_kept(work.session, after)
    statement = select(OutwardEvent).where(
        OutwardEvent.position > after, OutwardEvent.position <= until, events_in_sight(work.actor)
    )
    if types:
        statement = statement.where(OutwardEvent.type.in_(types))
    if filer_id is not None:
        statement = statement.where(OutwardEvent.filer_id == filer_id)
    return work.session.scalars(statement.order_by(OutwardEvent.position).limit(limit)).all()


def events_in_sight(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for events that the actor may read."""
    if actor.reads_as_staff:
        return true()
    seen: list[ColumnElement[bool]] = [OutwardEvent.type.in_(names_for(Reader.ALL))]
    if Scope.READ in actor.scopes:
        of_filers = OutwardEvent.type.in_(names_for(Reader.FILER))
        seen.append(and_(of_filers, filers.filers_in_sight(actor, OutwardEvent.filer_id)))
    beside = actor.partner_id
    if beside is not None and (actor.scopes & marketplaces.READING or _delivers(actor)):
        seen.append(_on_the_platform(actor, beside))
    return or_(*seen)


def _on_the_platform(actor: Actor, partner_id: int) -> ColumnElement[bool]:
    """Return the condition for events of the sellers' side, on the marketplaces that it runs."""
    is_letter = OutwardEvent.subject == "letter"
    letter = exists().where(
        Letter.id == OutwardEvent.subject_id, marketplaces.sees_letter(partner_id)
    )
    claim = or_(
        OutwardEvent.claim_id.is_(None),
        exists().where(Claim.id == OutwardEvent.claim_id, marketplaces.sees_claim(partner_id)),
    )
    of_boycott = (
        OutwardEvent.subject == "boycott",
        exists().where(Boycott.id == OutwardEvent.subject_id, concerns_platform(partner_id)),
    )
    reads, delivers = bool(actor.scopes & marketplaces.READING), _delivers(actor)
    here = OutwardEvent.marketplace_id.in_(marketplaces.run_by(partner_id))
    return and_(
        OutwardEvent.type.in_(names_for(Reader.PLATFORM)),
        or_(
            and_(here, ~is_letter, claim) if reads else false(),
            and_(here, is_letter, letter) if delivers else false(),
            and_(*of_boycott),
        ),
    )


def _delivers(actor: Actor) -> bool:
    return Scope.DELIVER in actor.scopes


def _require_kept(session: Session, after: int) -> None:
    oldest, newest = session.execute(
        select(func.min(OutwardEvent.position), func.max(OutwardEvent.position))
    ).one()
    if after and (after < (oldest or 1) - 1 or after > (newest or 0)):
        raise Refusal(
            "events-gone",
            _("The events after this cursor are no longer kept here."),
        )
