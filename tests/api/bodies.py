"""Bodies as a partner engineer would send them."""

from __future__ import annotations

from typing import Any

from complaints.rules.law.regimes import NOTICE_TEXTS
from tests.scenes.contacts import with_contact

ITEM = "https://item.taobao.com/item.htm?id="
MARK = {
    "kind": "trademark",
    "number": "1234567",
    "jurisdiction": "CN",
    "title": "ACME",
    "registered_on": "2015-03-01",
    "status": "registered",
}
HOLDER = {"name": "Acme Inc", "country": "US"}
SAM = {"reference": "s-1", "name": "Sam", "kind": "individual", "email": "sam@example.org"}
# To a right in China.
COUNTER = {
    "ground": "genuine",
    "grounds": "Genuine",
    "statement": "Bought it.",
    "reference": "Invoice 7",
    "facts": [
        {"kind": "invoice", "number": "2026-000714"},
        {"kind": "order", "number": "88-20260113"},
    ],
    "seller": {
        "name": "Mei Shop",
        "email": "seller@shop.example",
        "address": "1 Home Rd",
        "registration": "91990000MA00000008",
    },
    "declarations": ["true", "art43"],
}

# What shows the infringement, to each accusation.
ANSWERS = {
    "counterfeit": {"how_known": "picture", "differences": "The label is printed, ours is woven."},
    "trademark": {
        "used_where": "goods", "confusion": "It says ACME.", "goods": "same", "descriptive": "no",
    },
    "copyright": {
        "work": "photo", "published_at": "https://acme.example", "published_on": "2019-01-01",
        "copied": "The first picture.", "allowed": "considered",
    },
    "circumvention": {"measure": "The lock.", "how": "A chip opens it."},
    "patent": {
        "claim_number": "1", "comparison": "The hinge.", "examined": "examined",
        "challenged": "no",
    },
    "design": {"features": "Figure 1.", "examined": "examined"},
    "unauthorised_channel": {
        "first_sold": "elsewhere", "closed": "By our contracts.", "changed": "no",
    },
    "other": {"law": "Art. 1", "what": "The picture."},
}  # fmt: skip
# Whoever signs for any law.
SIGNED = {
    "signed_by": "Ann Lee", "language": "en", "agreed": [text.code for text in NOTICE_TEXTS],
}  # fmt: skip


def complaint(**given: Any) -> dict[str, Any]:
    """Return the body of a complaint about one listing, signed and with what shows the
    infringement; None takes a member out."""
    body = {
        "basis": "counterfeit", "right": MARK, "targets": [{"url": f"{ITEM}1"}],
        "declaration": SIGNED, "answers": ANSWERS.get(given.get("basis", "counterfeit")), **given,
    }  # fmt: skip
    body["filer"] = with_contact(body.get("filer"))
    return {name: value for name, value in body.items() if value is not None}


def pointers(answer: Any) -> list[str]:
    """Return where a problem's errors point, in order."""
    return [error["pointer"] for error in answer.get_json().get("errors", [])]


def slug(answer: Any) -> str:
    """Return the last part of a problem's type."""
    kind: str = answer.get_json()["type"]
    return kind.rpartition("/")[2]
