"""Second factors that are under a key which is not here: nobody signs in with them any more."""

from __future__ import annotations

import base64
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaints.models import Account
from complaints.storage.vault import Vault


def unreadable(session: Session, vault: Vault) -> list[str]:
    """Return the email addresses of accounts whose authenticator or recovery codes do not open."""
    recovery = recovery_keys(vault)
    rows = session.execute(
        select(Account.email, Account.totp_secret, Account.recovery_codes)
        .where(or_(Account.totp_secret.is_not(None), Account.recovery_codes.is_not(None)))
        .order_by(Account.email)
    )
    return [
        email
        for email, secret, codes in rows
        if not (_is_named(secret, vault) and _opens(codes, recovery))
    ]


def recovery_keys(vault: Vault) -> MultiFernet:
    """Return what seals recovery codes with the key in use, and opens them with any."""
    keys = vault.derived("recovery")
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def key_of(secret: str) -> str | None:
    """Return the name of the key that an authenticator's secret is under."""
    name: str | None = json.loads(secret).get("enckey", {}).get("t")
    return name


def _is_named(secret: str | None, vault: Vault) -> bool:
    return secret is None or key_of(secret) in vault.names


def _opens(codes: list[str] | None, keys: MultiFernet) -> bool:
    try:
        keys.decrypt(codes[0].encode()) if codes else None
    except InvalidToken:
        return False
    return True
