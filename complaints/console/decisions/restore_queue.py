"""The restore queue: a party's past takedowns, ranked, and brought back many at once."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, request

from complaints.console.decisions.deciding import merit_options, reader_options
from complaints.kit.forms import Sent
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.decisions import restore_queue
from complaints.rules.decisions.reasons import REASONS, Reason
from complaints.rules.staff.door_bars import NO_CASE, PUTTING_RIGHT, REHEARSING_RIGHT
from complaints.schemas.decisions.deciding import decision_given
from complaints.schemas.decisions.restore_queue import PutRightIn
from complaints.services.decisions import claims, rehearsals
from complaints.words import counted
from complaints.words import message as _

pages = Blueprint("restore_pages", __name__, url_prefix="/console/restore")
# How many takedowns a page shows, and of how many letters a reader reads all.
SHOWN: Final = 100
READ: Final = 10


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("complaints", 32, "restore", _("Put right")))
def show_restore_queues(call: PageCall) -> Answer:
    """List the parties whose past takedowns are to be looked at again."""
    return call.render(
        "console/decisions/restore/queues.html", queues=restore_queue.find_queues(call.work)
    )


@page(pages, "GET", "/<id:filer_id>", who=STAFF)
def show_restore_queue(call: PageCall, filer_id: int) -> Answer:
    """Show the past takedowns of one party, those probably wrong for longest first."""
    rows = restore_queue.past_takedowns(call.work, filer_id)
    return call.render(
        "console/decisions/restore/queue.html",
        queue=restore_queue.get_queue(call.work, filer_id),
        rows=rows[:SHOWN],
        more=max(0, len(rows) - SHOWN),
        done=restore_queue.put_right_of_party(call.work, filer_id),
        reasons=_reasons(),
        reader_options=reader_options(),
        merit_options=merit_options(),
        ticked=request.form.getlist("claim_ids"),
    )


@page(
    pages, "POST", "/<id:filer_id>/letters", who=STAFF, again=show_restore_queue,
    bars=REHEARSING_RIGHT,
)  # fmt: skip
def read_restore_letters(call: PageCall, filer_id: int) -> Answer:
    """Show the letters that would go, and store nothing."""
    sent = call.form(PutRightIn)
    written = rehearsals.letters_of(call.work, lambda: _put_right(call, filer_id, sent))
    return call.render(
        "console/decisions/restore/letters.html",
        filer_id=filer_id,
        letters=written[:READ],
        more=max(0, len(written) - READ),
        number=len(set(sent["claim_ids"])),
        minutes=call.work.policy.law.pending_minutes,
        typed=[(name, text) for name, text in request.form.items(multi=True) if name != "once"],
    )


@page(pages, "POST", "/<id:filer_id>/change", who=STAFF, bars=NO_CASE)
def change_restoring(call: PageCall, filer_id: int) -> Answer:
    """Show the queue again with what was chosen, from the page of the letters."""
    again = PageCall(call.work, call.context, None, call.me, Sent(request.form))
    return show_restore_queue(again, filer_id)


@page(pages, "POST", "/<id:filer_id>/send", who=STAFF, again=show_restore_queue, bars=PUTTING_RIGHT)
def send_restoring(call: PageCall, filer_id: int) -> Answer:
    """Bring the chosen listings back; like every decision on a page, it can be undone a while."""
    rows = _put_right(call, filer_id, call.form(PutRightIn), undoable=True)
    message = counted("%(num)s listing is put right.", "%(num)s listings are put right.", len(rows))
    if call.work.policy.law.pending_minutes:
        message = counted(
            "%(num)s listing comes back once the minutes to undo it are over.",
            "%(num)s listings come back once the minutes to undo it are over.",
            len(rows),
        )
    return call.redirect("restore_pages.show_restore_queue", message=message, filer_id=filer_id)


def _put_right(
    call: PageCall, filer_id: int, sent: dict[str, Any], *, undoable: bool = False
) -> Any:
    return claims.put_right(call.work, filer_id, **decision_given(sent), undoable=undoable)


def _reasons() -> list[Reason]:
    """Return the reasons with which takedowns are put right, their own first."""
    fits = [each for each in REASONS if each.by_hand]
    own = [each for each in fits if "put_right" in each.decisions]
    return own + [each for each in fits if "reinstate" in each.decisions]
