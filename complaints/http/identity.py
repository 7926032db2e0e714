"""Tells who sends a request: the owner of the key in its header, or the signed-in account."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Collection
from datetime import datetime

from flask import Request, Response, after_this_request, current_app, request
from flask import session as cookie
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.queries.logins import accounts, api_keys, people
from complaints.rules.actors import Actor, Scope
from complaints.rules.logins.accounts import NOTICES, AccountRole, Me, is_to_be_noted
from complaints.rules.logins.api_keys import require_kind
from complaints.services.logins import sessions
from complaints.services.logins.people import note_key_use
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.words import Listed
from complaints.words import message as _
from complaints.words.forms import NEEDS_ACCOUNT

__all__ = ["Me", "actor_of_key", "network_of", "require_scopes", "sent_key", "signed_in"]

log = logging.getLogger(__name__)

# The name under which the signed cookie keeps the session's secret.
TOKEN = "token"  # noqa: S105
# And that under which it keeps until when its browser acts through which links.
CONFIRMED = "links"


def sent_key(request: Request) -> str:
    """Return the key of the request's header. Refuses with: unauthorised, where there is none."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip() or "\0" in token:
        raise Refusal("unauthorised", _("Send your key as “Authorization: Bearer <key>”."))
    return token.strip()


def actor_of_key(context: Context, token: str) -> Actor:
    """Return who acts by a key, and note that it is used; or by the secret of a session that is
    good for notices alone. Refuses with: unauthorised."""
    if token.startswith(NOTICES):
        return _notifier_of(context, token)
    page = context.links.page("/account/keys")
    require_kind(token, test=context.config.test, page=page)
    now = utcnow()
    with context.database.reading() as session:
        actor = people.actor_of_key(session, token, now=now)
        is_to_note = actor.key_id is not None and api_keys.use_is_to_note(
            session, actor.key_id, now
        )
    if actor.key_id is not None and is_to_note:
        _note_key(context, actor.key_id, now)
    return actor


def _notifier_of(context: Context, secret: str) -> Actor:
    with context.database.reading() as session:
        me = accounts.signed_in(session, secret, now=utcnow())
    if me is None or me.role is not AccountRole.NOTIFIER:
        raise Refusal(
            "unauthorised",
            _("This is no good any more. Ask for a new link with the same email address."),
        )
    return me.actor


def require_scopes(actor: Actor, scopes: Collection[Scope], *, notices: bool = False) -> None:
    """Refuses with: forbidden, where the actor's key has none of `scopes`, unless none is asked. Of
    who came in by the link of a letter none is asked, where that is for `notices` too."""
    if actor.is_notifier:
        if notices:
            return
        raise Refusal("forbidden", NEEDS_ACCOUNT)
    if scopes and not actor.scopes & set(scopes):
        needed = sorted(scopes)
        raise Refusal(
            "forbidden",
            _("This needs a key with the scope %(needed)s.", needed=Listed(needed, "or")),
            needed=" ".join(needed),
        )


def signed_in(session: Session) -> Me | None:
    """Return the account of the session whose secret the request's cookie holds.

    None for a visitor, and once the session has ended. That the session was used is noted after
    the answer, at most once in some minutes.
    """
    token = cookie.get(TOKEN)
    if not isinstance(token, str):
        return None
    now = utcnow()
    me = accounts.signed_in(session, token, now=now)
    if me is not None:
        request.environ["cleanhands.actor"] = me.actor
        is_noted = request.environ.get("cleanhands.noted", False)
        if not is_noted and is_to_be_noted(me.seen_at, now) and _is_use(request):
            request.environ["cleanhands.noted"] = True
            _note_use(me.session_id, now)
    return me


def _is_use(request: Request) -> bool:
    """Say whether somebody uses the session: sends a form, or opens a page.

    What a page's script asks for by itself keeps no session alive, nor does what a browser loads
    before anybody asked.
    """
    if request.method == "POST":
        return True
    is_early = "prefetch" in request.headers.get("Sec-Purpose", "")
    return not is_early and request.headers.get("Sec-Fetch-Dest", "document") == "document"


def _note_key(context: Context, key_id: int, now: datetime) -> None:
    """Store that the key is used. Nobody waits for it, and reading goes on where nothing can be
    written: where SQLite's writer is busy or the disk is full, the next use is noted."""
    try:
        with context.database.at_once() as writing:
            if writing is not None:
                note_key_use(writing, key_id, now=now)
    except DBAPIError as error:
        log.warning("a key's use is not noted: %s", db_errors.for_log(error))


def _note_use(session_id: int, now: datetime) -> None:
    """Store that the session is used once the answer is made: a page that is read writes nothing
    else, and no reader waits for the lock of the writers with a transaction open."""
    database = current_app.extensions["cleanhands"].database

    def touch(response: Response) -> Response:
        try:
            with database.transaction() as session:
                sessions.touch(session, session_id, now=now)
        except DBAPIError as error:
            log.warning("a session's use is not noted: %s", db_errors.for_log(error))
        return response

    after_this_request(touch)


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
