"""The filer answers a warning: as often as it likes until the day to answer by, or at once whole.

Only the filer itself can end that time earlier, and not through a link that staff could read.
"""

from __future__ import annotations

from complaints.errors import Refusal
from complaints.models import Boycott, SecretLink
from complaints.queries import marketplaces, secret_links
from complaints.rules.boycotts import BOYCOTT, answers_until
from complaints.rules.inboxes import OTHERS_HANDS, Reach
from complaints.rules.machines import after
from complaints.rules.reasons import stated
from complaints.services.boycotts.steps import held
from complaints.services.move import move
from complaints.words import message as _
from complaints.work import Work


def answer(
    work: Work,
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
    boycott = held(work, boycott_id, expected=expected)
    marketplaces.require_one_side(work, boycott.filer_id)
    after(BOYCOTT, boycott.state, "answer", work.actor.role)
    _require_time_left(work, boycott)
    if closes:
        _require_unread_link(work)
    said = stated("/answer", text, _("Enter your answer."))
    if boycott.answer is not None:
        said = f"{boycott.answer}\n\n{work.now.date().isoformat()}\n{said}"
    boycott.answer, boycott.answered_at = said, work.now
    # An answer in which others had a hand stays marked so, whatever is added to it.
    if boycott.answer_reach not in OTHERS_HANDS:
        boycott.answer_reach = secret_links.came_by(work)
    if closes:
        boycott.answer_closed_at = work.now
    move(work, boycott, "answer", closes=closes)
    return boycott


def _require_time_left(work: Work, boycott: Boycott) -> None:
    if answers_until(boycott.answer_due, boycott.answer_closed_at, work.now) is None:
        why = _("The deadline for your answer has passed. We decide on what we know.")
        if boycott.answer_closed_at is not None:
            why = _("You said that your answer was whole: nothing can be added to it.")
        raise Refusal("wrong-state", why, state=boycott.state, possible=[])


def _require_unread_link(work: Work) -> None:
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
