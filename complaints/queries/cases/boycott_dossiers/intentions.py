"""(d): what is known of the intention: signals, demands, acts after being told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import func, select

from complaints.models import Boycott, Claim, DemandReport, Event, EventClaim, Flag, ScanRun, Signal
from complaints.queries.cases import boycotts
from complaints.queries.cases.boycott_dossiers.figures import happened
from complaints.queries.cases.boycotts.counting import claims_of, count_lost_since, manifest_of
from complaints.rules.cases.arms import OWN_FINDINGS
from complaints.rules.kinds import EventKind
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Sign:
    """One signal of the case's flag, with its numbers as the scan kept them. `score_without` is a
    method's, and None for the filer."""

    detector: str
    family: str
    numbers: dict[str, object]
    score_without: float | None


@dataclass(frozen=True, slots=True)
class Mitigating:
    """One thing that speaks for the filer by the scan, with its numbers."""

    kind: str
    numbers: dict[str, object]


@dataclass(frozen=True, slots=True)
class Intention:
    """`signs` are the findings that the reader may have, `withheld` the kinds of the others: none
    for staff. `shapes` is the digest of the curves by which the scan weighed them, None where an
    earlier version scanned. `demands` (reports that a seller was asked for something) and
    `demanded_claims` are None for the filer, so that no seller is afraid to report. `stood` counts
    manifestly unfounded claims by which the filer stood after the seller had answered. The last two
    are None before the warning."""

    signs: tuple[Sign, ...]
    withheld: tuple[str, ...]
    shapes: str | None
    demands: int | None
    demanded_claims: int | None
    stood: int
    filed_since_warning: int | None
    lost_since_warning: int | None


def intention_of(work: UnitOfWork, row: Boycott, *, whole: bool) -> Intention:
    """Return what indicates an intention; `whole` for staff."""
    session = work.session
    stood = select(func.count()).where(
        Claim.id.in_(manifest_of(row)),
        Claim.state != "withdrawn",
        happened(EventKind.COUNTER_NOTICE),
    )
    reports, claims = _demands(work, row) if whole else (None, None)
    signs = _signs(work, row)
    shown = [sign for sign in signs if whole or sign.detector in OWN_FINDINGS]
    warned = row.delivered_at is not None
    return Intention(
        signs=tuple(sign if whole else replace(sign, score_without=None) for sign in shown),
        withheld=tuple(sorted({sign.family for sign in signs if sign not in shown})),
        shapes=session.scalar(
            select(ScanRun.shapes)
            .join(Flag, Flag.scan_run_id == ScanRun.id)
            .where(Flag.id == row.flag_id)
        ),
        demands=reports,
        demanded_claims=claims,
        stood=session.scalar(stood) or 0,
        filed_since_warning=boycotts.count_filed_since(session, row) if warned else None,
        lost_since_warning=count_lost_since(session, row) if warned else None,
    )


def _signs(work: UnitOfWork, row: Boycott) -> tuple[Sign, ...]:
    signals = work.session.scalars(
        select(Signal)
        .join(Flag, Flag.id == Signal.flag_id)
        .where(Signal.flag_id == row.flag_id, Signal.scan_run_id == Flag.scan_run_id)
        .order_by(Signal.log_odds.desc(), Signal.id)
    )
    return tuple(Sign(x.detector, x.family, x.numbers, x.score_without) for x in signals)


def _demands(work: UnitOfWork, row: Boycott) -> tuple[int, int]:
    """Return how many reports there are about claims of the window, and about how many claims."""
    counted = (
        select(func.count(DemandReport.id.distinct()), func.count(EventClaim.claim_id.distinct()))
        .join(Event, Event.id == DemandReport.event_id)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .where(EventClaim.claim_id.in_(claims_of(row)))
    )
    return work.session.execute(counted).tuples().one()


def mitigating_of(work: UnitOfWork, row: Boycott) -> tuple[Mitigating, ...]:
    """Return what speaks for the filer by the flag. A flag of an earlier version kept sentences,
    which are read on its page."""
    kept = work.session.get_one(Flag, row.flag_id).speaks_for
    return tuple(Mitigating(x["kind"], x["numbers"]) for x in kept if isinstance(x, dict))
