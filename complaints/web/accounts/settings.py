"""Settings of Flask-Security: addresses, features, storage of passwords, codes and cookies."""

from __future__ import annotations

import base64
from typing import Any

from flask import Flask

from complaints.base.clock import utcnow
from complaints.rules.logins.accounts import FILER_SESSION, SecondFactor
from complaints.rules.logins.passwords import SHORTEST
from complaints.storage.context import Context
from complaints.storage.vault import derived
from complaints.web.accounts.messages import MESSAGES

# OWASP's settings for argon2id: 19 MiB, two passes, one lane.
ARGON2 = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}

ROUTES = {
    "LOGIN_URL": "/sign-in",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
    "TWO_FACTOR_SELECT_URL": "/sign-in/choose",
    "TWO_FACTOR_RESCUE_URL": "/sign-in/help",
    "MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
    "WAN_SIGNIN_URL": "/sign-in/passkey",
    "LOGOUT_URL": "/sign-out",
    "RESET_URL": "/recover",
    "CHANGE_URL": "/account/password",
    "VERIFY_URL": "/account/verify",
    "WAN_VERIFY_URL": "/account/verify/passkey",
    "TWO_FACTOR_SETUP_URL": "/account/second-factor",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
    "WAN_REGISTER_URL": "/account/passkeys",
    "WAN_DELETE_URL": "/account/passkeys/delete",
}


def configure(app: Flask, running: Context) -> None:
    """Set what Flask, Flask-Login and Flask-Security read from the configuration."""
    config = running.config
    app.config.update(
        SECRET_KEY=derived(config.signing_key, "cookie"),
        SECRET_KEY_FALLBACKS=[derived(key, "cookie") for key in [config.signing_key_old] if key],
        SESSION_COOKIE_NAME="cleanhands",
        SESSION_COOKIE_SECURE=config.base_url.startswith("https:"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=FILER_SESSION,
        # Other sites' forms are refused in one place for all pages, and the cookie is not sent
        # with them: tokens in forms would guard nothing more.
        WTF_CSRF_ENABLED=False,
    )
    settings = ROUTES | _features(demo=running.demo) | _secrets(running) | _leads()
    settings |= {f"MSG_{name}": message for name, message in MESSAGES.items()}
    app.config.update({f"SECURITY_{name}": value for name, value in settings.items()})


def _features(*, demo: bool) -> dict[str, Any]:
    methods = [str(SecondFactor.AUTHENTICATOR)] + [str(SecondFactor.EMAIL)] * demo
    return {
        "API_ENABLED_METHODS": ["session"],
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "STATIC_FOLDER": None,
        "RETURN_GENERIC_RESPONSES": True,
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "EMAIL_PLAINTEXT": False,
        "EMAIL_HTML": False,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": methods,
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        # A code by email would stand in for the authenticator: the mailbox alone would do.
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "WEBAUTHN": True,
        "WAN_RP_NAME": "Clean Hands",
        "WAN_ALLOW_USER_HINTS": False,
        "DATETIME_FACTORY": utcnow,
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": True,
        "PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
        "PASSWORD_LENGTH_MIN": SHORTEST,
        # What links carry is signed: a slow hash inside them guards nothing more.
        "HASHING_SCHEMES": ["hex_sha256"],
        # Names without a value: of "no-store=True" a browser would know nothing.
        "CACHE_CONTROL": {"private": None, "no-store": None},
    }


def _secrets(running: Context) -> dict[str, Any]:
    vault = running.vault
    totp = (key.hex() for key in vault.derived("totp"))
    return {
        "TOTP_ISSUER": "Clean Hands",
        # The first seals, each opens (`codes.Codes`).
        "TOTP_SECRETS": dict(zip(vault.names, totp, strict=True)),
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [
            base64.urlsafe_b64encode(key) for key in vault.derived("recovery")
        ],
    }


def _leads() -> dict[str, Any]:
    return {
        "POST_LOGIN_VIEW": "accounts.start",
        "POST_LOGOUT_VIEW": "security.login",
        "POST_CHANGE_VIEW": "accounts.show_account",
        "TWO_FACTOR_POST_SETUP_VIEW": "accounts.show_account",
        "WAN_POST_REGISTER_VIEW": "accounts.show_account",
    }
