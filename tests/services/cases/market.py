"""Builders: a small market written straight into the tables, and findings as a scan gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from abuse.explain.report import FilerReport, Report
from abuse.explain.report import Signal as Found
from abuse.identity.names import core
from complaints.models import (
    Boycott,
    Claim,
    Complaint,
    Filer,
    Flag,
    Listing,
    Marketplace,
    Right,
    RightsHolder,
    ScanRun,
)
from complaints.rules.actors import SYSTEM, Actor, PersonRole, person
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import FilerKind
from complaints.rules.law.regimes import RegimeCode
from complaints.services.logins import people
from tests.keys import give_key
from tests.scenes.working import working

Row = TypeVar("Row")


@dataclass
class Market:
    """Writes rows with defaults; every complaint has one claim on a listing of its own."""

    session: Session
    now: datetime
    numbers: dict[str, int] = field(default_factory=dict)

    def staff(self, handle: str, role: PersonRole = PersonRole.SUPERVISOR) -> Actor:
        added = people.add_person(
            working(self.session, SYSTEM, self.now), handle=handle, name=handle, role=role
        )
        give_key(self.session, added.id, role, self.now)
        return person(added.id, role)

    def filer(self, reference: str, kind: FilerKind = FilerKind.AGENT) -> Filer:
        return people.add_filer(
            working(self.session, SYSTEM, self.now),
            reference=reference,
            name=reference.title(),
            kind=kind,
        )

    def holder(self, name: str) -> RightsHolder:
        row = RightsHolder(
            source="local", key=name, name=name, folded_name=core(name), created_at=self.now
        )
        return self._stored(row)

    def complaint(
        self,
        filer: Filer,
        filed_at: datetime,
        *,
        state: str = "rejected",
        merit: str | None = None,
        holder: RightsHolder | None = None,
        **more: Any,
    ) -> Complaint:
        number = self._next("complaint")
        right = self._right(filer)
        complaint = self._stored(
            Complaint(
                source="local",
                reference=f"C-{number}",
                filer_id=filer.id,
                right_id=right.id,
                rights_holder_id=holder.id if holder else None,
                basis="counterfeit",
                filed_at=filed_at,
                recorded_at=filed_at,
                **more,
            )
        )
        self.claim(complaint, self.listing(), state=state, merit=merit)
        return complaint

    def claim(
        self, complaint: Complaint, listing: Listing, *, state: str, merit: str | None = None
    ) -> Claim:
        right = self.session.get_one(Right, complaint.right_id)
        closed_at = complaint.filed_at if state in CLAIM.closed else None
        return self._stored(
            Claim(
                complaint_id=complaint.id,
                listing_id=listing.id,
                filer_id=complaint.filer_id,
                right_key=right.key,
                position=0,
                url=listing.url,
                state=state,
                treatment="not_processed" if state == "not_processed" else None,
                stopped=state == "not_processed",
                merit=merit,
                closed_at=closed_at,
            )
        )

    def listing(self) -> Listing:
        number = self._next("listing")
        market = self.session.get(Marketplace, 1) or self._stored(
            Marketplace(slug="shop", name="Shop")
        )
        url = f"https://shop.example/item/{number}"
        return self._stored(
            Listing(
                marketplace_id=market.id,
                reference=f"L-{number}",
                url=url,
                kind="listing",
                created_at=self.now,
            )
        )

    def abusive(self, filer: Filer, *, manifest: int = 3, otherwise: int = 1) -> None:
        """Give a filer graded claims within the last months, and one that nobody can grade, since
        it was kept: so no sample is drawn of them."""
        for day in range(manifest):
            at = self.now - timedelta(days=10 + day)
            self.complaint(filer, at, merit="manifestly_unfounded")
        for day in range(otherwise):
            self.complaint(filer, self.now - timedelta(days=40 + day), merit="unfounded")
        self.complaint(filer, self.now - timedelta(days=50), state="not_processed")

    def confirmed_flag(
        self, filer: Filer, reviewer: Actor, ring_filers: list[int] | None = None
    ) -> Flag:
        run = ScanRun(
            as_of=self.now, started_at=self.now, finished_at=self.now, policy="p", data="d",
            filers=1, complaints=1, claims=1, flagged=1, seconds={},
        )  # fmt: skip
        self._stored(run)
        return self._stored(
            Flag(
                filer_id=filer.id,
                scan_run_id=run.id,
                state="confirmed",
                level="boycott_review",
                score=0.9,
                ring="ring-1" if ring_filers else None,
                ring_filers=ring_filers or [],
                findings="f",
                speaks_for=[],
                opened_at=self.now,
                updated_at=self.now,
                taken_by=reviewer.id,
                closed_by=reviewer.id,
                closed_at=self.now,
                why="clear",
            )
        )

    def stop_all(self, boycott_id: int) -> None:
        """Let a boycott stop notices under every law, the ones in China too, as one did before laws
        were told apart."""
        row = self.session.get_one(Boycott, boycott_id)
        row.treatments = dict.fromkeys(RegimeCode, "not_processed")

    def _right(self, filer: Filer) -> Right:
        found = self.session.query(Right).filter_by(filer_id=filer.id).first()
        key = f"trademark::TM{filer.id}"
        return found or self._stored(
            Right(
                filer_id=filer.id,
                key=key,
                digest=key,
                kind="trademark",
                number=f"TM{filer.id}",
                created_at=self.now,
            )
        )

    def _next(self, kind: str) -> int:
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return self.numbers[kind]

    def _stored(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row


def finding(
    filer: Filer,
    complaints: list[Complaint],
    *,
    level: str = "warning",
    score: float = 0.7,
    ring: str | None = None,
) -> FilerReport:
    """Return what a scan says about one filer, resting on these complaints."""
    numbers = {
        "share": 0.9, "share_low": 0.7, "share_high": 0.97, "honest_share": 0.05,
        "since": "2026-01-01", "bad": len(complaints), "claims": len(complaints),
        "manifestly_unfounded": 0, "peer_refused_share": 0.1, "others_failed": 0, "others_held": 0,
    }  # fmt: skip
    signal = Found(
        detector="unfounded_share", family="outcomes", strength=0.8, log_odds=2.0,
        score_without=0.2, numbers=numbers, complaints=[c.reference for c in complaints],
        complaint_keys=[c.id for c in complaints],
    )  # fmt: skip
    return FilerReport(
        key=filer.id, reference=filer.reference, source=filer.source, name=filer.name, score=score,
        level=level, ring=ring, signals=[signal], four_factors={}, speaks_for=[],
    )  # fmt: skip


def report(as_of: datetime, *filers: FilerReport) -> Report:
    run = {
        "as_of": as_of.isoformat(), "filers": len(filers), "complaints": 10, "claims": 10,
        "policy": "p" * 64, "shapes": "c" * 64, "data": "d" * 64, "seconds": {"total": 0.1},
    }  # fmt: skip
    return Report(run, list(filers))
