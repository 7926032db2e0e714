"""Takes an account's answer to an alarm: the other filer is authorized, or it is not.

Where it is not, its complaints get a check: nothing is taken down on them before a person has
verified that the filer may act for the holder.
"""

from __future__ import annotations

from sqlalchemy import select

from complaints.errors import Refusal
from complaints.models import Alarm, Check, Complaint
from complaints.queries import alarms
from complaints.rules.kinds import AlarmAnswer, CheckKind, Sign
from complaints.services import ledger, outbox
from complaints.words import message as _
from complaints.words.letters.claims import authority_asked
from complaints.work import Work


def answer(
    work: Work, alarm_id: int, *, answer: AlarmAnswer, note: str | None, expected: int | None = None
) -> Alarm:
    """Answer an alarm; a later answer replaces an earlier one.

    Refuses with: not-found; forbidden, when the actor is not the account that got the alarm; stale.
    """
    alarms.get(work, alarm_id)
    held = select(Alarm).where(Alarm.id == alarm_id).with_for_update()
    alarm = work.session.scalars(held.execution_options(populate_existing=True)).one()
    if work.actor.filer_id != alarm.filer_id:
        raise Refusal("forbidden", _("The account that was told answers an alarm."))
    if expected is not None and alarm.version != expected:
        raise Refusal(
            "stale", _("This alarm was answered since you read it. Read it again."),
            version=alarm.version, header="If-Match",
        )  # fmt: skip
    alarm.answer, alarm.note, alarm.answered_at = str(answer), note, work.now
    checked = 0
    if answer is AlarmAnswer.NOT_AUTHORIZED:
        checked = sum(
            _deny(work, complaint, alarm)
            for complaint in alarms.complaints_about(work.session, alarm)
        )
    ledger.record(work, "answered", "alarm", alarm.id, answer=str(answer), checks=checked)
    return alarm


def _deny(work: Work, complaint: Complaint, alarm: Alarm) -> bool:
    """Ask for the filer's authority (again); say whether it was not being asked for already."""
    statement = select(Check).where(
        Check.complaint_id == complaint.id, Check.kind == CheckKind.AUTHORITY
    )
    check = work.session.scalar(statement.with_for_update())
    if check is not None and Sign.HOLDER_DENIES in check.signs and check.verified_at is None:
        return False
    if check is None:
        check = Check(complaint_id=complaint.id, kind=CheckKind.AUTHORITY, signs=[], numbers={},
                      made_at=work.now)  # fmt: skip
        work.session.add(check)
    # An earlier verification stays in the ledger; now a holder contradicts it.
    check.verified_at = check.verified_by = None
    check.signs = [
        *(sign for sign in check.signs if sign != Sign.HOLDER_DENIES),
        Sign.HOLDER_DENIES,
    ]
    check.numbers = {**check.numbers, "alarm": alarm.id}
    letter = authority_asked(complaint.reference)
    outbox.write(
        work, "authority_asked", letter, filer_id=complaint.filer_id, complaint_id=complaint.id,
    )  # fmt: skip
    return True
