"""A filer's standing among its peers: the newest scan's figures, and what happened since.

Staff and the filer itself read the same figures, the filer without a verdict. Reads a few rows,
however much was filed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint, Filer, PeerRate, ScanRun, Standing
from complaints.queries.cases import looks
from complaints.queries.cases.looks import OwnLook
from complaints.queries.findings import trust
from complaints.queries.logins import filers
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.findings import standing as rules
from complaints.rules.findings.standing import Figures, Range
from complaints.work import UnitOfWork

# Weights at which a funnel's limits are drawn.
_LIMITS_AT = (
    1, 1.5, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512, 724, 1_000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PeerComparison:
    """Figures of one kind of right and basis; "" means all of them. `peers` counts filers."""

    right_kind: str
    basis: str
    figures: Figures
    unfounded: Range
    dropped: Range
    peers: int

    def without_verdict(self) -> PeerComparison:
        """Return the same figures, without where they lie."""
        own, dropped = (rules.without_verdict(each) for each in (self.unfounded, self.dropped))
        return replace(self, unfounded=own, dropped=dropped)


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after the figures were counted: claims filed, and closed by state."""

    filed: int
    closed: dict[str, int]


@dataclass(frozen=True, slots=True)
class SinceScan:
    """Up to when a scan read, and what happened to a filer's claims since."""

    as_of: datetime
    since: Since


@dataclass(frozen=True, slots=True)
class StandingDetail:
    """A filer's figures: in all, by kind of right, by kind and basis. `as_of` None: no scan yet.

    `looked_at` is what the filer itself reads of its flag; None for staff, who read the flag.
    `trusted` says that its complaints are decided sooner; to itself, that it meets the numbers for
    that, for of a flag that nobody told it of it learns nothing here.
    """

    filer: Filer
    as_of: datetime | None
    overall: PeerComparison | None
    by_kind: list[PeerComparison]
    by_basis: list[PeerComparison]
    since: Since
    trusted: bool
    looked_at: OwnLook | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """Control limits at one weight, within which 95 % and 99.8 % of honest filers lie."""

    weight: float
    low: float
    high: float
    far_low: float
    far_high: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """All filers of a kind of right as points (weight, share, filers); near ones are merged.

    `mine` is the filer's own (weight, share), None where it has no weight.
    """

    right_kind: str
    peer_share: float
    filers: int
    points: list[list[float]]
    limits: list[Limit]
    mine: tuple[float, float] | None


def standing_of_filer(work: UnitOfWork, filer_id: int) -> StandingDetail:
    """Return a filer's figures. Refuses with: not-found."""
    filer = filers.get_filer(work, filer_id)
    run, peers = _peers(work.session)
    rows = _rows(work.session, filer_id)
    kinds = sorted({kind for kind, _ in rows})
    is_judged = work.actor.reads_as_staff

    def compare(key: tuple[str, str], figures: Sequence[Figures]) -> PeerComparison:
        compared = _compare(key, figures, peers)
        return compared if is_judged else compared.without_verdict()

    by_basis = [compare(key, [one]) for key, one in rows.items()]
    by_kind = [
        compare((kind, ""), [one for (of, _), one in rows.items() if of == kind]) for kind in kinds
    ]
    overall = compare(("", ""), list(rows.values())) if rows else None
    as_of = run.as_of if run else None
    since = _since(work.session, filer_id, as_of)
    looked_at = None if is_judged else looks.look_at(work, filer_id)
    trusted = (
        bool(trust.find_trusted(work, [filer_id]))
        if is_judged
        else trust.meets_numbers(work, filer_id)
    )
    return StandingDetail(filer, as_of, overall, by_kind, by_basis, since, trusted, looked_at)


def since_scan(session: Session, filer_id: int, run_id: int) -> SinceScan:
    """Return what happened to a filer's claims since this scan, which is there."""
    as_of = session.get_one(ScanRun, run_id).as_of
    return SinceScan(as_of, _since(session, filer_id, as_of))


