"""Puppets show an honest filer's public telephone in its guest network, and lose all they file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from abuse import scan
from abuse.explain.report import FilerReport
from tests.abuse.attacks.levels import BELOW_WARNING
from tests.abuse.attacks.puppets import Squad, attacked, table_of
from tests.abuse.makers import Lines, event, honest, line

SHOWN = {"phone": "+8657188001234", "ip": "203.0.113.7"}
GUESTS = Squad(puppets=4, each=5)


def market() -> Lines:
    """An honest filer with little luck: it has lost four of its nine claims."""
    lines = honest(filers=60)
    for c in range(9):
        day = 60 + c * 15.0
        end = event("rejection" if c < 4 else "takedown", day + 2)
        lines.append(line(f"V{c}", "victim", day, end, filer_more=SHOWN))
    return lines


def framed(squad: Squad, confirmed: tuple[str, ...] = ()) -> FilerReport | None:
    read = table_of(attacked(market(), "victim", [squad]), "victim", confirmed)
    found = {filer.reference: filer for filer in scan(read, explain=False).filers}
    assert {found[name].ring for name in found if name.startswith("puppet")} != {None}
    return found.get("victim")


@pytest.mark.parametrize("puppets", [3, 4, 8])
@pytest.mark.parametrize("start", [0.02, 0.8], ids=["before it", "after it"])
def test_a_public_line_and_a_guest_network_convict_nobody(start: float, puppets: int) -> None:
    # Each filing and each account that shows the line is an act: fewer than `framing_budget`.
    victim = framed(replace(GUESTS, puppets=puppets, each=29 // puppets - 1, start=start))
    assert victim is None or victim.level in BELOW_WARNING
    # What raises it at all is told to be of others' making.
    assert victim is None or victim.level == "none" or victim.certificate["framing_budget"]


def test_who_shows_a_confirmed_line_before_its_owner_binds_nobody() -> None:
    first = replace(GUESTS, start=0.02)
    typed, confirmed = framed(first), framed(first, ("phone",))
    assert typed is not None
    assert typed.ring is not None
    assert confirmed is None or (confirmed.ring, confirmed.level) == (None, "none")


def test_an_aged_account_that_copies_makes_nobody_the_later_one() -> None:
    victim = framed(replace(GUESTS, aged=True))
    assert victim is None or (victim.ring, victim.level) == (None, "none")
