"""Registers a rights holder's permission for an agent, and revokes it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import FieldError, Refusal, not_found
from complaints.models import (
    Authorization,
    AuthorizationOffer,
    Filer,
    Marketplace,
    Right,
    RightsHolder,
)
from complaints.queries import authorizations
from complaints.rules import admissibility, texts
from complaints.rules.actors import Actor
from complaints.rules.admissibility import Permission
from complaints.rules.listing_urls import name_of
from complaints.rules.names import is_same_party
from complaints.rules.visibility import register_source
from complaints.services import ledger, outbox
from complaints.services.accounts import account_of
from complaints.services.registry import Registry, rows
from complaints.services.registry.keys import RIGHT_FACTS, authorization_digest
from complaints.services.registry.rights import Stated
from complaints.vault import Vault

Facts = Mapping[str, Any]
MARKETPLACE: Any = Marketplace.__table__


def register(
    session: Session,
    actor: Actor,
    *,
    rights_holder: Facts,
    terms: Facts,
    filer: Facts | None,
    vault: Vault,
    now: datetime,
) -> Authorization:
    """Register an authorization of an account; the same statement is one row.

    `terms` has reference, valid_from, valid_to, and the scope: right_id, right_kind, marketplace
    (a slug), each left out where there is no limit.
    Refuses with: not-found, for another account's right; invalid-request, for dates out of order
    and for a reference that was revoked.
    """
    days = Permission(valid_from=terms.get("valid_from"), valid_to=terms.get("valid_to"))
    for problem in admissibility.check_terms_in_order(days, ""):
        raise Refusal("invalid-request", problem.detail, fields=[problem])
    account = account_of(session, actor, filer, vault=vault, now=now)
    source = register_source(account.source, account.id)
    (holder_id,) = Registry(session, vault, source=source, now=now).holders([rights_holder])
    _needs_right_of(session, account, holder_id, terms.get("right_id"))
    digest = _digest(terms, rights_holder)
    known = session.scalar(
        select(Authorization).where(
            Authorization.filer_id == account.id, Authorization.digest == digest
        )
    )
    if known is not None:
        return known
    _needs_not_revoked(session, account, holder_id, terms)
    row = Authorization(
        filer_id=account.id,
        rights_holder_id=holder_id,
        digest=digest,
        reference=terms.get("reference"),
        right_id=terms.get("right_id"),
        right_kind=terms.get("right_kind"),
        marketplace_id=_marketplace(session, terms.get("marketplace")),
        valid_from=terms.get("valid_from"),
        valid_to=terms.get("valid_to"),
        created_at=now,
    )
    session.add(row)
    session.flush()
    ledger.record(session, actor, "registered", "authorization", row.id, now=now, filer=account.id)
    session.flush()
    return row


def offer(
    session: Session, actor: Actor, *, agent: Facts, terms: Facts, vault: Vault, now: datetime
) -> Authorization:
    """Give an agent's account the permission of the actor's own. It counts once it is accepted.

    `agent` has number and name, which must both be the account's: a number alone names nobody.
    `terms` are as `register` takes them; `right_id` is a right of the actor's own.
    Refuses with: forbidden, for who has no account; not-found, for another account's right;
    invalid-request.
    """
    days = Permission(valid_from=terms.get("valid_from"), valid_to=terms.get("valid_to"))
    for problem in admissibility.check_terms_in_order(days, ""):
        raise Refusal("invalid-request", problem.detail, fields=[problem])
    holder = account_of(session, actor, None, vault=vault, now=now)
    to = _agent(session, agent, holder)
    right_id = terms.get("right_id")
    _needs_own_right(session, holder, right_id)
    facts = {"name": holder.name, **({"country": holder.country} if holder.country else {})}
    registry = Registry(session, vault, source=register_source(to.source, to.id), now=now)
    (holder_id,) = registry.holders([facts])
    digest = hashlib.sha256(f"offer {holder.id} {_digest(terms, facts)}".encode()).hexdigest()
    known = session.scalar(
        select(Authorization).where(
            Authorization.filer_id == to.id,
            Authorization.digest == digest,
            Authorization.revoked_on.is_(None),
        )
    )
    if known is not None:
        return known
    row = Authorization(
        filer_id=to.id,
        rights_holder_id=holder_id,
        # A permission that was revoked can be given again: it is another one.
        digest=hashlib.sha256(f"{digest} {now.isoformat()}".encode()).hexdigest()
        if _is_taken(session, to, digest)
        else digest,
        reference=terms.get("reference"),
        right_kind=terms.get("right_kind"),
        marketplace_id=_marketplace(session, terms.get("marketplace")),
        valid_from=terms.get("valid_from"),
        valid_to=terms.get("valid_to"),
        created_at=now,
    )
    session.add(row)
    session.flush()
    session.add(
        AuthorizationOffer(
            authorization_id=row.id, offered_by=holder.id, offered_right_id=right_id, offered_at=now
        )
    )
    ledger.record(session, actor, "offered", "authorization", row.id, now=now, filer=to.id)
    wording = texts.authorization_offered(holder.name, "/authorizations")
    outbox.write(
        session, "authorization_offered", subject=wording.subject, body=wording.body, now=now,
        filer_id=to.id,
    )  # fmt: skip
    session.flush()
    return row


def accept(
    session: Session, actor: Actor, authorization_id: int, *, vault: Vault, now: datetime
) -> Authorization:
    """Accept what a holder offered to the actor's account. A right that it is limited to becomes
    one of the account's own, stated as the holder's, to be named in complaints.

    Refuses with: not-found; forbidden, for who is not the agent; wrong-state, where nothing waits
    to be accepted.
    """
    authorizations.get(session, actor, authorization_id)
    row = _locked(session, authorization_id)
    made = authorizations.offer_of(session, authorization_id)
    if actor.filer_id != row.filer_id:
        raise Refusal("forbidden", "The agent accepts what is offered to it.")
    if made is None or made.accepted_at is not None or row.revoked_on is not None:
        raise Refusal("wrong-state", "There is no offer to accept here any more.", possible=[])
    made.accepted_at = now
    if made.offered_right_id is not None:
        row.right_id = _stated_for(session, row, made.offered_right_id, vault, now)
    ledger.record(session, actor, "accepted", "authorization", row.id, now=now)
    session.flush()
    return row


def _agent(session: Session, agent: Facts, holder: Filer) -> Filer:
    found = session.get(Filer, agent["number"])
    if found is None or not is_same_party(found.name, agent["name"]):
        sentence = "There is no account with this number and this name. Ask the agent for both."
        raise Refusal("invalid-request", sentence, fields=[FieldError("/agent/number", sentence)])
    if found.id == holder.id:
        sentence = "This is your own account: it needs no permission of yours."
        raise Refusal("invalid-request", sentence, fields=[FieldError("/agent/number", sentence)])
    return found


def _needs_own_right(session: Session, holder: Filer, right_id: int | None) -> None:
    if right_id is None:
        return
    mine = select(Right.id).where(Right.id == right_id, Right.filer_id == holder.id)
    if session.scalar(mine) is None:
        refusal = not_found("right")
        pointed = [FieldError("/right_id", refusal.detail)]
        raise Refusal("not-found", refusal.detail, fields=pointed)


def _is_taken(session: Session, agent: Filer, digest: str) -> bool:
    before = select(Authorization.id).where(
        Authorization.filer_id == agent.id, Authorization.digest == digest
    )
    return session.scalar(before) is not None


def _stated_for(
    session: Session, row: Authorization, right_id: int, vault: Vault, now: datetime
) -> int:
    """State the holder's right in the agent's register; return the statement's id."""
    right = session.get_one(Right, right_id)
    holder = session.get_one(RightsHolder, row.rights_holder_id)
    agent = session.get_one(Filer, row.filer_id)
    facts = {name: getattr(right, name) for name in RIGHT_FACTS}
    named = {"name": holder.name, "reference": holder.reference, "country": holder.country}
    registry = Registry(session, vault, source=register_source(agent.source, agent.id), now=now)
    (known,) = registry.rights([Stated(agent.id, named, holder.id, facts)])
    return known.id


