"""Accounts that look like one of a bound or flagged party, side by side. Staff only.

Shows what two accounts share by kind and by how many show it, never the values.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import (
    Boycott,
    Check,
    Claim,
    Complaint,
    Filer,
    Flag,
    LinkJudgement,
    PartyMatch,
    Right,
)
from complaints.queries.cases import judgements, parties
from complaints.queries.cases.holds.gate import holding
from complaints.queries.cases.marks import (
    BothEnds,
    Shared,
    is_only_typed,
    known_at_both_ends,
    shared_of,
)
from complaints.words import message as _
from complaints.work import UnitOfWork

# Rows of a kind that a side shows, and complaints that a match names.
_SHOWN = 20
_NEWEST = 3


@dataclass(frozen=True, slots=True)
class MatchView:
    """A match with its two accounts, and what people have said of the pair last.

    `held` is how many complaints it holds now, `known` how what the two share was known when the
    match was seen last.
    """

    match: PartyMatch
    filer: Filer
    other: Filer
    judgement: LinkJudgement | None
    held: int
    known: Mapping[str, BothEnds]

    @property
    def shared(self) -> list[Shared]:
        return shared_of(self.match.shared, self.known)

    @property
    def is_only_typed(self) -> bool:
        return is_only_typed(self.shared)

    @property
    def version(self) -> int:
        """Changes whenever somebody judges the pair: the judgement in force, 0 for none."""
        return self.judgement.id if self.judgement else 0


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two accounts. `states` count its claims by state, `accounts` its party's
    accounts; `boycotts` and `flags` are the newest of all of these."""

    filer: Filer
    accounts: int
    complaints: int
    states: dict[str, int]
    rights: Sequence[Right]
    boycotts: Sequence[Boycott]
    flags: Sequence[Flag]


def find_matches(
    work: UnitOfWork,
    *,
    filer_id: int | None = None,
    held: bool | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[MatchView]:
    """Return up to limit + 1 matches, the newest first; `filer_id` is of either account.

    `held` keeps to those that hold a complaint now (True), or to the others (False).
    Refuses with: not-found, unless the actor is staff.
    """
    if not work.actor.reads_as_staff:
        raise not_found(_("page"))
    statement = select(PartyMatch)
    if filer_id is not None:
        statement = statement.where(
            or_(PartyMatch.filer_id == filer_id, PartyMatch.other_id == filer_id)
        )
    if held is not None:
        holds = exists().where(Check.match_id == PartyMatch.id, holding(work.now))
        statement = statement.where(holds if held else ~holds)
    if before is not None:
        statement = statement.where(PartyMatch.id < before)
    return match_views(
        work, work.session.scalars(statement.order_by(PartyMatch.id.desc()).limit(limit + 1)).all()
    )


def get_match(work: UnitOfWork, match_id: int) -> MatchView:
    """Return one match. Refuses with: not-found, also when the actor is not staff."""
    row = work.session.get(PartyMatch, match_id) if work.actor.reads_as_staff else None
    if row is None:
        raise not_found(_("match"))
    (view,) = match_views(work, [row])
    return view


def newest_between(session: Session, one: int, other: int) -> int | None:
    """Return the id of the match of two accounts that was seen last, in either order."""
    pair = (one, other)
    statement = select(PartyMatch.id).where(
        PartyMatch.filer_id.in_(pair), PartyMatch.other_id.in_(pair)
    )
    return session.scalar(statement.order_by(PartyMatch.seen_at.desc(), PartyMatch.id).limit(1))


def match_views(work: UnitOfWork, rows: Sequence[PartyMatch]) -> list[MatchView]:
    """Return matches as a list shows them, in the same order."""
    ids = {one for row in rows for one in (row.filer_id, row.other_id)}
    filers = {row.id: row for row in work.session.scalars(select(Filer).where(Filer.id.in_(ids)))}
    held = _held(work, [row.id for row in rows])
    known = known_at_both_ends(
        work.session, {(row.filer_id, row.other_id): row.seen_at for row in rows}
    )
    return [
        MatchView(
            row,
            filers[row.filer_id],
            filers[row.other_id],
            judgements.current_of(work.session, row.filer_id, row.other_id),
            held.get(row.id, 0),
            known[row.filer_id, row.other_id],
        )
        for row in rows
    ]


def sides(work: UnitOfWork, view: MatchView) -> tuple[Side, Side]:
    """Return both accounts of a match as a reviewer compares them."""
    return _side(work.session, view.filer), _side(work.session, view.other)


def held_by(work: UnitOfWork, match_id: int) -> Sequence[Complaint]:
    """Return the complaints that a match holds now, the earliest clock first."""
    statement = (
        select(Complaint)
        .join(Check, Check.complaint_id == Complaint.id)
        .where(Check.match_id == match_id, holding(work.now))
        .order_by(Check.until, Complaint.id)
        .limit(_SHOWN)
    )
    return work.session.scalars(statement).all()


def _held(work: UnitOfWork, match_ids: Collection[int]) -> Mapping[int, int]:
    statement = (
        select(Check.match_id, func.count())
        .where(Check.match_id.in_(match_ids), holding(work.now))
        .group_by(Check.match_id)
    )
    rows = work.session.execute(statement).tuples()
    return {match_id: count for match_id, count in rows if match_id is not None}


def _side(session: Session, filer: Filer) -> Side:
    of_party = parties.accounts(session, filer.id)

    filed = select(func.count()).select_from(Complaint).where(Complaint.filer_id == filer.id)
    states = select(Claim.state, func.count()).where(Claim.filer_id == filer.id)
    rights = select(Right).where(Right.filer_id == filer.id).order_by(Right.id).limit(_SHOWN)
    boycotts = select(Boycott).where(Boycott.filer_id.in_(of_party)).order_by(Boycott.id.desc())
    flags = select(Flag).where(Flag.filer_id.in_(of_party)).order_by(Flag.id.desc())
    return Side(
        filer,
        len(of_party),
        session.scalar(filed) or 0,
        dict(session.execute(states.group_by(Claim.state).order_by(Claim.state)).tuples().all()),
        session.scalars(rights).all(),
        session.scalars(boycotts.limit(_NEWEST)).all(),
        session.scalars(flags.limit(_NEWEST)).all(),
    )
