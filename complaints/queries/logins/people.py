"""Persons, partners and filers as actors, by a key or a handle; staff and their keys."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, not_found
from complaints.models import (
    Account,
    AccountSession,
    ApiKey,
    ApiKeyFiler,
    ApiKeyScope,
    Filer,
    Partner,
    Person,
    PersonLanguage,
)
from complaints.queries.logins import grants
from complaints.queries.logins.grants import OpenGrant
from complaints.rules import actors
from complaints.rules.actors import LOCAL, Actor, ActorKind, PersonRole, Scope
from complaints.rules.logins.accounts import PASSKEY, WORK_ACCOUNT
from complaints.storage.vault import hash_secret
from complaints.words import message as _

# Every request waits for these: to build a statement costs more than to run it.
_KEY = select(ApiKey).where(ApiKey.prefix == bindparam("prefix"))
_SCOPES = select(ApiKeyScope.scope).where(ApiKeyScope.api_key_id == bindparam("key"))
_ONLY_FILERS = select(ApiKeyFiler.reference).where(ApiKeyFiler.api_key_id == bindparam("key"))


def actor_of_key(session: Session, token: str, *, now: datetime) -> Actor:
    """Return the key's owner as an actor, with the scopes that the key was given.

    Refuses with: unauthorised, when the key is unknown, revoked or at its end, or its person has
    left.
    """
    prefix = token.rpartition("_")[0]
    key = session.scalar(_KEY, {"prefix": prefix})
    stored_hash = key.secret_hash if key else hash_secret("")
    if not hmac.compare_digest(stored_hash, hash_secret(token)) or key is None:
        raise Refusal("unauthorised", _("This key is unknown or was revoked."))
    return _actor_of(session, key, now)


def actor_of_key_id(session: Session, key_id: int, *, now: datetime) -> Actor:
    """Return the owner of a key by which work was begun, as it may go on with it now.

    Refuses with: unauthorised, as `actor_of_key` does.
    """
    return _actor_of(session, session.get_one(ApiKey, key_id), now)


def _actor_of(session: Session, key: ApiKey, now: datetime) -> Actor:
    if key.revoked_at:
        raise Refusal("unauthorised", _("This key is unknown or was revoked."))
    if key.ends_at is not None and key.ends_at <= now:
        raise Refusal(
            "unauthorised",
            _(
                "This key ended on %(day)s. Make another one on your account's page, or ask for "
                "one where you got it.",
                day=str(key.ends_at.date()),
            ),
        )
    granted = session.scalars(_SCOPES, {"key": key.id})
    owner = _owner(session, key)
    scopes = owner.scopes & {Scope(scope) for scope in granted}
    only = _only_filers(session, key) if owner.partner_id is not None else None
    return replace(owner, scopes=frozenset(scopes), key_id=key.id, only_filers=only)


def _only_filers(session: Session, key: ApiKey) -> frozenset[str] | None:
    return frozenset(session.scalars(_ONLY_FILERS, {"key": key.id})) or None


def _owner(session: Session, key: ApiKey) -> Actor:
    if key.filer_id is not None:
        return actors.filer(key.filer_id)
    if key.partner_id is not None:
        return actors.partner(key.partner_id)
    person = session.get_one(Person, key.person_id)
    if not person.active:
        raise Refusal("unauthorised", _("This key is unknown or was revoked."))
    return actors.person(person.id, PersonRole(person.role))


def acting(session: Session, person_id: int) -> Actor | None:
    """Return the actor for a person as the person may act now; None for who has left."""
    person = session.get_one(Person, person_id)
    return actors.person(person.id, PersonRole(person.role)) if person.active else None


def find_owner(
    session: Session, kind: ActorKind, reference: str, *, source: str = LOCAL
) -> int | None:
    """Return the id of the person with this handle, the partner with this slug or the filer with
    this reference within `source`; None where there is none."""
    statement = {
        ActorKind.PERSON: select(Person.id).where(Person.handle == reference),
        ActorKind.PARTNER: select(Partner.id).where(Partner.slug == reference),
        ActorKind.FILER: select(Filer.id).where(
            Filer.source == source, Filer.reference == reference
        ),
    }[kind]
    return session.scalar(statement)


def owner_name(session: Session, kind: ActorKind, owner_id: int) -> str:
    """Return the name of the owner of a key."""
    names = {
        ActorKind.PERSON: select(Person.name).where(Person.id == owner_id),
        ActorKind.FILER: select(Filer.name).where(Filer.id == owner_id),
        ActorKind.PARTNER: select(Partner.name).where(Partner.id == owner_id),
    }
    return session.scalars(names[kind]).one()


def administrators(session: Session) -> Sequence[Account]:
    """Return the accounts of administrators who have access."""
    return session.scalars(
        select(Account)
        .join(Person, Person.id == Account.person_id)
        .where(Person.role == PersonRole.ADMINISTRATOR, Person.active, Account.active)
        .order_by(Account.id)
    ).all()


def names(session: Session, ids: Collection[int | None]) -> dict[int | None, str]:
    """Return the names of persons by id."""
    known = select(Person).where(Person.id.in_(set(ids) - {None}))
    return {person.id: person.name for person in session.scalars(known)}


def languages(session: Session, person_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the languages that persons read, by person."""
    rows = session.execute(
        select(PersonLanguage.person_id, PersonLanguage.language)
        .where(PersonLanguage.person_id.in_(person_ids))
        .order_by(PersonLanguage.language)
    ).tuples()
    known: dict[int, tuple[str, ...]] = {}
    for person_id, language in rows:
        known[person_id] = (*known.get(person_id, ()), language)
    return known


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff with the account to log in with, where there is one."""

    person: Person
    account: Account | None
    last_seen_at: datetime | None
    waiting: Sequence[OpenGrant] = ()
    languages: Sequence[str] = ()

    @property
    def second_factors(self) -> list[str]:
        """The kinds of second factor that the person has set up, or what stands in their place."""
        if self.account is None:
            return []
        if self.account.work_account is not None:
            return [WORK_ACCOUNT]
        factors = [self.account.second_factor] if self.account.second_factor else []
        return factors + [PASSKEY] * bool(self.account.passkeys)


def list_staff(session: Session) -> list[Member]:
    """Return all persons, those with access first, by name."""
    seen = (
        select(func.max(AccountSession.last_seen_at))
        .where(AccountSession.account_id == Account.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Person, Account, seen)
        .outerjoin(Account, Account.person_id == Person.id)
        .order_by(Person.active.desc(), func.lower(Person.name), Person.id)
    )
    staff = rows.tuples().all()
    waiting = grants.by_person(session)
    read = languages(session, [person.id for person, *_rest in staff])
    return [
        Member(person, account, seen_at, waiting.get(person.id, ()), read.get(person.id, ()))
        for person, account, seen_at in staff
    ]


def get_member(session: Session, person_id: int) -> Member:
    """Return one member of staff. Refuses with: not-found."""
    matching = [member for member in list_staff(session) if member.person.id == person_id]
    if not matching:
        raise not_found(_("person"))
    return matching[0]
