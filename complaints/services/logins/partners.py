"""States which marketplaces a partner runs: there it delivers, speaks for sellers and enforces."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, select

from complaints.base.errors import not_found
from complaints.models import Marketplace, Partner, PartnerMarketplace
from complaints.rules.sellers.marketplaces import BY_SLUG
from complaints.services.registry import ensure_marketplaces, rows
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork

RUN: Any = PartnerMarketplace.__table__


def run_marketplaces(
    work: UnitOfWork, slug: str, *, add: Collection[str] = (), remove: Collection[str] = ()
) -> Partner:
    """Add marketplaces that the partner runs, and remove others, by their slugs.

    One that it runs no longer is closed to all its keys at once. Refuses with: not-found, for an
    unknown partner, or a marketplace that neither the register nor a complaint names.
    """
    partner = work.session.scalar(select(Partner).where(Partner.slug == slug).with_for_update())
    if partner is None:
        raise not_found(_("partner"))
    _require_known(work, {*add, *remove})
    known = ensure_marketplaces(work.session, sorted({*add, *remove}))
    new = [{"partner_id": partner.id, "marketplace_id": known[name]} for name in sorted(set(add))]
    rows.insert_new(work.session, RUN, new)
    gone = [known[name] for name in remove]
    work.session.execute(
        delete(PartnerMarketplace).where(
            PartnerMarketplace.partner_id == partner.id,
            PartnerMarketplace.marketplace_id.in_(gone),
        )
    )
    ledger.record(
        work, "runs", "partner", partner.id, added=sorted(set(add)), removed=sorted(set(remove))
    )
    return partner


def _require_known(work: UnitOfWork, slugs: Collection[str]) -> None:
    named = set(work.session.scalars(select(Marketplace.slug).where(Marketplace.slug.in_(slugs))))
    for slug in sorted(set(slugs) - named - set(BY_SLUG)):
        raise not_found(_("marketplace “%(slug)s”", slug=slug))
