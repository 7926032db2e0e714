"""Walks some of the demo's flagged filers up the ladder: each of its pages has something to show.

An earlier scan, as of some weeks ago, flags them; staff confirm, grade, warn, and put two boycotts
in force, one of which is under appeal, and a third that was lifted upon one. What their filers sent
since is kept. Each step is taken by the verbs of the service, at the day on which it would have
been.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.commands.demo.today import signed
from complaints.models import Boycott, Claim, Complaint, Filer, Flag
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.cases import parties
from complaints.queries.findings import samples as sample_queries
from complaints.queries.logins import accounts
from complaints.queries.logins import people as people_queries
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, ActorKind, PersonRole
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import FilerKind, Level, Merit, SampleVerdict
from complaints.rules.logins.demo_logins import FLAGGED
from complaints.services.cases import boycotts, flags, warnings
from complaints.services.decisions import claims
from complaints.services.filing import intake
from complaints.services.filing.intake import Notice
from complaints.services.findings import samples
from complaints.storage.context import Context
from complaints.work import UnitOfWork, begin_work
from complaints.work.policy import in_force

DAY: Final = timedelta(days=1)
# Days ago: the scan that flags them, and what staff did since.
SCANNED, CONFIRMED, WARNED, READ, IMPOSED, APPEALED = 62, 60, 58, 57, 40, 3
# Days ago of the appeal that was decided, and of its decision.
APPEAL_DECIDED: Final = (36, 30)
TERM_DAYS: Final = 90
# Days ago of what a filer sent after it was warned, which staff decided on the next day.
WENT_ON: Final = 46
# Days ago of what a filer sent while it was bound, and against how many listings each.
KEPT: Final = ((31, 3), (17, 4), (5, 2))
# How many claims are graded, more than a boycott asks for.
GRADED: Final = 6
GRAVITY = "Sellers lost their listings for weeks, and some their best month."
INTENTION = "It withdrew wherever a seller answered, and filed again elsewhere within days."
REASONS = ("Claims that any look at the listing refutes, filed again and again: other goods, other "
           "marks, listings that were gone.")  # fmt: skip
WHY = "We went through its complaints one by one; none fits the right that it names."
GROUNDS = ("Two of these complaints were a trainee's. She has left, and counsel now reads every "
           "complaint before it goes out.")  # fmt: skip
LIFTED = ("Both complaints after the warning were the trainee's, and what counsel filed since fits "
          "its right.")  # fmt: skip
RIGHT = {"kind": "trademark", "number": "018190422", "jurisdiction": "EU", "title": "KORVO",
         "status": "registered"}  # fmt: skip
ANSWERS = {"used_where": "goods", "confusion": "The box says KORVO.", "goods": "same",
           "descriptive": "no"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staff:
    """The work of each at a moment."""

    base: UnitOfWork

    def at(self, days_ago: int, handle: str, role: PersonRole) -> UnitOfWork:
        person = people_queries.find_owner(self.base.session, ActorKind.PERSON, handle)
        assert person is not None
        return self.base.by(actors.person(person, role)).at(self.base.now - days_ago * DAY)

    def ann(self, days_ago: int) -> UnitOfWork:
        return self.at(days_ago, "ann", PersonRole.REVIEWER)

    def chen(self, days_ago: int) -> UnitOfWork:
        return self.at(days_ago, "chen", PersonRole.SUPERVISOR)


def scan(context: Context) -> None:
    """Scan as of some weeks ago: what staff did since needs flags of then."""
    from complaints.jobs import scanning

    then = utcnow() - SCANNED * DAY
    with context.database.reading() as session:
        policy = in_force(session)
    scanned = scanning.sweep(context.database, policy, now=then)
    with begin_work(context, SYSTEM, now=then) as work:
        scanned.record(work)


def walk_ladder(context: Context) -> None:
    """Warn one filer, and put boycotts on three others: the demo's flagged log-in, one that
    appeals, and one whose appeal was decided."""
    with begin_work(context, SYSTEM) as work:
        staff = Staff(work)
        chosen = choose_flags(work.session, staff.base.now)
        if len(chosen) < 3:
            return
        bound, appealing, warned = chosen[:3]
        for flag in (bound, appealing):
            boycott_id = _warn(staff, flag)
            _file_after_warning(context, staff, flag.filer_id)
            boycotts.impose(staff.chen(IMPOSED), boycott_id, why=WHY, term_days=TERM_DAYS)
            _file_while_bound(context, staff, flag.filer_id)
        filer = staff.base.by(actors.filer(appealing.filer_id)).at(staff.base.now - APPEALED * DAY)
        boycotts.appeal(filer, boycott_id, grounds=GROUNDS)
        _warn(staff, warned)
        for lifted in chosen[3:4]:
            _lift_upon_appeal(context, staff, lifted)
        boycotts.lapse_due(staff.base)
        _judge_sample(staff)


def _lift_upon_appeal(context: Context, staff: Staff, flag: Flag) -> None:
    boycott_id = _warn(staff, flag)
    _file_after_warning(context, staff, flag.filer_id)
    boycotts.impose(staff.chen(IMPOSED), boycott_id, why=WHY, term_days=TERM_DAYS)
    filer = actors.filer(flag.filer_id)
    appealed, decided = APPEAL_DECIDED
    boycotts.appeal(staff.base.by(filer).at(staff.base.now - appealed * DAY), boycott_id,
                    grounds=GROUNDS)  # fmt: skip
    boycotts.decide_appeal(
        staff.at(decided, "dee", PersonRole.SUPERVISOR), boycott_id, decision="lift",
        argued="A trainee filed these complaints.", reason=LIFTED,
    )  # fmt: skip


def choose_flags(session: Session, now: datetime) -> list[Flag]:
    """Return flags of the earlier scan that are for review, the log-in's first, of parties that
    share nothing with each other; members of rings and agencies are left to the reader."""
    account = accounts.find_account(session, FLAGGED.email)
    of_then = select(Flag).join(Filer, Filer.id == Flag.filer_id).where(
        Flag.state == "open", Flag.level == Level.BOYCOTT_REVIEW, Flag.opened_at < now - 30 * DAY,
        Filer.kind.is_distinct_from(FilerKind.AGENT),
    )  # fmt: skip
    waiting = list(session.scalars(of_then.order_by(Flag.score.desc(), Flag.id)))
    waiting.sort(key=lambda flag: (account is None or flag.filer_id != account.filer_id,
                                 bool(flag.ring_filers)))  # fmt: skip
    chosen: list[Flag] = []
    taken: set[int] = set()
    for flag in waiting:
        near = {flag.filer_id, *flag.ring_filers, *parties.accounts(session, flag.filer_id)}
        if not taken & near and len(_closed(session, flag.filer_id, now)) >= GRADED:
            chosen.append(flag)
            taken |= near
    return chosen


def _closed(session: Session, filer_id: int, now: datetime) -> Sequence[int]:
    """Return claims that ended against the filer before staff graded them."""
    ended = select(Claim.id).where(
        Claim.filer_id == filer_id,
        Claim.state.in_(("rejected", "reinstated", "withdrawn")),
        Claim.closed_at < now - CONFIRMED * DAY,
        Claim.merit.is_(None),
    )
    return session.scalars(ended.order_by(Claim.closed_at.desc(), Claim.id).limit(GRADED)).all()


def _warn(staff: Staff, flag: Flag) -> int:
    """Confirm a flag, grade claims, propose and warn; the filer reads it, signed in. Return the
    boycott's id."""
    ann = staff.ann(CONFIRMED)
    for claim_id in _closed(staff.base.session, flag.filer_id, staff.base.now):
        claims.grade(
            ann, claim_id, merit=Merit.MANIFESTLY_UNFOUNDED,
            reason="The listing shows other goods under another name.",
        )  # fmt: skip
    flags.take(ann, flag.id)
    flags.confirm(ann, flag.id, why=WHY)
    (boycott,) = boycotts.propose(
        ann, flag.id, reasons=REASONS, gravity=GRAVITY, intention=INTENTION
    )
    _grade_drawn(staff, boycott)
    boycotts.warn(staff.ann(WARNED), boycott.id)
    filer = staff.base.by(actors.filer(boycott.filer_id)).at(staff.base.now - READ * DAY)
    warnings.note_delivered(filer, boycott.id, DeliveredBy.READ)
    return boycott.id


