"""What a filer reads of its own flag: that staff look at it and at what, once it is told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from complaints.models import Boycott, Flag, Signal
from complaints.rules.cases.flags import is_told
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
    """What staff look at; `confirmed` says whether a person confirmed it."""

    confirmed: bool
    subjects: tuple[LookedAtKind, ...]


def look_at(work: UnitOfWork, filer_id: int) -> OwnLook | None:
    """Return what is looked at of a filer; None where there is nothing, or it is not told yet.

    Once it is warned, the case says what this would.
    """
    newest = select(Flag).where(Flag.filer_id == filer_id).order_by(Flag.id.desc()).limit(1)
    flag = work.session.scalar(newest)
    if flag is None or _has_case(work, flag):
        return None
    is_due = is_told(
        flag.state, Level(flag.level), opened_at=flag.opened_at, untold_until=flag.untold_until,
        tell_days=work.policy.boycott.tell_days, now=work.now,
    )  # fmt: skip
    if not is_due:
        return None
    families = select(Signal.family).where(
        Signal.flag_id == flag.id, Signal.scan_run_id == flag.scan_run_id
    )
    present = set(work.session.scalars(families))
    subjects = tuple(
        LookedAtKind(each, WHAT[each], CAN[each]) for each in Family if each in present
    )
    return OwnLook(flag.state == "confirmed", subjects)


def _has_case(work: UnitOfWork, flag: Flag) -> bool:
    """Say whether the filer was warned: then the case's own page says all of it."""
    case = select(Boycott.id).where(Boycott.flag_id == flag.id, Boycott.warned_at.is_not(None))
    return work.session.scalar(case.limit(1)) is not None
