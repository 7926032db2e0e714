"""Boycotts as their readers see them: staff all, a filer its own once it was warned.

Another account of the party reads what binds it: the step, the reasons, the figures and the term;
neither the name of the account that it was imposed on, nor what that account answered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Filer,
    Letter,
    RightsHolder,
)
from complaints.queries.cases import case_appeals, flag_answers, parties, possible_steps
from complaints.queries.cases.boycotts import courses, platforms
from complaints.queries.cases.boycotts.binding import binds_at
from complaints.queries.cases.boycotts.conduct import (
    conduct_after_warning,
    count_regraded,
    warned_for_nothing,
)
from complaints.queries.cases.boycotts.counting import Effect, count_effects
from complaints.queries.cases.boycotts.decisions import Decision, decisions_of
from complaints.queries.cases.boycotts.platforms import TreatedAt
from complaints.queries.cases.boycotts.sampling import count_manifest_of, graded_of
from complaints.queries.cases.flag_answers import SaidBefore
from complaints.queries.decisions import judges
from complaints.queries.findings import readings
from complaints.queries.findings.readings import Reading
from complaints.queries.logins import filers as filer_queries
from complaints.queries.logins import grants
from complaints.queries.mailing import letter_parts
from complaints.rules.actors import Actor
from complaints.rules.acts import Bar
from complaints.rules.cases.boycotts import (
    APPEALED,
    BINDING,
    BOYCOTT,
    OF_THE_KEPT,
    OVER,
    WARNED,
    FourFactors,
    answers_until,
    is_binding,
    is_over,
    may_answer,
)
from complaints.rules.cases.case_appeals import appeal_ends_at
from complaints.rules.cases.case_reasons import Part, part_in_words
from complaints.rules.cases.conduct import ConductSince
from complaints.rules.cases.grounds import Ground
from complaints.rules.cases.warnings import Course
from complaints.rules.law.treatments import Treatment
from complaints.rules.logins.ties import Ties, filer_node
from complaints.rules.logins.visibility import sight_of
from complaints.rules.machines import Parts
from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters.boycott_reasons import decision, stated_on_page
from complaints.words.letters.named import came_after, sampled
from complaints.words.terms import BOYCOTT as CLAUSE
from complaints.work import UnitOfWork


def require_visible(work: UnitOfWork, boycott_id: int) -> None:
    """Refuses with: not-found, where the actor may not see this boycott (or there is none)."""
    # Only the id is read: a row read now could be stale once it is locked.
    seen = _visible(select(Boycott), work.actor).where(Boycott.id == boycott_id)
    if work.session.scalar(seen.with_only_columns(Boycott.id)) is None:
        raise not_found(_("boycott"))


def get_boycott(work: UnitOfWork, boycott_id: int) -> Boycott:
    """Return one boycott. Refuses with: not-found, also for what the actor may not see."""
    row = work.session.scalar(_visible(select(Boycott), work.actor).where(Boycott.id == boycott_id))
    if row is None:
        raise not_found(_("boycott"))
    return row


def list_boycotts(
    work: UnitOfWork,
    states: Sequence[str] | None = None,
    filer_id: int | None = None,
    delivery: str | None = None,
    before: int | None = None,
    limit: int = 50,
    *,
    names_nothing: bool = False,
) -> Sequence[Boycott]:
    """Return up to limit + 1 boycotts, the newest first: in the states named, or else in force.

    `filer_id` keeps to those of this account's party, `delivery` to those whose warning has not
    arrived (“undelivered”), or which are in force without proof that it did (“unproven”).
    `before` is the id that the page before ended with. `names_nothing` keeps to cases whose warning
    named no claim.
    """
    statement = select(Boycott).where(_reads(work))
    statement = statement.where(binds_at(work.now) if states is None else Boycott.state.in_(states))
    if filer_id is not None:
        statement = statement.where(Boycott.filer_id.in_(parties.accounts_of(filer_id)))
    if names_nothing:
        statement = statement.where(warned_for_nothing())
    if delivery is not None:
        statement = statement.where(_by_delivery(delivery))
    if before is not None:
        statement = statement.where(Boycott.id < before)
    return work.session.scalars(statement.order_by(Boycott.id.desc()).limit(limit + 1)).all()


def _by_delivery(delivery: str) -> ColumnElement[bool]:
    return courses.undelivered() if delivery == "undelivered" else courses.lacks_proof()


def of_proposal(work: UnitOfWork, proposal: str) -> Sequence[Boycott]:
    """Return the boycotts that one proposal made, by id."""
    statement = _visible(select(Boycott), work.actor).where(Boycott.proposal == proposal)
    return work.session.scalars(statement.order_by(Boycott.id)).all()


def boycott_parts(session: Session, row: Boycott) -> Parts:
    """Return the persons who proposed and imposed a boycott, who recorded why it could not wait,
    and who took its letters out, by their part in it."""
    return parts_of(session, [row])[row.id]


def parts_of(session: Session, rows: Sequence[Boycott]) -> dict[int, Parts]:
    """Return the persons of several boycotts, by the boycott's id."""
    taken = letter_parts.took_out(session, Letter.boycott_id, [row.id for row in rows])
    return {
        row.id: {
            "proposer": (row.proposed_by,),
            "urger": (row.urgent_by,),
            "imposer": (row.imposed_by,),
            "deliverer": taken[row.id],
        }
        for row in rows
    }


