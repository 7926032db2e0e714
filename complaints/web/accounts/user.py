"""An account as Flask-Security wants a user to be: its names, our columns.

Nothing is kept here: each property reads or writes the row.
"""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_security import UserMixin
from sqlalchemy.orm import Session

from complaints.models import Account, Passkey
from complaints.queries.logins import accounts
from complaints.rules.logins.accounts import AccountRole


def _column(name: str) -> Any:
    """Return a property that reads and writes a column of the account."""

    def read(user: User) -> Any:
        return getattr(user.account, name)

    def write(user: User, value: Any) -> None:
        setattr(user.account, name, value)

    return property(read, write)


class User(UserMixin):
    """The adapter. `session` is the one that loaded the account."""

    def __init__(self, session: Session, account: Account) -> None:
        self.session = session
        self.account = account

    id = _column("id")
    email = _column("email")
    password = _column("password_hash")
    active = _column("active")
    confirmed_at = _column("confirmed_at")
    fs_uniquifier = _column("fs_uniquifier")
    fs_webauthn_user_handle = _column("passkey_handle")
    tf_totp_secret = _column("totp_secret")
    mf_recovery_codes = _column("recovery_codes")
    # Codes by telephone are not offered.
    tf_phone_number = None
    roles: tuple[()] = ()

    @property
    def tf_primary_method(self) -> str | None:
        """How codes reach the user; None also for a method that is no longer offered."""
        method = self.account.second_factor
        return (
            method if method in current_app.config["SECURITY_TWO_FACTOR_ENABLED_METHODS"] else None
        )

    @tf_primary_method.setter
    def tf_primary_method(self, method: str | None) -> None:
        self.account.second_factor = method

    @property
    def role(self) -> AccountRole:
        return accounts.role_of(self.session, self.account)

    @property
    def webauthn(self) -> list[Passkey]:
        return self.account.passkeys

    def check_tf_required(
        self, tf_setup_methods: list[tuple[str, str]], tf_fresh: bool
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Say whether a second factor is due: always for staff, for others once they have one."""
        return self.role.is_staff or bool(tf_setup_methods), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        return self.role.is_staff

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        return False
