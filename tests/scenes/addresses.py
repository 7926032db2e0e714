"""Every address that people open: those of `kit.pages.page` are in the table of
tests/kit/test_page_permissions.py, the others here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.kit.test_page_permissions import LETTERS, MAY
from tests.scenes.world import World

ROLES = {letter: role for role, letter in LETTERS.items()}
PARAMETER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")

# Open pages, and those of Flask-Security, with the letter of whom they are looked at by: V, a
# visitor; F, a filer; R, a reviewer. POSTs are here to be named: their rules are tested where the
# accounts are.
OTHERS: dict[str, str] = {
    "GET /demo": "V",
    "GET /docs/": "V",
    "GET /docs/<path:name>": "V",
    "GET /<any('README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'):name>": "V",
    "GET /problems/": "V",
    "GET /problems/<slug>": "V",
    "GET /sign-in": "V",
    "GET /sign-in/passkey": "V",
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
    "GET /healthz", "GET /readyz", "GET /metrics", "GET /static/<path:filename>",
    "GET /LICENSE",
    "GET /recover/<token>", "GET /sign-in/choose", "GET /sign-in/code",
    "GET /account/passkeys/delete", "GET /sign-in/help", "GET /sign-in/recovery-code",
    "POST /account/password", "POST /account/second-factor", "POST /account/second-factor/<token>",
    "POST /account/passkeys", "POST /account/passkeys/<token>", "POST /account/passkeys/delete",
    "POST /account/recovery-codes", "POST /account/verify", "POST /account/verify/passkey",
    "POST /account/verify/passkey/<token>", "POST /recover", "POST /recover/<token>",
    "POST /sign-in",
    "POST /sign-in/choose", "POST /sign-in/code", "POST /sign-in/help", "POST /sign-in/passkey",
    "POST /sign-in/passkey/<token>", "POST /sign-in/recovery-code", "POST /sign-out",
}  # fmt: skip
# Pages that answer with a file.
FILES = {
    route
    for route in MAY
    if re.match(r"GET ((/reply/<token>)?/documents/|.*\.(csv|json|pdf|svg|graphml)$)", route)
}
# Every address that takes a form.
POSTS = sorted(route for route in [*MAY, *GIVEN] if route.startswith("POST"))
# What an address names that is no id of the world's, by the beginning of the path.
WORDS = {
    "/docs/": {"name": "api.md"},
    "/<any(": {"name": "README.md"},
    "/problems/": {"slug": "boycotted"},
    "/terms/": {"number": 1},
    "/file/": {"step": "what"},
    "/console/claims/": {"step": "grade"},
    "/console/clocks/": {"step": "pause"},
    "/console/proceedings/": {"step": "end"},
    "/console/official-orders/": {"step": "receipt"},
    "/console/buyer-notices/": {"step": "told"},
    "/console/threats/": {"step": "told"},
    "/console/boycotts/": {"step": "drop"},
    "/console/flags/": {"step": "take"},
    "/console/matches/": {"verdict": "no"},
    "/console/policy/drafts/": {"step": "put-forward"},
    "/console/joinings/": {"step": "join"},
    "/console/suspensions/": {"step": "drop"},
    "/console/rings/": {"step": "propose"},
    "/console/cases/": {"subject": "complaint"},
}
# The world's ids that go by a name of their own, by the beginning of the path.
APART = {
    "/console/policy/drafts/": {"draft_id": "policy_draft_id"},
    "/notices/": {"draft_id": "notice_draft_id"},
    "/reply/<token>/sent/": {"letter_id": "seller_receipt_id"},
    "/reply/": {
        "document_id": "seller_document_id",
        "statement_id": "seller_statement_id",
        "letter_id": "seller_letter_id",
    },
    "/console/sample/": {"filer_id": "other_id"},
    "/console/cases/": {"subject_id": "complaint_id"},
    "/console/pending/<id:pending_id>/send-now": {"pending_id": "sent_pending_id"},
    "/console/appeals/": {
        "boycott_id": "appealed_boycott_id",
        "joining_id": "appealed_joining_id",
    },
}
# Questions without which a page has nothing to show.
QUESTIONS: dict[str, str] = {
    "/console/search": "?q=acme",
    "/complaints/<id:complaint_id>/withdraw": "?all=true",
}


def address_of(path: str, world: World, **more: int) -> str:
    """Return a page's path with what it names filled in by the world, and by `more` ids."""
    words = _begun(WORDS, path)
    apart = _begun(APART, path)
    ids = world.ids | {name: world.ids[other] for name, other in apart.items()} | more

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name == "token":
            return _begun(world.tokens, path) or "forged"
        return str(words.get(name) or ids[name])

    return PARAMETER.sub(fill, path) + QUESTIONS.get(path, "")


def _begun(table: Mapping[str, Any], path: str) -> Any:
    """Return what the table has for the beginning of a path."""
    return next((value for start, value in table.items() if path.startswith(start)), {})


def viewer_of(route: str) -> str:
    """Return the role that looks at a page: a visitor where one may, else the first that may."""
    may = MAY.get(route) or OTHERS[route]
    return ROLES[may[0]]
