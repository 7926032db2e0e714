"""The decision desk: all that one looks at to decide a claim, weigh a counter-notice or judge an
appeal. Each pane reads a few rows, however much is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Appeal, Claim, Flag
from complaints.queries.cases import boycotts
from complaints.queries.decisions import (
    answers,
    appeals,
    claim_parts,
    claims,
    judges,
    pending,
    sides,
)
from complaints.queries.decisions.claims import ClaimDetail
from complaints.queries.decisions.desk import beside, records
from complaints.queries.decisions.desk import records as shown
from complaints.queries.decisions.desk.beside import BesideGroup
from complaints.queries.decisions.desk.records import LastDecision, Shown, StoreRecord
from complaints.queries.decisions.pending import PendingView
from complaints.queries.filing import complaints, documents, evidence, similar, who_files
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.queries.filing.documents import PutView
from complaints.queries.filing.similar import Alike
from complaints.queries.filing.who_files import Banner
from complaints.queries.findings import standing
from complaints.queries.findings.standing import StandingDetail
from complaints.queries.law import proceedings
from complaints.queries.law.proceedings import ProceedingView
from complaints.queries.staff import casework, priority
from complaints.queries.staff.casework import Holding
from complaints.rules.decisions.claims import DECISIONS, STAFF
from complaints.rules.kinds import DocumentUse, EventKind, Side
from complaints.rules.staff.priority import Priority
from complaints.work import UnitOfWork

# Documents that are shown beside the words that they were sent with.
_BESIDE_WORDS = (DocumentUse.COUNTER_NOTICE, DocumentUse.DEMAND_REPORT)


@dataclass(frozen=True, slots=True)
class Desk:
    """One claim with all that a decision of it needs. For staff.

    `decisions` are those that the reader can take now; `to_judge` the appeal that it may judge, and
    `kept_from` one that it may not; `closed` says that a decision waits which is a colleague's.
    """

    detail: ClaimDetail
    complaint: ComplaintDetail
    shown: Shown
    standing: StandingDetail
    flag: Flag | None
    store: StoreRecord | None
    alike: Sequence[Alike]
    beside: Sequence[BesideGroup]
    waits: Sequence[PendingView]
    last: LastDecision | None
    lease: Holding | None
    banner: Banner | None
    boycott_id: int | None
    proceedings: Sequence[ProceedingView]
    put: Sequence[PutView]
    silent: Side | None
    decisions: Sequence[str]
    to_judge: Appeal | None
    kept_from: Appeal | None
    closed: bool
    priority: Priority | None

    @property
    def claim(self) -> Claim:
        return self.detail.claim

    @property
    def others(self) -> int:
        """How many other claims could be decided with this one."""
        return sum(len(group.members) for group in self.beside)

    @property
    def replies(self) -> list[str]:
        """What the filer wrote after it filed: to what it was asked, and to the answer."""
        return [
            view.note
            for view in self.detail.events
            if view.event.kind == EventKind.AMENDMENT and view.note
        ]

    @property
    def version(self) -> int:
        """Changes whenever one of the complaint's claims does."""
        return self.complaint.version


def get_desk(work: UnitOfWork, claim_id: int) -> Desk:
    """Return the desk of a claim. Refuses with: not-found."""
    session = work.session
    detail = claims.claim_detail(work, claim_id)
    row = complaints.get_complaint(work, detail.claim.complaint_id)
    complaint = complaints.complaint_detail(work, row)
    waits = pending.find_pending(work, row.id)
    locked = {each for view in waits for each in view.claim_ids}
    papers = shown.shown_for_claim(work, detail.claim, complaint, sides.side_of_filer(work, row))
    to_judge, kept_from = _appeal(work, detail, is_locked=claim_id in locked)
    subject, subject_id = ("appeal", to_judge.id) if to_judge else ("complaint", row.id)
    return Desk(
        detail=detail,
        complaint=complaint,
        shown=papers,
        standing=standing.standing_of_filer(work, row.filer_id),
        flag=records.flag_of(session, row.filer_id),
        store=records.record_of_store(session, detail.claim.store_id),
        alike=similar.find_similar(work, row.id),
        beside=beside.find_beside(work, detail.claim, complaint.claims, locked, papers.own_papers),
        waits=[view for view in waits if claim_id in view.claim_ids],
        last=records.last_decision(session, claim_id),
        lease=casework.lease_of(work, subject, subject_id),
        banner=who_files.banner(work, row),
        boycott_id=boycotts.passing(session, [row.id], work.now).get(row.id),
        proceedings=proceedings.proceedings_of_claims(work, [claim_id]),
        put=[
            each
            for each in documents.documents_of_claim(work, claim_id)
            if each.use not in _BESIDE_WORDS
        ],
        silent=answers.silent_side(session, claim_id),
        decisions=[each for each in detail.possible if each in DECISIONS],
        to_judge=to_judge,
        kept_from=kept_from,
        closed=detail.claim.decide_by is not None
        and bool(claim_parts.closed_to(work, {row.id: row.filer_id})),
        priority=priority.priorities(work, {row.id: row.filer_id}).get(row.id),
    )


def groups_beside(work: UnitOfWork, claim: Claim) -> list[BesideGroup]:
    """Return the other claims of its complaint that can be decided as this one can, in groups. For
    staff."""
    row = complaints.get_complaint(work, claim.complaint_id)
    locked = {each for view in pending.find_pending(work, row.id) for each in view.claim_ids}
    papers = evidence.own_papers(work.session, row.id)
    views = claims.claims_of_complaint(work.session, row.id)
    return beside.find_beside(work, claim, views, locked, papers)


def _appeal(
    work: UnitOfWork, detail: ClaimDetail, *, is_locked: bool
) -> tuple[Appeal | None, Appeal | None]:
    """Return the appeal that waits and that the reader may judge, or the one that it may not."""
    filed = [each for each in detail.appeals if isinstance(each, Appeal) and each.state == "filed"]
    if not filed or is_locked:
        return None, None
    bench = judges.Bench.of(work, STAFF)
    kept = [
        each
        for each in filed
        if work.actor.person_id in bench.ties.with_tied(appeals.kept_from(work, each, bench))
    ]
    free = [each for each in filed if each not in kept]
    return (free[0], None) if free else (None, kept[0])


def first_to_decide(session: Session, complaint_id: int, after: int = 0) -> int | None:
    """Return the first claim of a complaint that waits for a decision, else its first claim; after
    one (`after`, a claim's id) only one that waits, with the order going round. None for none."""
    complaint = Claim.complaint_id == complaint_id
    waiting = session.scalars(
        select(Claim.id).where(complaint, claims.to_decide()).order_by(Claim.position, Claim.id)
    ).all()
    later = next((each for each in waiting if each > after), None)
    if later is not None or waiting:
        return later if later is not None else waiting[0]
    if after:
        return None
    return session.scalar(select(Claim.id).where(complaint).order_by(Claim.position, Claim.id))
