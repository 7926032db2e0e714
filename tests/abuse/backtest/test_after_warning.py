"""A warning in a replay: who goes on is brought to a review by its own later claims, others not."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

import numpy as np
import pytest

from abuse import ClaimTable, Policy, scan
from abuse.backtest.months import Month
from abuse.backtest.process import DueProcess, Measure
from abuse.backtest.replay import backtest
from abuse.backtest.results import Backtest, WarnedCase
from abuse.detectors import after_warning
from abuse.explain.report import FilerReport
from abuse.record.history import History
from abuse.record.view import View
from tests.abuse.makers import START, Lines, event, honest, line
from tests.abuse.planted.after_warning import bad, good

FIRST, LAST = Month(2026, 3), Month(2026, 9)
# The end of March: until then all three are the same filer under three names.
WARNED_ON = 89


def alone(filer: str, until: float, *, since: float = 0) -> Lines:
    """A lone competitor: every fifth day a complaint against another store that is refused."""
    days = range(0, 270, 5)
    return [
        line(f"{filer}-{day}", filer, day, event("rejection", day + 2))
        for day in days
        if since <= day < until
    ]


def market() -> Lines:
    lines = honest(filers=30, each=12)
    lines += alone("persists", 270) + alone("stops", WARNED_ON) + alone("mends", WARNED_ON)
    return lines + [good("mends", WARNED_ON + 3 + c * 5) for c in range(30)]


@pytest.fixture(scope="module")
def history() -> History:
    return History.from_lines(market())


@pytest.fixture(scope="module")
def result(history: History) -> Backtest:
    policies = {
        "in force": Policy(),
        "deaf": Policy(after_warning_min_complaints=1000),
        "short": Policy(backtest_term_days=30),
    }
    return backtest(history, FIRST, LAST, policies)


def cases(result: Backtest, spot: int = 0) -> dict[str, WarnedCase]:
    return {case.reference: case for case in result.replays[spot].cases}


def of(report: Any, reference: str) -> FilerReport | None:
    return next((filer for filer in report.filers if filer.reference == reference), None)


def test_who_goes_on_after_a_warning_is_boycotted_and_nobody_else(result: Backtest) -> None:
    met = {name: (case.warned, case.boycotted_in) for name, case in cases(result).items()}
    assert met == {
        "persists": (FIRST, Month(2026, 4)),
        "stops": (FIRST, None),
        "mends": (FIRST, None),
    }
    assert cases(result)["persists"].fate == "borne_out"
    assert cases(result)["persists"].level_at_end == "boycott_review"


def test_without_the_warning_a_lone_abuser_stays_where_it_is(
    history: History, result: Backtest
) -> None:
    deaf = cases(result, 1)["persists"]
    assert (deaf.warned, deaf.boycotted_in, deaf.level_at_end) == (FIRST, None, "warning")
    for month in (Month(2026, 3), Month(2026, 6), Month(2026, 9)):
        found = of(scan(history.until(month.end), explain=False), "persists")
        assert found is not None
        assert found.level == "warning"


@pytest.mark.parametrize(("filer", "level"), [("persists", "boycott_review"), ("stops", "warning")])
def test_the_warning_changes_the_level_of_who_went_on_alone(
    history: History, filer: str, level: str
) -> None:
    table = history.until(Month(2026, 6).end)
    keys = dict(zip(table.filers["reference"].to_pylist(), table.filers["key"].to_pylist(),
                    strict=True))  # fmt: skip
    warned = {keys[name]: FIRST.end for name in ("persists", "stops", "mends")}
    report = scan(table, warned=warned)
    found = of(report, filer)
    assert found is not None
    assert (found.level, report.run["warned"]) == (level, 3)
    signals = {signal.detector: signal.family for signal in found.signals}
    assert ("after_warning" in signals) is (filer == "persists")
    # What was filed since counts in the record as before: it is taken out of neither.
    assert signals["unfounded_share"] == "outcomes"
    if filer == "persists":
        assert "after_warning" in found.four_factors["intention"]
        assert found.explanation is not None
        assert set(found.explanation.reasons.families) == {"outcomes", "conduct"}


def test_once_the_term_is_over_the_warning_is_too(history: History, result: Backtest) -> None:
    short = cases(result, 2)["persists"]
    assert (short.warned, short.boycotted_in) == (FIRST, Month(2026, 4))
    assert short.level_at_end == "warning"
    # Policies that began with the same scans part where their warnings do.
    alone = backtest(history, FIRST, LAST, {"short": Policy(backtest_term_days=30)})
    assert alone.replays[0] == result.replays[2]


@pytest.mark.parametrize(("hours", "stands"), [(-1, True), (0, False), (1, False)])
def test_a_warning_stands_until_the_boycott_ends(hours: int, stands: bool) -> None:
    process = DueProcess(Policy())
    ends = START + timedelta(days=90)
    process.measures[7] = Measure(START, START + timedelta(days=60), ends)
    process.measures[8] = Measure(START)
    expected = {7: START, 8: START} if stands else {8: START}
    assert process.warned(ends + timedelta(hours=hours)) == expected


def test_a_warning_is_read_in_its_own_zone_and_of_whom_the_table_holds() -> None:
    read = ClaimTable.from_lines([*honest(3, 2), good("f", 1)])
    keys = dict(zip(read.filers["reference"].to_pylist(), read.filers["key"].to_pylist(),
                    strict=True))  # fmt: skip
    abroad = START.astimezone(timezone(timedelta(hours=8)))
    told = View(read, warned={keys["f"]: abroad, -7: START}).warned_at
    assert [str(at) for at in told if not np.isnat(at)] == ["2026-01-01T00:00:00.000000"]
    assert np.isnat(View(read).warned_at).all()


def test_nobody_is_told_of_who_is_no_worse_than_its_peers() -> None:
    """In a field where most claims fail, failing after a warning is no persistence."""
    lines = honest(filers=30, each=12, refused=0.9) + [bad(1, "f", 60 + c) for c in range(4)]
    lines += [good("f", 70 + c) for c in range(2)]
    found = []
    for entries in (lines, honest(filers=30, each=12) + lines[-6:]):
        read = ClaimTable.from_lines(entries)
        spot = read.filers["reference"].to_pylist().index("f")
        key = read.filers["key"].to_pylist()[spot]
        found.append(after_warning.detect(View(read, warned={key: START}), Policy()))
    assert [len(findings) for findings in found] == [0, 1]


@pytest.mark.parametrize(
    ("lost", "won", "adds"),
    [(3, 3, 0.54), (3, 0, 1.08), (5, 0, 1.8), (6, 1, 0.36 * 6 * 6 / 7), (9, 0, 9 * 0.36)],
)
def test_each_complaint_that_was_lost_since_adds_by_the_share_of_such(
    lost: int, won: int, adds: float
) -> None:
    lines = honest() + [bad(c, "f", 10 + c) for c in range(lost)]
    read = ClaimTable.from_lines(lines + [good("f", 40 + c) for c in range(won)])
    key = read.filers["key"][read.filers["reference"].to_pylist().index("f")].as_py()
    (found,) = after_warning.detect(View(read, warned={key: START}), Policy())
    assert found.log_odds == pytest.approx(adds)
    assert found.echo == ()


@pytest.mark.parametrize(
    ("sizes", "adds"),
    [
        # One never is enough, however large; of two the larger counts once.
        ((40,), None), ((2, 2), None), ((40, 2), None),
        ((3, 3), 1.08), ((40, 3), 1.08), ((1, 1, 1), 1.08), ((20, 20, 20), 1.08),
    ],
)  # fmt: skip
def test_two_large_complaints_count_as_three(sizes: tuple[int, ...], adds: float | None) -> None:
    """One cause for the larger, 1 + ln n for the other: above 3 from n = 3 on."""
    lines = honest()
    for c, size in enumerate(sizes):
        entry = line(f"f-{c}", "f", 10 + c, event("rejection", 12 + c))
        (one,) = entry["targets"]
        entry["targets"] = [
            {**one, "listing_id": f"f-{c}-{n}", "store_id": f"s-{c}-{n}"} for n in range(size)
        ]
        lines.append(entry)
    read = ClaimTable.from_lines(lines)
    key = read.filers["key"][read.filers["reference"].to_pylist().index("f")].as_py()
    found = after_warning.detect(View(read, warned={key: START}), Policy())
    assert [one.log_odds for one in found] == ([] if adds is None else [pytest.approx(adds)])
    assert [one.numbers["complaints"] for one in found] == [len(sizes)] * len(found)
