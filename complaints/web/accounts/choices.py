"""What the forms of accounts let people choose from, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import g, url_for
from markupsafe import Markup

from complaints.http.endpoint import context
from complaints.http.languages import say_here
from complaints.rules.kinds import FilerKind
from complaints.rules.logins import passwords
from complaints.rules.logins.demo_logins import LOGINS
from complaints.rules.logins.demo_logins import PASSWORD as DEMO_PASSWORD
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import verbatim


def account_facts() -> dict[str, Any]:
    """Return the facts that every template of accounts gets."""
    return {
        "factors": factors,
        "shortest": passwords.shortest(g.me.role if g.me else None),
        "shortest_of_staff": passwords.SHORTEST_OF_STAFF,
        "demo_logins": LOGINS if context().demo else (),
        "demo_password": DEMO_PASSWORD,
    }


def terms_link() -> Markup:
    """Return the link to the terms."""
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(
        url_for("term_pages.show_terms"), say_here(_("Read the terms"))
    )


def kinds() -> list[tuple[str, Message, Message]]:
    """Return the kinds of filers as (value, label, hint)."""
    return [
        (str(FilerKind.RIGHTS_HOLDER), _("A rights holder"),
         _("A company that owns trade marks, patents, designs or works")),
        (str(FilerKind.AGENT), _("An agent"),
         _("A law firm or agency that acts for rights holders")),
        (str(FilerKind.INDIVIDUAL), _("A person"),
         _("An author, designer or inventor who owns the right")),
    ]  # fmt: skip


def factors(methods: Iterable[str]) -> list[tuple[str, Message, Message]]:
    """Return methods of a second factor as (value, label, hint), in the order of `methods`."""
    known = {
        "authenticator": (_("An authenticator app"),
                          _("It shows a new code every 30 seconds, even without a connection")),
        "email": (_("A code by email"),
                  _("In this demo only: the code lands in the demo's outbox")),
        "webauthn": (_("A passkey"), _("Your device or security key")),
        "disable": (_("Turn off the second factor"), verbatim("")),
    }  # fmt: skip
    return [(method, *known[method]) for method in methods]


def factor_text(method: str | None) -> Message:
    """Return the label of the account's second factor."""
    return factors([method])[0][1] if method else _("None")
