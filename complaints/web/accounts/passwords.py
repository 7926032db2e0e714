"""Refuses new passwords that the rules refuse, in the page's language
(rules/logins/passwords.py)."""

from __future__ import annotations

from typing import Any

from flask_security import PasswordUtil

from complaints.http.languages import say_here
from complaints.queries.logins import accounts
from complaints.rules.logins import passwords
from complaints.web.accounts.user import User
from complaints.words import message as _


class Passwords(PasswordUtil):
    """Flask-Security's rules of length, and ours."""

    def validate(
        self, password: str, is_register: bool, **about: Any
    ) -> tuple[list[str] | None, str]:
        """Return what is wrong with a new password, and the password in its normal form."""
        wrong, normal = super().validate(password, is_register, **about)
        user: User | None = about.get("user")
        shortest = passwords.shortest(user.role if user else None)
        if wrong or len(normal) < shortest:
            length = str(shortest)
            return [say_here(_("Choose a password of %(length)s to 128 characters.",
                               length=length))], normal  # fmt: skip
        if passwords.is_easy(normal, _known_of(user, about)):
            return [
                say_here(
                    _(
                        "This password is easy to guess. Choose several words that have nothing "
                        "to do with each other or with you, or let a password manager make one."
                    )
                )
            ], normal
        return None, normal


def _known_of(user: User | None, about: dict[str, Any]) -> list[str]:
    """Return what a stranger may know of the person: address and name."""
    if user is not None:
        return [user.email, accounts.owner_name(user.session, user.account)]
    return [about.get("email") or "", about.get("name") or ""]
