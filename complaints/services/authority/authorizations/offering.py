"""A holder's account gives an agent's account its permission, and the agent accepts it."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from abuse.identity.names import core
from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid, invalid_fields, not_found
from complaints.models import Authorization, AuthorizationOffer, Filer, Right, RightsHolder
from complaints.queries.authority import authorizations
from complaints.rules.filing import admissibility
from complaints.rules.kinds import Proof
from complaints.rules.logins.visibility import register_source
from complaints.services.authority.authorizations.terms import (
    digest_of,
    lock_authorization,
    marketplace_id,
)
from complaints.services.authority.proof import prove
from complaints.services.logins.accounts import lock_account
from complaints.services.mailing import outbox
from complaints.services.registry import Registry
from complaints.services.registry.keys import LATER_FACTS, RIGHT_FACTS, Facts
from complaints.services.registry.rights import Stated
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.words.letters.holders import authorization_offered
from complaints.work import UnitOfWork


def offer(work: UnitOfWork, *, agent: Facts, terms: Facts, vault: Vault) -> Authorization:
    """Offer an agent's account the permission of the actor's account. It counts once accepted.

    `agent` has number and name, and both must be the account's, since a number is easily mistyped.
    `terms` are as `register` takes them; `right_id` is a right of the actor's own.
    Refuses with: forbidden, when the actor has no account; not-found, for another account's right;
    invalid-request.
    """
    for problem in admissibility.check_days_of(terms, ""):
        raise invalid_fields([problem])
    holder = lock_account(work, None, vault=vault)
    to = _agent(work.session, agent, holder)
    right_id = terms.get("right_id")
    _require_own_right(work.session, holder, right_id)
    facts = {"name": holder.name, **({"country": holder.country} if holder.country else {})}
    registry = Registry(work.session, vault, source=register_source(to.source, to.id), now=work.now)
    (holder_id,) = registry.holders([facts])
    digest = hashlib.sha256(f"offer {holder.id} {digest_of(terms, facts)}".encode()).hexdigest()
    known = work.session.scalar(
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
        digest=hashlib.sha256(f"{digest} {work.now.isoformat()}".encode()).hexdigest()
        if _is_taken(work.session, to, digest)
        else digest,
        reference=terms.get("reference"),
        right_kind=terms.get("right_kind"),
        marketplace_id=marketplace_id(work.session, terms.get("marketplace")),
        valid_from=terms.get("valid_from"),
        valid_to=terms.get("valid_to"),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add(
        AuthorizationOffer(
            authorization_id=row.id,
            offered_by=holder.id,
            offered_right_id=right_id,
            offered_at=work.now,
        )
    )
    ledger.record(work, "offered", "authorization", row.id, filer=to.id)
    letter = authorization_offered(holder.name, page=work.links.page("/authorizations/"))
    outbox.write(work, "authorization_offered", letter, filer_id=to.id)
    return row


def accept(work: UnitOfWork, authorization_id: int, *, vault: Vault) -> Authorization:
    """Accept what a holder offered to the actor's account. A right that it is limited to is
    registered for the account, stated as the holder's, so that complaints can name it.

    Refuses with: not-found; forbidden, when the actor is not the agent; wrong-state, where nothing
    waits to be accepted.
    """
    authorizations.get_authorization(work, authorization_id)
    row = lock_authorization(work.session, authorization_id)
    offered = authorizations.offer_of(work.session, authorization_id)
    if work.actor.filer_id != row.filer_id:
        raise Refusal("forbidden", _("Only the agent can accept this authorization."))
    if offered is None or offered.accepted_at is not None or row.revoked_on is not None:
        raise Refusal("wrong-state", _("There is no offer to accept here any more."), possible=[])
    offered.accepted_at = work.now
    if offered.offered_right_id is not None:
        row.right_id = _stated_for(work, row, offered.offered_right_id, vault)
    ledger.record(work, "accepted", "authorization", row.id)
    # The permission is proven as well as the account that gave it is (queries/authority/proof.py).
    prove(work, row, Proof.CONFIRMED)
    return row


def _agent(session: Session, agent: Facts, holder: Filer) -> Filer:
    account = session.get(Filer, agent["number"])
    if account is None or account.folded_name != core(agent["name"]):
        sentence = _("There is no account with this number and this name. Ask the agent for both.")
        raise invalid("/agent/number", Code.NOT_FOUND, sentence)
    if account.id == holder.id:
        sentence = _("This is your own account. It does not need your authorization.")
        raise invalid("/agent/number", Code.NOT_ALLOWED, sentence)
    return account


def _require_own_right(session: Session, holder: Filer, right_id: int | None) -> None:
    if right_id is None:
        return
    mine = select(Right.id).where(Right.id == right_id, Right.filer_id == holder.id)
    if session.scalar(mine) is None:
        refusal = not_found(_("right"))
        pointed = [FieldError("/right_id", Code.NOT_FOUND, refusal.message)]
        raise Refusal("not-found", refusal.message, fields=pointed)


def _is_taken(session: Session, agent: Filer, digest: str) -> bool:
    before = select(Authorization.id).where(
        Authorization.filer_id == agent.id, Authorization.digest == digest
    )
    return session.scalar(before) is not None


def _stated_for(work: UnitOfWork, row: Authorization, right_id: int, vault: Vault) -> int:
    """State the holder's right in the agent's register; return the statement's id."""
    right = work.session.get_one(Right, right_id)
    holder = work.session.get_one(RightsHolder, row.rights_holder_id)
    agent = work.session.get_one(Filer, row.filer_id)
    facts = {name: getattr(right, name) for name in (*RIGHT_FACTS, *LATER_FACTS)}
    named = {"name": holder.name, "reference": holder.reference, "country": holder.country}
    registry = Registry(
        work.session, vault, source=register_source(agent.source, agent.id), now=work.now
    )
    (known,) = registry.rights([Stated(agent.id, named, holder.id, facts)])
    return known.id
