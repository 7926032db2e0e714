"""What is noted of something that goes on outside: days that can be, and steps that are closed.

Pure.
"""

from __future__ import annotations

from datetime import date

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.words import message as _
from complaints.words.forms import STILL_TO_COME


def require_past_day(pointer: str, day: date | None, *, today: date) -> None:
    """Refuses with: invalid-request, for a day that is to come."""
    if day is not None and day > today:
        raise invalid(pointer, Code.IN_THE_FUTURE, STILL_TO_COME)


def closed_step(state: str) -> Refusal:
    """Return the refusal of a step that is closed in this state."""
    text = _("This step is closed by now. Read it again to see how it stands.")
    return Refusal("wrong-state", text, state=str(state))
