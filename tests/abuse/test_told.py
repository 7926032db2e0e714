"""What each detector says of its planted filer, number for number.

`TOLD` in `tests/abuse/planted/` is the code's own output: it derives nothing, and a change of a
rule shows there as the numbers that it moves. `python -m tests.abuse.test_told` writes it again;
look at the difference.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from pprint import pformat
from typing import Any

import pytest

from abuse import Policy
from abuse.detectors import DETECTORS
from tests.abuse.makers import table
from tests.abuse.planted import EXAMPLES, PLANTED, seen

BEGINS = "\nTOLD = "


def told(name: str) -> dict[str, Any]:
    """The findings of one detector in its planted market, by the filers' references."""
    read = table(PLANTED[name]())
    names = read.filers["reference"].to_pylist()
    cases = read.complaints["reference"].to_pylist()
    return {
        names[f.filer]: {
            "family": f.family,
            "strength": round(f.strength, 6),
            "log_odds": round(f.log_odds, 6),
            "ceiling": f.ceiling,
            "numbers": dict(sorted(f.numbers.items())),
            "complaints": [cases[case] for case in f.complaints],
            "partners": sorted(names[partner] for partner in f.partners),
        }
        for f in DETECTORS[name](seen(name, read), Policy())
    }


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_a_planted_filer_is_told_of_with_these_numbers(name: str) -> None:
    expected = deepcopy(EXAMPLES[name].TOLD)
    found = told(name)
    assert set(found) == set(expected)
    for filer, facts in expected.items():
        numbers = found[filer].pop("numbers")
        for key, number in facts.pop("numbers").items():
            expects = number if isinstance(number, str) else pytest.approx(number, rel=1e-6)
            assert numbers.pop(key) == expects, (filer, key)
        assert numbers == {}
        for amount in ("strength", "log_odds"):
            assert found[filer].pop(amount) == pytest.approx(facts.pop(amount), abs=2e-6)
        assert found[filer] == facts


def write(name: str) -> None:
    """Write what the detector says now into the file of its example."""
    path = Path(str(EXAMPLES[name].__file__))
    kept = path.read_text("utf-8").partition(BEGINS)[0]
    path.write_text(f"{kept}{BEGINS}{pformat(told(name), width=98, compact=True)}\n", "utf-8")


if __name__ == "__main__":
    for each in sorted(DETECTORS):
        write(each)
