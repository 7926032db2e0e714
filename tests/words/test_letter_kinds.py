"""Each letter of the outbox has a name that people read."""

from __future__ import annotations

from complaints.rules.kinds import LetterKind
from complaints.words.letter_kinds import KINDS


def test_every_kind_of_letter_has_a_name_of_its_own() -> None:
    assert list(KINDS) == [str(kind) for kind in LetterKind]
    assert len({str(name) for name in KINDS.values()}) == len(KINDS)
