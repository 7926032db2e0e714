"""Keys of those who stand outside of a service that runs in processes of its own."""

from __future__ import annotations

from collections.abc import Set

from complaints.base.clock import utcnow
from complaints.rules.actors import SELLERS_SIDE, ActorKind, PersonRole, Scope
from complaints.rules.kinds import FilerKind
from complaints.services.logins import partners, people
from complaints.storage.context import Context
from complaints.work import UnitOfWork
from tests.scenes.contacts import reachable
from tests.scenes.working import working


def filer_key(context: Context, name: str) -> str:
    """Return the key of a new filer that may file."""
    with context.database.transaction() as session:
        work = working(session, now=utcnow())
        filer = people.add_filer(work, reference=name, name=name, kind=FilerKind.RIGHTS_HOLDER)
        reachable(session, filer.id, context.vault, work.now)
        return _key(work, context, ActorKind.FILER, filer.id)


def partner_key(context: Context, slug: str) -> str:
    """Return the key of a new partner that files for others."""
    with context.database.transaction() as session:
        work = working(session, now=utcnow())
        partner = people.add_partner(work, slug=slug, name=slug)
        scopes = {Scope.FILE_ON_BEHALF, Scope.READ}
        return _key(work, context, ActorKind.PARTNER, partner.id, scopes)


def marketplace_key(context: Context, slug: str) -> str:
    """Return the key of a new partner that runs this marketplace."""
    with context.database.transaction() as session:
        work = working(session, now=utcnow())
        partner = people.add_partner(work, slug="market", name="Market")
        partners.run_marketplaces(work, "market", add=[slug])
        scopes = SELLERS_SIDE | {Scope.READ}
        return _key(work, context, ActorKind.PARTNER, partner.id, scopes)


def reviewer_key(context: Context) -> str:
    """Return the key of a new member of staff, who decides."""
    with context.database.transaction() as session:
        work = working(session, now=utcnow())
        person = people.add_person(work, handle="outside", name="Ann", role=PersonRole.REVIEWER)
        return _key(work, context, ActorKind.PERSON, person.id)


def _key(
    work: UnitOfWork,
    context: Context,
    kind: ActorKind,
    owner_id: int,
    scopes: Set[Scope] | None = None,
) -> str:
    return people.issue_key(
        work, kind=kind, owner_id=owner_id, label="outside", scopes=scopes, vault=context.vault
    ).secret
