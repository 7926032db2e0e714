"""Accounts that were good first: whether a scan warns them soon after they turned.

One has to be warned within 40 bad claims. Which of its claims are bad no truth says; makers mean
85 % of those that it files after its turn to be so. It is scanned as of the day after the 47th of
these; one that files fewer, as of the record's end. Of an account of which the truth does not say
when it turned nothing is measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from abuse.market import Truth
from abuse.record.history import History
from abuse.record.view import View
from abuse.score.judging import LEVELS
from lab.evaluation.parts import Setup

BAD: Final = 40
SHARE: Final = 0.85
CLAIMS: Final = round(BAD / SHARE)


def warned_in_time(
    history: History, view: View, truth: Mapping[str, Truth], setup: Setup
) -> dict[str, bool]:
    """Of each account that turned, whether it is at warning or more then; `view` is of the end."""
    from abuse.scanning import scan

    due = defaultdict(list)
    for name, moment in moments(view, truth, history.newest).items():
        due[moment].append(name)
    warned = {}
    for moment, names in sorted(due.items()):
        table = history.until(moment)
        report = scan(table, setup.policy, detectors=setup.detectors, explain=False)
        levels = {filer.reference: LEVELS.index(filer.level) for filer in report.filers}
        for name in names:
            warned[name] = levels.get(name, 0) >= LEVELS.index("warning")
    return warned


def moments(view: View, truth: Mapping[str, Truth], newest: datetime | None) -> dict[str, datetime]:
    """As of when each account that turned is scanned."""
    end = newest or datetime.max.replace(tzinfo=UTC)
    due = {}
    for spot, name in enumerate(view.table.filers["reference"].to_pylist()):
        turned_at = truth[name].turned_at if name in truth else None
        if turned_at is not None:
            after = view.filed[view.claims_by_filer[spot]][turned_at:]
            day = after[CLAIMS - 1].item() if len(after) >= CLAIMS else None
            due[name] = min(end, day.replace(tzinfo=UTC) + timedelta(days=1)) if day else end
    return due
