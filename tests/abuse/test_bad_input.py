"""Histories that no platform should hand in, and some does: a scan of each ends, and is no worse
for the honest in it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from abuse import scan
from abuse.score.judging import LEVELS
from tests.abuse.makers import Lines, event, honest, line, table, without_outcomes
from tests.abuse.planted import PLANTED
from tests.abuse.test_scan import SCHEMA

KINDS = ("takedown", "rejection")


def single() -> Lines:
    return [line(f"A{c}", "guilty", c, event("rejection", c + 2)) for c in range(12)]


def all_pending() -> Lines:
    return without_outcomes(PLANTED["lockstep"]())


def without_provenance() -> Lines:
    lines = PLANTED["shared_hands"]()
    return [
        {**one, "filer": {k: v for k, v in one["filer"].items() if k != "origins"}} for one in lines
    ]


def graded(lines: Lines, *graders: str) -> Lines:
    """Each claim graded as it was decided, by these in turn."""
    out = []
    for number, one in enumerate(lines):
        lost = any(each["kind"] == "rejection" for each in one["events"])
        merit = "manifestly_unfounded" if lost else "founded"
        more = {"merit": merit, "by": graders[number % len(graders)]}
        out.append({**one, "events": [*one["events"], event("grading", 400, **more)]})
    return out


def graded_by_one() -> Lines:
    bad = [line(f"G{c}", "guilty", c, event("rejection", c + 2)) for c in range(12)]
    return graded(honest() + bad, "ann")


def contradicting() -> Lines:
    """Claims that were taken down and refused, and graded either way, at one moment."""
    lines = honest(10, 6)
    for f, c in ((f, c) for f in range(3) for c in range(6)):
        both = [event(kind, c + 2) for kind in KINDS]
        both += [event("grading", 300, merit=m) for m in ("founded", "manifestly_unfounded")]
        lines.append(line(f"C{f}-{c}", f"guilty-{f}", c, *both))
    return lines


def ties() -> Lines:
    """Filers that do the same at the same moments against the same listings."""
    return honest(20, 6) + [
        line(
            f"T{f}-{c}", f"guilty-{f}", 10.0 * c, event(KINDS[c % 2], 10 * c + 2),
            listing=f"tied-{c}", store=f"tied-{c % 3}",
        )
        for f in range(8)
        for c in range(6)
    ]  # fmt: skip


HISTORIES: dict[str, Callable[[], Lines]] = {
    each.__name__: each
    for each in (
        single, all_pending, without_provenance, graded_by_one, contradicting, ties,
    )
}  # fmt: skip


@cache
def shown(name: str) -> dict[str, Any]:
    return scan(table(HISTORIES[name]())).as_json()


def rank(filer: dict[str, Any]) -> int:
    return LEVELS.index(filer["level"])


@pytest.mark.parametrize("name", HISTORIES)
def test_a_scan_ends_and_warns_nobody_innocent(name: str) -> None:
    report = shown(name)
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(report, allow_nan=False)))
    warned = [f["reference"] for f in report["filers"] if rank(f) >= LEVELS.index("warning")]
    assert all(reference.startswith("guilty") for reference in warned)


@pytest.mark.parametrize("name", HISTORIES)
def test_no_order_of_lines_or_events_changes_a_word(name: str) -> None:
    lines, draw = HISTORIES[name](), random.Random(3)
    draw.shuffle(lines)
    moved = [{**one, "events": draw.sample(one["events"], len(one["events"]))} for one in lines]
    assert scan(table(moved)).as_json()["filers"] == shown(name)["filers"]


def test_a_single_filer_is_named_by_its_own_record() -> None:
    (filer,) = shown("single")["filers"]
    assert rank(filer) <= LEVELS.index("warning")
    assert filer["signals"][0]["detector"] == "unfounded_share"


def test_one_grader_counts_as_many_do() -> None:
    lines = graded_by_one()
    many = graded([{**one, "events": one["events"][:-1]} for one in lines], "ann", "bo", "cy")
    report = scan(table(many)).as_json()
    assert report["filers"] == shown("graded_by_one")["filers"]
    assert report["run"]["data"] == shown("graded_by_one")["run"]["data"]


def crowd(size: int) -> Lines:
    """A ring of so many that lost all, at the same stores in the same days, a device for eleven."""
    draw = random.Random(1)
    return honest() + [
        line(
            f"R{f}-{c}", f"guilty-{f}", 20 + 30 * c + draw.uniform(0, 4),
            event("rejection", 30 + 30 * c), listing=f"T{c}-{f % 4}", store=f"target-{c}-{f % 4}",
            filer_more={"device": f"dev-{f // 11}", "payment": f"pay-{(f + 5) // 11}"},
        )
        for f in range(size)
        for c in range(3)
    ]  # fmt: skip


@pytest.mark.parametrize(("size", "seen"), [(150, True), (5_000, False)])
def test_a_crowd_too_large_for_a_ring_ends_and_is_seen_alone(size: int, seen: bool) -> None:
    """Five thousand beside thirty honest filers are the market: what they do is usual there."""
    report = scan(table(crowd(size)))
    assert not any(filer.ring for filer in report.filers)
    named = [filer.reference for filer in report.filers if filer.level != "none"]
    assert bool(named) is seen
    assert all(reference.startswith("guilty") for reference in named)
