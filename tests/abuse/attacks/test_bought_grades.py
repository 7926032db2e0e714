"""A few founded claims, graded by people, are held up against many bad ones that nobody graded."""

from __future__ import annotations

from tests.abuse.attacks.levels import levels
from tests.abuse.makers import Lines, event, honest, line


def market(graded: int) -> Lines:
    """Thirty claims paid away or refused, and so many others that a person graded founded."""
    lines = honest(filers=60)
    for c in range(30):
        day = c * 9.0
        paid = [event("takedown", day + 1), event("counter_notice", day + 3)]
        paid.append(event("withdrawal", day + 5))
        events = paid if c % 2 else [event("rejection", day + 2)]
        lines.append(line(f"G{c}", "guilty", day, *events, store=f"hit-{c}"))
    for c in range(graded):
        day = c * 25.0
        lines.append(line(f"F{c}", "guilty", day, event("takedown", day + 2, merit="founded")))
    return lines


def test_ten_founded_grades_do_not_silence_thirty_bad_claims() -> None:
    assert levels(market(0))["guilty"] == "boycott_review"
    assert levels(market(10))["guilty"] == "boycott_review"
