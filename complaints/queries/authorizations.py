"""Permissions that rights holders gave to agents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import not_found
from complaints.models import Authorization, Marketplace, RightsHolder
from complaints.queries import filers, holders
from complaints.rules.actors import Actor
from complaints.rules.admissibility import Permission


@dataclass(frozen=True, slots=True)
class AuthorizationView:
    """An authorization with its holder and the slug of the marketplace that it is limited to."""

    authorization: Authorization
    rights_holder: RightsHolder | None
    marketplace: str | None


def get(session: Session, actor: Actor, authorization_id: int) -> Authorization:
    """Return one authorization. Refuses with: not-found."""
    found = session.scalar(
        select(Authorization).where(
            Authorization.id == authorization_id, filers.visible(actor, Authorization.filer_id)
        )
    )
    if found is None:
        raise not_found("authorization")
    return found


def terms(row: Authorization) -> Permission:
    """Return an authorization's terms as the rules of admissibility take them."""
    return Permission(
        rights_holder_id=row.rights_holder_id,
        right_id=row.right_id,
        right_kind=row.right_kind,
        marketplace_id=row.marketplace_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        revoked_on=row.revoked_on,
    )


def of_filer(
    session: Session, filer_id: int, rights_holder_id: int | None
) -> Sequence[Authorization]:
    """Return all authorizations of an account by one rights holder, the newest first."""
    wanted = select(Authorization).where(
        Authorization.filer_id == filer_id, Authorization.rights_holder_id == rights_holder_id
    )
    return session.scalars(wanted.order_by(Authorization.id.desc())).all()


def revoked_like(
    session: Session,
    filer_id: int,
    rights_holder_id: int | None,
    *,
    reference: str | None,
    valid_from: date | None,
    valid_to: date | None,
) -> Authorization | None:
    """Return the revoked permission that such a statement would bring back, if there is one.

    A paper is told by its reference, one without by its dates. Where one with the same reference
    is not revoked (the paper was registered again for another scope), there is none.
    """
    papers = [
        row
        for row in of_filer(session, filer_id, rights_holder_id)
        if row.reference == reference
        and (reference or (row.valid_from, row.valid_to) == (valid_from, valid_to))
    ]
    if not papers or any(row.revoked_on is None for row in papers):
        return None
    return papers[0]


def view(session: Session, row: Authorization) -> AuthorizationView:
    """Return an authorization as it is shown."""
    return views(session, [row])[0]


def views(session: Session, rows: Sequence[Authorization]) -> list[AuthorizationView]:
    """Return authorizations as they are shown, in the same order."""
    of = holders.by_ids(session, {r.rights_holder_id for r in rows if r.rights_holder_id})
    ids = {row.marketplace_id for row in rows if row.marketplace_id is not None}
    slugs: dict[int, str] = {}
    if ids:
        found = select(Marketplace.id, Marketplace.slug).where(Marketplace.id.in_(ids))
        slugs = dict(session.execute(found).tuples().all())
    return [
        AuthorizationView(
            row, of.get(row.rights_holder_id or 0), slugs.get(row.marketplace_id or 0)
        )
        for row in rows
    ]


def find(
    session: Session, actor: Actor, *, filer_id: int | None, after: int | None, limit: int
) -> Sequence[Authorization]:
    """Return up to limit + 1 authorizations in sight, by id."""
    wanted = select(Authorization).where(filers.visible(actor, Authorization.filer_id))
    if filer_id is not None:
        wanted = wanted.where(Authorization.filer_id == filer_id)
    if after is not None:
        wanted = wanted.where(Authorization.id > after)
    return session.scalars(wanted.order_by(Authorization.id).limit(limit + 1)).all()
