"""Turns the letters of Flask-Security into rows of our outbox, in our words.

Its links are not used: they carry the host that the request names, ours carry the base URL.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_security import url_for_security
from flask_security.mail_util import EmailValidateException, MailUtil
from flask_security.utils import get_message

from complaints.base.clock import utcnow
from complaints.http.endpoint import context
from complaints.http.languages import pick
from complaints.rules.actors import SYSTEM
from complaints.rules.logins.accounts import one_spelling
from complaints.services.mailing import account_letters
from complaints.web.accounts.datastore import session
from complaints.web.accounts.user import User
from complaints.work import UnitOfWork

KINDS = {
    "security/email/reset_instructions": "reset",
    "security/email/reset_notice": "recovered",
    "security/email/change_notice": "changed",
    "security/email/two_factor_instructions": "code",
}


class Post(MailUtil):
    """Checks addresses without asking the network, and writes letters into the outbox."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def send_mail(self, template: str, *rendered: Any, **facts: Any) -> None:
        user: User = facts["user"]
        kind = KINDS.get(template)
        if kind is None or not user.account.active or user.account.work_account is not None:
            # We do not send it, as a call for help with a second factor, which nobody would read.
            # Who waits for a second approval, or has no access any more, gets no link to sign in;
            # nor does who signs in with a work account.
            return
        account_letters.write_account_letter(
            UnitOfWork(session(), SYSTEM, utcnow(), context().links),
            user.account,
            kind,
            holds=facts["token"] if kind == "code" else _link(kind, user),
            vault=context().vault,
            language=pick(request),
        )

    def normalize(self, email: str) -> str:
        try:
            return one_spelling(email)
        except ValueError:
            raise EmailValidateException(get_message("INVALID_EMAIL_ADDRESS")[0]) from None

    validate = normalize


def _link(kind: str, user: User) -> str:
    if kind in ("changed", "recovered"):
        return f"{context().config.base_url}{url_for_security('forgot_password')}"
    return context().links.password(user.fs_uniquifier)
