"""States the rights holder of a right, a permission or a complaint, for the account it is for."""

from __future__ import annotations

from complaints.models import Filer
from complaints.queries.authority import holders
from complaints.rules.logins.visibility import own_source, register_source
from complaints.services.registry import Registry
from complaints.services.registry.keys import Facts
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork


def state_holder(
    work: UnitOfWork, account: Filer, named: Facts | None, *, vault: Vault
) -> int | None:
    """Return the id of the holder (the contract's `rights_holder`; None stays None) that is named
    for an account.

    A reference or a name that the partner knows from filers that its key does not see is new to
    that key: the holder is stored as the account's own, with what was sent.
    """
    source = register_source(account.source, account.id)
    (holder_id,) = Registry(work.session, vault, source=source, now=work.now).holders([named])
    # Asked after it is stored: another program may have stored it a moment before.
    if holder_id is None or not holders.is_hidden(work, holder_id):
        return holder_id
    own = own_source(account.id)
    (holder_id,) = Registry(work.session, vault, source=own, now=work.now).holders([named])
    return holder_id
