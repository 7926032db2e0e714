"""What a warning names and what came after it: claims by a person's grade, accounts of one hand.

The record is the party's, whichever of its accounts filed, and whoever holds the right today.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Boycott,
    BoycottClaim,
    Claim,
    Complaint,
    ComplaintDocument,
    Event,
    EventClaim,
    Flag,
    Right,
    RingMember,
)
from complaints.queries.cases import parties
from complaints.queries.cases.boycotts.counting import claims_within, filed_for, graded_manifest
from complaints.rules.cases.boycotts import WARNED, BoycottPolicy
from complaints.rules.cases.conduct import ConductSince, NamedFor
from complaints.rules.cases.grounds import Ground
from complaints.rules.decisions.reasons import FORGED
from complaints.rules.kinds import EventBy, Merit


def counted_from(row: Boycott) -> datetime | None:
    """Return the moment after which what is filed counts as conduct after the warning."""
    return row.delivered_at


def claims_on_ground(row: Boycott, *, since: datetime, until: datetime) -> Select[tuple[int]]:
    """Return the statement for the ids of the claims that count for a case: filed after `since` and
    up to `until`, and graded manifestly unfounded by a person, or, where the case is about forged
    papers, decided for such a one."""
    counts = graded_manifest()
    if row.ground == Ground.FORGED_PAPER:
        counts = or_(counts, decided_as_forged())
    return claims_within(row.filer_id, row.rights_holder_id, since=since, until=until).where(counts)


def decided_as_forged() -> ColumnElement[bool]:
    """Return the condition for claims that a person decided because a document is forged."""
    decided = (
        select(EventClaim.claim_id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(
            EventClaim.claim_id == Claim.id,
            EventClaim.applied,
            Event.code == FORGED,
            Event.by != EventBy.RULE,
            Claim.state.in_(("rejected", "reinstated")),
        )
        .correlate(Claim)
    )
    return decided.exists()


def conduct_after_warning(session: Session, row: Boycott, now: datetime) -> ConductSince:
    """Return what the party did after the warning was delivered that counts against it, as graded
    now. Under whichever law a claim was filed: a notice that a person graded manifestly unfounded
    is one, whatever becomes of the next (docs/adr/0063-warned-for-something.md)."""
    since = counted_from(row)
    if since is None:
        return ConductSince()
    claims = claims_on_ground(row, since=since, until=now).with_only_columns(func.count())
    accounts = 0
    if row.ground == Ground.ONE_HAND:
        accounts = max(0, len(_accounts_filing(session, row, since, now)) - 1)
    return ConductSince(session.scalar(claims) or 0, accounts)


def count_to_warn(session: Session, row: Boycott, policy: BoycottPolicy, now: datetime) -> int:
    """Return how many claims of the window a warning would name now."""
    since = now - timedelta(days=policy.window)
    within = claims_on_ground(row, since=since, until=now)
    return session.scalar(within.with_only_columns(func.count())) or 0


def hand_of(session: Session, row: Boycott) -> list[int]:
    """Return the ids of the accounts that are known to have one hand behind them: those of the
    filer's party, and those of the ring of its flag whose own flag a person confirmed."""
    flag = session.get_one(Flag, row.flag_id)
    theirs = select(RingMember.ring_id).where(
        RingMember.filer_id == row.filer_id, RingMember.left_at.is_(None)
    )
    of_ring = select(RingMember.filer_id).where(
        RingMember.ring_id.in_(theirs), RingMember.left_at.is_(None)
    )
    confirmed = select(Flag.filer_id).where(
        or_(Flag.filer_id.in_(flag.ring_filers), Flag.filer_id.in_(of_ring)),
        Flag.state == "confirmed",
    )
    return sorted({*parties.accounts(session, row.filer_id), *session.scalars(confirmed)})


def _accounts_filing(session: Session, row: Boycott, since: datetime, until: datetime) -> set[int]:
    """Return the accounts of the hand that filed a complaint after `since` and up to `until`."""
    filed = select(Complaint.filer_id).where(
        Complaint.filer_id.in_(hand_of(session, row)),
        Complaint.filed_at > since,
        Complaint.filed_at <= until,
    )
    if row.rights_holder_id is not None:
        filed = filed.where(filed_for(row.rights_holder_id))
    return set(session.scalars(filed.distinct()))


