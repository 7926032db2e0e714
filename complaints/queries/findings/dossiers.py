"""A filer as staff see it: its targets, its months, its shared identifiers, its flags and boycotts.

Reads indexes alone, so that an account with a hundred thousand claims is answered as fast. Shared
identifiers are given as kinds and counts, never as values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import (
    Boycott,
    Claim,
    Complaint,
    Filer,
    FilerIdentity,
    Flag,
    Marketplace,
    Store,
)
from complaints.queries.authority import authorizations
from complaints.queries.authority.authorizations import AuthorizationView
from complaints.queries.cases import parties
from complaints.queries.findings.months import Month, by_month_and_state, filled, month_of
from complaints.queries.logins import filers
from complaints.queries.sellers import downtimes
from complaints.queries.sellers.downtimes import DowntimeView
from complaints.words import message as _
from complaints.work import UnitOfWork

_SHOWN = 20
# A value that so many filers share identifies none of them.
_COMMON = 50


@dataclass(frozen=True, slots=True)
class Target:
    """A store that a filer targets, with its claims and those that led to a takedown."""

    store: Store
    marketplace: str
    claims: int
    removed: int


@dataclass(frozen=True, slots=True)
class Shared:
    """Another filer, and how many identity attributes the two share, by kind."""

    filer: Filer
    kinds: dict[str, int]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A filer without its figures (queries/findings/standing.py). `months` count complaints filed.

    `accounts` are the other accounts of its party; its boycotts are the party's.
    """

    filer: Filer
    accounts: list[Filer]
    states: dict[str, int]
    complaints: int
    months: list[Month]
    targets: list[Target]
    stores: int
    shown: dict[str, int]
    shared: list[Shared]
    authorizations: Sequence[AuthorizationView]
    flags: Sequence[Flag]
    boycotts: Sequence[Boycott]
    downtimes: Sequence[DowntimeView]


def dossier_of_filer(work: UnitOfWork, filer_id: int) -> Dossier:
    """Return the dossier. Refuses with: not-found, also when the actor is not staff."""
    if not work.actor.is_staff:
        raise not_found(_("filer"))
    filer = filers.get_filer(work, filer_id)
    counted = by_month_and_state(work.session, Claim.filer_id == filer_id)
    states: dict[str, int] = {}
    for (_kind, state), number in sorted(counted.items(), key=lambda each: each[0][1]):
        states[state] = states.get(state, 0) + number
    months = _filed(work.session, filer_id)
    targets, stores = _targets(work.session, filer_id)
    return Dossier(
        filer,
        _other_accounts(work.session, filer),
        states,
        sum(months.values()),
        filled(months, {(at, state): n for (at, state), n in counted.items() if at}),
        targets,
        stores,
        *_shared(work.session, filer_id),
        authorizations.authorization_views(
            work.session,
            authorizations.find_authorizations(work, filer_id=filer_id, after=None, limit=_SHOWN),
        ),
        work.session.scalars(
            select(Flag).where(Flag.filer_id == filer_id).order_by(Flag.id.desc())
        ).all(),
        work.session.scalars(
            select(Boycott)
            .where(Boycott.filer_id.in_(parties.accounts_of(filer_id)))
            .order_by(Boycott.id.desc())
        ).all(),
        downtimes.downtimes_of_filer(work.session, filer_id, limit=_SHOWN),
    )


def _other_accounts(session: Session, filer: Filer) -> list[Filer]:
    mine = select(Filer).where(Filer.party_id == filer.party_id, Filer.id != filer.id)
    return list(session.scalars(mine.order_by(Filer.id).limit(_COMMON)))


def _filed(session: Session, filer_id: int) -> dict[str, int]:
    """Return the number of complaints by month, counted in the index."""
    month = month_of(session, Complaint.filed_at)
    filed = select(month, func.count()).where(Complaint.filer_id == filer_id).group_by(month)
    return dict(session.execute(filed).tuples().all())


def _targets(session: Session, filer_id: int) -> tuple[list[Target], int]:
    """Return the stores with most claims, and how many stores there are in all."""
    removed = func.sum(case((Claim.state == "removed", 1), else_=0))
    by_store = (
        select(Claim.store_id, func.count().label("claims"), removed.label("removed"))
        .where(Claim.filer_id == filer_id, Claim.store_id.is_not(None))
        .group_by(Claim.store_id)
        .subquery()
    )
    most = (
        select(by_store, func.count().over().label("stores"))
        .order_by(by_store.c.claims.desc(), by_store.c.store_id)
        .limit(_SHOWN)
        .subquery()
    )
    rows = session.execute(
        select(Store, Marketplace.slug, most.c.claims, most.c.removed, most.c.stores)
        .join(most, most.c.store_id == Store.id)
        .join(Marketplace, Marketplace.id == Store.marketplace_id)
        .order_by(most.c.claims.desc(), Store.id)
    ).all()
    targets = [Target(store, slug, claims, removed) for store, slug, claims, removed, _ in rows]
    return targets, rows[0].stores if rows else 0


def _shared(session: Session, filer_id: int) -> tuple[dict[str, int], list[Shared]]:
    """Return the number of the filer's identity attributes by kind, and the filers that share
    some; values that are too common are left out."""
    shown = select(FilerIdentity.kind, func.count()).where(FilerIdentity.filer_id == filer_id)
    kinds = dict(session.execute(shown.group_by(FilerIdentity.kind)).tuples().all())
    mine, other = aliased(FilerIdentity), aliased(FilerIdentity)
    rows = session.execute(
        select(mine.id, other.filer_id, other.kind)
        .join(other, (other.digest == mine.digest) & (other.kind == mine.kind))
        .where(mine.filer_id == filer_id, other.filer_id != filer_id)
        .limit(5_000)
    ).tuples()
    by_value: dict[int, list[tuple[int, str]]] = {}
    for value, filer, kind in rows:
        by_value.setdefault(value, []).append((filer, kind))
    kinds_by_filer: dict[int, dict[str, int]] = {}
    for holders in by_value.values():
        if len(holders) < _COMMON:
            for filer, kind in holders:
                counts = kinds_by_filer.setdefault(filer, {})
                counts[kind] = counts.get(kind, 0) + 1
    most = sorted(kinds_by_filer, key=lambda each: (-sum(kinds_by_filer[each].values()), each))[
        :_SHOWN
    ]
    named = {row.id: row for row in session.scalars(select(Filer).where(Filer.id.in_(most)))}
    return kinds, [Shared(named[each], kinds_by_filer[each]) for each in most]
