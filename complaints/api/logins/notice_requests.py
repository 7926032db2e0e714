"""A notice without an account: a mailbox waits for its link, and the link opens a session."""

from __future__ import annotations

from typing import Any

from flask import request

from complaints.base.errors import not_found
from complaints.http import identity, notice_sessions
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.languages import pick
from complaints.queries.logins import notice_requests
from complaints.rules.logins import notice_requests as rules
from complaints.rules.logins.accounts import AccountRole, session_ends
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.logins.notice_requests import LinkIn, NotifierIn, NotifierOut, PlaceOut
from complaints.services.logins import sessions, sign_ups
from complaints.words import message as _

blp = Blueprint("notifying", __name__, description="Notices without an account")


@endpoint(blp, "POST", "/notices/links", scopes=(), body=NotifierIn, answer=PlaceOut, status=202,
          refuses=["too-many-attempts"], bars=NO_CASE, anyone=True)  # fmt: skip
def ask_for_link(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Ask for the letter with the link. The answer is alike for every mailbox, whoever has it."""
    request_id = sign_ups.ask_for_notice(
        call.work,
        email=body["email"],
        network=identity.network_of(request),
        language=pick(request),
        vault=call.context.vault,
    )
    return _place(call, request_id)


@endpoint(blp, "GET", "/notices/places/<place>", scopes=(), answer=PlaceOut,
          refuses=["not-found"], anyone=True)  # fmt: skip
def read_place(call: Call, place: str) -> dict[str, Any]:
    """Read how many wait before the letter that you asked for."""
    request_id = call.work.links.read_notice_place(place)
    if request_id is None:
        raise not_found(_("page"))
    return _place(call, request_id)


def _place(call: Call, request_id: int) -> dict[str, Any]:
    ahead = notice_requests.ahead_of(call.session, request_id)
    return {
        "place": call.work.links.notice_place(request_id),
        "ahead": ahead,
        "minutes": None if ahead is None else rules.minutes(ahead),
    }


@endpoint(blp, "POST", "/notices/sessions", scopes=(), body=LinkIn, answer=NotifierOut, status=201,
          refuses=["link-expired"], bars=NO_CASE, anyone=True)  # fmt: skip
def open_session(call: Call, body: dict[str, Any]) -> Any:
    """Open the session to which the link in the letter leads: once. Its secret is shown in this
    answer only, and opens what this description marks `x-notices`."""
    secret = notice_sessions.begin(
        call.work,
        body["link"].rstrip("/").rpartition("/")[2],
        name=body.get("name"),
        browser="API",
        vault=call.context.vault,
    )
    ends_at = session_ends(AccountRole.NOTIFIER, call.now)
    return {"secret": secret, "ends_at": ends_at}, 201, {"Cache-Control": "no-store"}


@endpoint(blp, "POST", "/notices/sessions/end", scopes=(), status=204, bars=NO_CASE,
          notices=True)  # fmt: skip
def close_session(call: Call) -> None:
    """End the session whose secret you send as a key. A key stays what it is."""
    sessions.end_by_token(call.session, identity.sent_key(request), now=call.now)
