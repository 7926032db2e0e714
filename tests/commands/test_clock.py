"""What an operator sees of clocks that jumped, and says of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from complaints.commands.clock import clock_group
from complaints.models import Clock, ClockJump, LedgerEntry
from tests.scenes.clock import NOW
from tests.services.decisions.desk import Desk

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_jumps_are_listed_and_accepted_once(run, context):
    assert "No clock has jumped" in run(clock_group)
    assert run.code == 0
    with context.database.transaction() as session:
        for seconds in (31_536_000.0, -31_536_000.2):
            row = ClockJump(holder="w", noticed_at=NOW, boot="b", moment=1.0, seconds=seconds)
            session.add(row)
            session.flush()
        session.add(
            ClockJump(holder="w", noticed_at=NOW, boot="a", moment=1.0, seconds=90.0,
                      settled_at=NOW + timedelta(hours=1))
        )  # fmt: skip
    shown = run(clock_group, "show")
    assert run.code == 1
    assert "cleanhands clock accept" in run.stderr
    assert shown.splitlines()[1:] == [
        "3: 0:01:30 ahead, to 2026-07-01 09:00 UTC: went evenly since",
        "2: 365 days, 0:00:00 back, to 2026-07-01 09:00 UTC: in doubt",
        "1: 365 days, 0:00:00 ahead, to 2026-07-01 09:00 UTC: in doubt",
    ]
    assert run(clock_group, "accept") == "2 jumps accepted: what waited goes on.\n"
    assert "accepted" in run(clock_group)
    assert run.code == 0
    assert run(clock_group, "accept") == "No clock is in doubt.\n"
    with context.database.reading() as session:
        entries = session.scalars(
            select(LedgerEntry).where(LedgerEntry.verb == "accepted_clock")
        ).all()
        assert [(entry.subject, entry.subject_id) for entry in entries] == [
            ("clock_jump", 1), ("clock_jump", 2),
        ]  # fmt: skip
        assert entries[1].facts["seconds"] == -31_536_000


def test_what_is_left_to_staff_is_listed(run, context):
    assert (run(clock_group, "overdue"), run.stderr) == ("", "No clock is left to staff.\n")
    desk = Desk(context.database, NOW)
    claim_id = desk.claim(desk.filer())
    with context.database.transaction() as session:
        session.execute(update(Clock).values(state="overdue"))
    assert run(clock_group, "overdue") == (
        f"claim {claim_id}: decide, over after 2026-07-08 (Asia/Shanghai), our rules\n"
    )