def _grade_drawn(staff: Staff, boycott: Boycott) -> None:
    """Grade the claims that were drawn at random at the proposal, as they ended."""
    ann = staff.ann(WARNED)
    for claim_id in boycott_queries.sample_left(ann, boycott):
        held = staff.base.session.get_one(Claim, claim_id).state == "removed"
        claims.grade(
            ann, claim_id, merit=Merit.FOUNDED if held else Merit.UNFOUNDED,
            reason="The goods bear the mark, and no licence was shown." if held
            else "The listing shows something else than the complaint says.",
        )  # fmt: skip


def _file_after_warning(context: Context, staff: Staff, filer_id: int) -> None:
    """File two more of the same after the warning, which staff grade manifestly unfounded."""
    reference = f"CH-ON-{filer_id}"
    _file(context, staff, filer_id, WENT_ON, 2, reference)
    session, ann = staff.base.session, staff.ann(WENT_ON - 1)
    filed = select(Claim.id).join(Complaint).where(Complaint.reference == reference)
    for claim_id in session.scalars(filed.order_by(Claim.id)).all():
        claims.decide(
            ann, claim_id, decision="reject", code="no-infringement",
            merit=Merit.MANIFESTLY_UNFOUNDED,
        )  # fmt: skip


def _file_while_bound(context: Context, staff: Staff, filer_id: int) -> None:
    for days, listings in KEPT:
        _file(context, staff, filer_id, days, listings, f"CH-KEPT-{filer_id}-{days}")


def _file(
    context: Context, staff: Staff, filer_id: int, days: int, listings: int, reference: str
) -> None:
    work = staff.base.by(actors.filer(filer_id)).at(staff.base.now - days * DAY)
    urls = [f"https://www.amazon.de/dp/B0D{filer_id % 10_000:04}{days:02}{n}"
            for n in range(listings)]  # fmt: skip
    notice = Notice(
        basis="trademark", right=RIGHT, channel="form", answers=ANSWERS,
        facts={"statement": "Our mark is on these goods without our permission."},
        declaration=signed("Flagged"), shown={"email": f"ip-{filer_id}@example.com"},
        targets=[Target(url, store_id=f"de-{filer_id}", store_name="Spree Kiosk")
                 for url in urls],
    )  # fmt: skip
    intake.submit(work, notice, vault=context.vault, reference=reference)


def _judge_sample(staff: Staff) -> None:
    """Draw the last month's sample and judge half of it."""
    drawn_at = staff.base.at(staff.base.now.replace(day=1) - 20 * DAY)
    policy = staff.base.policy.sample
    eligible = sample_queries.eligible(staff.base.session, policy, now=drawn_at.now)
    sample = samples.draw_sample(drawn_at, eligible, seed=7)
    if sample is None:
        return
    drawn = sample_queries.get_sample(staff.ann(0), sample.id).drawn
    for each in drawn[: len(drawn) // 2]:
        samples.give_verdict(
            staff.ann(8), sample.id, each.filer.id, verdict=SampleVerdict.CLEAN,
            why="Its complaints name its own marks, and what sellers answered was dealt with.",
        )  # fmt: skip
