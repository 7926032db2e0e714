"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(12):
        kind = "rejection" if c % 4 else "takedown"
        lines.append(line(f"G{c}", "guilty", c * 9, event(kind, c * 9 + 2)))
    for c in range(300):
        # A large agency: more refusals in number than the guilty, the peers' share.
        kind = "rejection" if c % 14 == 0 else "takedown"
        lines.append(line(f"I{c}", "innocent", c, event(kind, c + 2)))
    for c in range(8):
        kind = "rejection" if c < 2 else "takedown"
        lines.append(line(f"U{c}", "innocent-unlucky", c, event(kind, c + 2)))
    return lines


STRICTER = {
    "unfounded_few_complaints": 4,
    "unfounded_min_complaints": 8,
}
SILENCED = {"unfounded_few_complaints": 1000}
NULL = {"honest_share", "honest_weight", "over_dispersion", "peer_refused_share"}
