"""API keys with their owners, scopes and states; secrets are not stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from complaints.base.errors import not_found
from complaints.models import (
    Account,
    AccountSession,
    ApiKey,
    ApiKeyFiler,
    ApiKeyScope,
    Filer,
    Partner,
    Person,
)
from complaints.queries.logins import accounts
from complaints.rules.actors import Actor, ActorKind
from complaints.rules.logins.api_keys import OPENS, KeyState, is_to_note, state_of
from complaints.words import message as _
from complaints.work import UnitOfWork

BEFORE = aliased(ApiKey)
_LAST_USED = select(ApiKey.last_used_at).where(ApiKey.id == bindparam("key"))


@dataclass(frozen=True, slots=True)
class MadeIn:
    """The session on the pages in which a key was made: whose log-in, and from when and where."""

    id: int
    email: str
    signed_in_at: datetime
    browser: str
    network: str


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key as it is listed. `handle` is a person's, a partner's or a filer's own reference."""

    id: int
    prefix: str
    label: str
    kind: ActorKind
    owner_id: int
    owner: str
    handle: str
    scopes: tuple[str, ...]
    state: KeyState
    created_at: datetime
    ends_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    renews_until: datetime | None
    successor_of: str | None
    made_in: MadeIn | None
    only_filers: tuple[str, ...]

    @property
    def by_itself(self) -> bool:
        """Whether nobody ever signs in for its owner: a partner has no log-in."""
        return self.kind is ActorKind.PARTNER


def owned(session: Session, actor: Actor, *, now: datetime) -> list[ListedKey]:
    """Return the keys of whoever acts, the newest first."""
    column = {
        ActorKind.PERSON: ApiKey.person_id,
        ActorKind.FILER: ApiKey.filer_id,
        ActorKind.PARTNER: ApiKey.partner_id,
    }[actor.kind]
    listed = _listed(session, _keys().where(column == actor.id), now)
    return [each for each in listed if _is_within(actor, each.only_filers)]


def are_no_wider(actor: Actor, column: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Return the condition that keeps `column` (the id of a key of the actor's) to keys that are
    cut to no more filers than the actor's: itself, and the one before it, which may be revoked."""
    named = ApiKeyFiler.api_key_id == column
    wider = ApiKeyFiler.reference.not_in(actor.only_filers or ())
    return and_(exists().where(named), ~exists().where(named, wider))


def is_within(work: UnitOfWork, key_id: int) -> bool:
    """Say whether a key of the actor's owner is for no filers but those that the actor's is for."""
    return _is_within(work.actor, _only_filers(work.session, [key_id]).get(key_id, ()))


def _is_within(actor: Actor, only_filers: Sequence[str]) -> bool:
    if actor.only_filers is None:
        return True
    return bool(only_filers) and actor.only_filers.issuperset(only_filers)


def usable_of(session: Session, account: Account, *, now: datetime) -> list[ListedKey]:
    """Return the keys of an account's owner that open something now, the newest first."""
    of_person, of_filer = ApiKey.person_id == account.person_id, ApiKey.filer_id == account.filer_id
    owner = of_person if account.person_id is not None else of_filer
    return [each for each in _listed(session, _keys().where(owner), now) if each.state in OPENS]


def without_log_in(session: Session, key_id: int, *, now: datetime) -> ApiKey:
    """Return a key that opens something now and for whose owner nobody signs in: somebody else says
    until when it makes its successor. Refuses with: not-found."""
    keys = _listed(session, _keys().where(ApiKey.id == key_id), now)
    for key in keys:
        if key.state in OPENS and not accounts.log_ins_of(session, key.kind, key.owner_id):
            return session.get_one(ApiKey, key.id)
    raise not_found(_("key"))


def find_keys(
    session: Session, *, now: datetime, limit: int, before: int | None = None
) -> list[ListedKey]:
    """Return up to `limit` keys of all owners, the newest first, those made before a key."""
    statement = _keys().limit(limit)
    if before is not None:
        statement = statement.where(ApiKey.id < before)
    return _listed(session, statement, now)


def every(session: Session, *, now: datetime) -> list[ListedKey]:
    """Return all keys, the newest first."""
    return _listed(session, _keys(), now)


def use_is_to_note(session: Session, key_id: int, now: datetime) -> bool:
    """Say whether this use of a key is to be kept."""
    last = session.scalar(_LAST_USED, {"key": key_id})
    return is_to_note(last, now)


def _keys() -> Select[Any]:
    return (
        select(ApiKey, Person, Filer, Partner, AccountSession, Account.email, BEFORE.prefix)
        .outerjoin(Person, Person.id == ApiKey.person_id)
        .outerjoin(Filer, Filer.id == ApiKey.filer_id)
        .outerjoin(Partner, Partner.id == ApiKey.partner_id)
        .outerjoin(AccountSession, AccountSession.id == ApiKey.session_id)
        .outerjoin(Account, Account.id == AccountSession.account_id)
        .outerjoin(BEFORE, BEFORE.id == ApiKey.successor_of)
        .order_by(ApiKey.id.desc())
    )


def _listed(session: Session, statement: Select[Any], now: datetime) -> list[ListedKey]:
    rows: list[Any] = list(session.execute(statement))
    ids = [key.id for key, *_ in rows]
    scopes, filers = _scopes(session, ids), _only_filers(session, ids)
    return [
        _one(*row, scopes=scopes.get(row[0].id, ()), filers=filers.get(row[0].id, ()), now=now)
        for row in rows
    ]


def _only_filers(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    named: dict[int, tuple[str, ...]] = {}
    statement = select(ApiKeyFiler).where(ApiKeyFiler.api_key_id.in_(ids))
    for each in session.scalars(statement.order_by(ApiKeyFiler.reference)):
        named[each.api_key_id] = (*named.get(each.api_key_id, ()), each.reference)
    return named


def _scopes(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    granted: dict[int, tuple[str, ...]] = {}
    statement = select(ApiKeyScope).where(ApiKeyScope.api_key_id.in_(ids))
    for each in session.scalars(statement.order_by(ApiKeyScope.scope)):
        granted[each.api_key_id] = (*granted.get(each.api_key_id, ()), each.scope)
    return granted


def _one(
    key: ApiKey,
    person: Person | None,
    filer: Filer | None,
    partner: Partner | None,
    session: AccountSession | None,
    email: str | None,
    successor_of: str | None,
    *,
    scopes: tuple[str, ...],
    filers: tuple[str, ...],
    now: datetime,
) -> ListedKey:
    if person is not None:
        kind, owner_id, owner, handle = ActorKind.PERSON, person.id, person.name, person.handle
    elif filer is not None:
        kind, owner_id, owner, handle = ActorKind.FILER, filer.id, filer.name, filer.reference
    else:
        assert partner is not None, "a key has one owner"
        kind, owner_id, owner, handle = ActorKind.PARTNER, partner.id, partner.name, partner.slug
    state = state_of(
        ends_at=key.ends_at,
        revoked_at=key.revoked_at,
        owner_is_here=person is None or person.active,
        now=now,
    )
    return ListedKey(
        key.id, key.prefix, key.label, kind, owner_id, owner, handle, scopes, state,
        key.created_at, key.ends_at, key.last_used_at, key.revoked_at, key.renews_until,
        successor_of, _made_in(session, email), filers,
    )  # fmt: skip


def _made_in(session: AccountSession | None, email: str | None) -> MadeIn | None:
    if session is None:
        return None
    return MadeIn(session.id, email or "", session.created_at, session.browser, session.network)
