"""Adds staff, partners and filers' accounts; issues and revokes their keys."""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from abuse.identity.names import core
from complaints.base.errors import Refusal, invalid_fields, not_found
from complaints.models import ApiKey, ApiKeyScope, Filer, Partner, Person
from complaints.queries.logins import accounts, api_keys
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import (
    LOCAL,
    ONLY_WHERE_NAMED,
    OWNER_SCOPES,
    SELLERS_SIDE,
    Actor,
    ActorKind,
    PersonRole,
    Scope,
)
from complaints.rules.kinds import FilerKind, GrantKind
from complaints.rules.law.countries import CountryError, read_country
from complaints.rules.logins.api_keys import USUAL_DAYS
from complaints.rules.staff.search_words import Thing
from complaints.services.logins import grants, sessions
from complaints.services.logins.keys import IssuedKey, store_key
from complaints.services.registry.filers import new_parties
from complaints.services.staff import search_index
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import Listed
from complaints.words import message as _
from complaints.words.labels import label as label_of
from complaints.work import UnitOfWork


def handle_for(session: Session, email: str) -> str:
    """Return a handle, not taken yet, made from an email address."""
    handle = re.sub(r"[^a-z0-9.-]", "", email.partition("@")[0].lower()) or "person"
    taken = set(session.scalars(select(Person.handle)))
    numbered = (f"{handle}{number}" for number in itertools.count(2))
    return handle if handle not in taken else next(each for each in numbered if each not in taken)


def add_person(work: UnitOfWork, *, handle: str, name: str, role: PersonRole) -> Person:
    """Add a member of staff. One whom an administrator adds has no access before a second approval
    (`services/logins/approvals`). Refuses with: taken."""
    by_operator = work.actor.person_id is None
    person = _new_person(work, handle, name, role, active=by_operator)
    grants.write_grant(work, GrantKind.ADMITTED, person_id=person.id)
    ledger.record(work, "added", "person", person.id, role=str(role))
    return person


def claim_role(work: UnitOfWork, *, handle: str, name: str, role: PersonRole) -> Person:
    """Add somebody who signed in with a work account and claims a role: without access, before one
    administrator vouched and a second one approved (`services/logins/approvals`)."""
    person = _new_person(work, handle, name, role, active=False)
    grants.write_claim(work, person.id)
    ledger.record(work, "claimed_role", "person", person.id, role=str(role))
    return person


def _new_person(
    work: UnitOfWork, handle: str, name: str, role: PersonRole, *, active: bool
) -> Person:
    _require_free(work.session, select(Person.id).where(Person.handle == handle), handle)
    person = Person(handle=handle, name=name, role=str(role), active=active, created_at=work.now)
    work.session.add(person)
    work.session.flush()
    return person


def add_partner(work: UnitOfWork, *, slug: str, name: str) -> Partner:
    """Add a partner system. Refuses with: taken."""
    _require_free(work.session, select(Partner.id).where(Partner.slug == slug), slug)
    partner = Partner(slug=slug, name=name, created_at=work.now)
    work.session.add(partner)
    work.session.flush()
    ledger.record(work, "added", "partner", partner.id)
    return partner


def new_reference() -> str:
    """Return a reference for a filer that has none of its own."""
    return f"f{secrets.token_hex(6)}"


def add_filer(
    work: UnitOfWork, *, reference: str, name: str, kind: FilerKind, country: str | None = None
) -> Filer:
    """Open an account for a filer. Refuses with: taken; invalid-request, for what is no country."""
    code = _country(country)
    taken = select(Filer.id).where(Filer.source == LOCAL, Filer.reference == reference)
    _require_free(work.session, taken, reference)
    filer = Filer(
        source=LOCAL,
        reference=reference,
        name=name,
        folded_name=core(name),
        party_id=new_parties(work.session, 1, work.now)[0],
        kind=str(kind),
        country=code,
        registered_at=work.now,
        created_at=work.now,
    )
    work.session.add(filer)
    work.session.flush()
    search_index.index_rows(work.session, Thing.FILER, [filer.id])
    ledger.record(work, "added", "filer", filer.id)
    return filer


def _country(text: str | None) -> str | None:
    try:
        return None if text is None else read_country(text)
    except CountryError as error:
        raise invalid_fields([error.at("/country")]) from None


def issue_key(
    work: UnitOfWork,
    *,
    kind: ActorKind,
    owner_id: int,
    label: str,
    vault: Vault,
    scopes: Collection[Scope] | None = None,
    days: int = USUAL_DAYS,
    renew_days: int | None = None,
    only_filers: Collection[str] = (),
) -> IssuedKey:
    """Issue a key to a person, a filer or a partner, with all its owner's scopes or with fewer;
    administrators' scopes, and a partner's on the side of sellers, only where they are named. It
    ends after `days`; for `renew_days` it may make its own successor. A partner's may be cut to
    `only_filers`, by its own references for them, whether it has filed for them before or not.

    Refuses with: scope-not-yours, for a scope that such an owner cannot have; or a partner's on the
    side of sellers, where it runs no marketplace, or with a key that is cut to filers; forbidden,
    for `renew_days` of an owner that signs in: it says so itself, by password and second factor.
    """
    if renew_days is not None and accounts.log_ins_of(work.session, kind, owner_id):
        raise Refusal(
            "forbidden",
            _(
                "Its owner signs in, and says on the page of its keys until when a key may make "
                "its successor."
            ),
        )
    if only_filers and (kind is not ActorKind.PARTNER or SELLERS_SIDE & frozenset(scopes or ())):
        raise Refusal(
            "scope-not-yours",
            _("Only a partner's key that files for others, or reads, is cut to named filers."),
        )
    return _issue(
        work, kind=kind, owner_id=owner_id, label=label, vault=vault, scopes=scopes, days=days,
        renew_days=renew_days, only_filers=only_filers,
    )  # fmt: skip


