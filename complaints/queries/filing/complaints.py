"""Complaints: one with its claims and timeline, and many, page by page, by filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Result, bindparam, exists, func, select, tuple_
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, not_found
from complaints.models import (
    Check,
    Claim,
    Clock,
    Complaint,
    ComplaintDeclaration,
    ComplaintDocument,
    Document,
    Filer,
    Listing,
    Marketplace,
    Right,
    RightsHolder,
    Store,
)
from complaints.queries.authority import flaggers, holders, rights
from complaints.queries.authority.rights import RightView
from complaints.queries.cases import holds
from complaints.queries.decisions import claims
from complaints.queries.decisions.claims import ClaimView, EventView
from complaints.queries.filing import added_evidence, checks, documents
from complaints.queries.filing.complaint_filters import Filters, matching
from complaints.queries.filing.documents import DocumentView
from complaints.queries.logins import filers
from complaints.queries.sellers import counter_notices, listing_conditions, marketplaces
from complaints.queries.sellers.counter_notices import CounterView
from complaints.rules.actors import Actor
from complaints.rules.authority.flaggers import Flagged
from complaints.rules.authority.territories import Cover
from complaints.rules.decisions.claims import OPEN_STATES, derive_complaint_state
from complaints.rules.decisions.statements import is_named
from complaints.rules.kinds import Basis
from complaints.rules.law.clocks import ALIVE
from complaints.rules.law.regimes import ClockKind
from complaints.words import message as _
from complaints.work import UnitOfWork

# Rows that are fetched at a time where all of them are written out.
A_PART = 1_000


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint as a list shows it. `state` is derived from its claims; counts are of claims.

    `authority` is “asked” or “verified” where intake asked for it. While somebody is to look at
    who files, nothing is taken down before `held_until`.
    """

    complaint: Complaint
    filer: Filer
    right: Right
    rights_holder: RightsHolder | None
    state: str
    claim_counts: dict[str, int]
    authority: str | None
    held_until: datetime | None

    @property
    def by_whom(self) -> ByWhom:
        filer = self.filer
        return ByWhom(filer.id, filer.name, filer.reference, filer.kind)

    @property
    def metadata(self) -> dict[str, str]:
        return self.complaint.sender_metadata or {}

    @property
    def boycott_id(self) -> int | None:
        return self.complaint.boycott_id

    @property
    def authorization_id(self) -> int | None:
        return self.complaint.authorization_id