def _locked(session: Session, authorization_id: int) -> Authorization:
    held = select(Authorization).where(Authorization.id == authorization_id).with_for_update()
    return session.scalars(held.execution_options(populate_existing=True)).one()


def revoke(
    session: Session, actor: Actor, authorization_id: int, *, on: date | None, now: datetime
) -> Authorization:
    """Revoke an authorization from `on` (today where left out): its account, the holder's account
    that offered it, or staff.

    What was filed with it before stays as it is. Refuses with: not-found; wrong-state, where it
    was revoked before; invalid-request, for a day that has not come.
    """
    authorizations.get(session, actor, authorization_id)
    row = _locked(session, authorization_id)
    if row.revoked_on is not None:
        raise Refusal(
            "wrong-state", f"This authorization was revoked on {row.revoked_on}.", possible=[]
        )
    for problem in admissibility.check_not_future(on, "/revoked_on", now=now):
        raise Refusal("invalid-request", problem.detail, fields=[problem])
    row.revoked_on = on or now.date()
    ledger.record(
        session,
        actor,
        "revoked",
        "authorization",
        row.id,
        now=now,
        revoked_on=row.revoked_on.isoformat(),
    )
    made = authorizations.offer_of(session, row.id)
    if made is not None and actor.filer_id == made.offered_by:
        wording = texts.authorization_ended(session.get_one(Filer, made.offered_by).name)
        outbox.write(
            session, "authorization_ended", subject=wording.subject, body=wording.body, now=now,
            filer_id=row.filer_id,
        )  # fmt: skip
    session.flush()
    return row


