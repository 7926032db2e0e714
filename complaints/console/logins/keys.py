"""The keys of all owners, for administrators: whose they are, when they were used, how they end."""

from __future__ import annotations

from flask import Blueprint, request, url_for

from complaints.console import asking_access
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import confirming, proof
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import ADMINISTRATORS, Answer, PageCall, page
from complaints.queries.logins import api_keys
from complaints.rules.logins.accounts import is_proved
from complaints.rules.logins.api_keys import MOST_RENEWAL_DAYS, OPENS
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.logins.keys import KeyRevocation, LastDayIn
from complaints.services.logins import people
from complaints.words import message as _

pages = Blueprint("all_keys", __name__, url_prefix="/console/keys")
AT_ONCE = 100


@page(pages, "GET", "", who=ADMINISTRATORS, menu=MenuPlace("records", 115, "keys", _("API keys")))
def show_keys(call: PageCall) -> Answer:
    """List the keys of all owners, the newest first."""
    rows = api_keys.find_keys(
        call.session, now=call.now, limit=AT_ONCE + 1,
        before=after_id(request.args.get("cursor")),
    )  # fmt: skip
    listed = paging.page(rows, AT_ONCE, lambda key: (key.id,))
    return call.render(
        "console/logins/keys.html", keys=listed["items"], following=listed["next"], opens=OPENS
    )


@page(pages, "POST", "/revoke", who=ADMINISTRATORS, again=show_keys, bars=NO_CASE)
@confirming.asks(asking_access.key)
def revoke_any_key(call: PageCall) -> Answer:
    """End anybody's key at once."""
    key = people.revoke_key(call.work, prefix=call.form(KeyRevocation)["prefix"])
    message = _("The key %(label)s is revoked.", label=key.label)
    return call.redirect("all_keys.show_keys", message=message)


@page(pages, "GET", "/<id:key_id>/last-day", who=ADMINISTRATORS)
def ask_last_day(call: PageCall, key_id: int) -> Answer:
    """Ask until when a key makes its successor, where nobody signs in for its owner."""
    assert call.me is not None
    key = api_keys.without_log_in(call.session, key_id, now=call.now)
    if not is_proved(call.me.proved_at, call.now):
        return proof.ask(url_for("all_keys.ask_last_day", key_id=key_id))
    return call.render("console/logins/last_day.html", key=key, most=MOST_RENEWAL_DAYS)


@page(pages, "POST", "/<id:key_id>/last-day", who=ADMINISTRATORS, again=ask_last_day, bars=NO_CASE)
def set_last_day(call: PageCall, key_id: int) -> Answer:
    """Let a key make its successor for some days from now."""
    assert call.me is not None
    days = call.form(LastDayIn)["days"]
    key = people.let_renew(call.work, call.me.session_id, key_id, days=days)
    message = _("The key %(label)s may make its successor.", label=key.label)
    return call.redirect("all_keys.show_keys", message=message)
