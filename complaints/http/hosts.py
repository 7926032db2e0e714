"""Refuses requests that name another host than ours, so that no answer repeats a foreign one.

A page of another site cannot reach a service on this machine by giving its own name this address
(DNS rebinding) either. Health checks are asked by address, and repeat nothing.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Request

from complaints.base.errors import Refusal, not_found
from complaints.settings.config import Config
from complaints.settings.encryption import is_loopback
from complaints.words import message as _

HEALTH = ("/healthz", "/readyz", "/metrics")
DEFAULT_PORTS = {"http": 80, "https": 443}
# What a proxy adds that passes on what came from elsewhere, as WSGI spells it.
PASSED_ON = ("Forwarded", "Via", "X-Real-Ip")
PASSED_ON_BY = "X-Forwarded-"


def require_own_host(request: Request, config: Config) -> None:
    """Refuses with: malformed, for a host that is not the base URL's.

    Where the base URL is of this machine, any of its names and ports will do.
    """
    if request.path in HEALTH or _is_own(request.host, config):
        return
    raise Refusal(
        "malformed", _("This service answers at %(address)s: ask there.", address=config.base_url)
    )


def require_this_machine(request: Request) -> None:
    """Refuses with: not-found, for what came from another machine, or through a proxy."""
    is_here = is_loopback(request.remote_addr or "")
    names = request.headers.keys()
    is_passed_on = any(name in PASSED_ON or name.startswith(PASSED_ON_BY) for name in names)
    if not is_here or is_passed_on:
        raise not_found(_("page"))


def _is_own(host: str, config: Config) -> bool:
    base = urlsplit(config.base_url)
    try:
        asked = urlsplit(f"//{host}")
        name, port = asked.hostname or "", asked.port
    except ValueError:
        return False
    if config.is_local:
        return is_loopback(name)
    usual = DEFAULT_PORTS.get(base.scheme)
    return (name, port or usual) == (base.hostname, base.port or usual)
