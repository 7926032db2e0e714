"""What filers said about their flags before any warning, for whoever decides about them.

The caller has checked who reads: an account reads its own, staff and counsel those of the party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from complaints.models import Boycott, Filer, Flag, FlagAnswer
from complaints.rules.cases.boycotts import UNFINISHED
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """What an account said before a warning. `account` is another account of the party than the one
    that the case is about, for staff; None where it is that one."""

    said_at: datetime
    text: str
    account: Filer | None


def answers_to(session: Session, flag_id: int) -> Sequence[FlagAnswer]:
    """Return what the filer of a flag said about it, by time."""
    return answers_by_flag(session, [flag_id]).get(flag_id, ())


def answers_by_flag(
    session: Session, flag_ids: Collection[int]
) -> Mapping[int, Sequence[FlagAnswer]]:
    """Return by flag what its filer said about it, by time; those without one are left out."""
    by_flag: dict[int, list[FlagAnswer]] = defaultdict(list)
    said = select(FlagAnswer).where(FlagAnswer.flag_id.in_(flag_ids)).order_by(FlagAnswer.id)
    for answer in session.scalars(said) if flag_ids else ():
        by_flag[answer.flag_id].append(answer)
    return by_flag


def answered_at(session: Session, flag_ids: Collection[int]) -> dict[int, datetime]:
    """Return by flag when its filer answered last; those without an answer are left out."""
    statement = (
        select(FlagAnswer.flag_id, func.max(FlagAnswer.said_at, type_=FlagAnswer.said_at.type))
        .where(FlagAnswer.flag_id.in_(flag_ids))
        .group_by(FlagAnswer.flag_id)
    )
    return dict(session.execute(statement).tuples().all())


def has_case(session: Session, flag: Flag) -> bool:
    """Say whether a case rests on a flag: one that goes on, or one whose filer was warned."""
    return session.scalar(select(_rests_on(flag.id))) or False


def _rests_on(flag_id: Any) -> ColumnElement[bool]:
    goes_on = Boycott.state.in_(UNFINISHED) | Boycott.warned_at.is_not(None)
    return exists().where(Boycott.flag_id == flag_id, goes_on)


def to_read(limit: int) -> Select[tuple[Flag, Filer]]:
    """Return the statement for flags that wait for somebody because their filer answered: that
    nobody took, or that were confirmed before the answer and no case rests on. The oldest first."""
    return (
        select(Flag, Filer)
        .join(Filer, Filer.id == Flag.filer_id)
        .where(_waits())
        .order_by(Flag.id)
        .limit(limit)
    )


def is_to_read(session: Session, flag_id: int) -> bool:
    """Say whether a flag waits for somebody because its filer answered (`to_read`): such a one can
    be dismissed though it was confirmed."""
    return session.scalar(select(Flag.id).where(Flag.id == flag_id, _waits())) is not None


def _waits() -> ColumnElement[bool]:
    answer = exists().where(FlagAnswer.flag_id == Flag.id)
    since = exists().where(FlagAnswer.flag_id == Flag.id, FlagAnswer.said_at > Flag.closed_at)
    confirmed = (Flag.state == "confirmed") & since & ~_rests_on(Flag.id)
    return ((Flag.state == "open") & answer) | confirmed


def answered_since_proposal(work: UnitOfWork, rows: Sequence[Boycott]) -> dict[int, datetime]:
    """Return by proposal when its filer, or another account of its party, answered last, where that
    was after the proposal: whoever proposed it had not read that."""
    proposed = [row for row in rows if row.state == "proposed"]
    said = said_before(work, proposed, whole=True)
    last = {row.id: max((each.said_at for each in said[row.id]), default=None) for row in proposed}
    return {row.id: at for row in proposed if (at := last[row.id]) and at > row.proposed_at}


def said_before(
    work: UnitOfWork, rows: Sequence[Boycott], *, whole: bool
) -> Mapping[int, tuple[SaidBefore, ...]]:
    """Return by boycott what was said about its flag before the warning, by time: by the account
    that the case is about, and where `whole` by the other accounts of its party too."""
    session = work.session
    flags = _flags_of(session, {row.filer_id for row in rows}, whole=whole)
    by_flag = answers_by_flag(
        session, {flag.id for listed in flags.values() for flag, _account in listed}
    )
    return {row.id: _said_of(row, flags.get(row.filer_id, []), by_flag, work.now) for row in rows}


def _flags_of(
    session: Session, filer_ids: Collection[int], *, whole: bool
) -> dict[int, list[tuple[Flag, Filer]]]:
    """Return by account its flags, and where `whole` those of its party, each with its account."""
    case, account = aliased(Filer), aliased(Filer)
    together = account.party_id == case.party_id if whole else account.id == case.id
    statement = (
        select(case.id, Flag, account)
        .join(account, together)
        .join(Flag, Flag.filer_id == account.id)
        .where(case.id.in_(filer_ids))
        .order_by(Flag.id)
    )
    flags: dict[int, list[tuple[Flag, Filer]]] = defaultdict(list)
    for filer_id, flag, owner in session.execute(statement).tuples():
        flags[filer_id].append((flag, owner))
    return flags


def _said_of(
    row: Boycott,
    flags: Sequence[tuple[Flag, Filer]],
    by_flag: Mapping[int, Sequence[FlagAnswer]],
    now: datetime,
) -> tuple[SaidBefore, ...]:
    """Return what was said about the flag that the case was proposed from, and about the newest one
    of each account by then: the case of a ring rests on one flag, and each account answers its
    own."""
    until = row.warned_at or now
    newest = {flag.filer_id: flag.id for flag, _ in flags if flag.opened_at <= until}
    said = [
        (answer, account)
        for flag, account in flags
        if flag.id == row.flag_id or newest.get(flag.filer_id) == flag.id
        for answer in by_flag.get(flag.id, ())
        if answer.said_at <= until
    ]
    said.sort(key=lambda each: each[0].id)
    return tuple(
        SaidBefore(answer.said_at, answer.text, None if account.id == row.filer_id else account)
        for answer, account in said
    )
