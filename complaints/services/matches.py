"""Matches an account with bound and flagged parties. Proposes, never merges. Ground of the
services: a sign-up, a filing and the job that compares papers call it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from complaints.models import Filer, PartyMatch
from complaints.work import Work


@dataclass(frozen=True, slots=True)
class Shown:
    """What a filing shows beside the account's identity attributes.

    `right_key` is the right's key where it has a number; `own` says that the account states the
    right as its own. `document_ids` are the papers, `text` the statement.
    """

    right_key: str | None = None
    own: bool = False
    document_ids: Collection[int] = ()
    text: str | None = None


def match(work: Work, filer: Filer, shown: Shown) -> PartyMatch | None:
    """Return the strongest match of the account with a bound or flagged party, stored; None where
    it has none, or a person has judged it not to be the same."""
    return None
