"""The restore queues: the takedowns of a party whose complaints turned out wrong, to be looked at
again.

A queue is there while a boycott binds the party, or once so many sellers won their appeals against
it as the policy says. Not in it: what a person graded founded, what a court, an authority or the
Claims Board has before it or decided, and what another claim holds down too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, not_found
from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Filer,
    LedgerEntry,
    Listing,
    Marketplace,
    PendingClaim,
)
from complaints.queries.authority import territories
from complaints.queries.cases import parties
from complaints.queries.cases.boycotts.binding import binds_at, binds_for
from complaints.queries.decisions import claim_parts
from complaints.queries.law import suits
from complaints.queries.sellers import downtimes
from complaints.rules.actors import require_staff
from complaints.rules.authority.territories import Reach
from complaints.rules.decisions.restore_queue import Judged, is_offered, is_wrong, probably_wrong
from complaints.rules.kinds import Merit, Side
from complaints.words import message as _
from complaints.work import UnitOfWork

# How many of a queue's claims are ranked: what was found wrong, then what has been down longest.
# What nobody puts right takes no place among them: else a long record of founded claims hides the
# rest.
MOST_RANKED = 2_000
_NOT_OFFERED = [str(merit) for merit in Merit if not is_offered(merit)]
_FOUND_WRONG = [str(merit) for merit in Merit if is_wrong(merit)]


@dataclass(frozen=True, slots=True)
class PartyQueue:
    """A party with a restore queue, by one of its accounts: why it is there, and how many
    takedowns are in it, of those that are ranked."""

    filer: Filer
    boycott_id: int | None
    won: int
    claims: int


@dataclass(frozen=True, slots=True)
class PastTakedown:
    """One takedown of a queue. `wrong` is how probably it was wrong, `days` for how long its
    listing has been down by this party's claims; `reach` whether its right holds there;
    `is_closed` where the reader may not decide it."""

    claim: Claim
    reference: str
    listing: Listing
    marketplace: str
    wrong: float
    days: float
    reach: Reach
    is_closed: bool

    @property
    def expected(self) -> float:
        """The days for which it has probably been down wrongly."""
        return self.wrong * self.days


@dataclass(frozen=True, slots=True)
class PutRight:
    """What was put right: claims, their listings, and for how long these had been down."""

    claims: int
    listings: int
    days: float


def find_queues(work: UnitOfWork, *, limit: int = 100) -> Sequence[PartyQueue]:
    """Return the parties in whose restore queue something is left, those with most of it first; of
    very many parties those with most takedowns.

    Refuses with: not-found, unless the actor is staff.
    """
    require_staff(work.actor)
    bound, won = _bound(work), _won(work)
    parties_of = {row.party_id for row in bound.values()} | set(won)
    if not parties_of:
        return []
    rows = work.session.execute(
        select(Filer.party_id, func.min(Filer.id))
        .join(Claim, Claim.filer_id == Filer.id)
        .where(Filer.party_id.in_(parties_of), *_down())
        .group_by(Filer.party_id)
        .order_by(func.count(Claim.id).desc(), Filer.party_id)
        .limit(limit)
    ).tuples()
    named = {row.party_id: (boycott_id, row) for boycott_id, row in bound.items()}
    queues = []
    for party_id, first in rows:
        boycott_id, filer = named.get(party_id, (None, None))
        filer = filer or work.session.get_one(Filer, first)
        number = len(_left(work, filer.id)[1])
        if number:
            queues.append(PartyQueue(filer, boycott_id, won.get(party_id, 0), number))
    return sorted(queues, key=lambda queue: -queue.claims)


def get_queue(work: UnitOfWork, filer_id: int) -> PartyQueue:
    """Return the restore queue of an account's party, named by that account; without claims, where
    nothing opens one.

    Refuses with: not-found, unless the actor is staff.
    """
    filer = _filer(work, filer_id)
    if not _is_open(work, filer_id):
        return PartyQueue(filer, None, 0, 0)
    number = len(_left(work, filer_id)[1])
    boycott = work.session.scalars(_boycotts_of(filer_id, work)).first()
    won = _won(work, filer.party_id).get(filer.party_id, 0)
    return PartyQueue(filer, boycott.id if boycott else None, won, number)


def _filer(work: UnitOfWork, filer_id: int) -> Filer:
    require_staff(work.actor)
    filer = work.session.get(Filer, filer_id)
    if filer is None:
        raise not_found(_("filer"))
    return filer


def past_takedowns(work: UnitOfWork, filer_id: int) -> Sequence[PastTakedown]:
    """Return the takedowns of the restore queue of an account's party: first those whose listings
    have probably been down wrongly for longest.

    Refuses with: not-found, as `get_queue`.
    """
    _filer(work, filer_id)
    if not _is_open(work, filer_id):
        return []
    mine = Claim.filer_id.in_(parties.accounts_of(filer_id))
    rows, offered = _left(work, filer_id)
    days = downtimes.days_down(work.session, sorted(offered), work.now)
    of_party, by_right = _record(work.session, mine)
    filers = {row[0].complaint_id: row[0].filer_id for row in rows if row[0].id in offered}
    closed = claim_parts.closed_to(work, filers) if filers else set()
    reaches = territories.reaches_of(work.session, offered)
    ranked = [
        PastTakedown(
            claim, reference, listing, slug,
            wrong=probably_wrong(claim.merit, by_right.get(claim.right_key, Judged()), of_party),
            days=days.get(claim.listing_id, 0.0),
            reach=reaches[claim.id],
            is_closed=claim.complaint_id in closed,
        )
        for claim, reference, listing, slug in rows
        if claim.id in offered
    ]  # fmt: skip
    return sorted(ranked, key=lambda each: (-each.expected, -each.wrong, each.claim.id))


def _left(work: UnitOfWork, filer_id: int) -> tuple[Sequence[Row[Any]], set[int]]:
    """Return the takedowns from which the queue of an account's party is made, with reference,
    listing and marketplace, and the ids of those that are in it."""
    rows = work.session.execute(
        select(Claim, Complaint.reference, Listing, Marketplace.slug)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .where(
            *_takedowns_of(work, filer_id),
            or_(Claim.merit.is_(None), Claim.merit.not_in(_NOT_OFFERED)),
        )
        .order_by(case((Claim.merit.in_(_FOUND_WRONG), 0), else_=1), Claim.closed_at, Claim.id)
        .limit(MOST_RANKED)
    ).all()
    offered = _offered(work, [row[0] for row in rows])
    return rows, offered - _pending(work.session, offered)


def require_in_queue(work: UnitOfWork, rows: Sequence[Claim]) -> None:
    """Refuses with: wrong-state, where one of these claims of one complaint is in no restore
    queue. That one of them is being decided is asked elsewhere."""
    there: set[int] = set()
    if _is_open(work, rows[0].filer_id):
        mine = (
            select(Claim.id)
            .join(Complaint, Complaint.id == Claim.complaint_id)
            .where(Claim.id.in_([row.id for row in rows]), *_takedowns_of(work, rows[0].filer_id))
        )
        there = _offered(work, rows) & set(work.session.scalars(mine))
    missing = [row for row in rows if row.id not in there]
    if missing:
        raise Refusal(
            "wrong-state",
            _(
                "Claim %(claim)s is not in the restore queue: no boycott is in force and too few "
                "appeals were won, or it was graded founded, is before a court, or another claim "
                "holds the listing down. The seller can appeal.",
                claim=str(missing[0].id),
            ),
            state=missing[0].state,
            claim_id=missing[0].id,
            possible=[],
        )


def put_right_of(
    session: Session, now: datetime, filers: ColumnElement[bool] | None = None
) -> PutRight:
    """Return what was put right, of the claims of these filers or of all, and has stayed so."""
    moved = select(LedgerEntry.subject_id).where(
        LedgerEntry.subject == "claim", LedgerEntry.verb == "put_right"
    )
    these = [Claim.id.in_(moved), Claim.state == "reinstated"]
    if filers is not None:
        these.append(filers)
    rows = session.execute(select(Claim.id, Claim.listing_id).where(*these)).tuples().all()
    days = downtimes.days_down(session, [claim_id for claim_id, _listing in rows], now)
    return PutRight(len(rows), len({listing for _id, listing in rows}), sum(days.values()))


def put_right_of_party(work: UnitOfWork, filer_id: int) -> PutRight:
    """Return what was put right of the takedowns of an account's party."""
    mine = Claim.filer_id.in_(parties.accounts_of(filer_id))
    return put_right_of(work.session, work.now, mine)


