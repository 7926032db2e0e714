"""Our messages in place of Flask-Security's, in the page's language."""

from __future__ import annotations

from typing import Any

from complaints.http.languages import say_here
from complaints.words import Message
from complaints.words import message as _

# By the names of Flask-Security's messages. What is not here is never shown on our pages.
MESSAGES: dict[str, tuple[Message, str]] = {
    "API_ERROR": (_("That did not work. Start again."), "error"),
    "GENERIC_AUTHN_FAILED": (_("The email address or the password is incorrect."), "error"),
    "UNAUTHENTICATED": (_("Sign in first."), "info"),
    "UNAUTHORIZED": (_("This page is not for your account."), "error"),
    "REAUTHENTICATION_SUCCESSFUL": (_("Thank you. You can continue."), "success"),
    "PASSWORD_RESET_REQUEST": (
        _("If there is an account with this address, we have sent it a link."),
        "info",
    ),
    "PASSWORD_RESET_EXPIRED": (_("This link has expired. Ask for a new one."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        _("This link does not work, or has been used. Ask for a new one."),
        "error",
    ),
    "PASSWORD_RESET_NO_LOGIN": (_("Your password is changed. Sign in with it."), "success"),
    "PASSWORD_CHANGE": (
        _("Your password is changed, and every other session is ended."),
        "success",
    ),
    "PASSWORD_IS_THE_SAME": (_("This is your current password. Choose another one."), "error"),
    "INVALID_PASSWORD": (_("The password is incorrect."), "error"),
    "PASSWORD_NOT_PROVIDED": (_("Enter a password."), "error"),
    "PASSWORD_INVALID_LENGTH": (
        _("Choose a password of %(length)s to 128 characters."),
        "error",
    ),
    "RETYPE_PASSWORD_MISMATCH": (_("The passwords do not match."), "error"),
    "EMAIL_NOT_PROVIDED": (_("Enter an email address."), "error"),
    "INVALID_EMAIL_ADDRESS": (
        _("Enter an email address in the right format, for example name@example.com."),
        "error",
    ),
    "EMAIL_ALREADY_ASSOCIATED": (_("There is an account with this address."), "error"),
    "USER_DOES_NOT_EXIST": (_("There is no account with this address."), "error"),
    "DISABLED_ACCOUNT": (_("This account is closed."), "error"),
    "INVALID_CODE": (_("The code is incorrect or has been used. Wait for the next one."), "error"),
    "TWO_FACTOR_INVALID_TOKEN": (
        _("The code is incorrect or has been used. Wait for the next one."),
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_("You are signed in."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (_("Your second factor is set up."), "success"),
    "TWO_FACTOR_PERMISSION_DENIED": (_("Begin with your email address and password."), "error"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (_("Choose one of the options."), "error"),
    "TWO_FACTOR_DISABLED": (_("You have turned off your second factor."), "success"),
    "TWO_FACTOR_SETUP_EXPIRED": (_("That took too long. Start again."), "error"),
    "FAILED_TO_SEND_CODE": (_("The code could not be sent. Try again later."), "error"),
    "INVALID_RECOVERY_CODE": (_("The code is incorrect or has been used."), "error"),
    "NO_RECOVERY_CODES_SETUP": (_("You have no recovery codes yet."), "info"),
    "INVALID_REDIRECT": (_("Start again from our own pages."), "error"),
    "INVALID_INPUT": (_("Use letters, digits, spaces, dashes and underscores only."), "error"),
    "INVALID_INPUT_LENGTH": (_("Enter a shorter name."), "error"),
    "WEBAUTHN_EXPIRED": (_("That took too long. Start again."), "error"),
    "WEBAUTHN_NAME_REQUIRED": (_("Enter a name for the passkey."), "error"),
    "WEBAUTHN_NAME_INUSE": (_("You have a passkey of this name."), "error"),
    "WEBAUTHN_NAME_NOT_FOUND": (_("You have no passkey of this name."), "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (
        _("Use letters, digits, spaces, dashes and underscores only."),
        "error",
    ),
    "WEBAUTHN_CREDENTIAL_DELETED": (_("The passkey “%(name)s” is removed."), "success"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (_("The passkey “%(name)s” is set up."), "success"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (_("This passkey is set up already."), "error"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (_("We do not know this passkey."), "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (_("We do not know this passkey."), "error"),
    "WEBAUTHN_NO_VERIFY": (_("This passkey could not be checked. Try again."), "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (
        _("This passkey cannot be used here. Sign in with your password first."),
        "error",
    ),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (_("This passkey belongs to another account."), "error"),
}


class AccountMessages:
    """Stands in for Flask-Security's own catalogue: its texts go through ours."""

    def gettext(self, string: Any, **facts: Any) -> str:
        """Return the text in the page's language, with its facts."""
        text = say_here(string if isinstance(string, Message) else Message(str(string)))
        return text % facts if facts else text

    def ngettext(self, singular: str, plural: str, number: int, **facts: Any) -> str:
        """Return the text that suits the number."""
        return self.gettext(singular if number == 1 else plural, num=number, **facts)
