"""A filer answers what staff look at, before any warning.

Only the account that the flag is about answers it, and only while it reads that it is looked at:
whoever reads nothing is told by no answer of ours that there is something.
"""

from __future__ import annotations

from complaints.base.errors import not_found
from complaints.models import Flag, FlagAnswer
from complaints.queries.cases import flag_answers, looks
from complaints.rules.cases.boycotts import ANSWER
from complaints.rules.cases.flags import require_room_to_answer
from complaints.services.move import lock_row
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def answer(work: UnitOfWork, *, text: str) -> FlagAnswer:
    """Store what the actor's account says about its flag, or adds to that. The flag gets a new
    version, so that nobody decides on a page from before.

    Refuses with: not-found, where it reads of no flag, be there one or not; invalid-request, for an
    empty answer; wrong-state, once it has answered as often as it can.
    """
    filer_id = work.actor.filer_id
    flag_id = looks.newest_flag_of(work, filer_id) if filer_id is not None else None
    flag = lock_row(work.session, Flag, flag_id) if flag_id is not None else None
    if flag is None or not looks.is_told_now(work, flag):
        raise not_found(_("page"))
    require_room_to_answer(len(flag_answers.answers_to(work.session, flag.id)))
    said = FlagAnswer(flag_id=flag.id, text=ANSWER.stated(text), said_at=work.now)
    work.session.add(said)
    flag.updated_at = work.now
    work.session.flush()
    ledger.record(work, "answer", "flag", flag.id)
    return said
