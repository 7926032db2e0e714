"""What a line to another server needs: encryption, but where it stays on this machine, and the
certificates of a house's own authority where one is named.
"""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path

from complaints.base.errors import ConfigurationError
from complaints.words import message as _


def is_loopback(host: str) -> bool:
    """Say whether a host, by name or address, is this machine's own loopback.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1")
    (True, True, True)
    >>> is_loopback("0.0.0.0"), is_loopback("localhost.evil.example"), is_loopback("")
    (False, False, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_certificates(setting: str, file: str) -> None:
    """Raises ConfigurationError, where a setting names a file without a certificate."""
    try:
        # A folder would be taken for one of certificates.
        if not Path(file).is_file():
            raise OSError
        ssl.create_default_context(cafile=file)
    except OSError:
        raise ConfigurationError(
            _("%(setting)s names a file that holds no certificate (PEM).", setting=setting)
        ) from None