@dataclass(frozen=True, slots=True)
class ByWhom:
    """The account that filed, as far as the reader may know it."""

    id: int
    name: str | None
    reference: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of a complaint; `claim_ids` are the claims that it is for, none where for all;
    `added_at` is when it was added after the filing."""

    kind: str
    sha256: str
    filename: str | None
    document: DocumentView | None
    passed_on: bool
    claim_ids: Sequence[int] = ()
    added_at: datetime | None = None

    @property
    def document_id(self) -> int | None:
        return self.document.upload.id if self.document else None

    @property
    def name(self) -> str:
        return self.filename or self.sha256[:12]


@dataclass(frozen=True, slots=True)
class ComplaintDetail(ComplaintView):
    """Everything about one complaint. `checks` are for staff; others see none."""

    stated: RightView
    papers: tuple[PaperView, ...]
    claims: list[ClaimView]
    counter_notices: Sequence[CounterView]
    events: list[EventView]
    checks: Sequence[Check]
    declarations: Sequence[ComplaintDeclaration]
    answers: dict[str, str] | None
    # For its filer and staff: None for others, and where no trusted flagger filed it.
    flagged: Flagged | None

    @property
    def territory_ground(self) -> Complaint | None:
        """The complaint, where it says why its right binds where it is not registered."""
        return self.complaint if self.complaint.outside_ground else None

    @property
    def outside(self) -> list[ClaimView]:
        """The open claims on listings that are offered where the right does not hold."""
        return [
            view for view in self.claims
            if view.reach.cover is Cover.OUTSIDE and view.claim.state in OPEN_STATES
        ]  # fmt: skip

    @property
    def is_asked_where(self) -> bool:
        """Whether nobody has said where the right holds on which an open claim rests."""
        return any(
            view.reach.cover is Cover.UNKNOWN and view.claim.state in OPEN_STATES
            for view in self.claims
        )

    @property
    def regimes(self) -> list[str]:
        """The codes of all laws that one of its claims is under, in their order."""
        codes = (
            code
            for view in self.claims
            for code in (view.claim.regime, *view.adding)
            if code is not None
        )
        return list(dict.fromkeys(codes))

    @property
    def version(self) -> int:
        """Changes whenever one of the claims does."""
        return sum(view.claim.version for view in self.claims)


@dataclass(frozen=True, slots=True)
class ComplaintOfSellers(ComplaintDetail):
    """A complaint as a partner sees it that acts for its sellers: what they see, and nothing of the
    filer but its name, where sellers read that."""

    @property
    def by_whom(self) -> ByWhom:
        names = is_named(Basis(self.complaint.basis))
        return ByWhom(self.filer.id, self.filer.name if names else None)

    @property
    def metadata(self) -> dict[str, str]:
        return {}

    @property
    def boycott_id(self) -> None:
        return None

    @property
    def authorization_id(self) -> None:
        return None


def get_complaint(work: UnitOfWork, complaint_id: int) -> Complaint:
    """Return one complaint. Refuses with: not-found."""
    sight = _visible(work.actor)
    row = work.session.scalar(select(Complaint).where(Complaint.id == complaint_id, sight))
    if row is None:
        raise not_found(_("complaint"))
    return row


def on_side_of(work: UnitOfWork, complaint_id: int) -> UnitOfWork:
    """Return the work on the side on which a partner reads this complaint; anybody else's
    unchanged."""
    beside = marketplaces.reading(work.actor)
    if beside is None:
        return work
    own = select(Complaint.id).where(Complaint.id == complaint_id, _visible(work.actor))
    return work if work.session.scalar(own) is not None else work.by(beside)


def reference_of(session: Session, complaint_id: int) -> str:
    """Return the reference of a complaint without asking who may see it: for letters about it."""
    return session.get_one(Complaint, complaint_id).reference


def in_sight(work: UnitOfWork, ids: Collection[int]) -> Sequence[Complaint]:
    """Return the complaints with these ids that the actor may see, in no particular order."""
    sight = filers.filers_in_sight(work.actor, Complaint.filer_id)
    return work.session.scalars(select(Complaint).where(Complaint.id.in_(ids), sight)).all()


_BY_REFERENCE = select(Complaint).where(
    Complaint.source == bindparam("source"), Complaint.reference == bindparam("reference")
)


def by_reference(session: Session, source: str, reference: str) -> Complaint | None:
    """Return the complaint of this reference within its source."""
    return session.scalar(_BY_REFERENCE, {"source": source, "reference": reference})


def complaint_of_claim(session: Session, claim_id: int) -> Complaint:
    """Return the complaint that made a claim, without asking who may see it."""
    made = select(Complaint).join(Claim, Claim.complaint_id == Complaint.id)
    return session.scalars(made.where(Claim.id == claim_id)).one()


def complaint_detail(work: UnitOfWork, complaint: Complaint) -> ComplaintDetail:
    """Return a complaint with its papers, claims and timeline."""
    if marketplaces.is_of_sellers(work.actor):
        return _for_sellers(work, complaint)
    papers = work.session.execute(
        select(ComplaintDocument, Document.sha256)
        .join(Document, Document.id == ComplaintDocument.document_id)
        .where(ComplaintDocument.complaint_id == complaint.id)
        .order_by(ComplaintDocument.kind, Document.id)
    )
    (view,) = complaint_views(work, [complaint])
    sent = documents.documents_of_complaint(work.session, complaint)
    meant = documents.for_claims(work.session, complaint.id)
    added = added_evidence.documents_added(work.session, complaint.id)
    against = claims.claims_of_complaint(work.session, complaint.id)
    ids = [one.claim.id for one in against]
    return ComplaintDetail(
        complaint=complaint,
        filer=view.filer,
        right=view.right,
        rights_holder=view.rights_holder,
        state=view.state,
        claim_counts=view.claim_counts,
        authority=view.authority,
        held_until=view.held_until,
        stated=rights.view(work.session, view.right),
        papers=tuple(
            PaperView(
                paper.kind,
                sha256,
                paper.filename,
                sent.get(paper.document_id),
                paper.passed_on,
                meant.get(paper.document_id, ()),
                added.get(paper.document_id),
            )
            for paper, sha256 in papers
        ),
        claims=against,
        counter_notices=counter_notices.counter_notices_of(work, ids),
        events=claims.timeline(work, complaint_id=complaint.id),
        checks=checks.checks_of_complaint(work.session, complaint.id)
        if work.actor.is_staff
        else (),
        declarations=_declarations(work.session, complaint.id),
        answers=complaint.answers,
        flagged=flaggers.flagged_as(work.session, complaint),
    )


def _for_sellers(work: UnitOfWork, complaint: Complaint) -> ComplaintOfSellers:
    """Return a complaint without answers, declarations, and papers that were not passed on."""
    (view,) = complaint_views(work, [complaint])
    against = claims.in_sight(work, complaint.id)
    ids = [one.claim.id for one in against]
    meant = documents.for_claims(work.session, complaint.id)
    holder = view.rights_holder if is_named(Basis(complaint.basis)) else None
    counts = Counter(one.claim.state for one in against)
    return ComplaintOfSellers(
        complaint=complaint,
        filer=view.filer,
        right=view.right,
        rights_holder=holder,
        state=derive_complaint_state(set(counts)),
        claim_counts=dict(sorted(counts.items())),
        authority=None,
        held_until=None,
        stated=RightView(view.right, holder, for_sellers=True),
        papers=tuple(
            PaperView(
                paper.kind,
                paper.document.sha256,
                None,
                paper.document,
                passed_on=True,
                claim_ids=[
                    claim_id
                    for claim_id in meant.get(paper.document.upload.document_id, ())
                    if claim_id in ids
                ],
                added_at=paper.added_at,
            )
            for paper in documents.passed_to_sellers(work.session, complaint, ids)
        ),
        claims=against,
        counter_notices=counter_notices.counter_notices_of(work, ids),
        events=claims.timeline(work, complaint_id=complaint.id),
        checks=(),
        declarations=(),
        answers=None,
        flagged=None,
    )


def _visible(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for complaints in sight; for sellers, those with a claim that a partner
    sees."""
    if actor.partner_id is None or not marketplaces.is_of_sellers(actor):
        return filers.filers_in_sight(actor, Complaint.filer_id)
    return exists(
        select(Claim.id).where(Claim.complaint_id == Complaint.id, claims.claims_in_sight(actor))
    )


