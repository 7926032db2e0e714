"""Counts for the steps of the ladder: graded claims, complaints since a warning, kept claims.

The record is the party's: what any of its accounts filed counts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.models import (
    Boycott,
    Claim,
    Complaint,
    Event,
    EventClaim,
    RightsHolder,
)
from complaints.queries.cases import parties
from complaints.queries.cases.boycotts.binding import stopped
from complaints.rules.cases.boycotts import BoycottPolicy, FourFactors
from complaints.rules.kinds import EventBy, EventKind, Merit


def filed_for(rights_holder_id: int) -> ColumnElement[bool]:
    """Return the condition for complaints for this principal, whichever account's row names it."""
    return Complaint.rights_holder_id.in_(same_principal(rights_holder_id))


def same_principal(rights_holder_id: int) -> Select[tuple[int]]:
    """Return the statement for all rows of a principal: each account names it in one of its own,
    and in its own spelling."""
    one = aliased(RightsHolder)
    name = select(one.folded_name).where(one.id == rights_holder_id).scalar_subquery()
    return select(RightsHolder.id).where(RightsHolder.folded_name == name)


def claims_within(
    filer_id: int, rights_holder_id: int | None, *, since: datetime, until: datetime
) -> Select[tuple[int]]:
    """Return the statement for the ids of the claims that a case counts: those that the filer's
    party filed after `since` and up to `until`, for the principal where there is one."""
    within = (
        select(Claim.id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(
            Complaint.filer_id.in_(parties.accounts_of(filer_id)),
            Complaint.filed_at > since,
            Complaint.filed_at <= until,
        )
    )
    return within if rights_holder_id is None else within.where(filed_for(rights_holder_id))


def claims_of(row: Boycott) -> Select[tuple[int]]:
    """Return the statement for the ids of all claims of a case's window."""
    return claims_within(
        row.filer_id, row.rights_holder_id, since=row.window_from, until=row.window_to
    )


def manifest_of(row: Boycott) -> Select[tuple[int]]:
    """Return the statement for those graded manifestly unfounded."""
    return claims_of(row).where(graded_manifest())


def graded_manifest() -> ColumnElement[bool]:
    """Return the condition for claims that a person graded manifestly unfounded."""
    return (Claim.merit == Merit.MANIFESTLY_UNFOUNDED) & graded_by_person()


def graded_by_person() -> ColumnElement[bool]:
    """Return the condition for claims that a person graded. A grade that a platform's rule gave is
    none until a person grades the claim after it."""
    newest_by = (
        select(Event.by)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .where(EventClaim.claim_id == Claim.id, Event.merit.is_not(None))
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(1)
        .correlate(Claim)
        .scalar_subquery()
    )
    # A history can tell a grade without saying who gave it.
    return Claim.merit.is_not(None) & (func.coalesce(newest_by, "") != EventBy.RULE)


def count_factors(
    session: Session,
    filer_id: int,
    rights_holder_id: int | None,
    *,
    since: datetime,
    until: datetime,
) -> dict[str, int]:
    """Return the claims that the filer's party filed after `since` and up to `until`, by how a
    person graded them.

    Keys: manifestly_unfounded, graded_otherwise, ungraded. Nothing is inferred from an outcome, and
    what a platform's rule alone graded counts as ungraded, whatever its grade.
    """
    within = claims_within(filer_id, rights_holder_id, since=since, until=until)
    counts = within.with_only_columns(
        func.count(),
        func.count().filter(graded_by_person()),
        func.count().filter(graded_manifest()),
    )
    whole, graded, manifest = session.execute(counts).tuples().one()
    return {
        "manifestly_unfounded": manifest,
        "graded_otherwise": graded - manifest,
        "ungraded": whole - graded,
    }


def counted_now(
    session: Session, filer_id: int, policy: BoycottPolicy, now: datetime
) -> FourFactors:
    """Return number and share of a party's claims of the policy's window, as graded now."""
    since = now - timedelta(days=policy.window)
    counts = count_factors(session, filer_id, None, since=since, until=now)
    return FourFactors(
        counts["manifestly_unfounded"], counts["graded_otherwise"], counts["ungraded"]
    )


def count_manifest(session: Session, boycott: Boycott, policy: BoycottPolicy, now: datetime) -> int:
    """Return how many claims within the boycott's scope are graded manifestly unfounded now."""
    since = now - timedelta(days=policy.window)
    counts = count_factors(
        session, boycott.filer_id, boycott.rights_holder_id, since=since, until=now
    )
    return counts["manifestly_unfounded"]


def count_filed_since(session: Session, boycott: Boycott) -> int:
    """Return how many complaints within the boycott's scope were filed after its warning."""
    if boycott.delivered_at is None:
        return 0
    filed = (
        select(func.count())
        .select_from(Complaint)
        .where(
            Complaint.filer_id.in_(parties.accounts_of(boycott.filer_id)),
            Complaint.filed_at > boycott.delivered_at,
        )
    )
    if boycott.rights_holder_id is not None:
        filed = filed.where(filed_for(boycott.rights_holder_id))
    return session.scalar(filed) or 0


def count_kept(session: Session, boycott_id: int) -> int:
    """Return how many claims are kept as not processed because of this boycott."""
    kept = (
        select(func.count())
        .select_from(Claim)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(Complaint.boycott_id == boycott_id, Claim.state == "not_processed")
    )
    return session.scalar(kept) or 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What boycotts kept from being processed, over their whole terms: complaints, the claims in
    them, those of these that were taken up later after all, and the listings and stores that they
    were against.

    `spared` counts the listings that stayed up by it: their claims were not taken up, nor did the
    listing go down. A complaint, a listing, a store counts once, however often it was named.
    """

    complaints: int
    claims: int
    taken_up: int
    listings: int
    stores: int
    spared: int


_UNPROCESSED = Claim.state.in_(("not_processed", "closed"))
_EFFECT = (
    func.count(Claim.complaint_id.distinct()),
    func.count(Claim.id),
    func.count(Claim.id).filter(~_UNPROCESSED),
    func.count(Claim.listing_id.distinct()),
    func.count(Claim.store_id.distinct()),
    func.count(Claim.listing_id.distinct()).filter(_UNPROCESSED, Claim.listing_down.is_(False)),
)


def _kept_by(*columns: Any) -> Select[Any]:
    """Return the statement for boycotts with the claims that they stopped.

    Outer joins keep SQLite to their order: few complaints have a boycott, and from the claims on it
    would walk them all.
    """
    return (
        select(*columns)
        .select_from(Boycott)
        .outerjoin(Complaint, Complaint.boycott_id == Boycott.id)
        .outerjoin(Claim, and_(Claim.complaint_id == Complaint.id, stopped()))
    )


def count_effects(session: Session, boycott_ids: Collection[int]) -> dict[int, Effect]:
    """Return the effect of each boycott."""
    chosen = _kept_by(Boycott.id, *_EFFECT).where(Boycott.id.in_(boycott_ids))
    rows = session.execute(chosen.group_by(Boycott.id)).tuples()
    effects = {each: Effect(*counts) for each, *counts in rows}
    return {each: effects.get(each, Effect(0, 0, 0, 0, 0, 0)) for each in boycott_ids}


def count_whole_effect(session: Session) -> Effect:
    """Return the effect of all boycotts together."""
    return Effect(*session.execute(_kept_by(*_EFFECT)).tuples().one())


def newest_fact_since_warning(session: Session, boycott: Boycott) -> datetime | None:
    """Return when the newest complaint after the warning was filed that went against the filer.

    A claim went against the filer when it was rejected, reinstated, graded unfounded, or withdrawn
    after the seller had answered it. Complaints filed before the warning do not count.
    """
    newest = _lost_since(boycott).with_only_columns(func.max(Complaint.filed_at))
    return session.scalar(newest)


def count_lost_since(session: Session, boycott: Boycott) -> int:
    """Return how many claims filed after the warning went against the filer."""
    return session.scalar(_lost_since(boycott).with_only_columns(func.count())) or 0


def _lost_since(boycott: Boycott) -> Select[tuple[int]]:
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
    lost = (
        select(Claim.id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(
            Complaint.filer_id.in_(parties.accounts_of(boycott.filer_id)),
            Complaint.filed_at > boycott.delivered_at,
            against,
        )
    )
    if boycott.rights_holder_id is not None:
        lost = lost.where(filed_for(boycott.rights_holder_id))
    return lost


def has_filed_for(session: Session, filer_id: int, rights_holder_id: int) -> bool:
    """Say whether the filer's party filed a complaint for this principal."""
    filed = select(Complaint.id).where(
        Complaint.filer_id.in_(parties.accounts_of(filer_id)),
        filed_for(rights_holder_id),
    )
    return session.scalar(filed.limit(1)) is not None
