"""What people type into the forms of accounts, where it differs from Flask-Security's own forms."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_security import hash_password
from flask_security.forms import ForgotPasswordForm, LoginForm, VerifyForm
from wtforms import StringField

from complaints.http.languages import say_here
from complaints.rules.logins.accounts import SecondFactor
from complaints.web.accounts import proving
from complaints.web.accounts.messages import MESSAGES
from complaints.web.accounts.user import User
from complaints.words import Message
from complaints.words import message as _

# How many seconds a code may be old or young, as at signing in.
WINDOW: dict[str, int] = {SecondFactor.AUTHENTICATOR: 30, SecondFactor.EMAIL: 300}


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


class Verify(VerifyForm):
    """Password and second factor once more, of somebody who is signed in.

    A code of the authenticator or a recovery code is typed here; a passkey follows on a page of its
    own.
    """

    user: User
    code = StringField()
    with_passkey = StringField()

    def validate(self, **options: Any) -> bool:
        if not super().validate(**options):
            return False
        method, passkeys = self.user.tf_primary_method, self.user.webauthn
        if method is None and not passkeys:
            return True
        typed = (self.code.data or "").strip()
        if passkeys and (self.with_passkey.data or (method is None and not typed)):
            # Nothing is proved yet.
            proving.go_on_with_passkey(self.next.data)
            return False
        wrong = self._wrong_code(method, typed)
        if wrong is not None:
            self.code.errors = [say_here(wrong)]
        return wrong is None

    def _wrong_code(self, method: str | None, typed: str) -> Message | None:
        """Return what is wrong with the code, None where it is right. It is used up."""
        if not typed and method == SecondFactor.EMAIL:
            self.user.tf_send_security_token(
                method=method, totp_secret=self.user.tf_totp_secret, phone_number=None
            )
            return _("Enter the code that we have just written to you, and your password again.")
        if not typed:
            return _("Enter a code from your authenticator app, or a recovery code.")
        security = current_app.extensions["security"]
        if method is not None and security.totp_factory.verify_totp(
            token=typed,
            totp_secret=self.user.tf_totp_secret,
            user=self.user,
            window=WINDOW[method],
        ):
            return None
        codes = security.mf_recovery_codes_util
        if codes.check_recovery_code(self.user, typed):
            codes.delete_recovery_code(self.user, typed)
            return None
        return MESSAGES["INVALID_CODE"][0]


class Recover(ForgotPasswordForm):
    """The address that a link is sent to."""

    def validate(self, **options: Any) -> bool:
        is_known = bool(super().validate(**options))
        if is_known:
            # Flask-Security hashes for an unknown address: both must take as long.
            hash_password("not-a-password")
        return is_known
