"""A line a ring, its members under it, then the others: the list of flags and a scan's table."""

from __future__ import annotations

import re
from datetime import timedelta

from abuse.explain.report_text import as_table
from abuse.words import language
from complaints.clock import utcnow
from complaints.commands.flags import flags_group
from complaints.rules.actors import SYSTEM
from complaints.services import scans
from tests.services.rings import Streets
from tests.working import working


def test_the_list_of_flags_has_a_line_a_ring_with_its_flags_under_it(run, context):
    now = utcnow()
    with context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), "abcd")
        found = streets.found(now, ["d", "abc"])
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
    lines = run(flags_group, "list", "--as", "ann").splitlines()
    assert lines[0] == "ring 1: 3 accounts  0.90  warning  3 open"
    assert [re.sub(r"\s+", " ", line.rstrip()) for line in lines[1:]] == [
        " 2 0.90 warning open A", " 3 0.90 warning open B", " 4 0.90 warning open C",
        " 1 0.90 warning open D",
    ]  # fmt: skip
    # Members are indented, those of no ring are not.
    assert [len(line) - len(line.lstrip()) for line in lines] == [0, 6, 6, 6, 4]


def test_a_scans_table_has_a_block_a_ring_and_each_kind_of_finding_once(database, now):
    with database.transaction() as session:
        streets = Streets(session, now, "abcd")
    found = streets.found(now, ["d", "abc"])
    table = as_table(found)
    blocks = table.split("\n\n")
    ring = blocks[1].splitlines()
    assert ring[0] == "  1. 0.90  warning         ring-abc: 3 accounts"
    assert ring[1].startswith("     unfounded_share: 3 of 3; the clearest is A (a): ")
    assert ring[2:] == [f"       0.90  warning         {name} ({name.lower()})" for name in "ABC"]
    assert blocks[2].splitlines()[0] == "  2. 0.90  warning         D (d)"
    assert table.count("ring-abc") == 1
    cut = as_table(found, limit=1)
    assert cut.splitlines()[-1] == "... and 1 more."
    assert "D (d)" not in cut
    masked = as_table(found, mask=True)
    assert "A (a)" not in masked
    assert masked.count("filer-") == 5
    assert "3 个中的 3 个；最明显的是 A (a)：" in as_table(found, language=language("zh"))
