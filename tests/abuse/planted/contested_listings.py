"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from typing import Any

from tests.abuse.makers import Lines, event, honest, line

# What ties an account to whoever claimed the same goods before: none of it is contested.
RELATED: dict[str, dict[str, Any]] = {
    "right": {"right_more": {"number": "TM-4711"}},
    "holder": {"rights_holder": {"name": "Dogwood"}},
    "domain": {"filer_more": {"email": "desk@dogwood.example"}},
    "certificate": {"documents": [{"kind": "registration", "sha256": "c" * 64}]},
}


def market() -> Lines:
    lines = honest(filers=60)
    for c in range(6):
        goods: Any = {"listing": f"goods-{c}", "store": f"dealer-{c % 2}"}
        upheld = event("takedown", c * 30 + 2)
        # Whoever was there first is followed by another, and each of these claims the goods once.
        lines.append(line(f"F{c}", f"innocent-first-{c % 2}", c * 30, upheld, **goods))
        lines.append(line(f"G{c}", "guilty", c * 30 + c, upheld, **goods))
        # Two of six are too few to say anything.
        twice = goods if c < 2 else {}
        lines.append(line(f"T{c}", "innocent-twice", c * 30 + 9, upheld, **twice))
        for tie, more in RELATED.items():
            copy: Any = {"listing": f"{tie}-{c}", "store": f"copier-{c}", **more}
            for a in range(2):
                lines.append(line(f"R{tie}{a}-{c}", f"innocent-{tie}-{a}", c * 20 + a, **copy))
    return lines


STRICTER = {"contested_min_complaints": 7}
SILENCED = {"contested_min_complaints": 1000}
TURNS = (
    {
        "threshold": "contested_min_complaints", "at": lambda n: n["complaints"],
        "filer": "guilty",
    },
)  # fmt: skip
NULL = {"over_dispersion", "p", "peer_share"}
