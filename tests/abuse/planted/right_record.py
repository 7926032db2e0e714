"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from typing import Any

from tests.abuse.makers import Lines, event, honest, line


def filed(filer: str, lost: int, of: int, day: float, **more: Any) -> Lines:
    """So many claims of an account, so many of them lost."""
    lines = []
    for c in range(of):
        at = day + c * 20
        end = event("rejection" if c < lost else "takedown", at + 2)
        lines.append(line(f"{filer}-{c}", filer, at, end, **more))
    return lines


def market() -> Lines:
    lines = honest(filers=60)
    # Fresh accounts under one number, and a principal that files itself and through two agencies.
    for a in range(4):
        lines += filed(f"guilty-{a}", 3, 3, a * 9, right_more={"number": "TM-900"})
    holder: Any = {"rights_holder": {"name": "Dogwood"}}
    for a in range(2):
        lines += filed(f"guilty-agency-{a}", 4, 5, a * 7, filer_more={"kind": "agent"},
                       right_more={"number": f"TM-8{a}"}, **holder)  # fmt: skip
    lines += filed("guilty-holder", 3, 4, 30, filer_more={"name": "Dogwood"},
                   right_more={"number": "TM-82"})  # fmt: skip
    # Whose own claims under the number mostly hold, and a right used by one account alone.
    lines += filed("innocent-brand", 1, 8, 50, right_more={"number": "TM-900"})
    lines += filed("innocent-alone", 7, 9, 20, right_more={"number": "TM-700"})
    # Two under one number that lose as others do, and two that lose few.
    for a in range(2):
        lines += filed(f"innocent-pair-{a}", 1, 8, a * 5, right_more={"number": "TM-600"})
        lines += filed(f"innocent-few-{a}", 2, 2, a * 5, right_more={"number": "TM-500"})
    return lines


STRICTER = {"right_min_complaints": 12, "right_share": 0.79}
SILENCED = {"right_min_complaints": 1000}
TURNS = (
    {
        "threshold": "right_min_complaints", "at": lambda n: n["complaints"],
        "filer": "guilty-0",
    },
    {
        "threshold": "right_share", "at": lambda n: n["own_bad"] / n["own_claims"],
        "filer": "guilty-holder",
    },
)  # fmt: skip
NULL = {"over_dispersion", "p", "peer_share"}
