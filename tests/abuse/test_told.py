"""What each detector says of its planted filer, number for number.

`tests/abuse/planted/told.json` is the code's own output: it derives nothing, and a change of a rule
shows there as the numbers that it moves. `python -m tests.abuse.test_told` writes it again; look at
the difference.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from abuse import Policy
from abuse.detectors import DETECTORS
from tests.abuse.planted import PLANTED, read_market, seen

TOLD: Final = Path(__file__).parent / "planted" / "told.json"


def told(name: str) -> dict[str, Any]:
    """The findings of one detector in its planted market, by the filers' references."""
    read = read_market(PLANTED[name])
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
    expected = json.loads(TOLD.read_text("utf-8"))[name]
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


if __name__ == "__main__":
    now = {name: told(name) for name in sorted(DETECTORS)}
    TOLD.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", "utf-8")
