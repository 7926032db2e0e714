"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, line


def market() -> Lines:
    old, new = {"listed_on": "2023-01-01"}, {"listed_on": "2025-12-20"}
    lines = []
    for f in range(60):
        for c in range(12):
            # Copies are new; who errs, once in twelve, errs about what has long been sold.
            kind, target = ("takedown", new) if c else ("rejection", old)
            day = (c * 25 + f * 5) % 300
            lines.append(
                line(f"H{f}-{c}", f"honest-{f}", day, event(kind, day + 2), target_more=target)
            )
    for c in range(12):
        # Nothing is decided yet: only the targets speak.
        lines.append(line(f"G{c}", "guilty", 300 + c, target_more=old))
        lines.append(line(f"I{c}", "innocent", 300 + c, target_more=new))
    for c in range(2):
        lines.append(line(f"U{c}", "innocent-few", 300 + c, target_more=old))
    return lines


STRICTER = {"detectors.established_targets._LEAST": 20}
SILENCED = {"detectors.established_targets._LEAST": 1000}
NULL = {"all_share"}
