"""What a scan is without its parts: differences by hand, the table, and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from abuse.market import Truth
from abuse.policy.shapes import shipped
from lab.__main__ import main as lab
from lab.evaluation import Measured, Outcome
from lab.evaluation.ablation import Ablation
from lab.evaluation.ablation_table import ablations_as_json, ablations_as_table
from lab.evaluation.evaluating import main
from lab.evaluation.parts import parts
from tests.abuse.planted import PLANTED


def outcome(name: str, score: float, level: str, *detectors: str, **truth: Any) -> Outcome:
    ring = "found" if truth.get("ring") else None
    return Outcome("1", name, Truth(**truth), score, level, ring, detectors)


WHOLE = [
    outcome("a", 0.95, "boycott_review", pattern="ring", ring="r"),
    outcome("b", 0.95, "boycott_review", pattern="squatter"),
    outcome("c", 0.7, "warning", innocent_kind="careless"),
    outcome("d", 0.3, "watch", innocent_kind="unlucky"),
    outcome("e", 0.4, "watch", "impostor", pattern="impostor"),
    outcome("f", 0.1, "none"),
    outcome("g", 0.2, "none", innocent_kind="framed", strategy="mob", budget=3),
    outcome("h", 0.9, "boycott_review", pattern="ring", strategy="thin", budget=3),
]
# Without the part the squatter is lost, an unlucky and a framed one warned, who plots warned only.
LESS = [
    WHOLE[0],
    replace(WHOLE[1], score=0.0, level="none"),
    WHOLE[2],
    replace(WHOLE[3], score=0.65, level="warning"),
    WHOLE[4],
    WHOLE[5],
    replace(WHOLE[6], score=0.65, level="warning"),
    replace(WHOLE[7], score=0.65, level="warning"),
]


def compared(*markets: tuple[list[Outcome], list[Outcome]]) -> Ablation:
    sides = [
        [
            Measured(str(n), 800, [replace(one, market=str(n)) for one in side])
            for n, side in enumerate(part)
        ]
        for part in zip(*markets, strict=True)
    ]
    return Ablation.of(["rival"], sides)


def test_differences_by_hand() -> None:
    ablation = compared((WHOLE, LESS))
    whole, (left,) = ablation.whole, ablation.without
    assert (whole.precision, whole.warned, whole.reviewed) == (1.0, 1.0, 1.0)
    assert (whole.innocents_reviewed, whole.innocents_warned) == (0, 0)
    assert whole.ring_f1 == 1.0
    assert (left.part, left.levels, left.scores) == ("rival", 4, 4)
    assert left.change["precision"] == 0.0
    # Of ring and squatter one is at review; of three abusers two are warned or named.
    assert left.change["reviewed"] == -0.5
    assert left.change["warned"] == pytest.approx(-1 / 3)
    assert left.change["innocents_warned"] == left.change["framed_warned"] == 1
    assert left.change["innocents_reviewed"] == left.change["framed_reviewed"] == 0
    assert (whole.plotting_reviewed, whole.plotting_warned) == (1, 1)
    assert (left.change["plotting_reviewed"], left.change["plotting_warned"]) == (-1, 0)
    assert left.deviation is None


def test_the_deviation_is_of_the_markets_differences() -> None:
    (left,) = compared((WHOLE, LESS), (WHOLE, WHOLE)).without
    change = left.change["average_precision"]
    assert change is not None
    assert change < 0
    # Two differences, d and 0: their deviation is d / sqrt 2, that of the mean d / 2.
    assert left.deviation == pytest.approx(abs(change))
    assert left.levels == 4


def test_what_is_not_there_has_no_difference() -> None:
    nobody = [replace(one, level="none") for one in WHOLE]
    (left,) = compared((WHOLE, nobody)).without
    assert left.change["precision"] is None


def test_the_table_is_markdown_and_names_what_changes_nothing() -> None:
    less, same = compared((WHOLE, LESS)), compared((WHOLE, WHOLE))
    first, _, second = ablations_as_table([("maker x", less), ("maker y", same)]).partition(
        "\n\n**Maker y**, 1 market:\n\n"
    )
    title, empty, *head, whole, rival = first.splitlines()
    assert (title, empty) == ("**Maker x**, 1 market:", "")
    assert {row.count("|") for row in (*head, whole, rival)} == {12}
    assert whole == (
        "| nothing | 0.917 | 1.000 | 1.000 | 1.000 | 1.000 | 1, 1 | 0, 0 | 0, 0 | 0.300 | |"
    )
    assert rival == (
        "| rival | −0.250 | · | · | −0.500 | −0.333 | −1, · | ·, +1 | ·, +1 | +0.217 | 4 |"
    )
    assert second.splitlines()[-2:] == ["", "Nothing changes without rival."]
    assert "| rival |" not in second


def test_values_hold_the_thresholds_and_each_difference() -> None:
    values = json.loads(json.dumps(ablations_as_json([("maker x", compared((WHOLE, LESS)))])))
    assert values["thresholds"]["certainty"] == {"score.certificate.CERTAINTY": 1 - 1e-9}
    shapes = shipped().without("ring_record").digest
    assert values["thresholds"]["ring_record"] == {"shapes": shapes}
    (run,) = values["runs"]
    assert run["markets_of"] == "maker x"
    assert run["without"][0]["change"]["reviewed"] == -0.5


@pytest.fixture
def market(tmp_path: Path) -> list[str]:
    """A planted market and its truth, as arguments."""
    lines, truth = tmp_path / "planted.jsonl", tmp_path / "planted.truth.json"
    lines.write_text("\n".join(json.dumps(each) for each in PLANTED["demands"]()))
    truth.write_text(json.dumps({"guilty": {"pattern": "extortion"}}))
    return ["--market", str(lines), "--truth", str(truth)]


def test_without_a_part_from_end_to_end(
    market: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*market, "--without", "demands", "--without", "mitigation"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Without demands, mitigation.\n\n1 market")
    assert "\ndemands " not in said
    assert main([*market, "--without", "demands", "--format", "json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["without"] == ["demands"]
    assert "demands" not in values["pooled"]["detectors"]


def test_an_ablation_from_end_to_end(market: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert lab(["ablate", *market]) == 0
    said = capsys.readouterr().out
    assert said.startswith("**Markets**, 1 market:")
    assert "\n| demands | " in said
    named = [part for part in parts() if f"| {part} |" in said or f" {part}" in said]
    assert named == parts()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["evaluate", "--without", "luck"], "invalid choice: 'luck'"),
        (
            ["evaluate", "--without", "rival", "--replay"],
            "--replay goes with the whole scan only",
        ),
        (["ablate", "--peers"], "unrecognized arguments: --peers"),
        (["ablate", "--without", "rival"], "unrecognized arguments: --without rival"),
        (["backtest"], "invalid choice: 'backtest'"),
    ],
)
def test_what_does_not_go_together_is_wrong_use(
    arguments: list[str], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        lab(arguments)
    assert stop.value.code == 2
    assert fault in capsys.readouterr().err
