"""The keys of the signed-in account's owner: list them, make one, revoke one."""

from __future__ import annotations

from flask import Blueprint, url_for

from complaints.base.errors import invalid
from complaints.kit import confirming
from complaints.kit.confirming import Question
from complaints.kit.pages import OWNERS, Answer, PageCall, page
from complaints.queries.logins import api_keys
from complaints.rules.actors import ONLY_WHERE_NAMED, Scope
from complaints.rules.logins.api_keys import OPENS
from complaints.schemas.logins.keys import KeyIn, KeyRevocation
from complaints.services.logins import people
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("account_keys", __name__, url_prefix="/account/keys")


@page(pages, "GET", "", who=OWNERS)
def show_keys(call: PageCall) -> Answer:
    """List the owner's keys; make another."""
    return call.render(
        "web/accounts/keys.html",
        keys=api_keys.owned(call.session, call.actor, now=call.now),
        options=[(scope, label("scope", scope)) for scope in sorted(call.actor.scopes)],
        usual=call.actor.scopes - ONLY_WHERE_NAMED,
        opens=OPENS,
    )


@page(pages, "POST", "", who=OWNERS, again=show_keys)
def make(call: PageCall) -> Answer:
    """Make a key, and show it this once."""
    sent = call.form(KeyIn)
    if not sent.get("scopes"):
        raise invalid("/scopes", _("Select what the key may do."))
    call.actor.require_no_more_than(sent["scopes"])
    made = people.issue_key(
        call.work,
        kind=call.actor.kind,
        owner_id=call.actor.id,
        label=sent["label"],
        scopes=[Scope(name) for name in sent["scopes"]],
        days=sent["days"],
    )
    answer = call.render("web/accounts/new_key.html", made=made, status=201)
    # The same form sent again leads to the list: the secret is not shown twice.
    answer.location = url_for("account_keys.show_keys")
    return answer


def _asks(call: PageCall) -> Question:
    prefix = call.form(KeyRevocation)["prefix"]
    return Question(
        title=_("Revoke the key %(prefix)s", prefix=prefix),
        says=[_("Programs that use this key can do nothing for you from then on.")],
        button=_("Revoke the key"),
        keep=url_for("account_keys.show_keys"),
    )


@page(pages, "POST", "/revoke", who=OWNERS, again=show_keys)
@confirming.asks(_asks)
def revoke_own_key(call: PageCall) -> Answer:
    """End one of the owner's keys at once."""
    key = people.revoke_key(call.work, prefix=call.form(KeyRevocation)["prefix"])
    message = _("The key %(label)s is revoked.", label=key.label)
    return call.redirect("account_keys.show_keys", message=message)
