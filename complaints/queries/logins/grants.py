"""Access that one person gave to another: what waits for a second approval, and whom it ties."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from complaints.models import AccessGrant, Account, Filer, Person
from complaints.rules.kinds import GrantKind
from complaints.rules.logins.ties import Ties, filer_node
from complaints.rules.logins.ties import require_untied as refuse_tied
from complaints.work import UnitOfWork


def ties(session: Session) -> Ties:
    """Return who is tied with whom by access that nobody else has approved yet; by a filer's log-in
    with all accounts of the filer's party."""
    owner, member = aliased(Filer), aliased(Filer)
    rows = session.execute(
        select(AccessGrant.granted_by, AccessGrant.person_id, Account.person_id, member.id)
        .outerjoin(Account, Account.id == AccessGrant.account_id)
        .outerjoin(owner, owner.id == Account.filer_id)
        .outerjoin(member, member.party_id == owner.party_id)
        .where(AccessGrant.approved_at.is_(None), AccessGrant.granted_by.is_not(None))
    )
    pairs = {(by, person or owner or filer_node(filer)) for by, person, owner, filer in rows}
    return Ties(tuple(sorted(pairs)))


@dataclass(frozen=True, slots=True)
class OpenGrant:
    """Access that waits for a second approval; `account` is a log-in, where it is about one."""

    grant: AccessGrant
    person: Person | None
    account: Account | None
    granter: str | None

    @property
    def receiver(self) -> str:
        """The name of the person, else the address of the filer's log-in."""
        return self.person.name if self.person else self.account.email if self.account else ""

    @property
    def kind(self) -> str:
        return self.grant.kind

    @property
    def is_claimed(self) -> bool:
        """Whether the person claimed it, and nobody has vouched yet."""
        return is_claimed(self.grant)


def is_claimed(grant: AccessGrant) -> bool:
    """Say whether somebody claimed this access, for whom no administrator has vouched yet."""
    return grant.granted_by is None and grant.approved_at is None and grant.refused_at is None


def list_open(session: Session) -> list[OpenGrant]:
    """Return the access that waits for a second approval, the oldest first."""
    rows = session.execute(
        select(AccessGrant, Person, Account)
        .outerjoin(Account, Account.id == AccessGrant.account_id)
        .outerjoin(Person, Person.id == func.coalesce(AccessGrant.person_id, Account.person_id))
        .where(_is_open())
        .order_by(AccessGrant.id)
    ).tuples()
    waiting = rows.all()
    if not waiting:
        return []
    names = dict(session.execute(select(Person.id, Person.name)).tuples().all())
    return [OpenGrant(*row, names.get(row[0].granted_by or 0)) for row in waiting]


def by_person(session: Session) -> dict[int, list[OpenGrant]]:
    """Return by person what waits for a second approval."""
    listed: dict[int, list[OpenGrant]] = defaultdict(list)
    for each in list_open(session):
        if each.person is not None:
            listed[each.person.id].append(each)
    return listed


def open_of_person(person_id: int) -> Select[tuple[AccessGrant]]:
    """Return the statement for what waits for a second approval of a person or its log-in."""
    logins = select(Account.id).where(Account.person_id == person_id)
    theirs = (AccessGrant.person_id == person_id) | AccessGrant.account_id.in_(logins)
    return select(AccessGrant).where(_is_open(), theirs).order_by(AccessGrant.id)


def open_of_account(account_id: int) -> Select[tuple[AccessGrant]]:
    """Return the statement for what waits for a second approval of a log-in."""
    return select(AccessGrant).where(_is_open(), AccessGrant.account_id == account_id)


def unadmitted(session: Session, person_id: int) -> AccessGrant | None:
    """Return the admission of a person that nobody else approved, refused or not."""
    return session.scalar(
        select(AccessGrant).where(
            AccessGrant.person_id == person_id,
            AccessGrant.kind == GrantKind.ADMITTED,
            AccessGrant.approved_at.is_(None),
        )
    )


def _is_open() -> ColumnElement[bool]:
    return and_(AccessGrant.approved_at.is_(None), AccessGrant.refused_at.is_(None))


def is_tied(work: UnitOfWork, *filers: int) -> bool:
    """Say whether the actor is a person who counts as one with one of these filers."""
    if work.actor.person_id is None:
        return False
    nodes = [filer_node(filer) for filer in filers]
    return work.actor.person_id in ties(work.session).with_tied(nodes)


def require_untied(work: UnitOfWork, *filers: int) -> None:
    """Refuses with: one-let-in-the-other, where the actor is a person who counts as one with one of
    these filers, because that person alone took the second factor off a log-in of its party."""
    if work.actor.person_id is not None:
        nodes = [filer_node(filer) for filer in filers]
        refuse_tied(work.actor, nodes, ties(work.session))
