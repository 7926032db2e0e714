"""Alarms the accounts that a filing concerns: somebody else files in their name or on their right.

Once for each pair of accounts and subject. Where an account that is better proven has answered that
the filer is not authorized, the filer's next complaint is asked for its authority.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from complaints.models import Alarm, Check, Complaint, RightsHolder
from complaints.queries.authority import alarms
from complaints.rules.kinds import (
    AlarmAnswer,
    AlarmKind,
    CheckKind,
    DenialStep,
    FilerKind,
    Sign,
)
from complaints.services.authority import denials
from complaints.services.filing.intake.admission import Admitted
from complaints.services.mailing import outbox
from complaints.words.letters.holders import somebody_files, somebody_unnamed
from complaints.work import UnitOfWork

Subject = tuple[AlarmKind, str]


def raise_alarms(
    work: UnitOfWork, admitted: Admitted, complaint: Complaint, noted: Sequence[Check]
) -> list[Check]:
    """Write the alarms of a complaint that was just filed; return its checks, with the denial
    where an account has given one."""
    subjects = list(_subjects(work.session, admitted))
    if not subjects:
        return list(noted)
    known = alarms.alarms_about(work.session, admitted.filer.id, [(str(k), s) for k, s in subjects])
    alarmed = {alarm.filer_id for alarm in known}
    for kind, subject in subjects:
        find_owners = alarms.owners_by_right if kind is AlarmKind.RIGHT else alarms.owners_by_name
        for owner in find_owners(work.session, subject, by=admitted.filer.id):
            if owner.filer_id in alarmed:
                continue
            alarmed.add(owner.filer_id)
            alarm = Alarm(
                filer_id=owner.filer_id,
                by_filer_id=admitted.filer.id,
                complaint_id=complaint.id,
                right_id=owner.right_id,
                kind=str(kind),
                subject=subject,
                made_at=work.now,
            )
            work.session.add(alarm)
            page = work.links.page("/alarms/")
            letter = (
                somebody_files(admitted.filer.name, complaint.reference, page=page)
                if alarms.is_readable(work, alarm, complaint)
                else somebody_unnamed(page=page)
            )
            outbox.write(work, "somebody_files", letter, filer_id=owner.filer_id)
    denied = [alarm for alarm in known if _is_denied(work, alarm, complaint)]
    return _with_denial(work, complaint, noted, denied) if denied else list(noted)


def _is_denied(work: UnitOfWork, alarm: Alarm, complaint: Complaint) -> bool:
    """Say whether a holder's denial asks for the filer's authority, as how well both are proven
    has it."""
    if alarm.answer != AlarmAnswer.NOT_AUTHORIZED:
        return False
    step = denials.step_of(work, alarm, complaint)
    if step is DenialStep.LOOK:
        alarm.followed = str(step)
    return step is DenialStep.ASK_FILER


def _subjects(session: Session, admitted: Admitted) -> Iterator[Subject]:
    if admitted.numbered:
        yield AlarmKind.RIGHT, admitted.right.key
    named = admitted.rights_holder_id
    if named is not None:
        name = session.get_one(RightsHolder, named).folded_name
    else:
        # Persons share names, so theirs alarm nobody; nor does an agent's own right.
        name = admitted.filer.folded_name if admitted.filer.kind == FilerKind.RIGHTS_HOLDER else ""
    if name:
        yield AlarmKind.NAME, name


def _with_denial(
    work: UnitOfWork, complaint: Complaint, noted: Sequence[Check], denied: Sequence[Alarm]
) -> list[Check]:
    """Add to the checks that a holder denies the filer's authority."""
    number = {"alarm": denied[0].id}
    for check in noted:
        if check.kind == CheckKind.AUTHORITY:
            check.signs = [*check.signs, Sign.HOLDER_DENIES]
            check.numbers = {**check.numbers, **number}
            return list(noted)
    check = Check(
        complaint_id=complaint.id, kind=CheckKind.AUTHORITY, signs=[Sign.HOLDER_DENIES],
        numbers=number, made_at=work.now,
    )  # fmt: skip
    work.session.add(check)
    return [*noted, check]
