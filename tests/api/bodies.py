"""Bodies as a partner engineer would send them."""

from __future__ import annotations

from typing import Any

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
    "seller": {"name": "Mei Shop", "email": "seller@shop.example", "address": "1 Home Rd"},
    "declarations": ["true", "art43"],
}


def complaint(**given: Any) -> dict[str, Any]:
    """Return the body of a complaint about one listing; None takes a member out."""
    body = {"basis": "counterfeit", "right": MARK, "targets": [{"url": f"{ITEM}1"}], **given}
    return {name: value for name, value in body.items() if value is not None}


def pointers(answer: Any) -> list[str]:
    """Return where a problem's errors point, in order."""
    return [error["pointer"] for error in answer.get_json().get("errors", [])]


def slug(answer: Any) -> str:
    """Return the last part of a problem's type."""
    kind: str = answer.get_json()["type"]
    return kind.rpartition("/")[2]
