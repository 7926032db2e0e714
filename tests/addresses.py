"""Every address that people open: those of `kit.pages.page` are in the table of
tests/kit/test_page_permissions.py, the others here.
"""

from __future__ import annotations

import re

from tests.kit.test_page_permissions import LETTERS, MAY
from tests.world import World

ROLES = {letter: role for role, letter in LETTERS.items()}
PARAMETER = re.compile(r"<(?:[^<>:]+:)?(\w+)>")

# Open pages, and those of Flask-Security, with the letter of whom they are looked at by: V, a
# visitor; F, a filer; R, a reviewer. POSTs are here to be named: their rules are tested where the
# accounts are.
OTHERS: dict[str, str] = {
    "GET /": "V",
    "GET /demo": "V",
    "GET /docs/": "V",
    "GET /docs/<path:name>": "V",
    "GET /problems/": "V",
    "GET /problems/<slug>": "V",
    "GET /answer/<token>": "V",
    "GET /answer/<token>/thanks": "V",
    "GET /sign-up": "V",
    "GET /sign-in": "V",
    "GET /sign-in/passkey": "V",
    "GET /confirm": "V",
    "GET /recover": "V",
    "GET /account/password": "F",
    "GET /account/second-factor": "F",
    "GET /account/passkeys": "F",
    "GET /account/recovery-codes": "F",
    "GET /account/verify": "F",
    "GET /account/verify/passkey": "F",
}
# No pages: read by machines, or only a step of one that is open (tests/web/accounts walks them).
GIVEN = {
    "GET /healthz", "GET /readyz", "GET /static/<path:filename>",
    "GET /confirm/<token>", "GET /recover/<token>", "GET /sign-in/choose", "GET /sign-in/code",
    "GET /account/passkeys/delete", "GET /sign-in/help", "GET /sign-in/recovery-code",
    "POST /account/password", "POST /account/second-factor", "POST /account/second-factor/<token>",
    "POST /account/passkeys", "POST /account/passkeys/<token>", "POST /account/passkeys/delete",
    "POST /account/recovery-codes", "POST /account/verify", "POST /account/verify/passkey",
    "POST /account/verify/passkey/<token>", "POST /answer/<token>", "POST /confirm",
    "POST /confirm/<token>", "POST /recover", "POST /recover/<token>", "POST /sign-in",
    "POST /sign-in/choose", "POST /sign-in/code", "POST /sign-in/help", "POST /sign-in/passkey",
    "POST /sign-in/passkey/<token>", "POST /sign-in/recovery-code", "POST /sign-out",
    "POST /sign-up",
}  # fmt: skip
# Pages that answer with a file.
FILES = {
    route for route in MAY if re.match(r"GET /documents/|GET .*\.(csv|pdf|json|svg)$", route)
}  # fmt: skip
# What an address names that is no row of the world.
WORDS = {"name": "api.md", "slug": "boycotted", "step": "drop"}
# Questions without which a page has nothing to show.
QUESTIONS: dict[str, str] = {}


def address_of(path: str, world: World) -> str:
    """Return a page's path with what it names filled in by the world."""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name == "token":
            return next(t for start, t in world.tokens.items() if path.startswith(start))
        return str(world.ids[name] if name in world.ids else WORDS[name])

    return PARAMETER.sub(fill, path) + QUESTIONS.get(path, "")


def viewer_of(route: str) -> str:
    """Return the role that looks at a page: a visitor where one may, else the first that may."""
    may = MAY.get(route) or OTHERS[route]
    return ROLES[may[0]]
