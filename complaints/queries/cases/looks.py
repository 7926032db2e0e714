"""What a filer reads of its own flag: that staff look at it and at what, once it is told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from complaints.models import Boycott, Flag, FlagAnswer, Signal
from complaints.queries.cases import flag_answers
from complaints.rules.cases.flags import MOST_ANSWERS, is_told
from complaints.rules.kinds import Family, Level
from complaints.words import Message
from complaints.words.looks import CAN, WHAT
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class LookedAtKind:
    """One kind of evidence: what it is, and how the filer answers and mends."""

    family: Family
    what: Message
    can: Message


@dataclass(frozen=True, slots=True)
class OwnLook:
    """What staff look at; `confirmed` says whether a person confirmed it. `answers` are what the
    filer said about it so far, `answers_left` how often it can still add to that."""

    confirmed: bool
    subjects: tuple[LookedAtKind, ...]
    answers: tuple[FlagAnswer, ...]
    answers_left: int


def look_at(work: UnitOfWork, filer_id: int) -> OwnLook | None:
    """Return what is looked at of a filer; None where there is nothing, or it is not told yet.

    Once it is warned, the case says what this would.
    """
    flag_id = newest_flag_of(work, filer_id)
    flag = work.session.get(Flag, flag_id) if flag_id is not None else None
    if flag is None or not is_told_now(work, flag):
        return None
    families = select(Signal.family).where(
        Signal.flag_id == flag.id, Signal.scan_run_id == flag.scan_run_id
    )
    present = set(work.session.scalars(families))
    subjects = tuple(
        LookedAtKind(each, WHAT[each], CAN[each]) for each in Family if each in present
    )
    answers = tuple(flag_answers.answers_to(work.session, flag.id))
    left = max(MOST_ANSWERS - len(answers), 0)
    return OwnLook(flag.state == "confirmed", subjects, answers, left)


def newest_flag_of(work: UnitOfWork, filer_id: int) -> int | None:
    """Return the id of an account's newest flag, told or not. Only the id is read: a row read now
    could be stale once it is locked."""
    return work.session.scalar(select(func.max(Flag.id)).where(Flag.filer_id == filer_id))


def is_told_now(work: UnitOfWork, flag: Flag) -> bool:
    """Say whether the flag's filer reads of it now, and so can answer it."""
    is_due = is_told(
        flag.state, Level(flag.level), opened_at=flag.opened_at, untold_until=flag.untold_until,
        tell_days=work.policy.boycott.tell_days, now=work.now,
    )  # fmt: skip
    return is_due and not _was_warned(work, flag)


def _was_warned(work: UnitOfWork, flag: Flag) -> bool:
    """Say whether the filer was warned: then the case's own page says all of it. The case of a ring
    may have been proposed from another account's flag."""
    case = select(Boycott.id).where(
        Boycott.filer_id == flag.filer_id,
        Boycott.warned_at.is_not(None),
        or_(Boycott.flag_id == flag.id, Boycott.warned_at >= flag.opened_at),
    )
    return work.session.scalar(case.limit(1)) is not None
