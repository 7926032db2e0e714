"""The tone of the badges that show a value of an enumeration.

    {{ badge(label("state", claim.state), tone("state", claim.state)) }}

What a value is called is in `complaints/words/labels.py`.
"""

from __future__ import annotations

TONES: dict[str, dict[str, str]] = {
    "state": {
        "received": "blue",
        "incomplete": "purple",
        "removed": "green",
        "rejected": "red",
        "countered": "amber",
        "reinstated": "orange",
        "open": "blue",
        "under_review": "purple",
        "confirmed": "red",
        "filed": "blue",
        "proposed": "amber",
        "warned": "orange",
        "answered": "blue",
        "unanswered": "orange",
        "in_force": "red",
        "under_appeal": "purple",
        "contested": "purple",
        "failed": "red",
    },
    "official_order_state": {"open": "amber", "to_tell": "blue", "done": "green"},
    "buyer_notice_state": {"to_tell": "amber", "to_publish": "orange", "done": "green"},
    "threat_state": {"to_tell": "red", "told": "green"},
    "merit": {"founded": "green", "unfounded": "orange", "manifestly_unfounded": "red"},
    "level": {"watch": "blue", "warning": "orange", "boycott_review": "red"},
    "place": {"below": "green", "within": "green", "above": "orange", "far_above": "red"},
}


def tone(kind: str, value: str | None) -> str:
    """Return the tone of the badge for a value; grey where it has none."""
    return TONES.get(kind, {}).get(value or "", "grey")
