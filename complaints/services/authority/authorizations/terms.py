"""What registering and offering share: the scope's marketplace, a permission's digest, and the
locked row."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Authorization, Marketplace
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.services.registry import rows
from complaints.services.registry.keys import Facts, authorization_digest

MARKETPLACE: Any = Marketplace.__table__


def lock_authorization(session: Session, authorization_id: int) -> Authorization:
    """Return the row, read anew and locked until the transaction ends."""
    held = select(Authorization).where(Authorization.id == authorization_id).with_for_update()
    return session.scalars(held.execution_options(populate_existing=True)).one()


def marketplace_id(session: Session, slug: str | None) -> int | None:
    """Return the id of the marketplace that a permission is limited to; None where it is not."""
    if slug is None:
        return None
    known = rows.ensure(
        session, MARKETPLACE, ("slug",), [{"slug": slug, "name": str(marketplace_name(slug))}]
    )
    row_id: int = known[(slug,)].id
    return row_id


def digest_of(terms: Facts, rights_holder: Facts) -> str:
    """Return the digest of a stated permission: the same terms of the same holder have the same.

    Without a scope it equals the digest of a complaint's own `authorization`.
    """
    stated = authorization_digest(terms, rights_holder)
    scope = [terms.get(name) for name in ("right_id", "right_kind", "marketplace")]
    if not any(scope):
        return stated
    return hashlib.sha256(f"{stated} {scope}".encode()).hexdigest()