def _needs_right_of(
    session: Session, account: Filer, holder_id: int | None, right_id: int | None
) -> None:
    if right_id is None:
        return
    right = session.scalar(select(Right).where(Right.id == right_id, Right.filer_id == account.id))
    if right is None:
        refusal = not_found("right")
        pointed = [FieldError("/right_id", refusal.detail)]
        raise Refusal("not-found", refusal.detail, fields=pointed)
    if right.rights_holder_id != holder_id:
        sentence = "This right belongs to another rights holder than the one who authorizes."
        raise Refusal("invalid-request", sentence, fields=[FieldError("/right_id", sentence)])


def _needs_not_revoked(
    session: Session, account: Filer, holder_id: int | None, terms: Facts
) -> None:
    days = {name: terms.get(name) for name in ("valid_from", "valid_to")}
    reference = terms.get("reference")
    earlier = authorizations.revoked_like(
        session, account.id, holder_id, reference=reference, **days
    )
    if earlier is not None:
        for problem in admissibility.check_not_revoked(earlier.revoked_on, "/reference"):
            raise Refusal("invalid-request", problem.detail, fields=[problem])


def _marketplace(session: Session, slug: str | None) -> int | None:
    if slug is None:
        return None
    known = rows.ensure(session, MARKETPLACE, ("slug",), [{"slug": slug, "name": name_of(slug)}])
    marketplace_id: int = known[(slug,)].id
    return marketplace_id


def _digest(terms: Facts, rights_holder: Facts) -> str:
    """Without a scope the digest is the one that a complaint's own `authorization` would have."""
    stated = authorization_digest(terms, rights_holder)
    scope = [terms.get(name) for name in ("right_id", "right_kind", "marketplace")]
    if not any(scope):
        return stated
    return hashlib.sha256(f"{stated} {scope}".encode()).hexdigest()