def funnel(work: UnitOfWork, filer_id: int, right_kind: str = "") -> Funnel | None:
    """Return a filer among all filers of a kind of right ("" for any); None before a scan.

    Refuses with: not-found.
    """
    filers.get_filer(work, filer_id)
    _, peers = _peers(work.session)
    peer = peers.get(("unfounded", right_kind, ""))
    if peer is None:
        return None
    rows = _rows(work.session, filer_id).items()
    figures = rules.add(one for (kind, _), one in rows if right_kind in ("", kind))
    mine = (figures.weight, figures.observed / figures.weight) if figures.weight > 0 else None
    return Funnel(
        right_kind, peer.rate, peer.filers, peer.points, _limits(peer, mine), mine
    )  # fmt: skip


def _limits(peer: PeerRate, mine: tuple[float, float] | None) -> list[Limit]:
    widest = max([point[0] for point in peer.points] + [mine[0] if mine else 1.0, 10.0])
    return [
        Limit(
            weight,
            *rules.limits(weight, peer.rate, peer.rho, rules.USUAL),
            *rules.limits(weight, peer.rate, peer.rho, rules.FAR),
        )
        for weight in [*(at for at in _LIMITS_AT if at < widest), widest]
    ]


def _peers(session: Session) -> tuple[ScanRun | None, dict[tuple[str, str, str], PeerRate]]:
    newest = select(func.max(PeerRate.scan_run_id)).scalar_subquery()
    rows = session.scalars(select(PeerRate).where(PeerRate.scan_run_id == newest)).all()
    run = session.get(ScanRun, rows[0].scan_run_id) if rows else None
    return run, {(row.measure, row.right_kind, row.basis): row for row in rows}


def _rows(session: Session, filer_id: int) -> dict[tuple[str, str], Figures]:
    order = (Standing.right_kind, Standing.basis)
    rows = session.scalars(select(Standing).where(Standing.filer_id == filer_id).order_by(*order))
    names = [each.name for each in fields(Figures)]
    return {
        (row.right_kind, row.basis): Figures(*(getattr(row, name) for name in names))
        for row in rows
    }


def _compare(
    key: tuple[str, str],
    figures: Sequence[Figures],
    peers: dict[tuple[str, str, str], PeerRate],
) -> PeerComparison:
    total = rules.add(figures)
    unfounded, dropped = (peers.get((measure, *key)) for measure in ("unfounded", "dropped"))
    return PeerComparison(
        *key,
        total,
        rules.compare_share(
            total.weight, total.observed, total.expected, unfounded.rho if unfounded else 0.1
        ),
        rules.compare_share(
            total.dropped_weight,
            total.dropped_observed,
            total.dropped_expected,
            dropped.rho if dropped else 0.1,
        ),
        unfounded.filers if unfounded else 0,
    )


def _since(session: Session, filer_id: int, as_of: datetime | None) -> Since:
    filed = select(func.count()).select_from(Claim).where(Claim.filer_id == filer_id)
    closed = (
        select(Claim.state, func.count())
        .where(Claim.filer_id == filer_id, Claim.state.in_(sorted(CLAIM.closed)))
        .group_by(Claim.state)
        .order_by(Claim.state)
    )
    if as_of is not None:
        # From the newest complaints, by their index.
        newest = (Complaint.filer_id == filer_id, Complaint.filed_at > as_of)
        filed = select(func.count()).select_from(Claim).join(Complaint).where(*newest)
        closed = closed.where(Claim.closed_at > as_of)
    return Since(session.scalar(filed) or 0, dict(session.execute(closed).tuples().all()))


def overall_of(session: Session, filer_ids: Collection[int]) -> dict[int, PeerComparison]:
    """Return the figures of some filers over all their rights; filers without any are left out."""
    _, peers = _peers(session)
    names = [each.name for each in fields(Figures)]
    by_filer: dict[int, list[Figures]] = {}
    for row in session.scalars(select(Standing).where(Standing.filer_id.in_(filer_ids))):
        figures = Figures(*(getattr(row, name) for name in names))
        by_filer.setdefault(row.filer_id, []).append(figures)
    return {filer_id: _compare(("", ""), rows, peers) for filer_id, rows in by_filer.items()}