def treatments_of(work: UnitOfWork, row: Boycott) -> dict[str, str]:
    """Return how a boycott treats claims, by the code of their regime; before it is imposed, by the
    policy in force."""
    return row.treatments or work.policy.law.treatments(Ground(row.ground))


def _visible(statement: Select[tuple[Boycott]], actor: Actor) -> Select[tuple[Boycott]]:
    """Keep a statement to what the actor may see whole, and answer."""
    return statement.where(_sees(actor))


def _reads(work: UnitOfWork) -> ColumnElement[bool]:
    """Return the condition for what the actor sees, and what a platform is told of."""
    return or_(_sees(work.actor), platforms.is_told(work))


def _sees(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for what the actor may see: staff all boycotts; a filer those of its
    party, and a partner those of its filers' parties, once they were warned."""
    sight = sight_of(actor)
    if sight.everything:
        return true()
    if actor.is_counsel:
        return _counsels(actor)
    of_parties = Boycott.filer_id.in_(parties.accounts_with(visible_to(actor)))
    return and_(Boycott.warned_at.is_not(None), of_parties)


def _counsels(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that keeps boycotts to those whose appeal counsel judges, or did."""
    judged = select(Appeal.boycott_id).where(
        Appeal.boycott_id.is_not(None), Appeal.decided_by == actor.person_id
    )
    return or_(Boycott.state.in_(APPEALED), Boycott.id.in_(judged))


def visible_to(actor: Actor) -> Select[tuple[int]]:
    """Return the statement for the ids of the accounts that the actor speaks for or sees; those of
    the cases that counsel sees are kept to by these cases."""
    if actor.is_counsel:
        return select(Filer.id)
    return select(Filer.id).where(filer_queries.filers_in_sight(actor))


def is_own(work: UnitOfWork, row: Boycott) -> bool:
    """Say whether a boycott was imposed on an account in the actor's sight, not just on another
    account of its party."""
    own = visible_to(work.actor).where(Filer.id == row.filer_id)
    return work.session.scalar(own) is not None


def appeal_until(session: Session, row: Boycott) -> datetime | None:
    """Return until when the filer can appeal against a boycott; None before it is imposed."""
    return _appeals_until(session, [row]).get(row.id)


def open_appeal_until(session: Session, row: Boycott) -> datetime | None:
    """Return until when the filer of a boycott in force can appeal, or say why it did; None where
    it has appealed."""
    filed = case_appeals.appeal_of_case(session, row)
    return appeal_until(session, row) if filed is None else filed.ground_due


def _appeals_until(session: Session, rows: Sequence[Boycott]) -> dict[int, datetime]:
    """Return by boycott until when an appeal is open: six months from the decision, and from each
    complaint that was not processed, or not as any other, because of it."""
    ids = [row.id for row in rows]
    refused = (
        select(Complaint.boycott_id, func.max(Complaint.recorded_at, type_=Boycott.ends_at.type))
        .where(Complaint.boycott_id.in_(ids))
        .group_by(Complaint.boycott_id)
    )
    latest = dict(session.execute(refused).tuples().all())
    return {
        row.id: appeal_ends_at(row.imposed_at, latest.get(row.id))
        for row in rows
        if row.imposed_at is not None
    }


@dataclass(frozen=True, slots=True)
class Stranger:
    """An account that a platform knows from complaints alone: another's references name it, and are
    not told."""

    account: Filer
    source: None = None
    reference: None = None

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def kind(self) -> str | None:
        return self.account.kind


@dataclass(frozen=True, slots=True)
class BoycottDetail:
    """A boycott as a reader may see it: `staff` is the row for staff, None for other readers.

    `reading` is what the newest scan says, where it no longer supports the flag; for staff.
    `filer` is the account that it was imposed on (`own`), or the reader's account of that party;
    to a platform that keeps none of them (not `in_sight`), one that complained of its marketplaces.
    """

    row: Boycott
    filer: Filer
    principal: RightsHolder | None
    appeal: Appeal | None
    kept: int
    effect: Effect
    binding: bool
    own: bool
    in_sight: bool
    possible: tuple[str, ...]
    # What the reader could do with the claims that it kept.
    of_kept: tuple[str, ...]
    staff: Boycott | None
    reading: Reading | None
    # Until when the filer can answer; None once that is over, and before its warning has arrived.
    answers_until: datetime | None
    # What counts against the filer since the warning; None before it, and once it is decided.
    conduct: ConductSince | None
    # How many of the claims that the warning named are graded otherwise now.
    regraded: int
    # Until when an appeal, or the ground of one, can be filed; None where none can be.
    appeal_until: datetime | None
    # How the letter of its warning fares, for staff.
    course: Course | None
    # The decision, the clause of our terms, how it was found and the redress, as the letter says
    # them; for those that read the reasons.
    statement: tuple[Message, ...]
    # What was said about the flag before the warning, for those that it concerns.
    said_before: tuple[SaidBefore, ...]
    # How it treats claims, by the code of their regime.
    treatments: dict[str, str]
    # Of a partner: its accounts that it binds, and how it treats complaints of its marketplaces.
    accounts: Sequence[Filer] = ()
    treated_at: Sequence[TreatedAt] = ()

    @property
    def version(self) -> int:
        return self.row.version

    @property
    def shown_filer(self) -> Filer | Stranger:
        """The account as its reader knows it: to a platform a stranger's has a name alone."""
        return self.filer if self.in_sight else Stranger(self.filer)

    @property
    def answer(self) -> str | None:
        """The answer to the warning, for those that it concerns."""
        return self.row.answer if self.own else None

    @property
    def answer_reach(self) -> str | None:
        """How the link went that the answer came by, for those that read the answer."""
        return self.row.answer_reach if self.own else None

    @property
    def reasons(self) -> Message | None:
        """What staff wrote of the account that it was imposed on, and to that account."""
        return part_in_words(self.row.reasons, self.row.said, Part.REASONS) if self.own else None

    @property
    def codes(self) -> dict[str, list[str]] | None:
        """The reasons that staff chose by code, by their part, for those that read the words."""
        said = self.row.said or {}
        codes = {str(part): said[part]["codes"] if part in said else [] for part in Part}
        return codes if self.own else None

    @property
    def factors(self) -> FourFactors:
        row = self.row
        gravity = part_in_words(row.gravity, row.said, Part.GRAVITY)
        intention = part_in_words(row.intention, row.said, Part.INTENTION)
        words = (gravity, intention) if self.own else ("", "")
        return FourFactors(row.manifestly_unfounded, row.graded_otherwise, row.ungraded, *words)


def boycott_detail(work: UnitOfWork, boycott_id: int) -> BoycottDetail:
    """Return one boycott with all that belongs to it. Refuses with: not-found."""
    return details(work, [get_boycott(work, boycott_id)])[0]


def told_detail(work: UnitOfWork, boycott_id: int) -> BoycottDetail:
    """Return one boycott as it is listed: to a platform also one of which it is told. Refuses with:
    not-found."""
    row = work.session.scalar(select(Boycott).where(Boycott.id == boycott_id, _reads(work)))
    if row is None:
        raise not_found(_("boycott"))
    return details(work, [row])[0]


def details(work: UnitOfWork, rows: Sequence[Boycott]) -> list[BoycottDetail]:
    """Return boycotts, each with all that belongs to it. The caller has checked that the actor
    may see them."""
    ids = [row.id for row in rows]
    known = _filers_shown(work, rows)
    filers = platforms.named_to_platform(work, rows) | known
    own = {each for each, account in known.items() if account.id == each}
    owned = {row.id for row in rows if row.filer_id in own}
    kept_here = platforms.accounts_kept(work, rows)
    holders = _by_id(work.session, RightsHolder, {row.rights_holder_id for row in rows} - {None})
    appeals = work.session.scalars(select(Appeal).where(Appeal.boycott_id.in_(ids)))
    appealed = {appeal.boycott_id: appeal for appeal in appeals}
    kept = (
        select(Complaint.boycott_id, func.count())
        .join(Claim, Claim.complaint_id == Complaint.id)
        .where(Complaint.boycott_id.in_(ids), Claim.state == "not_processed")
        .group_by(Complaint.boycott_id)
    )
    counts = dict(work.session.execute(kept).tuples().all())
    effects = count_effects(work.session, ids)
    read = readings.of_boycotts(work.session, rows) if work.actor.reads_as_staff else {}
    until = _appeals_until(work.session, rows)
    by_case = {row.id: _appeal_open(row, appealed.get(row.id), until, work.now) for row in rows}
    fares = courses.courses_of(work.session, rows, work.now) if work.actor.reads_as_staff else {}
    parts = parts_of(work.session, rows)
    possible = _possible(work, parts, appealed, by_case)
    ties = grants.ties(work.session) if work.actor.is_staff else Ties()
    regraded = count_regraded(work.session, ids)
    whole = work.actor.reads_as_staff or work.actor.is_counsel
    said = flag_answers.said_before(work, rows, whole=whole)
    decided = decisions_of(work.session, rows)
    run = platforms.run_by_partner(work)
    grades = graded_of(work.session, {each for row in rows for each in row.sample or ()})
    return [
        BoycottDetail(
            row=row,
            filer=filers[row.filer_id],
            principal=holders.get(row.rights_holder_id),
            appeal=appealed.get(row.id) if row.id in owned else None,
            kept=counts.get(row.id, 0),
            effect=effects[row.id],
            binding=is_binding(row.state, row.starts_at, row.ends_at, work.now),
            own=row.id in owned,
            in_sight=row.filer_id in known,
            possible=possible(row) if row.id in owned else (),
            of_kept=_of_kept(work, row, counts.get(row.id, 0), parts[row.id], ties),
            staff=row if work.actor.reads_as_staff else None,
            reading=read.get(row.id),
            answers_until=answers_until(row.answer_due, row.answer_closed_at, work.now),
            conduct=conduct_after_warning(work.session, row, work.now)
            if row.state in WARNED
            else None,
            regraded=regraded[row.id],
            appeal_until=by_case[row.id],
            course=fares.get(row.id) if row.warned_at is not None else None,
            statement=_statement(
                work, row, decided.get(row.id), by_case[row.id], appealed.get(row.id), grades
            )
            if row.id in owned
            else (),
            said_before=said[row.id] if row.id in owned else (),
            treatments=treatments_of(work, row),
            accounts=kept_here[row.filer_id],
            treated_at=platforms.treated_at(run, treatments_of(work, row)),
        )
        for row in rows
    ]


def _statement(
    work: UnitOfWork,
    row: Boycott,
    decided: Decision | None,
    appeal_until: datetime | None,
    filed: Appeal | None,
    grades: Mapping[int, str | None],
) -> tuple[Message, ...]:
    is_open = appeal_until is not None and filed is None
    return stated_on_page(
        row.policy_number,
        work.links.terms(row.policy_number, CLAUSE),
        on_law=treatments_of(work, row).get("dsa") == str(Treatment.NOT_PROCESSED),
        decided=_decision(row, decided, grades) if row.imposed_at is not None else (),
        over=row.state in ("dropped", "heeded", "lifted"),
        appeal_by=(appeal_until - timedelta(days=1)).date() if is_open and appeal_until else None,
    )


def _decision(
    row: Boycott, decided: Decision | None, grades: Mapping[int, str | None]
) -> tuple[Message, ...]:
    sample, after = row.sample or (), decided.after if decided is not None else 0
    drawn = len(sample), count_manifest_of(sample, grades)
    return decision(
        decided.why if decided is not None else "–",
        led=(*came_after(row.ground, row.delivered_at, after), *sampled(row.ground, drawn)),
        urgent=row.urgent_reason if row.urgent_taken else None,
        milder=row.milder,
    )


def _appeal_open(
    row: Boycott, filed: Appeal | None, until: Mapping[int, datetime], now: datetime
) -> datetime | None:
    """Return until when the filer can appeal, or say why it did; None where it cannot, now."""
    if row.state not in (*BINDING, *OVER) or row.state == "lifted":
        return None
    ends_at = until.get(row.id) if filed is None else filed.ground_due
    return ends_at if ends_at is not None and now < ends_at else None


def _filers_shown(work: UnitOfWork, rows: Sequence[Boycott]) -> dict[int, Filer]:
    """Return by the account that a boycott was imposed on what the reader sees as its account."""
    imposed_on, shown = aliased(Filer), aliased(Filer)
    statement = (
        select(imposed_on.id, shown)
        .join(shown, shown.party_id == imposed_on.party_id)
        .where(imposed_on.id.in_([row.filer_id for row in rows]))
        .where(shown.id.in_(visible_to(work.actor)))
        # The account itself comes last, and so is kept where it is in sight.
        .order_by(imposed_on.id, shown.id == imposed_on.id, shown.id.desc())
    )
    return dict(work.session.execute(statement).tuples().all())


def _possible(
    work: UnitOfWork,
    taken: Mapping[int, Parts],
    appealed: Mapping[int | None, Appeal],
    appeal_open: Mapping[int, datetime | None],
) -> Callable[[Boycott], tuple[str, ...]]:
    """Return the function that gives the events by which this person could move a boycott now;
    `taken` are the persons of each boycott, `appealed` the appeals against them, and `appeal_open`
    until when each can be appealed, by its id."""
    actor, bench = work.actor, judges.Bench.of(work)

    def possible(row: Boycott) -> tuple[str, ...]:
        return possible_steps.find_possible_events(
            actor, BOYCOTT, row.state, row.filer_id, bench=bench, parts=lambda: taken[row.id],
            is_barred=lambda bar: is_barred(row, bar),
        )  # fmt: skip

    def is_barred(row: Boycott, bar: Bar) -> bool:
        if bar is Bar.APPEAL_OPEN:
            return appeal_open[row.id] is None
        if bar is Bar.GROUND_AWAITED:
            return case_appeals.is_ground_awaited(appealed.get(row.id), work.now)
        given = (row.answer_due, row.answer_closed_at, work.now)
        lacks_judge = bar is Bar.JUDGE_LEFT and not is_left(bench, taken[row.id], actor, row)
        runs = row.answer_due is None or answers_until(*given) is not None
        late = bar is Bar.IN_TIME and not may_answer(*given)
        return lacks_judge or late or (bar is Bar.TIME_OVER and runs)

    return possible


def _of_kept(
    work: UnitOfWork, row: Boycott, kept: int, taken: Parts, ties: Ties
) -> tuple[str, ...]:
    """Return what the reader could do with the claims that a boycott kept, by the bars of the acts;
    a colleague's lease, which ends, is said when it is done."""
    if not kept or not work.actor.is_staff:
        return ()
    tied = ties.with_tied([filer_node(row.filer_id), *taken["deliverer"]])
    stands = {
        Bar.BINDS_STILL: not is_over(row.state, row.ends_at, work.now),
        Bar.APPEAL_WAITS: row.state in APPEALED,
        Bar.CARRIED: work.actor.person_id in tied,
    }
    return tuple(act.name for act in OF_THE_KEPT if not any(stands.get(bar) for bar in act.bars))


def is_judge_left(work: UnitOfWork, row: Boycott) -> bool:
    """Say whether somebody could judge the appeal, where the actor imposed the boycott."""
    return is_left(judges.Bench.of(work), boycott_parts(work.session, row), work.actor, row)


def is_left(bench: judges.Bench, taken: Parts, actor: Actor, row: Boycott) -> bool:
    """Say whether the bench has a judge beside the actor and who took a part so far."""
    earlier = {person for persons in taken.values() for person in persons}
    return bench.is_left([*earlier, actor.person_id], row.filer_id)


def _by_id(session: Session, model: type[Any], ids: Collection[int | None]) -> dict[Any, Any]:
    return {row.id: row for row in session.scalars(select(model).where(model.id.in_(ids)))}
