"""The sites whose pages may call the API in a browser: exact origins, as the operator set them."""

from __future__ import annotations

import re

from complaints.base.errors import ConfigurationError
from complaints.words import message as _

VARIABLE = "CLEANHANDS_CORS_ORIGINS"
# Whatever port a page under development is served from, on the machine of its browser.
ANY_LOCAL = "http://localhost:*"
_HOST = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
_ORIGIN = re.compile(rf"https://{_HOST}(:[1-9][0-9]{{0,4}})?|http://localhost(:[1-9][0-9]{{0,4}})?")
_LOCAL = re.compile(r"http://localhost(:[0-9]{1,5})?")


def read_origins(text: str) -> frozenset[str]:
    """Return the origins that are allowed, as browsers spell them.

    >>> sorted(read_origins("https://Shop.example https://b.example:8443"))
    ['https://b.example:8443', 'https://shop.example']

    Raises ConfigurationError where one is no `https:` origin, and none of this machine.
    """
    origins = frozenset(text.lower().split())
    for origin in origins - {ANY_LOCAL}:
        if not _ORIGIN.fullmatch(origin) or origin.endswith(":443"):
            raise ConfigurationError(
                _(
                    "%(setting)s names “%(origin)s”, and takes origins as https://shop.example or "
                    "https://shop.example:8443, without a path, apart by spaces; of this machine "
                    "http://localhost:3000 or http://localhost:*.",
                    setting=VARIABLE,
                    origin=origin,
                )
            )
    return origins


def is_allowed(origin: str, origins: frozenset[str]) -> bool:
    """Say whether pages of `origin`, as a browser names it, may call.

    >>> is_allowed("http://localhost:5173", frozenset({ANY_LOCAL}))
    True
    >>> is_allowed("http://localhost:5173", frozenset({"http://localhost:3000"}))
    False
    """
    return origin in origins or (ANY_LOCAL in origins and _LOCAL.fullmatch(origin) is not None)
