"""What a run found: how much was killed in each area, what lives, what is the same by right."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutants.places import AREAS, Mutant

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: killed, lived, hung (which kills it) or equivalent."""

    mutant: Mutant
    fate: str
    seconds: float
    tests: int
    by: str
    diff: str


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def equivalent() -> dict[Key, str]:
    """Return the reason of each mutant that means the same as what it was made from.

    They are known by file, operator, and the line before and after, so that they outlive a move.
    """
    listed = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("mutant", [])
    return {
        (each["file"], each["operator"], each["before"], each["after"]): each["reason"]
        for each in listed
    }


def summary(fates: Sequence[Fate], reasons: Mapping[Key, str]) -> str:
    """Return the report, as it is printed."""
    lines = ["", f"{'area':<10} {'killed':>7} {'lived':>6} {'equivalent':>11} {'share':>7}  bar"]
    for area, (_, bar) in AREAS.items():
        mine = [each for each in fates if each.mutant.area == area]
        killed = sum(each.fate in ("killed", "hung") for each in mine)
        lived = sum(each.fate == "lived" for each in mine)
        same = sum(each.fate == "equivalent" for each in mine)
        share = killed / (killed + lived) if killed + lived else 1.0
        said = "" if bar is None else f"{bar:.0%}" + ("" if share >= bar else ", missed")
        lines.append(f"{area:<10} {killed:>7} {lived:>6} {same:>11} {share:>7.1%}  {said}")
    lines.append("")
    for fate in ("lived", "hung", "not run", "equivalent"):
        for each in fates:
            if each.fate == fate:
                where = f"{each.mutant.path}:{each.mutant.line} {each.mutant.operator}"
                lines += [f"{fate}: {where} ({each.tests} tests)"]
                lines += [f"    {reasons[each.mutant.key]}"] if fate == "equivalent" else []
                lines += [f"    {line}" for line in each.diff.splitlines()] + [""]
    return "\n".join(lines)


def held(fates: Sequence[Fate]) -> bool:
    """Whether each area with a bar is at it."""
    for area, (_, bar) in AREAS.items():
        judged = [e for e in fates if e.mutant.area == area and e.fate != "equivalent"]
        killed = sum(each.fate != "lived" for each in judged)
        if bar is not None and judged and killed / len(judged) < bar:
            return False
    return True


def keep(fates: Sequence[Fate], seed: int, path: Path) -> None:
    """Write the run down for a later look."""
    path.write_text(
        json.dumps({"seed": seed, "fates": [asdict(each) for each in fates]}, indent=1), "utf-8"
    )
