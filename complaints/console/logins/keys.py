"""The keys of all owners, for administrators: whose they are, when they were used, how they end."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.console import asking_access
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import confirming
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import ADMINISTRATORS, Answer, PageCall, page
from complaints.queries.logins import api_keys
from complaints.rules.logins.api_keys import OPENS
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.logins.keys import KeyRevocation
from complaints.services.logins import people
from complaints.words import message as _

pages = Blueprint("all_keys", __name__, url_prefix="/console/keys")
AT_ONCE = 100


@page(pages, "GET", "", who=ADMINISTRATORS, menu=MenuPlace(115, "keys", _("API keys")))
def show_keys(call: PageCall) -> Answer:
    """List the keys of all owners, the newest first."""
    rows = api_keys.find_keys(
        call.session, now=call.now, limit=AT_ONCE + 1,
        before=after_id(request.args.get("cursor")),
    )  # fmt: skip
    listed = paging.page(rows, AT_ONCE, lambda key: (key.id,))
    return call.render(
        "console/keys.html", keys=listed["items"], following=listed["next"], opens=OPENS
    )


@page(pages, "POST", "/revoke", who=ADMINISTRATORS, again=show_keys, bars=NO_CASE)
@confirming.asks(asking_access.key)
def revoke_any_key(call: PageCall) -> Answer:
    """End anybody's key at once."""
    key = people.revoke_key(call.work, prefix=call.form(KeyRevocation)["prefix"])
    message = _("The key %(label)s is revoked.", label=key.label)
    return call.redirect("all_keys.show_keys", message=message)
