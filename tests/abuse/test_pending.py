"""Histories of which little or nothing is decided: what needs no outcome speaks, and is marked."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from abuse import FilerReport, Policy, scan
from abuse.explain.report_text import as_table
from abuse.findings import Finding
from abuse.outcomes.records import pending
from abuse.outcomes.shares import log_beta, pool, weigh
from abuse.record.view import View
from abuse.scanning import gather, teaching
from abuse.structure.links import unfounded_rates
from abuse.structure.rings import bad_records, discount_clean_partners
from abuse.words import LANGUAGES, language
from tests.abuse.makers import Lines, event, honest, line, table, without_outcomes
from tests.abuse.planted import PLANTED
from tests.abuse.test_scan import SCHEMA

# Findings that no outcome is needed for, and that reach watch by themselves.
ALONE = ("shotgun", "young_right")
GUILTY: tuple[float, float] = (3.0, 2.0)
HONEST: tuple[float, float] = (0.8, 5.8)


def waiting(detector: str) -> Lines:
    return without_outcomes(PLANTED[detector]())


def named(lines: Lines, reference: str) -> FilerReport:
    return next(f for f in scan(table(lines)).filers if f.reference == reference)


@pytest.mark.parametrize("detector", ALONE)
def test_what_needs_no_outcome_reaches_watch_and_is_marked(detector: str) -> None:
    report = scan(table(waiting(detector)))
    reached = [filer for filer in report.filers if filer.level != "none"]
    assert {(filer.reference, filer.level) for filer in reached} == {("guilty", "watch")}
    shown = report.as_json()
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(shown)))
    assert all(filer["pending"] is True for filer in shown["filers"])
    assert "Nothing that this filer filed is decided yet" in as_table(report)
    assert "Nothing that this filer filed is decided yet" in shown["filers"][0]["explanation"]["en"]
    told = {code: report.as_json(language=language(code)) for code in LANGUAGES}
    assert "尚无任何处理结果" in " ".join(told["zh"]["filers"][0]["speaks_for"])


def test_filers_who_wait_teach_no_share_of_abusers() -> None:
    view, policy = View(table(waiting("young_right"))), Policy()
    gathered = gather(view, policy)
    assert gathered.against
    assert teaching(view, policy, gathered) == ([], 0)


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_where_nothing_is_decided_no_innocent_is_named_and_nobody_is_warned(name: str) -> None:
    levels = {f.reference: f.level for f in scan(table(waiting(name)), explain=False).filers}
    assert set(levels.values()) <= {"none", "watch"}
    assert all(who.startswith("guilty") for who, level in levels.items() if level == "watch")


ENDS = {
    "takedown": [event("takedown", 2)],
    "rejection": [event("rejection", 2)],
    "withdrawal": [event("withdrawal", 2)],
    "gone": [event("listing_gone", 2)],
    "lapse": [event("lapse", 2)],
    "answered, but down": [event("takedown", 2), event("counter_notice", 3)],
}
OPEN: dict[str, list[dict[str, Any]]] = {
    "nothing": [],
    "answered": [event("counter_notice", 2)],
    "demanded": [event("demand_report", 2)],
}


@pytest.mark.parametrize("end", [*ENDS, *OPEN])
def test_one_claim_that_came_to_an_end_takes_the_mark_away(end: str) -> None:
    events = {**ENDS, **OPEN}[end]
    view = View(table([line("A", "f", 0, *events), line("B", "f", 1), line("C", "g", 1)]))
    assert pending(view).tolist() == [end in OPEN, True]
    decided = [line("A", "guilty", 0, *events), *waiting("young_right")]
    assert named(decided, "guilty").is_pending is (end in OPEN)


def test_who_waits_for_a_decision_teaches_no_share_of_abusers() -> None:
    decided = honest(60, 6)
    waits = [line(f"W{f}", f"waits-{f}", f) for f in range(400)]
    alone, beside = (scan(table(lines)).run["prior"] for lines in (decided, decided + waits))
    # That honest filers are held against more peers moves it in the last digits alone.
    assert beside == pytest.approx(alone, rel=1e-3)
    assert alone < Policy().prior
    assert scan(table(waits)).run["prior"] == Policy().prior


def test_who_has_no_record_has_no_evidence_to_the_last_digit() -> None:
    for honest_share in (HONEST, (0.3, 9.1), (2.7, 31.0)):
        density = np.tile(log_beta(honest_share), (3, 1))
        assert weigh(np.zeros((3, 50)), GUILTY, density).tolist() == [0.0, 0.0, 0.0]
        assert pool(np.zeros((3, 50)), GUILTY, density)[0] == 0.0
    record = np.vstack([np.zeros(50), np.linspace(-1, 1, 50)])
    nothing, something = weigh(record, GUILTY, np.tile(log_beta(HONEST), (2, 1))).tolist()
    assert nothing == 0.0 < something


def test_nobody_is_in_question_where_nothing_is_decided() -> None:
    view = View(table(waiting("campaign")))
    assert not bad_records(view, Policy()).any()
    assert not (unfounded_rates(view, Policy()).evidence > 0).any()


@pytest.mark.parametrize(("decided", "part"), [(0, 1.0), (1, 0.25)])
def test_partners_of_whom_nothing_is_decided_have_no_clean_record(
    decided: int, part: float
) -> None:
    rest = [line("B", "b", 0, *[event("takedown", 2)] * decided), line("A", "a", 0)]
    view = View(table([*honest(10), *rest]))
    me, partner = (view.table.filers["reference"].to_pylist().index(name) for name in "ab")
    found = Finding(me, "lockstep", "structure", 1.0, 2.0, {}, (0,), (partner,))
    (again,) = discount_clean_partners(view, Policy(), [found])
    assert again.log_odds == pytest.approx(2.0 * part)
