"""Finds the account for which an actor files or registers, and locks it. Ground of the services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Filer
from complaints.rules.logins.visibility import partner_source
from complaints.services.registry import Registry
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork

_LOCKED = select(Filer).where(Filer.id == bindparam("filer")).with_for_update(key_share=True)


def lock_account(work: UnitOfWork, filer: Mapping[str, Any] | None, *, vault: Vault) -> Filer:
    """Return the account, locked, so that one account's filings take turns.

    A filer's key acts for its own account. A partner names one by `filer` (the contract's),
    which is made where it is new. Refuses with: invalid-request, where `filer` is missing or out
    of place; forbidden, when the actor has no account, or its key is cut to others.
    """
    if work.actor.partner_id is not None:
        if filer is None:
            raise invalid(
                "/filer", Code.REQUIRED, _("Say on whose behalf you do this: send “filer”.")
            )
        work.actor.require_filer(filer["reference"])
        source = partner_source(work.actor.partner_id)
        filer_id = Registry(work.session, vault, source=source, now=work.now).filer(filer)
    elif work.actor.filer_id is None:
        raise Refusal("forbidden", _("Use a filer's or a partner's key for this."))
    elif filer is not None:
        raise invalid(
            "/filer", Code.NOT_ALLOWED, _("This key is for its own account: leave “filer” out.")
        )
    else:
        filer_id = work.actor.filer_id
    return work.session.scalars(_LOCKED, {"filer": filer_id}).one()
