"""Permissions that rights holders gave to agents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Authorization, AuthorizationOffer, Filer, Marketplace, RightsHolder
from complaints.queries.authority import holders
from complaints.queries.logins import filers
from complaints.rules.actors import Actor
from complaints.rules.filing.admissibility import Permission
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AuthorizationView:
    """An authorization with its holder, its agent and the slug of the marketplace that it is
    limited to. `offer` is there where the holder's own account gave it."""

    authorization: Authorization
    rights_holder: RightsHolder | None
    marketplace: str | None
    agent: str
    offer: AuthorizationOffer | None

    def state(self, today: date) -> str:
        """Return its state on `today`: offered, in_force, to_come, ended or revoked."""
        row = self.authorization
        if row.revoked_on is not None and row.revoked_on <= today:
            return "revoked"
        if self.offer is not None and self.offer.accepted_at is None:
            return "offered"
        if row.valid_from is not None and row.valid_from > today:
            return "to_come"
        return "ended" if row.valid_to is not None and row.valid_to < today else "in_force"


def get_authorization(work: UnitOfWork, authorization_id: int) -> Authorization:
    """Return one authorization. Refuses with: not-found."""
    row = work.session.scalar(
        select(Authorization).where(Authorization.id == authorization_id, _visible(work.actor))
    )
    if row is None:
        raise not_found(_("authorization"))
    return row


def offer_of(session: Session, authorization_id: int) -> AuthorizationOffer | None:
    """Return the offer by the holder's account, None where the agent registered it itself."""
    return session.get(AuthorizationOffer, authorization_id)


def _visible(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for the agent's own, and for those that the account offered."""
    offered = select(AuthorizationOffer.authorization_id).where(
        filers.filers_in_sight(actor, AuthorizationOffer.offered_by)
    )
    return or_(filers.filers_in_sight(actor, Authorization.filer_id), Authorization.id.in_(offered))


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


def authorizations_of_filer(
    session: Session, filer_id: int, rights_holder_id: int | None
) -> Sequence[Authorization]:
    """Return all authorizations of an account by one rights holder, the newest first; offers that
    were not accepted are left out."""
    open_offers = select(AuthorizationOffer.authorization_id).where(
        AuthorizationOffer.accepted_at.is_(None)
    )
    statement = select(Authorization).where(
        Authorization.filer_id == filer_id,
        Authorization.rights_holder_id == rights_holder_id,
        Authorization.id.not_in(open_offers),
    )
    return session.scalars(statement.order_by(Authorization.id.desc())).all()


def revoked_like(
    session: Session,
    filer_id: int,
    rights_holder_id: int | None,
    *,
    reference: str | None,
    valid_from: date | None,
    valid_to: date | None,
) -> Authorization | None:
    """Return the revoked permission that a statement with these terms would bring back, if any.

    A permission is recognised by its reference or, where it has none, by its dates. Returns None
    where another one of that reference is not revoked: it was registered again for another scope.
    """
    papers = [
        row
        for row in authorizations_of_filer(session, filer_id, rights_holder_id)
        if row.reference == reference
        and (reference or (row.valid_from, row.valid_to) == (valid_from, valid_to))
    ]
    if not papers or any(row.revoked_on is None for row in papers):
        return None
    return papers[0]


def view(session: Session, row: Authorization) -> AuthorizationView:
    """Return an authorization as it is shown."""
    return authorization_views(session, [row])[0]


def authorization_views(session: Session, rows: Sequence[Authorization]) -> list[AuthorizationView]:
    """Return authorizations as they are shown, in the same order."""
    of = holders.by_ids(session, {r.rights_holder_id for r in rows if r.rights_holder_id})
    ids = {row.marketplace_id for row in rows if row.marketplace_id is not None}
    slugs: dict[int, str] = {}
    if ids:
        marketplaces = select(Marketplace.id, Marketplace.slug).where(Marketplace.id.in_(ids))
        slugs = dict(session.execute(marketplaces).tuples().all())
    agents = select(Filer.id, Filer.name).where(Filer.id.in_({row.filer_id for row in rows}))
    names = dict(session.execute(agents).tuples().all())
    statement = select(AuthorizationOffer).where(
        AuthorizationOffer.authorization_id.in_([row.id for row in rows])
    )
    offers = {offer.authorization_id: offer for offer in session.scalars(statement)}
    return [
        AuthorizationView(
            row,
            of.get(row.rights_holder_id or 0),
            slugs.get(row.marketplace_id or 0),
            names[row.filer_id],
            offers.get(row.id),
        )
        for row in rows
    ]


def find_authorizations(
    work: UnitOfWork, *, filer_id: int | None, after: int | None, limit: int
) -> Sequence[Authorization]:
    """Return up to limit + 1 authorizations in sight, by id."""
    statement = select(Authorization).where(_visible(work.actor))
    if filer_id is not None:
        statement = statement.where(Authorization.filer_id == filer_id)
    if after is not None:
        statement = statement.where(Authorization.id > after)
    return work.session.scalars(statement.order_by(Authorization.id).limit(limit + 1)).all()
