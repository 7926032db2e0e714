"""Equal arms: what a filer reads of its own case, and what is withheld from it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from complaints.rules.findings.samples import draw_ids


class Withheld(StrEnum):
    """What the filer does not get of its dossier."""

    STAFF = "staff"
    OTHERS = "others"
    SELLERS = "sellers"
    METHODS = "methods"


# Findings that say what the filer itself did, with its peers' rates, and nothing of anybody else.
# What others did, share or reported is withheld, and only its kind is told.
OWN_FINDINGS: Final = frozenset(
    {
        "unfounded_share",
        "turned",
        "graded_manifest",
        "withdrawn_when_answered",
        "client_record",
        "only_when_answered",
        "bursts",
        "refiled",
        "after_warning",
        "unproven",
        "shotgun",
        "established_targets",
        "young_right",
    }
)
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def label_persons(persons: Iterable[int]) -> dict[int, str]:
    """Return a letter for each person, in the order of their first part: the same person is the
    same letter throughout a case."""
    order = dict.fromkeys(persons)
    return {
        person: _LETTERS[number] if number < len(_LETTERS) else str(number + 1)
        for number, person in enumerate(order)
    }


def draw_claims(eligible: Iterable[int], *, proposal: str, size: int) -> list[int]:
    """Return the claims that staff grade beside those that they chose: drawn by the proposal's
    number, so that anybody can draw them again."""
    return draw_ids(list(eligible), size=size, seed=proposal)
