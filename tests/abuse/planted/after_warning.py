"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from typing import Any

from tests.abuse.makers import Lines, event, honest, line

WARNED = dict.fromkeys(
    ("guilty", "innocent-mended", "innocent-on-its-way", "innocent-founded", "innocent-few"), 60
)


def bad(number: int, filer: str, day: float, **grade: str) -> dict[str, Any]:
    """A complaint that was refused, or dropped once it was answered."""
    if number % 2:
        return line(f"{filer}-{day}", filer, day, event("rejection", day + 2, **grade))
    events = [event("takedown", day + 1), event("counter_notice", day + 3)]
    return line(f"{filer}-{day}", filer, day, *events, event("withdrawal", day + 5))


def good(filer: str, day: float) -> dict[str, Any]:
    return line(f"{filer}-{day}", filer, day, event("takedown", day + 2))


def market() -> Lines:
    lines = honest()
    for c in range(6):
        lines += [bad(c, filer, c * 9) for filer in ("guilty", "innocent-mended")]
        lines.append(bad(c, "guilty", 70 + c * 9))
        # It does the same, and nobody ever warned it.
        lines.append(bad(c, "innocent-unwarned", 70 + c * 9))
        # What ended badly was filed before the warning, or within a week of it.
        lines += [good("innocent-mended", 70 + c * 9), bad(c, "innocent-on-its-way", 62 + c)]
        lines.append(bad(1, "innocent-founded", 70 + c * 9, merit="founded"))
    lines += [good("guilty", 130 + c) for c in range(2)]
    lines += [bad(c, "innocent-few", 70 + c * 9) for c in range(2)]
    return lines


def on_the_day() -> Lines:
    """All that the guilty filed after its warning it filed thirty days later to the moment."""
    lines = honest()
    for c in range(4):
        entry = bad(c, "guilty", 90)
        lines.append({**entry, "reference": f"G{c}"})
        entry["targets"][0]["listing_id"] = f"L-{c}"
    return lines


STRICTER = {
    "after_warning_min_complaints": 6,
    "after_warning_share": 0.7,
    "after_warning_days": 30,
}
SILENCED = {"after_warning_min_complaints": 1000}
NULL = {"peer_share", "after_days"}
TURNS = (
    {"threshold": "after_warning_min_complaints", "at": lambda n: n["complaints"]},
    {"threshold": "after_warning_share", "at": lambda n: n["bad"] / n["decided"]},
    {"threshold": "after_warning_days", "at": 30, "needs": "over", "market": on_the_day},
)
