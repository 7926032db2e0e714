"""What cannot be undone is asked about on a page of its own, before it is done.

That page names what will happen; its form alone carries the field `confirmed`. A form without it,
from wherever it was sent, does nothing but lead there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import request

from complaints.kit import once
from complaints.kit.pages import Answer, PageCall
from complaints.words import Message
from complaints.words import message as _

CONFIRMED: Final = "confirmed"


FOR_GOOD = _("You cannot undo this.")


def is_confirmed() -> bool:
    """Say whether the form was sent from the page that asks."""
    return request.form.get(CONFIRMED) == "true"


def ask(
    call: PageCall,
    *,
    title: Message,
    says: Sequence[Message],
    button: Message,
    keep: str,
    last: Message = FOR_GOOD,
) -> Answer:
    """Return the page that asks: what would happen, a button that does it, and a way out.

    The form repeats what was typed. `keep` is the address that leaves everything as it is, `last`
    the warning above the button.
    """
    own = (once.NAME, CONFIRMED)
    typed = [(n, v) for n, v in request.form.items(multi=True) if n not in own]
    return call.render(
        "kit/confirm.html",
        title=title,
        says=says,
        button_text=button,
        keep=keep,
        last=last,
        typed=typed,
    )
