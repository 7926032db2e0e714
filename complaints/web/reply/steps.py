"""Two steps for what a seller cannot take back: all of it is read back, then it is sent.

The first sending of a form is tried and undone: whatever would refuse it does so before the page
that reads it back. That page sends the same fields again, with `step` beside them. What was sent
is answered with a receipt, which goes out as a letter too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from flask import request

from complaints.kit import once
from complaints.kit.forms import Sent
from complaints.kit.pages import Answer, PageCall
from complaints.kit.uploads import FILES, KEPT, Arrived
from complaints.services.mailing import receipts
from complaints.words import message as _
from complaints.words.letters.receipts import ReceiptRow, What, given

STEP = "step"
# What the pages read besides their schema's fields.
BESIDES = frozenset({STEP, FILES, KEPT})


@dataclass(frozen=True, slots=True)
class Sending:
    """What a form sends: its rows as they are read back, and what stores it."""

    what: What
    rows: Sequence[ReceiptRow]
    store: Callable[[], object]
    arrived: Arrived = field(default_factory=lambda: Arrived((), ()))


def wants_to_change(call: PageCall) -> PageCall | None:
    """Return the call with what was typed, where the sender goes back to change it."""
    if request.form.get(STEP) != "change":
        return None
    return replace(call, sent=Sent(request.form))


def read_back_or_send(call: PageCall, token: str, sending: Sending) -> Answer:
    """Show what is about to be sent; once its sender has seen that, send it.

    Refuses with: whatever storing it refuses with, in the first step too.
    """
    if request.form.get(STEP) != "send":
        with call.session.begin_nested() as trial:
            sending.store()
            trial.rollback()
        return call.render("web/reply/check.html", sending=sending, typed=_typed(sending.arrived))
    sending.store()
    receipt = receipts.write_receipt(call.work, sending.what, sending.rows)
    return call.redirect("reply.sent", token=token, letter_id=receipt.id)


def _typed(arrived: Arrived) -> list[tuple[str, str]]:
    """Return the fields that the second step sends again; files are sent by their numbers."""
    own = {once.NAME, STEP, FILES, KEPT}
    typed = [(name, text) for name, text in request.form.items(multi=True) if name not in own]
    return typed + [(KEPT, str(view.upload.id)) for view in arrived.documents]


def documents(arrived: Arrived) -> list[ReceiptRow]:
    """Return the row of the files that were sent, by their names."""
    names = (view.upload.filename or view.sha256[:12] for view in arrived.documents)
    return given(_("Documents"), *names)
