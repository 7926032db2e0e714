"""Eight honest brands hunt the same copy shops, which answer everything and never win."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

from abuse import ClaimTable, scan

HERE = Path(__file__).parent


def test_answers_that_never_succeed_convict_nobody() -> None:
    text = lzma.decompress((HERE / "framed_coalition.jsonl.xz").read_bytes()).decode()
    table = ClaimTable.from_lines([json.loads(line) for line in text.splitlines()])
    honest = set(json.loads((HERE / "framed_coalition.honest.json").read_text()))
    found = {filer.reference: filer for filer in scan(table, explain=False).filers}
    assert {name: found[name].level for name in honest & set(found)} == dict.fromkeys(
        honest & set(found), "none"
    )
    assert {name for name in honest & set(found) if found[name].ring} == set()
    # The market's two abusers are still found.
    warned = {name for name in found if found[name].level in ("warning", "boycott_review")}
    assert warned == {"A4002-99", "A4002-100"}
