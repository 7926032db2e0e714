"""What people type into the forms of accounts, where it differs from Flask-Security's own forms."""

from __future__ import annotations

from typing import Any

from flask_security import hash_password
from flask_security.forms import ForgotPasswordForm, LoginForm

from complaints.http.languages import say_here
from complaints.web.accounts.messages import MESSAGES


class SignIn(LoginForm):
    """Email and password. Nobody is remembered beyond the session's own end."""

    remember = None

    def validate(self, **options: Any) -> bool:
        if not super().validate(**options):
            return False
        if self.user.confirmed_at is None:
            # Code of before this revision stores a password that somebody chose who never showed
            # that the mailbox is theirs: it opens nothing.
            self.form_errors.append(say_here(MESSAGES["GENERIC_AUTHN_FAILED"][0]))
            return False
        return True


class Recover(ForgotPasswordForm):
    """The address that a link is sent to."""

    def validate(self, **options: Any) -> bool:
        is_known = bool(super().validate(**options))
        if is_known:
            # Flask-Security hashes for an unknown address: both must take as long.
            hash_password("not-a-password")
        return is_known
