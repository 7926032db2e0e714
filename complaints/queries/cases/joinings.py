"""Joinings as their readers see them: staff all, an account those that concern it once decided.

An account reads that it is counted together with another one, why, and what follows; never which
account that is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Appeal, Boycott, Filer, FilerLink, Joining, Letter, PartyMatch
from complaints.queries.cases import boycotts, case_appeals, parties, party_matches, possible_steps
from complaints.queries.cases.holds import Effect, effect_of
from complaints.queries.cases.marks import Shared, is_only_typed, known_at_both_ends, shared_of
from complaints.queries.decisions import judges
from complaints.queries.logins import filers as filer_queries
from complaints.queries.mailing import letter_parts
from complaints.rules.actors import Actor
from complaints.rules.acts import Bar
from complaints.rules.cases.joinings import JOINED, JOINING, UNFINISHED
from complaints.rules.machines import Parts
from complaints.words import message as _
from complaints.words.labels import LABELS
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class JoiningDetail:
    """A joining as a reader may see it.

    `account` is the reader's own; for staff the one that joins. `other` and `staff` are for staff.
    `appeals` are all, for who judges; for an account its own alone. `appeal` is the one that is
    decided next, else the last. `end_reason` is what was found, of an appeal for who filed it.
    `binds` are the boycotts that it brings (or would bring) upon accounts, or by which it binds
    the reader's account. `effect` is, of a proposal, what joining would bind and hold.
    `match_id` is the match of the two accounts, `rests_on` what they share and how that was known
    when it was proposed; both for staff.
    """

    row: Joining
    account: Filer
    other: Filer | None
    staff: Joining | None
    appeals: Sequence[Appeal]
    appeal: Appeal | None
    end_reason: str | None
    binds: Sequence[Boycott]
    effect: Effect | None
    match_id: int | None
    rests_on: Sequence[Shared] | None
    possible: tuple[str, ...]

    @property
    def is_only_typed(self) -> bool:
        return is_only_typed(self.rests_on or ())

    @property
    def version(self) -> int:
        return self.row.version


def require_visible(work: UnitOfWork, joining_id: int) -> None:
    """Refuses with: not-found, where the actor may not see this joining (or there is none)."""
    # Only the id is read: a row read now could be stale once it is locked.
    seen = _visible(select(Joining), work.actor).where(Joining.id == joining_id)
    if work.session.scalar(seen.with_only_columns(Joining.id)) is None:
        raise not_found(_("joining"))


def get_joining(work: UnitOfWork, joining_id: int) -> Joining:
    """Return one joining. Refuses with: not-found, also for what the actor may not see."""
    row = work.session.scalar(_visible(select(Joining), work.actor).where(Joining.id == joining_id))
    if row is None:
        raise not_found(_("joining"))
    return row


def list_joinings(
    work: UnitOfWork,
    states: Sequence[str] = UNFINISHED,
    filer_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[Joining]:
    """Return up to limit + 1 joinings in these states, the newest first.

    `filer_id` keeps to those of this account. `before` is the id that the page before ended with.
    """
    statement = _visible(select(Joining), work.actor).where(Joining.state.in_(states))
    if filer_id is not None:
        statement = statement.where(or_(Joining.filer_id == filer_id, Joining.other_id == filer_id))
    if before is not None:
        statement = statement.where(Joining.id < before)
    return work.session.scalars(statement.order_by(Joining.id.desc()).limit(limit + 1)).all()


def _visible(statement: Select[tuple[Joining]], actor: Actor) -> Select[tuple[Joining]]:
    if actor.reads_as_staff:
        return statement
    if actor.is_counsel:
        judged = select(Appeal.joining_id).where(
            Appeal.joining_id.is_not(None), Appeal.decided_by == actor.person_id
        )
        return statement.where(or_(Joining.state == "under_appeal", Joining.id.in_(judged)))
    own = select(Filer.id).where(filer_queries.filers_in_sight(actor))
    of_party = Joining.filer_id.in_(parties.accounts_with(own))
    concerned = or_(
        Joining.filer_id.in_(own),
        Joining.other_id.in_(own),
        and_(Joining.state.in_(JOINED), of_party),
    )
    return statement.where(Joining.joined_at.is_not(None), concerned)


def joining_parts(session: Session, row: Joining) -> Parts:
    """Return the persons who proposed and decided a joining, and who took its letters out, by
    their part in it."""
    return parts_of(session, [row])[row.id]


def parts_of(session: Session, rows: Sequence[Joining]) -> dict[int, Parts]:
    """Return the persons of several joinings, by the joining's id."""
    taken = letter_parts.took_out(session, Letter.joining_id, [row.id for row in rows])
    return {
        row.id: {
            "proposer": (row.proposed_by,),
            "joiner": (row.joined_by,),
            "deliverer": taken[row.id],
        }
        for row in rows
    }