def is_ground_shown(session: Session, row: Boycott, policy: BoycottPolicy, now: datetime) -> bool:
    """Say whether the record shows the ground that a case names, if it is another than manifestly
    unfounded complaints: a second account of the hand; a document of the party's that staff named,
    or a claim of the window that a person decided for a forged one."""
    if row.ground == Ground.ONE_HAND:
        return len(hand_of(session, row)) > 1
    if row.ground == Ground.FORGED_PAPER:
        since = now - timedelta(days=policy.window)
        within = claims_within(row.filer_id, row.rights_holder_id, since=since, until=now)
        forged = within.where(decided_as_forged()).limit(1)
        return row.document_id is not None or session.scalar(forged) is not None
    return True


def has_sent_document(session: Session, filer_id: int, document_id: int) -> bool:
    """Say whether the filer's party filed a complaint with this document."""
    sent = (
        select(ComplaintDocument.document_id)
        .join(Complaint, Complaint.id == ComplaintDocument.complaint_id)
        .where(
            ComplaintDocument.document_id == document_id,
            Complaint.filer_id.in_(parties.accounts_of(filer_id)),
        )
    )
    return session.scalar(sent.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class NamedClaim:
    """A claim that a letter of a case names: the listing, the right, when it was filed, and how it
    is graded now."""

    claim: Claim
    complaint: Complaint
    right: Right
    # Whether it is still as it was when it was named: manifestly unfounded, or a forged document.
    stands: bool


def named_claims(
    session: Session,
    boycott_id: int,
    named_for: NamedFor,
    *,
    after: int | None = None,
    limit: int | None = None,
    in_sight: ColumnElement[bool] | None = None,
) -> Sequence[NamedClaim]:
    """Return the claims that a letter of a case named, by id: all, or up to `limit` of those after
    an id; only those that `in_sight` lets through."""
    named = _with_rights().where(
        Claim.id.in_(
            select(BoycottClaim.claim_id).where(
                BoycottClaim.boycott_id == boycott_id, BoycottClaim.named_for == named_for
            )
        )
    )
    if after is not None:
        named = named.where(Claim.id > after)
    if in_sight is not None:
        named = named.where(in_sight)
    rows = session.execute(named.order_by(Claim.id).limit(limit)).tuples()
    return [NamedClaim(*row) for row in rows]


def claims_to_name(
    session: Session, row: Boycott, *, since: datetime, until: datetime
) -> Sequence[NamedClaim]:
    """Return the claims that a letter of this case would name, by id."""
    ids = claims_on_ground(row, since=since, until=until)
    rows = session.execute(_with_rights().where(Claim.id.in_(ids)).order_by(Claim.id)).tuples()
    return [NamedClaim(*each) for each in rows]


def _with_rights() -> Select[tuple[Claim, Complaint, Right, bool]]:
    return (
        select(Claim, Complaint, Right, _still_stands())
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Right, Right.id == Complaint.right_id)
    )


def count_named(session: Session, boycott_id: int, named_for: NamedFor) -> int:
    """Return how many claims a letter of a case named."""
    named = select(func.count()).where(
        BoycottClaim.boycott_id == boycott_id, BoycottClaim.named_for == named_for
    )
    return session.scalar(named) or 0


def count_regraded(session: Session, boycott_ids: Collection[int]) -> dict[int, int]:
    """Return by boycott how many of the claims that its warning named are graded otherwise now."""
    changed = (
        select(BoycottClaim.boycott_id, func.count())
        .join(Claim, Claim.id == BoycottClaim.claim_id)
        .where(
            BoycottClaim.boycott_id.in_(boycott_ids),
            BoycottClaim.named_for == NamedFor.WARNING,
            ~_still_stands(),
        )
        .group_by(BoycottClaim.boycott_id)
    )
    counts = dict(session.execute(changed).tuples().all())
    return {each: counts.get(each, 0) for each in boycott_ids}


def _still_stands() -> ColumnElement[bool]:
    """Return the condition for a claim that is still as it was when it was named."""
    return or_(func.coalesce(Claim.merit == Merit.MANIFESTLY_UNFOUNDED, False), decided_as_forged())


def warned_for_nothing() -> ColumnElement[bool]:
    """Return the condition for cases whose warning, from before warnings did, named no claim:
    nothing is imposed on them."""
    named = (
        select(BoycottClaim.claim_id)
        .where(BoycottClaim.boycott_id == Boycott.id, BoycottClaim.named_for == NamedFor.WARNING)
        .correlate(Boycott)
    )
    return (
        Boycott.state.in_(WARNED)
        & (Boycott.ground == Ground.MANIFESTLY_UNFOUNDED)
        & ~named.exists()
    )