def _down() -> tuple[ColumnElement[bool], ...]:
    return Claim.state == "removed", Claim.listing_down.is_(True)


def _takedowns_of(work: UnitOfWork, filer_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for what holds listings down of a queue: of all accounts of the party;
    for a principal alone, where a boycott for that principal is all that opens it."""
    mine = Claim.filer_id.in_(parties.accounts_of(filer_id))
    rows = work.session.scalars(_boycotts_of(filer_id, work)).all()
    party_id = work.session.get_one(Filer, filer_id).party_id
    whole = any(row.rights_holder_id is None for row in rows)
    if whole or party_id in _won(work, party_id):
        return (mine, *_down())
    theirs = [binds_for(row.filer_id, row.rights_holder_id) for row in rows if row.rights_holder_id]
    return (mine, *_down(), or_(*theirs))


def _is_open(work: UnitOfWork, filer_id: int) -> bool:
    if work.session.scalars(_boycotts_of(filer_id, work)).first() is not None:
        return True
    party_id = work.session.get_one(Filer, filer_id).party_id
    return party_id in _won(work, party_id)


def _boycotts_of(filer_id: int, work: UnitOfWork) -> Select[tuple[Boycott]]:
    mine = Boycott.filer_id.in_(parties.accounts_of(filer_id))
    return select(Boycott).where(mine, binds_at(work.now)).order_by(Boycott.id.desc())


def _bound(work: UnitOfWork) -> dict[int, Filer]:
    """Return the accounts on which boycotts in force were imposed, by the boycott."""
    rows = work.session.execute(
        select(Boycott.id, Filer)
        .join(Filer, Filer.id == Boycott.filer_id)
        .where(binds_at(work.now))
        .order_by(Boycott.id)
    ).tuples()
    return dict(rows.all())


def _won(work: UnitOfWork, party_id: int | None = None) -> dict[int, int]:
    """Return by party how many sellers won their appeals against it, where they are as many as the
    policy asks for."""
    least = work.policy.law.restore_appeals
    if not least:
        return {}
    won = (
        select(Filer.party_id, func.count(Appeal.id))
        .join(Claim, Claim.filer_id == Filer.id)
        .join(Appeal, Appeal.claim_id == Claim.id)
        .where(Appeal.side == str(Side.SELLER), Appeal.state == "overturned")
        .group_by(Filer.party_id)
        .having(func.count(Appeal.id) >= least)
    )
    if party_id is not None:
        won = won.where(Filer.party_id == party_id)
    return dict(work.session.execute(won).tuples().all())


def _offered(work: UnitOfWork, rows: Sequence[Claim]) -> set[int]:
    """Return those of these takedowns of one party that may be looked at again, by their ids."""
    free = _free(work, rows)
    if not free:
        return set()
    on_them = {row.listing_id for row in rows if row.id in free}
    holding = work.session.scalars(
        select(Claim).where(
            Claim.listing_id.in_(on_them), Claim.listing_down, Claim.id.not_in(free)
        )
    ).all()
    accounts = set(parties.accounts(work.session, rows[0].filer_id))
    own = [row for row in holding if row.filer_id in accounts]
    also_free = _free(work, own)
    held = {row.listing_id for row in holding if row.id not in also_free}
    return {row.id for row in rows if row.id in free and row.listing_id not in held}


def _free(work: UnitOfWork, rows: Sequence[Claim]) -> set[int]:
    """Return those of these claims that nobody found right, that no court has before it or has
    decided, and about which no appeal is open."""
    ids = {row.id for row in rows if row.state == "removed" and is_offered(row.merit)}
    if not ids:
        return set()
    in_court = (
        suits.keep_down(work.session, ids)
        | suits.bound(work.session, ids)
        | set(suits.open_on(work.session, ids))
    )
    appealed = select(Appeal.claim_id).where(Appeal.claim_id.in_(ids), Appeal.state == "filed")
    return ids - in_court - set(work.session.scalars(appealed))


def _pending(session: Session, ids: Collection[int]) -> set[int]:
    """Return those of these claims about which a decision waits to take effect."""
    waits = select(PendingClaim.claim_id).where(PendingClaim.claim_id.in_(ids))
    return set(session.scalars(waits))


def _record(session: Session, mine: ColumnElement[bool]) -> tuple[Judged, Mapping[str, Judged]]:
    """Return what was judged of a party's claims: of all, and by right."""
    rows = session.execute(
        select(Claim.right_key, Claim.state, Claim.merit, func.count(Claim.id))
        .where(mine)
        .group_by(Claim.right_key, Claim.state, Claim.merit)
    ).tuples()
    of_party, by_right = Judged(), defaultdict[str, Judged](Judged)
    for right_key, state, merit, number in rows:
        of_party = of_party.with_claims(state, merit, number)
        by_right[right_key] = by_right[right_key].with_claims(state, merit, number)
    return of_party, by_right
