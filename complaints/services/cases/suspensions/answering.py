"""The seller answers a warning, and appeals against a decision, by its link."""

from __future__ import annotations

from complaints.base.errors import Refusal, not_found
from complaints.models import Suspension
from complaints.queries.cases import suspensions
from complaints.queries.mailing import secret_links
from complaints.rules.cases.suspensions import ANSWER, APPEAL_SUSPENSION
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.mailing.inboxes import OTHERS_HANDS, CameBy
from complaints.services.cases import case_appeals, warnings
from complaints.services.cases.suspensions.steps import lock_suspension
from complaints.services.move import transition
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork


def answer_warning(
    work: UnitOfWork,
    suspension_id: int,
    *,
    text: str,
    closes: bool = False,
    expected: int | None = None,
) -> Suspension:
    """Store what the seller answers; what it adds later comes after it, by day. `closes` says that
    this is the whole answer: nobody waits for more, but before a closing.

    Refuses with: invalid-request; wrong-state, once its time is over; not-found, for a store that
    the operator runs no more; forbidden, for ending the time by a link that staff could read;
    stale.
    """
    row = lock_suspension(work, suspension_id, ANSWER, expected=expected)
    _require_in_case(work, row)
    # Whoever answers has read it.
    warnings.prove_delivered(work, row, DeliveredBy.ANSWERED)
    reach = secret_links.came_by(work)
    if closes and reach == CameBy.BY_HAND:
        raise Refusal(
            "forbidden",
            _(
                "Somebody of staff could have read the link to this page, so it cannot end the "
                "time to answer. Send your answer without that; we wait until the day to answer by."
            ),
        )
    said = ANSWER.stated(text)
    if row.answer is not None:
        said = f"{row.answer}\n\n{work.now.date().isoformat()}\n{said}"
    row.answer, row.answered_at = said, work.now
    if row.answer_reach not in OTHERS_HANDS:
        row.answer_reach = reach
    if closes:
        row.answer_closed_at = work.now
    transition(work, row, "answer", closes=closes)
    return row


def appeal_suspension(
    work: UnitOfWork, suspension_id: int, *, grounds: str, expected: int | None = None
) -> Suspension:
    """File the seller's one appeal; what was imposed holds until that is decided, or it ends.

    Refuses with: invalid-request; wrong-state, also for a second one and once its time is over;
    not-found, for a store that the operator runs no more; stale.
    """
    row = lock_suspension(work, suspension_id, APPEAL_SUSPENSION, expected=expected)
    _require_in_case(work, row)
    case_appeals.file_case_appeal(work, row, grounds=APPEAL_SUSPENSION.stated(grounds))
    return row


def _require_in_case(work: UnitOfWork, row: Suspension) -> None:
    if not suspensions.is_in_case(work, row):
        raise not_found(label("noun", "suspension"))
