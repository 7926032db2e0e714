"""Passkeys: which authenticators are accepted."""

from __future__ import annotations

from typing import Any

from flask_security import WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class Passkeys(WebauthnUtil):
    """Any authenticator: in the device, in the telephone, on a key ring. A passkey that replaces
    the password must verify its owner (PIN, fingerprint); one that follows a password need not."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        alone = usage == "first"
        return AuthenticatorSelectionCriteria(
            resident_key=(
                ResidentKeyRequirement.REQUIRED if alone else ResidentKeyRequirement.DISCOURAGED
            ),
            user_verification=(
                UserVerificationRequirement.REQUIRED
                if alone
                else UserVerificationRequirement.DISCOURAGED
            ),
        )
