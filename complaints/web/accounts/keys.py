"""The keys of the signed-in account's owner: list them, make one, revoke one."""

from __future__ import annotations

from flask import Blueprint, url_for

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.kit import confirming, proof
from complaints.kit.confirming import Question
from complaints.kit.pages import OWNERS, Answer, PageCall, page
from complaints.queries.logins import api_keys
from complaints.rules.actors import ONLY_WHERE_NAMED
from complaints.rules.logins.accounts import is_proved
from complaints.rules.logins.api_keys import MOST_DAYS, MOST_RENEWAL_DAYS, OPENS
from complaints.schemas.logins.keys import KeyRevocation, OwnKeyIn
from complaints.services.logins import people
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("account_keys", __name__, url_prefix="/account/keys")


@page(pages, "GET", "", who=OWNERS)
def show_keys(call: PageCall) -> Answer:
    """List the owner's keys."""
    return call.render(
        "web/accounts/keys.html",
        keys=api_keys.owned(call.session, call.actor, now=call.now),
        opens=OPENS,
    )


@page(pages, "GET", "/new", who=OWNERS)
def ask_for_key(call: PageCall) -> Answer:
    """Ask what a new key is for, once its owner has proved to be there."""
    assert call.me is not None
    if not is_proved(call.me.proved_at, call.now):
        return proof.ask(url_for("account_keys.ask_for_key"))
    return call.render(
        "web/accounts/make_key.html",
        options=[(scope, label("scope", scope)) for scope in sorted(call.actor.scopes)],
        usual=call.actor.scopes - ONLY_WHERE_NAMED,
        most=MOST_DAYS,
        most_renewal=MOST_RENEWAL_DAYS,
    )


@page(pages, "POST", "", who=OWNERS, again=ask_for_key)
def make(call: PageCall) -> Answer:
    """Make a key, and show it this once."""
    assert call.me is not None
    sent = call.form(OwnKeyIn)
    if not sent.get("scopes"):
        raise invalid("/scopes", Code.REQUIRED, _("Select what the key may do."))
    made = people.make_own_key(
        call.work, call.me.session_id, label=sent["label"], scopes=sent["scopes"],
        days=sent["days"], renew_days=sent.get("renew_days"), vault=call.context.vault,
    )  # fmt: skip
    answer = call.render("web/accounts/new_key.html", made=made, status=201)
    # The same form sent again leads to the list: the secret is not shown twice.
    answer.location = url_for("account_keys.show_keys")
    return answer


def _asks(call: PageCall) -> Question:
    prefix = call.form(KeyRevocation)["prefix"]
    return Question(
        title=_("Revoke the key %(prefix)s", prefix=prefix),
        says=[_("Programs that use this key can then no longer act for you.")],
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
