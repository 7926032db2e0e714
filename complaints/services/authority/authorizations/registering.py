"""Registers a permission that an agent's account states itself, and revokes permissions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid, invalid_fields, not_found
from complaints.models import Authorization, Filer, Right
from complaints.queries.authority import authorizations
from complaints.rules.filing import admissibility
from complaints.services.authority.authorizations.terms import (
    digest_of,
    lock_authorization,
    marketplace_id,
)
from complaints.services.authority.holders import state_holder
from complaints.services.logins.accounts import lock_account
from complaints.services.mailing import outbox
from complaints.services.registry.keys import Facts
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.words.letters.holders import authorization_ended
from complaints.work import UnitOfWork


def register(
    work: UnitOfWork, *, rights_holder: Facts, terms: Facts, filer: Facts | None, vault: Vault
) -> Authorization:
    """Register an authorization of an account; stating it again returns the same row.

    `terms` has reference, valid_from, valid_to, and the scope: right_id, right_kind, marketplace
    (a slug), each left out where there is no limit.
    Refuses with: not-found, for another account's right; invalid-request, for dates out of order
    and for a reference that was revoked.
    """
    for problem in admissibility.check_days_of(terms, ""):
        raise invalid_fields([problem])
    account = lock_account(work, filer, vault=vault)
    holder_id = state_holder(work, account, rights_holder, vault=vault)
    _require_right_of(work.session, account, holder_id, terms.get("right_id"))
    digest = digest_of(terms, rights_holder)
    known = work.session.scalar(
        select(Authorization).where(
            Authorization.filer_id == account.id, Authorization.digest == digest
        )
    )
    if known is not None:
        return known
    _require_not_revoked(work.session, account, holder_id, terms)
    row = Authorization(
        filer_id=account.id,
        rights_holder_id=holder_id,
        digest=digest,
        reference=terms.get("reference"),
        right_id=terms.get("right_id"),
        right_kind=terms.get("right_kind"),
        marketplace_id=marketplace_id(work.session, terms.get("marketplace")),
        valid_from=terms.get("valid_from"),
        valid_to=terms.get("valid_to"),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    ledger.record(work, "registered", "authorization", row.id, filer=account.id)
    return row


def revoke(work: UnitOfWork, authorization_id: int, *, on: date | None) -> Authorization:
    """Revoke an authorization from `on` (today where left out). Its account, the holder's account
    that offered it, and staff may do so.

    Complaints filed with it before stay as they are. Refuses with: not-found; wrong-state, where it
    was revoked before; invalid-request, for a day in the future.
    """
    authorizations.get_authorization(work, authorization_id)
    row = lock_authorization(work.session, authorization_id)
    if row.revoked_on is not None:
        raise Refusal(
            "wrong-state",
            _("This authorization was revoked on %(day)s.", day=row.revoked_on),
            possible=[],
        )
    for problem in admissibility.check_not_future(on, "/revoked_on", now=work.now):
        raise invalid_fields([problem])
    row.revoked_on = on or work.now.date()
    ledger.record(work, "revoked", "authorization", row.id, revoked_on=row.revoked_on.isoformat())
    offered = authorizations.offer_of(work.session, row.id)
    if offered is not None and work.actor.filer_id == offered.offered_by:
        letter = authorization_ended(
            work.session.get_one(Filer, offered.offered_by).name,
            page=work.links.page("/authorizations/"),
        )
        outbox.write(work, "authorization_ended", letter, filer_id=row.filer_id)
    return row


def _require_right_of(
    session: Session, account: Filer, holder_id: int | None, right_id: int | None
) -> None:
    if right_id is None:
        return
    right = session.scalar(select(Right).where(Right.id == right_id, Right.filer_id == account.id))
    if right is None:
        refusal = not_found(_("right"))
        pointed = [FieldError("/right_id", Code.NOT_FOUND, refusal.message)]
        raise Refusal("not-found", refusal.message, fields=pointed)
    if right.rights_holder_id != holder_id:
        sentence = _("This right belongs to another rights holder than the one who authorizes.")
        raise invalid("/right_id", Code.NOT_PART_OF_THIS, sentence)


def _require_not_revoked(
    session: Session, account: Filer, holder_id: int | None, terms: Facts
) -> None:
    days = {name: terms.get(name) for name in ("valid_from", "valid_to")}
    reference = terms.get("reference")
    earlier = authorizations.revoked_like(
        session, account.id, holder_id, reference=reference, **days
    )
    if earlier is not None:
        for problem in admissibility.check_not_revoked(earlier.revoked_on, "/reference"):
            raise invalid_fields([problem])
