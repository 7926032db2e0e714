"""What Flask-Security's own pages ask before they act for good: a passkey's removal, new codes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from flask import g, request, url_for
from sqlalchemy import select

from complaints.kit import confirming
from complaints.kit.confirming import Question
from complaints.models import Account, Passkey
from complaints.web.accounts import serving
from complaints.web.accounts.datastore import session
from complaints.words import message as _


def first(name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the view so that it acts once the page of its question was answered."""
    question = _QUESTIONS.get(name)
    if question is None:
        return view

    @functools.wraps(view)
    def asked(**path: Any) -> Any:
        if request.method != "POST" or g.me is None or confirming.is_confirmed():
            return view(**path)
        asking = question()
        if asking is None:
            return view(**path)
        return serving.render("kit/confirm.html", **confirming.question_facts(asking))

    # The test of all forms reads it.
    asked.asks = True  # type: ignore[attr-defined]
    return asked


def _passkey() -> Question | None:
    """Ask before a passkey is removed; one that there is not, Flask-Security refuses."""
    name = request.form.get("name", "")
    mine = select(Passkey.id).where(Passkey.account_id == g.me.account_id, Passkey.name == name)
    if session().scalar(mine) is None:
        return None
    return Question(
        _("Remove the passkey “%(name)s”", name=name),
        [_("You will not be able to sign in with it. Delete it on your device too.")],
        _("Remove the passkey"),
        url_for("security.wan_register"),
    )


def _codes() -> Question | None:
    """Ask before new recovery codes replace those that there are."""
    if not session().get_one(Account, g.me.account_id).recovery_codes:
        return None
    return Question(
        _("Replace your recovery codes"),
        [
            _("The codes that you have now stop working, printed ones too."),
            _("You see the new codes next. Save them before you leave that page."),
        ],
        _("Make new codes"),
        url_for("security.mf_recovery_codes"),
    )


_QUESTIONS: dict[str, Callable[[], Question | None]] = {
    "wan_delete": _passkey,
    "mf_recovery_codes": _codes,
}