def make_own_key(
    work: UnitOfWork,
    session_id: int,
    *,
    label: str,
    scopes: Collection[str],
    vault: Vault,
    days: int = USUAL_DAYS,
    renew_days: int | None = None,
) -> IssuedKey:
    """Make a key for the owner of a session on the pages, who has just given password and second
    factor once more: what a stolen session makes would outlive it.

    Refuses with: proof-needed; scope-not-yours.
    """
    sessions.use_proof(work.session, session_id, now=work.now)
    work.actor.require_no_more_than(scopes)
    return _issue(
        work, kind=work.actor.kind, owner_id=work.actor.id, label=label, vault=vault,
        scopes=[Scope(name) for name in scopes], days=days, renew_days=renew_days,
        session_id=session_id,
    )  # fmt: skip


def _issue(
    work: UnitOfWork,
    *,
    kind: ActorKind,
    owner_id: int,
    label: str,
    vault: Vault,
    scopes: Collection[Scope] | None,
    days: int,
    renew_days: int | None,
    session_id: int | None = None,
    only_filers: Collection[str] = (),
) -> IssuedKey:
    possible = OWNER_SCOPES[kind]
    granted = possible - ONLY_WHERE_NAMED if scopes is None else frozenset(scopes)
    if not granted <= possible:
        raise Refusal(
            "scope-not-yours",
            _(
                "A %(kind)s can have: %(scopes)s.",
                kind=label_of("noun", kind),
                scopes=Listed(sorted(possible)),
            ),
        )
    if granted & SELLERS_SIDE and not marketplaces.of_partner(work.session, owner_id):
        raise Refusal(
            "scope-not-yours",
            _(
                "This partner runs no marketplace: name those that it runs first (cleanhands user "
                "partner-marketplaces)."
            ),
        )
    return store_key(
        work, kind=kind, owner_id=owner_id, label=label, scopes=granted, vault=vault,
        ends_at=work.now + timedelta(days=days),
        renews_until=None if renew_days is None else work.now + timedelta(days=renew_days),
        session_id=session_id, only_filers=only_filers,
    )  # fmt: skip


def let_renew(work: UnitOfWork, session_id: int, key_id: int, *, days: int) -> ApiKey:
    """Let a key make its successor for some days from now, where nobody signs in for its owner: an
    administrator says so, who has just given password and second factor once more.

    Refuses with: forbidden, for somebody else; not-found; proof-needed.
    """
    work.actor.require(Scope.ADMINISTER)
    key = api_keys.without_log_in(work.session, key_id, now=work.now)
    sessions.use_proof(work.session, session_id, now=work.now)
    key.renews_until = work.now + timedelta(days=days)
    ledger.record(work, "let_renew", "api_key", key.id, days=days)
    return key


def revoke_key(work: UnitOfWork, *, prefix: str) -> ApiKey:
    """Revoke a key at once: an owner its own, an administrator and an operator any.

    Refuses with: not-found; scope-not-yours, when the key has scopes that the actor's key lacks, so
    that a stolen key for reading cannot revoke keys for filing.
    """
    key = work.session.scalar(select(ApiKey).where(ApiKey.prefix == prefix))
    administers = work.actor.is_staff and Scope.ADMINISTER in work.actor.scopes
    mine = key is not None and _is_owner(work.actor, key) and api_keys.is_within(work, key.id)
    if key is None or not (administers or mine):
        raise not_found(_("key"))
    if not administers:
        granted = select(ApiKeyScope.scope).where(ApiKeyScope.api_key_id == key.id)
        work.actor.require_no_more_than(work.session.scalars(granted).all())
    if key.revoked_at is None:
        key.revoked_at = work.now
        ledger.record(work, "revoked", "api_key", key.id)
    return key


def note_key_use(session: Session, key_id: int, *, now: datetime) -> None:
    """Keep when a key was used last, unless another request does so just now."""
    mine = select(ApiKey.id).where(ApiKey.id == key_id).with_for_update(skip_locked=True)
    if session.scalar(mine) is not None:
        session.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=now))


def _is_owner(actor: Actor, key: ApiKey) -> bool:
    if actor.kind is ActorKind.SYSTEM:
        return True
    owner: int | None = getattr(key, f"{actor.kind}_id", None)
    return owner == actor.id


def _require_free(session: Session, taken: Select[tuple[int]], name: str) -> None:
    if session.scalar(taken) is not None:
        raise Refusal("taken", _("“%(name)s” is taken. Choose another.", name=name))