def find_open_joining(session: Session, one: int, other: int) -> Joining | None:
    """Return the joining of these two accounts that is proposed or joined, in either order."""
    statement = select(Joining).where(_between(one, other), Joining.state.in_(UNFINISHED))
    return session.scalar(statement.order_by(Joining.id).limit(1))


def newest_between(session: Session, one: int, other: int) -> Joining | None:
    """Return the newest joining of these two accounts, in either order, whatever its state."""
    statement = select(Joining).where(_between(one, other)).order_by(Joining.id.desc())
    return session.scalar(statement.limit(1))


def _between(one: int, other: int) -> ColumnElement[bool]:
    return or_(
        and_(Joining.filer_id == one, Joining.other_id == other),
        and_(Joining.filer_id == other, Joining.other_id == one),
    )


def joined_pairs(session: Session, accounts: Collection[int]) -> list[tuple[int, int]]:
    """Return the pairs of accounts by which these accounts are joined."""
    statement = select(Joining.filer_id, Joining.other_id).where(
        Joining.filer_id.in_(accounts), Joining.state.in_(JOINED)
    )
    return list(session.execute(statement.order_by(Joining.id)).tuples())


def newest_of(session: Session, filer_id: int) -> Joining | None:
    """Return the newest joining by which an account is counted to its party."""
    mine = or_(Joining.filer_id == filer_id, Joining.other_id == filer_id)
    statement = select(Joining).where(mine, Joining.state.in_(JOINED))
    return session.scalar(statement.order_by(Joining.id.desc()).limit(1))


def shared(session: Session, one: int, other: int) -> list[str]:
    """Return what two accounts have in common, as their match or the newest scan's link has it."""
    matched = select(PartyMatch.shared).where(
        PartyMatch.filer_id.in_((one, other)), PartyMatch.other_id.in_((one, other))
    )
    low, high = sorted((one, other))
    linked = select(FilerLink.kinds).where(FilerLink.a_id == low, FilerLink.b_id == high)
    for statement in (
        matched.order_by(PartyMatch.seen_at.desc()),
        linked.order_by(FilerLink.weight.desc()),
    ):
        kinds = session.scalar(statement.limit(1))
        # Without what is no thing that they show: a scan adds an earlier judgement of the pair.
        shown = [each for each in kinds or () if each.partition(":")[0] in LABELS["shared"]]
        if shown:
            return shown
    return []


def newly_binding(work: UnitOfWork, row: Joining) -> list[tuple[Boycott, int]]:
    """Return the boycotts by which joining binds an account that they do not bind yet, each with
    the account (of the two) whose party it binds."""
    one, other = row.filer_id, row.other_id
    by_account = {
        each: boycotts.binding_filer(work.session, each, work.now) for each in (one, other)
    }
    return [
        (boycott, newly)
        for bound, newly in ((other, one), (one, other))
        for boycott in by_account[bound]
        if boycott not in by_account[newly]
    ]


def joining_detail(work: UnitOfWork, joining_id: int) -> JoiningDetail:
    """Return one joining with all that belongs to it. Refuses with: not-found."""
    return details(work, [get_joining(work, joining_id)])[0]


