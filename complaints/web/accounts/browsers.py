"""Names the browser of a session in a few words, for the account's list of sessions."""

from __future__ import annotations

import re

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


def browser_of(agent: str) -> str:
    """Return browser and system that a User-Agent names, or how it begins where it names neither.

    >>> browser_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Linux'
    >>> browser_of("curl/8.1")
    'curl'
    """
    parts = [
        next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS)
    ]
    text = ", ".join(name for name in parts if name)
    return text or re.sub(r"[^\w .-].*", "", agent)[:40]
