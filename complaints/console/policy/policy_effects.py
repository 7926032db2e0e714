"""Whom a draft would concern, as rows of its page: the same figures under the policy in force and
under the draft, with what each counts.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.queries.policy.policy_drafts import DraftView
from complaints.rules.policy.policy_changes import Change
from complaints.words import Message
from complaints.words import message as _

_NAMES: Mapping[str, tuple[Message, Message]] = {
    "warned": (
        _("Filers warned"),
        _("At the warning level or above at the end of a month, each filer once."),
    ),
    "reviewed": (
        _("Filers for boycott review"),
        _("Of these, at the level of a boycott review at the end of a month."),
    ),
    "boycotted": (
        _("Filers boycotted"),
        _(
            "Of these, those that were warned long enough before and went on filing after "
            "the warning."
        ),
    ),
    "not_processed": (
        _("Claims not processed"),
        _(
            "Out of what boycotted filers filed during that time. Only these can have spared "
            "a seller something."
        ),
    ),
    "raised_proof": (
        _("Claims asked for more proof"),
        _("Out of what boycotted filers filed during that time, by the law of the claim."),
    ),
    "lane": (
        _("Claims decided in the lane"),
        _("Out of what boycotted filers filed during that time: a person reads them all the same."),
    ),
    "honest": (
        _("Warned, and found clean by staff"),
        _(
            "Warned filers whose flag was dismissed, who were found clean in a sample, or whose "
            "graded claims were never manifestly unfounded. Fewer is better."
        ),
    ),
    "graded": (
        _("Filers with enough graded claims now"),
        _("Parties with as many claims graded manifestly unfounded as a boycott needs, today."),
    ),
    "answered": (
        _("Warnings answered in time"),
        _("Of the warnings of the last 365 days, those answered within the time to answer."),
    ),
}
# What counts only where the draft moves one of these.
_ONLY = {
    "graded": {"boycott.min_manifest", "boycott.window"},
    "answered": {"boycott.answer_days"},
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure under both policies."""

    name: Message
    counts: Message
    in_force: int
    draft: int


@dataclass(frozen=True, slots=True)
class Effects:
    """What a replay came to: `warned` in a sentence, `figures` as a table, `alone` by threshold."""

    first: date
    last: date
    warned: tuple[int, int]
    figures: Sequence[Figure]
    alone: Mapping[str, Mapping[str, int]]
    labelled_honest: int


def effects_of_draft(view: DraftView) -> Effects | None:
    """Return the effects of a draft; None before its replay is done, and of an older one's."""
    result = view.result
    if result is None or "effects" not in result:
        return None
    by_name: dict[str, dict[str, Any]] = result["effects"]
    now, then = by_name["in force"], by_name["draft"]
    return Effects(
        _day(view.draft.first),
        _last_day(view.draft.last),
        (now["warned"], then["warned"]),
        [
            Figure(*_NAMES[name], now[name], then[name])
            for name in _NAMES
            # An older replay did not tell claims apart by their treatment.
            if name in now and _counts(name, view.changes)
        ],
        {key: figures for key, figures in by_name.items() if "." in key},
        result["labelled_honest"],
    )


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last_day(month: str) -> date:
    first = _day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _counts(name: str, changes: Sequence[Change]) -> bool:
    return name not in _ONLY or any(change.key in _ONLY[name] for change in changes)
