"""A newcomer types the commands of docs/tour.md one by one, and gets what the page shows."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.models import Boycott, Claim, DemandReport, SampledFiler
from complaints.storage.context import Context
from tests.docs.touring import begin_tour, read_steps
from tests.examples import FOLDER, print_papers

CUT = "…"
# What differs from day to day: moments, and the references of new complaints.
MOVES = re.compile(r"\d|CH-|" + CUT)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.whole,
    pytest.mark.skipif(
        not all(map(shutil.which, ("bash", "curl", "jq"))), reason="needs bash, curl and jq"
    ),
]


def gives(answer: Any, shown: Any) -> bool:
    """Say whether an answer has what is shown of it, but for what differs from day to day."""
    if isinstance(shown, dict):
        return all(name in answer and gives(answer[name], shown[name]) for name in shown)
    if isinstance(shown, list):
        return all(any(gives(one, each) for one in answer) for each in shown)
    if isinstance(shown, str) and MOVES.search(shown):
        return isinstance(answer, str)
    if isinstance(shown, int | float) and not isinstance(shown, bool):
        return isinstance(answer, int | float)
    return bool(answer == shown)


def agrees(output: str, shown: str) -> bool:
    if shown.startswith("{"):
        return gives(json.loads(output), json.loads(shown))
    lines = [line for line in shown.splitlines() if not MOVES.search(line)]
    return all(line in output for line in lines if not line.startswith(" "))


def test_the_ladder_and_two_cases_by_the_law_are_walked_on_the_demo(tmp_path: Path) -> None:
    steps = list(read_steps())
    with begin_tour(tmp_path) as tour:
        shows_something_on_each_page(tour.context)
        outputs = tour.walk(steps)
        papers = print_papers(tour)
    for step, output in zip(steps, outputs, strict=True):
        assert agrees(output, step.shown), f"$ {step.command}\n{output}"
    # As `make examples` leaves them.
    assert {*papers} == {path.name for path in FOLDER.glob("*.pdf")}


def shows_something_on_each_page(context: Context) -> None:
    """The demo has a boycott in force with what it kept away, an appeal that waits, a warning
    unanswered, one that was lifted on appeal, a demand reported, a sample half judged."""
    with context.database.reading() as session:
        states = session.scalars(select(Boycott.state).order_by(Boycott.id)).all()
        kept = session.scalar(select(func.count()).where(Claim.state == "not_processed"))
        verdicts = session.scalars(select(SampledFiler.verdict)).all()
        demands = session.scalar(select(func.count(DemandReport.id)))
    assert states == ["in_force", "under_appeal", "unanswered", "lifted"]
    assert kept == 18
    assert {*verdicts} == {"clean", None}
    assert demands
