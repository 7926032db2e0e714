"""What cannot be undone is asked about on a page of its own, before it is done.

    def _asks(call: PageCall, letter_id: int) -> Question | None: ...    # None: needs no asking

    @page(pages, "POST", "/<id:letter_id>/resend", who=STAFF, again=show)
    @confirming.asks(_asks)
    def resend(call: PageCall, letter_id: int) -> Answer: ...

The page says what will happen and to whom; its form alone carries the field `confirmed`. A form
without it, from wherever it was sent, does nothing but lead there: the view is run and taken back,
so that what would refuse it does so before somebody is asked, and staff read the letters that it
would send.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from flask import session as cookie

from complaints.kit import once
from complaints.kit.pages import STAFF, Answer, PageCall, View
from complaints.services.decisions import rehearsals
from complaints.words import Message
from complaints.words import message as _

CONFIRMED: Final = "confirmed"
FOR_GOOD = _("You cannot undo this.")
# Where Flask keeps the sentences that the next page shows.
_FLASHES = "_flashes"


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks: its title, what would happen, the button, and `keep`, the address that
    leaves everything as it is; `last` is the warning above the button."""

    title: Message
    says: Sequence[Message]
    button: Message
    keep: str
    last: Message = FOR_GOOD


Asks = Callable[..., Question | None]


def is_confirmed() -> bool:
    """Say whether the form was sent from the page that asks."""
    return request.form.get(CONFIRMED) == "true"


def asks(question: Asks) -> Callable[[View], View]:
    """Return the decorator of a view that acts once the page of its question was answered.

    The question is asked with the view's arguments; None lets the view act at once.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def asked(call: PageCall, **path: Any) -> Answer:
            asking = None if is_confirmed() else question(call, **path)
            if asking is None:
                return view(call, **path)
            letters = _rehearsed(call, lambda: view(call, **path))
            staff = call.me is not None and call.me.role in STAFF
            return call.render(
                "kit/confirm.html",
                **question_facts(asking),
                # What others would be told is for staff alone.
                letters=letters if staff else [],
                in_console=staff and request.path.startswith("/console/"),
            )

        # The test of all forms reads it.
        asked.asks = True  # type: ignore[attr-defined]
        return asked

    return decorate


def question_facts(question: Question) -> dict[str, Any]:
    """Return what the page's template shows: the question, and what was typed, to be sent again."""
    own = (once.NAME, CONFIRMED)
    typed = [(n, v) for n, v in request.form.items(multi=True) if n not in own]
    return {"question": question, "typed": typed}


def _rehearsed(call: PageCall, act: Callable[[], object]) -> list[rehearsals.Rehearsed]:
    """Return the letters that the step would send; what it would say of itself is not said."""
    said = cookie.get(_FLASHES)
    try:
        return rehearsals.letters_of(call.work, act)
    finally:
        cookie.pop(_FLASHES, None)
        if said is not None:
            cookie[_FLASHES] = said