def _declarations(session: Session, complaint_id: int) -> Sequence[ComplaintDeclaration]:
    signed = select(ComplaintDeclaration).where(ComplaintDeclaration.complaint_id == complaint_id)
    return session.scalars(signed.order_by(ComplaintDeclaration.code)).all()


def find_complaints(
    work: UnitOfWork, filters: Filters, *, before: tuple[datetime, int] | None, limit: int
) -> list[ComplaintView]:
    """Return up to limit + 1 complaints in sight, the newest first.

    Refuses with: forbidden, when an actor who is not staff filters by a check of intake.
    """
    if filters.check is not None and not work.actor.is_staff:
        raise Refusal("forbidden", _("The filter “check” is for members of staff."))
    chosen = matching(work, filters)
    if before is not None:
        chosen = chosen.where(tuple_(Complaint.filed_at, Complaint.id) < before)
    order = (Complaint.filed_at.desc(), Complaint.id.desc())
    return complaint_views(
        work, work.session.scalars(chosen.order_by(*order).limit(limit + 1)).all()
    )


_ASKED = (
    select(func.max(Clock.ends_at))
    .where(Clock.claim_id == Claim.id, Clock.kind == str(ClockKind.COMPLETE))
    .where(Clock.state.in_(ALIVE))
    .scalar_subquery()
)


def claim_lines(work: UnitOfWork, filters: Filters, *, limit: int) -> Result[Any]:
    """Return one row per claim of the complaints in sight, the newest complaint first, for a
    spreadsheet. The columns are named; the rows come a thousand at a time."""
    chosen = matching(work, filters).with_only_columns(Complaint.id)
    lines = (
        select(
            Complaint.reference.label("complaint"),
            Complaint.filed_at,
            Complaint.basis,
            Right.kind.label("right_kind"),
            Right.number.label("right_number"),
            Right.title.label("right_title"),
            RightsHolder.name.label("rights_holder"),
            Marketplace.slug.label("marketplace"),
            Listing.reference.label("listing_id"),
            Listing.url,
            Store.reference.label("store_id"),
            func.coalesce(Store.name, Claim.store_name).label("store_name"),
            Claim.id.label("claim_id"),
            Claim.state,
            Claim.listing_down,
            listing_conditions.is_held().label("down_by_any"),
            listing_conditions.confirmed_down().label("confirmed_down"),
            _ASKED.label("answer_due"),
            Claim.closed_at,
            Claim.merit,
        )
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Right, Right.id == Complaint.right_id)
        .outerjoin(RightsHolder, RightsHolder.id == Complaint.rights_holder_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Store, Store.id == Claim.store_id)
        .where(Complaint.id.in_(chosen))
        .order_by(Complaint.filed_at.desc(), Complaint.id.desc(), Claim.position)
        .limit(limit)
    )
    return work.session.execute(lines.execution_options(yield_per=A_PART))


def complaint_views(work: UnitOfWork, rows: Sequence[Complaint]) -> list[ComplaintView]:
    """Return complaints as a list shows them, in the same order."""
    session = work.session
    filer_ids, right_ids = {row.filer_id for row in rows}, {row.right_id for row in rows}
    of_filer = {f.id: f for f in session.scalars(select(Filer).where(Filer.id.in_(filer_ids)))}
    of_right = {r.id: r for r in session.scalars(select(Right).where(Right.id.in_(right_ids)))}
    of_holder = holders.by_ids(session, {r.rights_holder_id for r in rows if r.rights_holder_id})
    ids = [row.id for row in rows]
    counts, authority = _claim_counts(session, ids), checks.authority_of(session, ids)
    held = holds.held_until(session, ids, work.now)
    return [
        ComplaintView(
            complaint=row,
            filer=of_filer[row.filer_id],
            right=of_right[row.right_id],
            rights_holder=of_holder.get(row.rights_holder_id or 0),
            state=derive_complaint_state(set(counts.get(row.id, {}))),
            claim_counts=counts.get(row.id, {}),
            authority=authority.get(row.id),
            held_until=held.get(row.id),
        )
        for row in rows
    ]


def _claim_counts(session: Session, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    counted = (
        select(Claim.complaint_id, Claim.state, func.count())
        .where(Claim.complaint_id.in_(ids))
        .group_by(Claim.complaint_id, Claim.state)
        .order_by(Claim.state)
    )
    counts: dict[int, dict[str, int]] = {}
    for complaint_id, state, number in session.execute(counted):
        counts.setdefault(complaint_id, {})[state] = number
    return counts
