"""Tells who sends a request: the owner of the key in its header, or the signed-in account."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

from flask import Request, request
from flask import session as cookie
from sqlalchemy.orm import Session

from complaints.clock import utcnow
from complaints.context import Context
from complaints.errors import Refusal
from complaints.queries import accounts, people
from complaints.rules.accounts import Me
from complaints.rules.actors import Actor, Scope
from complaints.services import sessions
from complaints.words import Listed
from complaints.words import message as _

__all__ = ["Me", "network_of", "require", "signed_in"]


# The name under which the signed cookie keeps the session's secret.
TOKEN = "token"  # noqa: S105


def require(context: Context, request: Request, scopes: Collection[Scope]) -> Actor:
    """Return who acts, with at least one of `scopes` (none given: any valid key).

    Refuses with: unauthorised; forbidden.
    """
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip() or "\0" in token:
        raise Refusal("unauthorised", _("Send your key as “Authorization: Bearer <key>”."))
    with context.database.reading() as session:
        actor = people.actor_of_key(session, token.strip())
    if scopes and not actor.scopes & set(scopes):
        needed = sorted(scopes)
        raise Refusal(
            "forbidden",
            _("This needs a key with the scope %(needed)s.", needed=Listed(needed, "or")),
            needed=" ".join(needed),
        )
    return actor


def signed_in(session: Session) -> Me | None:
    """Return the account of the session whose secret the request's cookie holds.

    None for a visitor, and once the session has ended. A POST notes that the session was used; a
    GET writes nothing.
    """
    token = cookie.get(TOKEN)
    if not isinstance(token, str):
        return None
    now = utcnow()
    me = accounts.signed_in(session, token, now=now)
    if me is not None:
        request.environ["cleanhands.actor"] = me.actor
        if request.method == "POST":
            sessions.touch(session, me.session_id, now=now)
    return me


def network_of(request: Request) -> str:
    """Return the network that the request comes from (/24, /48), never the address itself."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if address.version == 6 and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    bits = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, bits), strict=False))
