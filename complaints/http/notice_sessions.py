"""Begins a session that is good for notices alone, for a door: from the link in a letter."""

from __future__ import annotations

from flask import request

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.http import identity
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind
from complaints.services.logins import people, sign_ups
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


def begin(work: UnitOfWork, token: str, *, name: str | None, browser: str, vault: Vault) -> str:
    """Begin the session of whoever followed the link, and return its secret. `name` is asked of a
    mailbox that has filed nothing before.

    Refuses with: link-expired, for a link that is forged, used or too old, or whose mailbox signs
    in by now; invalid-request, without a name.
    """

    def make_filer() -> int:
        if not name:
            raise invalid("/name", Code.REQUIRED, _("Enter your name."))
        by_us, reference = work.by(SYSTEM), people.new_reference()
        kind = FilerKind.INDIVIDUAL
        return people.add_filer(by_us, reference=reference, name=name, kind=kind).id

    network = identity.network_of(request)
    secret = sign_ups.open_for_notice(
        work, token, make_filer=make_filer, browser=browser, network=network, vault=vault
    )
    if secret is None:
        why = _("This link has been used, or is too old. Ask for a new one.")
        raise Refusal("link-expired", why)
    return secret
