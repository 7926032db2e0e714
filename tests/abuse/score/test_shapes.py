"""The shapes: curves that rise, refused where they do not hold, told apart by what they hold."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abuse import Policy, scan
from abuse.detectors import DETECTORS
from abuse.policy.shapes import (
    PARTS,
    VERSION,
    Shape,
    Shapes,
    ShapesError,
    ShapesFileError,
    read_shapes,
    shipped,
)
from tests.abuse.even import EVEN
from tests.abuse.makers import honest, table

CURVE = Shape((0.0, 1.0, 3.0, 4.0), (0.0, 0.5, 2.0, 2.0))


@pytest.mark.parametrize(
    ("evidence", "weight"),
    [
        (-1.0, 0.0), (0.0, 0.0), (1e-9, 5e-10),
        (0.5, 0.25), (0.999, 0.4995), (1.0, 0.5), (1.001, 0.50075),
        (2.0, 1.25), (2.999, 1.99925), (3.0, 2.0), (3.001, 2.0),
        (3.999, 2.0), (4.0, 2.0), (4.001, 2.0), (1e9, 2.0),
    ],
)  # fmt: skip
def test_a_curve_is_straight_between_its_points_and_level_beyond_the_last(
    evidence: float, weight: float
) -> None:
    assert CURVE.at(evidence) == pytest.approx(weight)


@given(st.floats(-5, 60), st.floats(-5, 60))
def test_no_curve_falls_and_none_weighs_what_is_nothing(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for part in PARTS:
        for shape in getattr(shipped(), part).values():
            assert 0 <= shape.at(low) <= shape.at(high) + 1e-12
            assert low > 0 or shape.at(low) == 0


def given_as(part: str = "own", *points: list[float], **more: Any) -> dict[str, Any]:
    curves: dict[str, Any] = {each: {} for each in PARTS}
    curves[part] = {"rate": list(points)} if points else {}
    return {"version": VERSION, "offset": -1.5, **curves, **more}


def test_shapes_are_read_as_they_are_written() -> None:
    said = given_as("others", [0.0, 2.0], [0.0, 1.0])
    shapes = Shapes.of(said)
    assert shapes.offset == -1.5
    assert shapes.others == {"rate": Shape((0.0, 2.0), (0.0, 1.0))}
    assert not shapes.own
    assert not shapes.mitigating
    assert shapes.as_json() == said
    assert Shapes.of(json.loads(json.dumps(shapes.as_json()))) == shapes
    # Whole numbers are numbers.
    assert Shapes.of(given_as("others", [0, 2], [0, 1])).digest == shapes.digest


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_shapes_of_another_version_are_refused_by_its_name(version: Any) -> None:
    with pytest.raises(ShapesError, match=f"^shapes of version 1 are needed, not {version!r}$"):
        Shapes.of(given_as(version=version))


@pytest.mark.parametrize("given", [None, [], "shapes", 1])
def test_what_is_no_shapes_is_refused(given: Any) -> None:
    with pytest.raises(ShapesError, match="version 1 are needed, not None"):
        Shapes.of(given)


@pytest.mark.parametrize(
    ("evidence", "weight"),
    [
        ([0.0, 1.0, 2.0], [0.0, 1.0, 0.999]),  # it falls
        ([0.0, 1.0, 1.0], [0.0, 1.0, 2.0]),  # it jumps
        ([0.0, 2.0, 1.0], [0.0, 1.0, 2.0]),  # it turns back
        ([0.1, 1.0], [0.0, 1.0]),  # it does not begin at nothing
        ([0.0, 1.0], [0.1, 1.0]),
        ([0.0, 1.0], [0.0, 1.0, 2.0]),  # points without their other half
        ([0.0, 1.0, 2.0], [0.0, 1.0]),
        ([], []),
    ],
)
@pytest.mark.parametrize("part", PARTS)
def test_a_curve_that_does_not_rise_from_nothing_is_refused_by_name(
    part: str, evidence: list[float], weight: list[float]
) -> None:
    with pytest.raises(ShapesError, match=rf"^the curve {part}\.rate must begin at 0, 0 and never"):
        Shapes.of(given_as(part, evidence, weight))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("step", "holds"), [(0.999, True), (1.0, True), (1.001, False)])
def test_what_others_did_may_rise_no_faster_than_its_evidence(
    part: str, step: float, holds: bool
) -> None:
    # Level first: it is each step that counts, and no curve makes up for another.
    curve = [0.0, 1.0, 2.0], [0.0, 0.0, step]
    if holds or part != "others":
        assert Shapes.of(given_as(part, *curve)).weigh(part, "rate", 9.0) == step
        return
    with pytest.raises(ShapesError, match=r"^the curve others\.rate must not rise faster than its"):
        Shapes.of(given_as(part, *curve))


@pytest.mark.parametrize(
    "broken",
    [
        {"own": None}, {"own": {"rate": [[0.0, 1.0]]}}, {"own": {"rate": 1.0}}, {"offset": None},
        {"own": {"rate": [[0.0, 1.0], [0.0, None]]}},
    ],
)  # fmt: skip
def test_what_is_no_curve_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(
        ShapesError, match=r"^shapes need an offset, and curves of two rows of numbers each$"
    ):
        Shapes.of(given_as(**broken))
    without = {key: value for key, value in given_as().items() if key not in broken}
    with pytest.raises(ShapesError, match=r"^shapes need an offset"):
        Shapes.of(without)


def test_evidence_without_a_curve_weighs_nothing() -> None:
    shapes = Shapes.of(given_as("own", [0.0, 2.0], [0.0, 1.0]))
    assert shapes.weigh("own", "rate", 1.0) == 0.5
    assert shapes.weigh("own", "other", 9.0) == 0.0
    assert shapes.weigh("others", "rate", 9.0) == 0.0


def test_shapes_without_a_piece_are_the_same_but_for_it() -> None:
    curve = Shape((0.0, 2.0), (0.0, 1.0))
    both = {"rate": curve, "habit": curve}
    shapes = Shapes(-1.5, both, both, both)
    left = shapes.without("rate")
    assert left == Shapes(-1.5, *[{"habit": curve}] * 3)
    assert shapes.weigh("own", "rate", 2.0) == 1.0, "the given one stays as it was"
    assert shapes.without("unheard of") == shapes


def test_a_digest_is_that_of_the_curves_in_whatever_order() -> None:
    low, high = Shape((0.0, 1.0), (0.0, 0.5)), Shape((0.0, 1.0), (0.0, 1.0))
    shapes = Shapes(-1.5, {"a": low, "b": high}, {}, {})
    turned = Shapes(-1.5, {"b": high, "a": low}, {}, {})
    assert shapes == turned
    assert shapes.digest == turned.digest
    assert hash(shapes) == hash(turned)
    others = [
        replace(shapes, offset=-1.4),
        Shapes(-1.5, {"a": high, "b": low}, {}, {}),
        Shapes(-1.5, {}, {"a": low, "b": high}, {}),
        Shapes(-1.5, {"a": low, "c": high}, {}, {}),
    ]
    assert len({each.digest for each in (shapes, *others)}) == 5
    assert shapes not in others
    assert shapes != low


def test_shapes_travel_to_another_process_as_they_are() -> None:
    policy = Policy(watch=0.2)
    again = pickle.loads(pickle.dumps(policy))
    assert again == policy
    assert again.digest == policy.digest


def test_the_shipped_shapes_hold_and_a_scan_names_them() -> None:
    text = shipped().as_json()
    assert Shapes.of(text) == shipped() is shipped()
    quiet, even = (scan(table(honest(5, 2)), Policy(shapes=each)) for each in (shipped(), EVEN))
    assert quiet.run["policy"] == Policy().digest != even.run["policy"]
    assert (quiet.run["shapes"], even.run["shapes"]) == (shipped().digest, EVEN.digest)


ROOT = Path(__file__).parents[3]
WHOLE = (ROOT / "abuse" / "policy" / "shapes.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "found", "why"),
    [
        (json.dumps({"shapes": given_as(version=2)}), "2", "shapes of version 1 are needed, not 2"),
        (json.dumps({"shapes": given_as(own=1)}), "1", "shapes need an offset, and curves"),
        (json.dumps({"shapes": given_as("own", [0.0], [1.0])}), "1", "the curve own.rate must"),
        ("{}", "?", "shapes of version 1 are needed, not None"),
        ("[]", "?", "shapes of version 1 are needed, not None"),
        (WHOLE[:900], "?", "it is cut off, or no JSON"),
        (None, "?", "it cannot be read"),
    ],
)
def test_a_file_of_shapes_that_does_not_hold_is_named_with_its_version(
    tmp_path: Path, text: str | None, found: str, why: str
) -> None:
    file = tmp_path / "shapes.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ShapesFileError) as refused:
        read_shapes(file)
    told = (
        f"the shapes {file} (version {found}; this program reads version 1) cannot be used: {why}"
    )
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "abuse", "scan", "none.jsonl"],
        pytest.param(
            ["-m", "abuse", "scan", "none.jsonl", "--policy", "curves.toml"],
            marks=pytest.mark.thorough,
        ),
        ["-c", "from complaints.cli import main; main(['scan', '--input', 'none.jsonl'])"],
    ],
)
def test_a_scan_with_shapes_of_another_version_ends_in_one_line(
    tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "curves.toml").write_text("[shapes]\nversion = 1\n", encoding="utf-8")
    shutil.copytree(ROOT / "abuse", tmp_path / "abuse")
    other = json.dumps({"shapes": given_as(version=2)})
    (tmp_path / "abuse" / "policy" / "shapes.json").write_text(other, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    (line,) = ran.stderr.splitlines()
    assert line.startswith(
        f"the shapes {tmp_path / 'abuse' / 'policy' / 'shapes.json'} (version 2;"
    )
    assert (ran.returncode, ran.stdout) == (1, "")


@pytest.mark.parametrize("part", PARTS)
def test_a_curve_of_no_evidence_is_refused_by_name_and_passed_over_where_stored(part: str) -> None:
    stated = {"version": VERSION, part: {"nosuch": [[0.0, 1.0], [0.0, 0.5]]}}
    with pytest.raises(ShapesError, match=f"^no evidence is called {part}.nosuch$"):
        Shapes.of_toml(stated)
    assert Shapes.of_toml(stated, stored=True) == shipped()


def test_every_detector_has_a_curve_and_no_curve_is_of_nobody() -> None:
    """A piece that has none weighs nothing, so one that is forgotten is a detector left out."""
    weighed = shipped().own.keys() | shipped().others.keys()
    assert weighed <= {*DETECTORS, "ring_record"}
    missing = {*DETECTORS, "ring_record"} - weighed
    kinds = set(MITIGATING) - shipped().mitigating.keys()
    if learnt():
        assert not missing
        assert not kinds


# What speaks for a filer and can weigh: `abuse.score.mitigation` gives it log-odds below 0.
MITIGATING = ("upheld", "targets", "grades", "stood")


def learnt() -> bool:
    """Whether the shipped shapes have been learnt: their file says from what."""
    from importlib import resources

    text = resources.files("abuse.policy").joinpath("shapes.json").read_text("utf-8")
    return "card" in json.loads(text)


def test_figures_of_shapes_are_numbers() -> None:
    for part in PARTS:
        for shape in getattr(shipped(), part).values():
            assert np.isfinite([*shape.evidence, *shape.weight]).all()
