"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from typing import Any

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(60):
        # Good for eight months, then mostly refused.
        bad = c % 12 == 0 if c < 40 else c % 5 > 0
        lines.append(claim("G", "guilty", c, c * 6 if c < 40 else 240 + (c - 40) * 4, bad=bad))
        # As many of its claims were lost, one here and one there.
        lines.append(claim("E", "innocent-even", c, c * 5, bad=c % 3 == 0))
    for c in range(50):
        # One bad list, or one bad clerk: all within ten days.
        day = c * 6 if c < 40 else 240 + (c - 40)
        lines.append(claim("P", "innocent-week", c, day, bad=c >= 40))
    for c in range(12):
        # Nothing to leave behind: it is bad for life, which is another finding.
        lines.append(claim("N", "innocent-of-a-turn", c, 200 + c * 5, bad=c > 2))
    return lines


def claim(mark: str, filer: str, number: int, day: float, *, bad: bool) -> dict[str, Any]:
    kind = "rejection" if bad else "takedown"
    return line(f"{mark}{number}", filer, day, event(kind, day + 2))


STRICTER = {"outcomes.posterior._ABUSE_SHARE": 0.3}
SILENCED = {"outcomes.posterior._ABUSE_SHARE": 0.05}
NULL = {"honest_share", "honest_weight"}
