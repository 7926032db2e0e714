"""What binds an account, and what is decided of its complaints all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from complaints.words import Message
from complaints.words import message as _
from complaints.words.days import at
from complaints.words.laws import complaints_under, whats_read

STILL_HOLDS: Final = _("Another decision about your account still holds.")


@dataclass(frozen=True, slots=True)
class Bound:
    """What keeps an account's complaints from being processed: for one principal or for all, and
    how claims are treated, by the code of their regime."""

    principal: str | None
    ends_at: datetime
    treatments: Mapping[str, str] = field(default_factory=dict)
    lane_days: int = 0


def still_decided(treatments: Mapping[str, str], lane_days: int) -> tuple[Message, ...]:
    """Return what a boycott does not stop, by the laws, and why; nothing where it stops all."""
    said = whats_read(treatments, lane_days)
    if not said:
        return ()
    why = _("These laws require that each notice is read, so we read them all.")
    return (*said, why)


def what_binds(bound: Sequence[Bound]) -> list[Message]:
    """Return what binds an account now, one decision after the other; nothing where none does."""
    return [
        part
        for each in bound
        for part in (_binds(each), *still_decided(each.treatments, each.lane_days))
    ]


def _binds(each: Bound) -> Message:
    if each.principal:
        return _(
            "What this means for your account now\nUntil %(end)s we do not process your "
            "%(complaints)s for %(principal)s. We keep them, with the dates on which you "
            "file them.",
            end=at(each.ends_at),
            complaints=complaints_under(each.treatments),
            principal=each.principal,
        )
    return _(
        "What this means for your account now\nUntil %(end)s we do not process your "
        "%(complaints)s. We keep them, with the dates on which you file them.",
        end=at(each.ends_at),
        complaints=complaints_under(each.treatments),
    )
