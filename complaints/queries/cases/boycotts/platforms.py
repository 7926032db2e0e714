"""What a platform is told of boycotts: whom its other intakes are not to serve, where, until when.

It reads of those that bind now whose party complained of listings on the marketplaces that it runs,
and of accounts that it keeps: these by its own references, a stranger's by the name alone, as in
the claims that it reads. Never the reasons, nor what the account said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, false, literal, select
from sqlalchemy.orm import aliased

from complaints.models import Boycott, Claim, Filer, Listing, Marketplace
from complaints.queries.cases.boycotts.binding import binds_at
from complaints.queries.logins import filers
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import SELLERS_SIDE
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import countries_of, governing
from complaints.rules.law.treatments import Treatments, treatment_of
from complaints.work import UnitOfWork

IMPOSED_ON, ACCOUNT = aliased(Filer), aliased(Filer)


@dataclass(frozen=True, slots=True)
class TreatedAt:
    """How a boycott treats complaints of one marketplace, by their basis; `territory` are the
    countries of its buyers, none where nobody has said it."""

    marketplace: str
    territory: list[str]
    treatments: dict[str, str]


def is_told(work: UnitOfWork) -> ColumnElement[bool]:
    """Return the condition for boycotts of which the actor is told as a platform."""
    partner_id = work.actor.partner_id
    if partner_id is None or not work.actor.scopes & SELLERS_SIDE:
        return false()
    return and_(binds_at(work.now), concerns_platform(partner_id))


def concerns_platform(partner_id: int) -> ColumnElement[bool]:
    """Return the condition for boycotts of accounts that complained of listings on the marketplaces
    that a partner runs, or whose party did."""
    aimed = (
        select(literal(1))
        .join_from(IMPOSED_ON, ACCOUNT, ACCOUNT.party_id == IMPOSED_ON.party_id)
        .where(IMPOSED_ON.id == Boycott.filer_id, ACCOUNT.id.in_(_aiming_at(partner_id)))
    )
    return exists(aimed.correlate(Boycott))


def named_to_platform(work: UnitOfWork, rows: Sequence[Boycott]) -> dict[int, Filer]:
    """Return by the account that a boycott was imposed on an account of its party that complained
    of listings on the platform's marketplaces: the one imposed on, else the newest."""
    partner_id = work.actor.partner_id
    if partner_id is None:
        return {}
    statement = (
        select(IMPOSED_ON.id, ACCOUNT)
        .join(ACCOUNT, ACCOUNT.party_id == IMPOSED_ON.party_id)
        .where(IMPOSED_ON.id.in_([row.filer_id for row in rows]))
        .where(ACCOUNT.id.in_(_aiming_at(partner_id)))
        .order_by(IMPOSED_ON.id, ACCOUNT.id == IMPOSED_ON.id, ACCOUNT.id)
    )
    return dict(work.session.execute(statement).tuples().all())


def accounts_kept(work: UnitOfWork, rows: Sequence[Boycott]) -> dict[int, list[Filer]]:
    """Return by the account that a boycott was imposed on all accounts that it binds which the
    partner keeps, by its references."""
    kept: dict[int, list[Filer]] = {row.filer_id: [] for row in rows}
    if work.actor.partner_id is None:
        return kept
    statement = (
        select(IMPOSED_ON.id, Filer)
        .join(Filer, Filer.party_id == IMPOSED_ON.party_id)
        .where(IMPOSED_ON.id.in_(kept), filers.filers_in_sight(work.actor))
        .order_by(Filer.id)
    )
    for imposed_on, account in work.session.execute(statement):
        kept[imposed_on].append(account)
    return kept


def run_by_partner(work: UnitOfWork) -> Sequence[Marketplace]:
    """Return the marketplaces that the actor runs, by their slugs; none but for a partner."""
    partner_id = work.actor.partner_id
    if partner_id is None:
        return []
    run = select(Marketplace).where(Marketplace.id.in_(marketplaces.run_by(partner_id)))
    return work.session.scalars(run.order_by(Marketplace.slug)).all()


def treated_at(run: Sequence[Marketplace], treatments: Treatments) -> list[TreatedAt]:
    """Return how a boycott treats complaints on each of these marketplaces. A listing's own
    address, or its seller's country, can bring a claim under another law."""
    return [
        TreatedAt(
            row.slug,
            sorted(countries_of(row.slug, row.country)),
            {str(basis): _treated(treatments, basis, row) for basis in Basis},
        )
        for row in run
    ]


def _treated(treatments: Treatments, basis: Basis, row: Marketplace) -> str:
    law = governing(basis=basis, marketplace=row.slug, country=row.country)
    return str(treatment_of(treatments, str(law.leading.code), law.read_in))


def _aiming_at(partner_id: int) -> Select[tuple[int]]:
    """Return the statement for the accounts, of those of a party, that complained of a listing on a
    marketplace that a partner runs: processed or not."""
    return (
        select(Claim.filer_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .where(
            Claim.filer_id == ACCOUNT.id,
            Listing.marketplace_id.in_(marketplaces.run_by(partner_id)),
        )
        .correlate(ACCOUNT)
    )
