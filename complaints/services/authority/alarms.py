"""Takes an account's answer to an alarm: the other filer is authorized, or it is not.

What follows on a denial depends on how well both are proven (`denials`). Where both are, a person
settles it.
"""

from __future__ import annotations

from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Alarm
from complaints.queries.authority import alarms
from complaints.rules.kinds import AlarmAnswer, DenialStep
from complaints.services.authority import denials
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.letters.holders import denial_settled
from complaints.work import UnitOfWork


def answer(
    work: UnitOfWork,
    alarm_id: int,
    *,
    answer: AlarmAnswer,
    note: str | None,
    expected: int | None = None,
) -> Alarm:
    """Answer an alarm; a later answer replaces an earlier one.

    Refuses with: not-found; forbidden, when the actor is not the account that got the alarm; stale.
    """
    mine = alarms.get_alarm(work, alarm_id).alarm.filer_id
    if work.actor.filer_id != mine:
        raise Refusal("forbidden", _("Only the account that was notified can answer this."))
    alarm = _locked(work, alarm_id, expected)
    checked = lifted = 0
    if answer is AlarmAnswer.NOT_AUTHORIZED:
        checked = denials.follow_denial(work, alarm)
    else:
        # A denial that was taken back needs no look by a person, and nobody is asked for authority
        # because of it.
        alarm.followed = None
        lifted = denials.lift_denial(work, alarm)
    alarm.answer, alarm.note, alarm.answered_at = str(answer), note, work.now
    ledger.record(
        work, "answered", "alarm", alarm.id, answer=str(answer), checks=checked, lifted=lifted
    )
    return alarm


def settle(
    work: UnitOfWork, alarm_id: int, *, settled_for: str, reason: str, expected: int | None = None
) -> Alarm:
    """Settle a denial at which a person looks, for the filer or for the account that denies.

    For the filer, nothing changes, and this account's denial is not followed again. For the account
    that denies, the filer is asked for its authority on its complaints, also where it was verified.
    Refuses with: not-found; forbidden, when the actor is not staff; wrong-state, where nobody is
    to look at it (nobody denies, or who denies has to prove its right first), or it is settled;
    stale.
    """
    alarms.get_alarm(work, alarm_id)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only staff can decide a denial."))
    alarm = _locked(work, alarm_id, expected)
    denied = alarm.answer == AlarmAnswer.NOT_AUTHORIZED and alarm.followed == DenialStep.LOOK
    if not denied or alarm.settled_at is not None:
        raise Refusal("wrong-state", _("There is no denial to decide here."), possible=[])
    alarm.settled_for = settled_for
    alarm.settled_at, alarm.settled_by = work.now, work.actor.person_id
    asked = 0
    if settled_for == "denier":
        complaints = alarms.complaints_about(work.session, alarm)
        asked = sum(denials.ask_authority(work, each, alarm, anew=True) for each in complaints)
    letter = denial_settled(
        for_denier=settled_for == "denier", page=work.links.page(f"/alarms/{alarm.id}")
    )
    outbox.write(work, "denial_settled", letter, filer_id=alarm.filer_id)
    ledger.record(work, "settled", "alarm", alarm.id, why=reason, side=settled_for, checks=asked)
    return alarm


def _locked(work: UnitOfWork, alarm_id: int, expected: int | None) -> Alarm:
    """Return the alarm, read anew and locked. Refuses with: stale."""
    held = select(Alarm).where(Alarm.id == alarm_id).with_for_update()
    alarm = work.session.scalars(held.execution_options(populate_existing=True)).one()
    if expected is not None and alarm.version != expected:
        raise Refusal(
            "stale", _(
                "This was answered after you opened the page. Reload the page and read it again."
            ),
            version=alarm.version, header="If-Match",
        )  # fmt: skip
    return alarm