def details(work: UnitOfWork, rows: Sequence[Joining]) -> list[JoiningDetail]:
    """Return joinings, each with all that belongs to it. The caller has checked that the actor
    may see them."""
    return [_detail(work, row) for row in rows]


def _detail(work: UnitOfWork, row: Joining) -> JoiningDetail:
    staff = row if work.actor.reads_as_staff else None
    account = account_of(work, row)
    filed = case_appeals.appeals_of_joining(work.session, row)
    appeals = _appeals_read(work, filed, account)
    effect = None
    if row.state in JOINED:
        binds = boycotts.binding_filer(work.session, account.id, work.now)
    else:
        newly = newly_binding(work, row) if staff and row.state == "proposed" else []
        binds = [boycott for boycott, _ in newly]
        if row.state == "proposed":
            effect = effect_of(work.session, newly)
    return JoiningDetail(
        row=row,
        account=account,
        other=work.session.get_one(Filer, row.other_id) if staff else None,
        staff=staff,
        appeals=appeals,
        appeal=case_appeals.next_to_decide(appeals, work.now) or (appeals[-1] if appeals else None),
        end_reason=row.end_reason if _reads_end(filed, appeals) else None,
        binds=binds,
        effect=effect,
        match_id=party_matches.newest_between(work.session, row.filer_id, row.other_id)
        if staff
        else None,
        rests_on=_rests_on(work.session, row) if staff else None,
        possible=_possible(work, row, appeals),
    )


def _rests_on(session: Session, row: Joining) -> list[Shared]:
    pair = row.filer_id, row.other_id
    known = known_at_both_ends(session, {pair: row.proposed_at})
    return shared_of(row.shared, known[pair])


def _appeals_read(work: UnitOfWork, appeals: Sequence[Appeal], account: Filer) -> Sequence[Appeal]:
    """Return the appeals that the actor reads: an account its own, were the other a stranger."""
    if work.actor.reads_as_staff or work.actor.is_counsel:
        return appeals
    return [each for each in appeals if each.filer_id == account.id]


def _reads_end(filed: Sequence[Appeal], read: Sequence[Appeal]) -> bool:
    """Say whether a reader of these appeals reads why the joining ended: where an appeal ended it,
    the reason answers what that one argued."""
    ended_by = [each for each in filed if each.state == "overturned" and each.reason is not None]
    return not ended_by or ended_by[0] in read


def account_of(work: UnitOfWork, row: Joining) -> Filer:
    """Return the account in the reader's sight: one of the two, else another of their party; for
    counsel the one that joins."""
    if work.actor.is_counsel:
        return work.session.get_one(Filer, row.filer_id)
    seen = select(Filer).where(filer_queries.filers_in_sight(work.actor))
    for each in (row.filer_id, row.other_id):
        account = work.session.scalar(seen.where(Filer.id == each))
        if account is not None:
            return account
    mine = seen.where(Filer.id.in_(parties.accounts_of(row.filer_id)))
    return work.session.scalars(mine.order_by(Filer.id).limit(1)).one()


def _possible(work: UnitOfWork, row: Joining, appeals: Sequence[Appeal]) -> tuple[str, ...]:
    """Return the events by which this person, who reads these appeals, could move the joining."""
    actor, bench, both = work.actor, judges.Bench.of(work), (row.filer_id, row.other_id)
    lacks_judge = not bench.is_left([row.proposed_by, actor.person_id], *both)
    filed = case_appeals.next_to_decide(appeals, work.now)
    waits = case_appeals.is_ground_awaited(filed, work.now)

    def is_barred(bar: Bar) -> bool:
        match bar:
            case Bar.JUDGE_LEFT:
                return lacks_judge
            case Bar.APPEAL_OPEN:
                return bool(appeals) and not waits
            case Bar.GROUND_AWAITED:
                return waits
            case _:
                return False

    return possible_steps.find_possible_events(
        actor, JOINING, row.state, *both, bench=bench,
        parts=lambda: joining_parts(work.session, row),
        is_barred=is_barred,
    )  # fmt: skip
