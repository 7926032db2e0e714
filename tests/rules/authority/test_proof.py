"""The table of standings, cell by cell, against a grid that was typed by hand."""

from __future__ import annotations

import itertools

import pytest

from complaints.rules.authority.proof import (
    TABLE,
    Other,
    Outcome,
    Standing,
    best,
    denial,
    may_read,
    outcome,
    standing,
)
from complaints.rules.kinds import Basis, DenialStep, Proof

# Down: who files. Across: who else is there. p: processed, k: held for a look at who files, h: the
# seller is heard first, a: the authority is asked.
GRID = """
             nobody stated shown known in_register paper_seen confirmed register
stated       p      p      p     a     k           a          a         a
shown        p      p      p     a     k           a          a         a
known        p      p      p     p     p           h          h         h
in_register  p      p      p     p     p           k          k         k
paper_seen   p      p      p     p     p           p          p         p
confirmed    p      p      p     p     p           p          p         p
"""
# Where only the seller can show what is decisive, nothing is decided before it is heard.
HEARD = {"p": "h", "k": "k", "h": "h", "a": "a"}
SAID = {
    "p": Outcome.PROCESSED, "k": Outcome.HELD, "h": Outcome.HEARD, "a": Outcome.AUTHORITY,
}  # fmt: skip
ACCUSATIONS = {
    "counterfeit": False, "trademark": False, "copyright": False, "patent": True, "design": False,
    "circumvention": False, "unauthorised_channel": True, "other": False,
}  # fmt: skip
# Down: who denies. Across: who files. d: the denier is asked, f: the filer is, l: a person looks.
DENIALS = """
             stated shown known in_register paper_seen confirmed
stated       d      d     d     d           d          d
shown        d      d     d     d           d          d
known        d      d     d     d           d          d
in_register  d      d     d     d           d          d
paper_seen   f      f     f     f           l          l
confirmed    f      f     f     f           l          l
"""
STEPS = {"d": DenialStep.ASK_DENIER, "f": DenialStep.ASK_FILER, "l": DenialStep.LOOK}


def _cells(grid: str) -> list[tuple[str, str, str]]:
    head, *rows = (line.split() for line in grid.strip().splitlines())
    return [
        (row[0], across, cell) for row in rows for across, cell in zip(head, row[1:], strict=True)
    ]


CELLS = _cells(GRID)


def test_the_grid_has_every_cell() -> None:
    named = {(down, across) for down, across, _ in CELLS}
    assert named == set(itertools.product(Standing, Other))
    assert set(TABLE) == set(Standing)
    assert all(set(row) == set(Other) for row in TABLE.values())
    assert set(ACCUSATIONS) == set(Basis)
    denied = {(down, across) for down, across, _ in _cells(DENIALS)}
    assert denied == set(itertools.product(Standing, Standing))


@pytest.mark.parametrize("basis", ACCUSATIONS)
@pytest.mark.parametrize(("claimant", "other", "cell"), CELLS)
def test_each_cell_for_each_accusation(claimant: str, other: str, cell: str, basis: str) -> None:
    wanted = HEARD[cell] if ACCUSATIONS[basis] else cell
    found = outcome(Standing(claimant), Other(other), basis)
    assert SAID[wanted] is found


@pytest.mark.parametrize(("denier", "claimant", "cell"), _cells(DENIALS))
def test_each_cell_of_a_denial(denier: str, claimant: str, cell: str) -> None:
    assert denial(Standing(denier), Standing(claimant)) is STEPS[cell]


def test_a_better_standing_is_never_worse_off() -> None:
    order = [Outcome.PROCESSED, Outcome.HELD, Outcome.HEARD, Outcome.AUTHORITY]
    for other in Other:
        steps = [order.index(TABLE[each][other]) for each in Standing]
        assert steps == sorted(steps, reverse=True), other


def test_a_level_gives_a_standing_and_what_a_person_compared_is_kept() -> None:
    given = {level: standing(level, compared=False) for level in Proof}
    assert given == {
        "stated": "stated", "paper_seen": "paper_seen", "in_register": "in_register",
        "confirmed": "confirmed",
    }  # fmt: skip
    assert standing("in_register", compared=True) is Standing.PAPER_SEEN
    assert standing("confirmed", compared=True) is Standing.CONFIRMED
    assert standing("stated", compared=False, known=True, shown=True) is Standing.KNOWN
    assert standing("stated", compared=False, shown=True) is Standing.SHOWN
    assert standing("in_register", compared=False, known=True) is Standing.IN_REGISTER


def test_the_best_of_those_who_are_there_counts() -> None:
    assert best([]) is Other.NOBODY
    assert best([Standing.STATED]) is Other.STATED
    assert best([Standing.KNOWN, Standing.CONFIRMED, Standing.STATED]) is Other.CONFIRMED
    # A name copied from the register does not stand in front of a record.
    assert best([Standing.KNOWN, Standing.IN_REGISTER]) is Other.KNOWN


def test_a_word_does_not_open_the_record_of_who_has_proven_more() -> None:
    words = {"stated", "shown"}
    unverified = {*words, "in_register"}
    for owner, claimant in itertools.product(Standing, Standing):
        assert may_read(owner, claimant) is (owner not in unverified or claimant in words)


@pytest.mark.parametrize(("denier", "claimant", "cell"), _cells(DENIALS))
def test_a_denial_by_a_name_that_others_have_too_freezes_nothing(
    denier: str, claimant: str, cell: str
) -> None:
    wanted = DenialStep.LOOK if cell == "f" else STEPS[cell]
    assert denial(Standing(denier), Standing(claimant), shared=True) is wanted
