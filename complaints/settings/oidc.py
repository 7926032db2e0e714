"""Reads where the house's own OpenID provider is, and as whom we ask it. Opens no connection:
`oidc/` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from complaints.base.errors import ConfigurationError
from complaints.settings.encryption import is_loopback, require_certificates
from complaints.words import message as _

NEEDED = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
NAMES = (*NEEDED, "oidc_acr", "oidc_ca")


@dataclass(frozen=True, slots=True)
class HouseProvider:
    """The provider, and the client that it knows us as.

    `acr` is the level of sign-in that it must vouch for, empty where none is asked for;
    `authority` the file of CLEANHANDS_OIDC_CA.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    acr: str = ""
    authority: str = ""


def settings_of(settings: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings of the provider, once they are known to hold together. Raises
    ConfigurationError."""
    read_provider(settings)
    return {name: settings.get(name, "").strip() for name in NAMES}


def read_provider(settings: Mapping[str, str]) -> HouseProvider | None:
    """Return the provider that the settings name, None where they name none.

    Raises ConfigurationError, which never repeats the secret.
    """
    given = {name: settings.get(name, "").strip() for name in NAMES}
    if not any(given.values()):
        return None
    if not all(given[name] for name in NEEDED):
        raise ConfigurationError(
            _(
                "CLEANHANDS_OIDC_ISSUER, CLEANHANDS_OIDC_CLIENT_ID and "
                "CLEANHANDS_OIDC_CLIENT_SECRET are set together, or none of them."
            )
        )
    if not _is_issuer(given["oidc_issuer"]):
        raise ConfigurationError(
            _(
                "CLEANHANDS_OIDC_ISSUER must be the provider's issuer exactly as it writes it "
                "itself, for example https://login.acme.example; http: is for this machine alone."
            )
        )
    if given["oidc_ca"]:
        require_certificates("CLEANHANDS_OIDC_CA", given["oidc_ca"])
    return HouseProvider(
        issuer=given["oidc_issuer"],
        client_id=given["oidc_client_id"],
        client_secret=given["oidc_client_secret"],
        acr=given["oidc_acr"],
        authority=given["oidc_ca"],
    )


def is_guarded(address: str) -> bool:
    """Say whether nobody on the way reads what goes to this address: it is encrypted, or it stays
    on this machine.

    >>> is_guarded("https://login.acme.example"), is_guarded("http://127.0.0.1:9000/a")
    (True, True)
    >>> is_guarded("http://login.acme.example"), is_guarded("https:///a"), is_guarded("ftp://[")
    (False, False, False)
    """
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(host) and "@" not in parts.netloc
    return parts.scheme == "http" and is_loopback(host)


def _is_issuer(text: str) -> bool:
    return is_guarded(text) and not urlsplit(text).query and not urlsplit(text).fragment
