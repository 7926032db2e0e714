"""The filer answers a warning: as often as it likes until the day to answer by, or at once whole.

Only the filer itself can end that time earlier, and not through a link that staff could read.
"""

from __future__ import annotations

from complaints.base.errors import Refusal
from complaints.models import Boycott, SecretLink
from complaints.queries.mailing import secret_links
from complaints.rules.cases.boycotts import ANSWER
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.mailing.inboxes import OTHERS_HANDS, Reach
from complaints.services.cases import warnings
from complaints.services.cases.boycotts.steps import lock_for_step
from complaints.services.move import transition
from complaints.words import message as _
from complaints.work import UnitOfWork


def answer(
    work: UnitOfWork,
    boycott_id: int,
    *,
    text: str,
    closes: bool = False,
    expected: int | None = None,
) -> Boycott:
    """Store what the filer answers to the warning; what it adds later comes after it, by day.

    `closes` says that this is the whole answer: nobody has to wait until the day to answer by.
    Refuses with: invalid-request, for an empty answer; wrong-state, also once the filer gave its
    whole answer; forbidden, also for closing by a link that staff could read; stale; two-sides,
    for a partner that delivered or spoke for a seller in a complaint of the filer's party.
    """
    boycott = lock_for_step(work, boycott_id, ANSWER, expected=expected)
    # Whoever answers has read it.
    warnings.prove_delivered(work, boycott, DeliveredBy.ANSWERED)
    if closes:
        _require_unread_link(work)
    said = ANSWER.stated(text)
    if boycott.answer is not None:
        said = f"{boycott.answer}\n\n{work.now.date().isoformat()}\n{said}"
    boycott.answer, boycott.answered_at = said, work.now
    # An answer in which others had a hand stays marked so, whatever is added to it.
    if boycott.answer_reach not in OTHERS_HANDS:
        boycott.answer_reach = secret_links.came_by(work)
    if closes:
        boycott.answer_closed_at = work.now
    transition(work, boycott, "answer", closes=closes)
    return boycott


def _require_unread_link(work: UnitOfWork) -> None:
    link_id = work.actor.link_id
    link = work.session.get(SecretLink, link_id) if link_id is not None else None
    if link is not None and link.reach == Reach.BY_HAND:
        raise Refusal(
            "forbidden",
            _(
                "Somebody of staff could have read the link to this page, so it cannot end the "
                "time to answer. Send your answer without that; we wait until the day to answer by."
            ),
        )
