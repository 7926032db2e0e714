"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest(answered=0.4)
    for c in range(24):
        day = c * 9
        guilty, innocent = [event("takedown", day + 2)], [event("takedown", day + 2)]
        if c % 2:
            answer = event("counter_notice", day + 5)
            guilty += [answer, event("withdrawal", day + 6)]
            # Drops as many when answered, and as many unasked.
            innocent += [answer, event("withdrawal", day + 6)]
        elif c % 4:
            innocent.append(event("withdrawal", day + 6))
        lines.append(line(f"G{c}", "guilty", day, *guilty))
        lines.append(line(f"I{c}", "innocent", day, *innocent))
    return lines


STRICTER = {"only_answered_stores": 12, "only_answered_defended": 0.01}
SILENCED = {"only_answered_min": 1000}
NULL = {"unanswered", "withdrawn_unanswered"}
