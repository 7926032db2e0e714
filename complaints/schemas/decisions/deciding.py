"""Fields of a decision's reasons: its code, and words beside it to one side or both."""

from __future__ import annotations

from typing import Any

from complaints.rules.decisions.reasons import BY_HAND
from complaints.rules.kinds import Merit, Side
from complaints.schemas import fields
from complaints.schemas.common import one_of, text
from complaints.words import message as _


def reason_code() -> fields.String:
    """Return the field for the code of a reason."""
    return one_of(
        BY_HAND,
        named="DecisionReason",
        required=True,
        about="one that fits the decision and the basis: docs/kinds.md has a table of both",
        asks=_("Choose a reason."),
    )


def note_field() -> fields.String:
    """Return the field for words beside the reason."""
    return text(5000, about="more of the reasons, in your words")


def note_to() -> fields.String:
    """Return the field for the one side that reads these words."""
    return one_of(Side, about="with a `note`: who reads it; left out: both")


def decision_given(sent: dict[str, Any]) -> dict[str, Any]:
    """Return a decision that was sent as a verb takes it: its reason's code, its grade."""
    rest = dict(sent)
    code, merit, side = (rest.pop(name, None) for name in ("reason", "merit", "note_to"))
    return {
        **rest,
        "code": code,
        "merit": Merit(merit) if merit else None,
        "note_to": Side(side) if side else None,
    }
