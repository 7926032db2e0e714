"""What a run found: how much was killed in each area, what lives, what is the same by right."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutants.slips import Mutant

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
Key = tuple[str, str, str]
# How much is to be killed, by area.
BARS = {"rules": 0.90, "services": 0.90, "queries": None, "detectors": 0.85, "scoring": 0.85,
        "guards": 1.0}  # fmt: skip
KILLED = ("killed", "hung")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: killed, lived, hung (which kills it) or equivalent."""

    mutant: Mutant
    fate: str
    seconds: float = 0.0
    tests: int = 0
    by: str = ""


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def equivalent() -> dict[Key, str]:
    """Return the reason of each mutant that may live: known by its text, so that it may move."""
    listed = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("mutant", [])
    return {(each["file"], each["before"], each["after"]): each["reason"] for each in listed}


def summary(fates: Sequence[Fate], reasons: Mapping[Key, str]) -> str:
    """Return the report, as it is printed."""
    lines = ["", f"{'area':<10} {'killed':>7} {'lived':>6} {'equivalent':>11} {'share':>7}  bar"]
    for area, bar in BARS.items():
        counts = [_count(fates, area, names) for names in (KILLED, ("lived",), ("equivalent",))]
        if any(counts):
            share = _share(fates, area)
            said = f"{bar:.0%}" + ("" if share >= bar else ", missed") if bar else ""
            killed, lived, same = counts
            lines.append(f"{area:<10} {killed:>7} {lived:>6} {same:>11} {share:>7.1%}  {said}")
    lines.append("")
    for fate in ("lived", "hung", "not run", "equivalent"):
        for each in sorted((each for each in fates if each.fate == fate), key=_where):
            lines.append(f"{fate}: {_where(each)} {each.mutant.kind} ({each.tests} tests)")
            lines += [f"    - {each.mutant.before}"] + [f"    + {each.mutant.after}"] * bool(
                each.mutant.after
            )
            lines += [f"    {reasons[each.mutant.key]}"] if fate == "equivalent" else []
    return "\n".join(lines)


def held(fates: Sequence[Fate]) -> bool:
    """Whether each area with a bar is at it."""
    return all(bar is None or _share(fates, area) >= bar for area, bar in BARS.items())


def keep(fates: Sequence[Fate], seed: int, path: Path) -> None:
    """Write the run down for a later look."""
    told = {"seed": seed, "fates": [asdict(each) for each in fates]}
    path.write_text(json.dumps(told, indent=1), "utf-8")


def _where(fate: Fate) -> str:
    return f"{fate.mutant.path}:{fate.mutant.line}"


def _count(fates: Sequence[Fate], area: str, names: Sequence[str]) -> int:
    return sum(each.mutant.area == area and each.fate in names for each in fates)


def _share(fates: Sequence[Fate], area: str) -> float:
    killed, lived = (_count(fates, area, names) for names in (KILLED, ("lived", "not run")))
    return killed / (killed + lived) if killed + lived else 1.0
