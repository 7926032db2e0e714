"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(10):
        # All are refused as often, and graded as often; the grades differ.
        for f in range(6):
            grade = "unfounded" if c % 3 else "founded"
            lines.append(line(f"I{f}-{c}", f"innocent-{f}", c * 9,
                              event("rejection", c * 9 + 2, merit=grade)))  # fmt: skip
        grade = "unfounded" if c % 3 else "manifestly_unfounded"
        lines.append(line(f"G{c}", "guilty", c * 9, event("rejection", c * 9 + 2, merit=grade)))
        bad = event("rejection", 3, merit="manifestly_unfounded")
        # As many of one kind, but all in one complaint.
        lines.append(line(f"B{c}", "innocent-once", 1, bad, listing=f"once-{c}"))
    once = [entry for entry in lines if entry["filer"]["reference"] == "innocent-once"]
    for entry in once[1:]:
        once[0]["targets"] += entry["targets"]
        lines.remove(entry)
    return lines


STRICTER = {"manifest_min_claims": 5, "manifest_min_complaints": 5}
SILENCED = {"manifest_min_claims": 1000}
NULL = {"over_dispersion", "p", "peer_share"}
