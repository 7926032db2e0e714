"""The fit on the command line, over a stored record and what people said of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select, update

from abuse.policy import Policy
from complaints.commands.fit import fit
from complaints.commands.policy import policy_group
from complaints.models import Filer, Flag
from complaints.models import Policy as PolicyRow
from complaints.rules.actors import PersonRole
from complaints.rules.policy.policies import Policies
from complaints.work.policy import in_force
from tests.abuse.makers import START, event, honest, line
from tests.jobs.records import put
from tests.scenes.staged import staged
from tests.services.cases.market import Market

DAY = timedelta(days=1)
NOW = START + 320 * DAY
ABUSERS, HONEST = 30, 180
# What the abusers are found by weighs nothing.
WRONG = (
    "[scan]\nwarning = 0.55\n[law]\nrestore_day = 12\n[sample]\nsize = 7\n"
    "[shapes]\nversion = 1\n[shapes.own]\nunfounded_share = [[0.0], [0.0]]\n"
    "graded_manifest = [[0.0], [0.0]]\n"
)


def _lines() -> list[dict[str, Any]]:
    bad = [
        line(
            f"B{b}-{c}", f"bad-{b}", b + c * 5,
            event("rejection", b + c * 5 + 1, merit="manifestly_unfounded"),
        )
        for b in range(ABUSERS)
        for c in range(10)
    ]  # fmt: skip
    return bad + honest(filers=HONEST, each=8)


@pytest.fixture
def type_(context):
    def typed(command: Any, *arguments: object) -> Result:
        return CliRunner().invoke(command, [str(each) for each in arguments], obj=context)

    return typed


@pytest.fixture
def graded(context, type_, tmp_path: Path) -> None:
    """A record in which each filer's flag was decided, one a day; under a wrong policy."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(WRONG, encoding="utf-8")

    def build() -> None:
        _decide_all(context)
        done = type_(policy_group, "put", wrong, "--why", "To see it mended.")
        assert done.exit_code == 0, done.output

    staged(context.database, "graded", build)


def _decide_all(context) -> None:
    put(context.database, _lines(), NOW)
    with context.database.transaction() as session:
        market = Market(session, NOW)
        hands = market.staff("ben"), market.staff("eve", PersonRole.REVIEWER)
        filers = session.scalars(select(Filer).order_by(Filer.reference)).all()
        # Abusers and honest ones in turn, so that both are on either side of any cut.
        order = sorted(filers, key=lambda each: int(each.reference.rpartition("-")[2]))
        for day, filer in enumerate(order):
            row = market.confirmed_flag(filer, hands[day % 3 == 0])
            row.closed_by = hands[day % 3 == 0].person_id
            row.state = "confirmed" if filer.reference.startswith("bad") else "dismissed"
            row.closed_at = _decided(day)


def _decided(day: int) -> datetime:
    return START + 100 * DAY + day * DAY


def test_a_wrong_policy_is_mended_and_can_be_put(context, type_, graded, tmp_path: Path) -> None:
    out = tmp_path / "policy.toml"
    cut = (START + 145 * DAY).date()
    done = type_(fit, "--cut", cut, "--format", "json", "--out", out)
    assert (done.exit_code, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["fitted_to"]["labelled"] + told["tested_on"]["labelled"] == ABUSERS + HONEST
    assert told["after"]["calibration_error"] < told["before"]["calibration_error"]
    assert told["after"]["log_loss"] < told["before"]["log_loss"]
    fitted = Policy.load(out)
    assert fitted.shapes.digest == told["after"]["shapes"] != Policy().shapes.digest
    assert replace(fitted, shapes=Policy().shapes) == Policy(warning=0.55)
    # Nothing is in force by itself.
    with context.database.reading() as session:
        assert in_force(session).scan.digest == told["before"]["policy"]
        rows = session.scalar(select(func.count()).select_from(PolicyRow))
    put_ = type_(policy_group, "put", out, "--why", "Fitted to our flags.")
    assert f"Policy {rows + 1} is in force." in put_.output
    with context.database.reading() as session:
        now: Policies = in_force(session)
    assert now.scan == fitted
    assert (now.sample.size, now.law.restore_day) == (7, 12)


def test_the_table_and_the_file_are_in_the_language_asked_for_and_nothing_is_stored(
    context, type_, graded, tmp_path: Path
) -> None:
    def counts() -> tuple[int | None, ...]:
        with context.database.reading() as session:
            return tuple(
                session.scalar(select(func.count()).select_from(model))
                for model in (Flag, PolicyRow, Filer)
            )

    before, out = counts(), tmp_path / "policy.toml"
    done = type_(fit, "--cut", (START + 145 * DAY).date(), "--language", "zh", "--out", out)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "期望校准误差" in done.output
    assert "# 生效方式：" in out.read_text(encoding="utf-8")
    assert counts() == before


def test_a_thin_history_is_refused_and_nothing_is_written(
    context, type_, graded, tmp_path: Path
) -> None:
    out = tmp_path / "policy.toml"
    done = type_(fit, "--until", (_decided(37)).isoformat(), "--out", out)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "confirmed 19 (at least 20 are needed)" in done.stderr
    assert not out.exists()
    since = type_(fit, "--since", (_decided(25)).isoformat())
    assert "confirmed 17 " in since.stderr


def test_labels_of_one_person_are_refused_with_their_number(context, type_, graded) -> None:
    with context.database.transaction() as session:
        session.execute(update(Flag).values(closed_by=session.scalar(select(Flag.closed_by))))
    done = type_(fit, "--language", "zh", "--cut", (START + 112 * DAY).date())
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"被认定滥用的 {ABUSERS} 个投诉人，或其中分界日及以前的，可能均为同一人" in done.stderr
    assert "其中 0 个无法确定由哪一人判定" in done.stderr


def test_an_empty_record_is_one_sentence(type_) -> None:
    done = type_(fit)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "confirmed 0 " in done.stderr
    wrong = type_(fit, "--cut", "soon")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
