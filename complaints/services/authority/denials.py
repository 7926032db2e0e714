"""Follows what an account says against another one: that it may not file.

What follows is `complaints.rules.authority.proof.denial`: the account that denies is asked for
proof, or the filer for its authority, or a person looks at both. Ground of the services: an
alarm's answer, a filing and whatever raises a level of proof call it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_, select

from complaints.models import Alarm, Check, Complaint, Right
from complaints.queries.authority import alarms, namesakes, proof
from complaints.rules.authority.proof import Standing, denial
from complaints.rules.kinds import AlarmAnswer, AlarmKind, CheckKind, DenialStep, Sign
from complaints.services.mailing import outbox
from complaints.words.letters.claims import authority_asked, authority_dropped
from complaints.words.letters.holders import proof_asked
from complaints.work import UnitOfWork

_STRENGTH: Final = (DenialStep.ASK_DENIER, DenialStep.ASK_FILER, DenialStep.LOOK)


def follow_denial(work: UnitOfWork, alarm: Alarm) -> int:
    """Do what follows on a denial; return how many complaints are asked for their authority.

    Nothing follows anew on one that a person has settled.
    """
    if alarm.settled_at is not None:
        return 0
    complaints = alarms.complaints_about(work.session, alarm)
    ways = {_by(each): each for each in complaints}
    denier = standing_of_denier(work, alarm)
    by_way = {way: _step(work, alarm, denier, each) for way, each in ways.items()}
    steps = {each.id: by_way[_by(each)] for each in complaints}
    step = max(steps.values(), key=_STRENGTH.index, default=DenialStep.ASK_DENIER)
    if step is DenialStep.ASK_DENIER and alarm.followed != step:
        letter = proof_asked(
            page=work.links.page(f"/alarms/{alarm.id}"), rights=work.links.page("/rights/")
        )
        outbox.write(work, "proof_asked", letter, filer_id=alarm.filer_id)
    denied = [each for each in complaints if steps[each.id] is DenialStep.ASK_FILER]
    asked = sum(ask_authority(work, complaint, alarm) for complaint in denied)
    alarm.followed = str(step)
    return asked


def follow_again(work: UnitOfWork, right: Right) -> None:
    """Follow the denials that were waiting for the proof of this right, or of another one of the
    account."""
    waiting = select(Alarm).where(
        Alarm.filer_id == right.filer_id,
        Alarm.answer == AlarmAnswer.NOT_AUTHORIZED,
        Alarm.followed == DenialStep.ASK_DENIER,
        or_(Alarm.kind == AlarmKind.NAME, Alarm.subject == right.key),
    )
    for alarm in work.session.scalars(waiting.order_by(Alarm.id)).all():
        follow_denial(work, alarm)


def step_of(work: UnitOfWork, alarm: Alarm, complaint: Complaint) -> DenialStep:
    """Return what a denial that stands means for one complaint that was just filed."""
    if alarm.settled_for == "denier":
        return DenialStep.ASK_FILER
    if alarm.settled_for == "filer":
        return DenialStep.ASK_DENIER
    return _step(work, alarm, standing_of_denier(work, alarm), complaint)


def _step(work: UnitOfWork, alarm: Alarm, denier: Standing, complaint: Complaint) -> DenialStep:
    session, policy = work.session, work.policy.scan
    claimant = proof.standing_of_complaint(session, complaint, policy, work.now)
    shared = alarms.is_shared(session, alarm) or namesakes.is_of_another(session, alarm, complaint)
    return denial(denier, claimant, shared=shared)


def standing_of_denier(work: UnitOfWork, alarm: Alarm) -> Standing:
    return proof.of_owner(work.session, alarm, work.policy.scan, work.now)


def ask_authority(
    work: UnitOfWork, complaint: Complaint, alarm: Alarm, *, anew: bool = False
) -> bool:
    """Ask for the filer's authority; say whether it was not being asked for already.

    What a person has verified stays so, unless a person decided for who denies (`anew`).
    """
    statement = select(Check).where(
        Check.complaint_id == complaint.id, Check.kind == CheckKind.AUTHORITY
    )
    check = work.session.scalar(statement.with_for_update())
    if check is not None and check.verified_at is not None and not anew:
        return False
    if check is not None and Sign.HOLDER_DENIES in check.signs and check.verified_at is None:
        return False
    if check is None:
        check = Check(complaint_id=complaint.id, kind=CheckKind.AUTHORITY, signs=[], numbers={},
                      made_at=work.now)  # fmt: skip
        work.session.add(check)
    check.verified_at = check.verified_by = None
    check.signs = [
        *(sign for sign in check.signs if sign != Sign.HOLDER_DENIES),
        Sign.HOLDER_DENIES,
    ]
    check.numbers = {**check.numbers, "alarm": alarm.id}
    letter = authority_asked(
        complaint.reference,
        rights=work.links.page("/rights/"),
        authorizations=work.links.page("/authorizations/"),
    )
    outbox.write(
        work, "authority_asked", letter, filer_id=complaint.filer_id, complaint_id=complaint.id,
    )  # fmt: skip
    return True


def lift_denial(work: UnitOfWork, alarm: Alarm) -> int:
    """Ask no more for what a denial alone had asked, as it is taken back; return for how many
    complaints. What something else asks for as well, or another account denies, stays asked."""
    denied = {
        complaint.id: other.id
        for other in alarms.other_denials(work.session, alarm)
        for complaint in alarms.complaints_about(work.session, other)
    }
    rows = work.session.execute(
        select(Check, Complaint)
        .join(Complaint, Complaint.id == Check.complaint_id)
        .where(
            Complaint.filer_id == alarm.by_filer_id,
            Check.kind == CheckKind.AUTHORITY,
            Check.verified_at.is_(None),
        )
        .order_by(Check.id)
        .with_for_update(of=Check)
    ).tuples()
    lifted = 0
    for check, complaint in rows:
        if check.numbers.get("alarm") != alarm.id:
            continue
        numbers = {name: value for name, value in check.numbers.items() if name != "alarm"}
        check.signs = [sign for sign in check.signs if sign != Sign.HOLDER_DENIES]
        if complaint.id in denied:
            check.signs = [*check.signs, Sign.HOLDER_DENIES]
            numbers["alarm"] = denied[complaint.id]
        check.numbers = numbers
        if not check.signs:
            work.session.delete(check)
            lifted += 1
            letter = authority_dropped(
                complaint.reference, page=work.links.page(f"/complaints/{complaint.id}")
            )
            outbox.write(
                work, "authority_dropped", letter, filer_id=complaint.filer_id,
                complaint_id=complaint.id,
            )  # fmt: skip
    work.session.flush()
    return lifted


_By = tuple[int, int | None]


def _by(complaint: Complaint) -> _By:
    """Return the right and the permission: most complaints share them, and their step."""
    return complaint.right_id, complaint.authorization_id
