"""What a queue is kept to: each filter as a condition on complaints, by an index of its own.

A filter keeps a case where one of its claims that wait fits. Marketplace, basis, law, language,
country, age, proof, answer and demand are of complaints and of appeals about their claims; a
boycott, a flag, a joining and a denial have none of these, so one of these filters leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, literal_column, select
from sqlalchemy.orm import aliased

from complaints.models import (
    Claim,
    Complaint,
    ComplaintDeclaration,
    Event,
    Listing,
    Marketplace,
    Right,
)
from complaints.queries.decisions import claims
from complaints.queries.staff.queue.cases import KINDS
from complaints.rules.kinds import EventKind
from complaints.rules.law.regimes import countries_of
from complaints.work import UnitOfWork

OF_COMPLAINTS = ("complaint", "appeal")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a queue is kept to; None means any.

    `whose` is one of `rules.teamwork.WHOSE`; `marketplace` a slug; `country` one whose buyers the
    marketplace is for; `language` the one that the filer signed in; `older_than` days since filing;
    `answered` whether the seller has answered; `demand` whether it reported that somebody asked it
    for something. `histories` adds what an import left undecided.
    """

    subject: str | None = None
    whose: str | None = None
    marketplace: str | None = None
    basis: str | None = None
    regime: str | None = None
    language: str | None = None
    country: str | None = None
    older_than: int | None = None
    proof: str | None = None
    answered: bool | None = None
    demand: bool | None = None
    histories: bool = False
    # Any of these languages: what somebody reads. No filter that anybody types.
    languages: tuple[str, ...] | None = None

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of case that can be in such a queue."""
        kinds = KINDS if self.subject is None else (self.subject,)
        return [kind for kind in kinds if not self.of_complaints or kind in OF_COMPLAINTS]

    @property
    def of_complaints(self) -> bool:
        """Whether one of the filters is about complaints."""
        return any(getattr(self, name) is not None for name in ABOUT_COMPLAINTS)

    @property
    def chosen(self) -> dict[str, Any]:
        """What is filtered by, as an address has it."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value
            for name, value in values.items()
            if value not in (None, False) or (value is False and name in YES_OR_NO)
        }


ABOUT_COMPLAINTS = (
    "marketplace", "basis", "regime", "language", "country", "older_than", "proof", "answered",
    "demand",
)  # fmt: skip
YES_OR_NO = ("answered", "demand")
ANY = Filters()


def conditions(
    work: UnitOfWork, filters: Filters, case: Any, *, waiting: bool = True
) -> list[ColumnElement[bool]]:
    """Return the conditions on the complaint whose id the column `case` holds. Its law and place
    are those of a claim that waits, or, where `waiting` is not asked for, of any."""
    return [
        *_of_complaint(work, filters, case),
        *_of_claims(work, filters, case, waiting=waiting),
        *_of_events(filters, case),
    ]


def _of_complaint(work: UnitOfWork, filters: Filters, case: Any) -> list[ColumnElement[bool]]:
    # Aliases: the statement around may read the same tables.
    complaint, signed = aliased(Complaint), aliased(ComplaintDeclaration)
    wanted: list[ColumnElement[bool]] = []
    if filters.basis is not None:
        wanted.append(complaint.basis == filters.basis)
    if filters.older_than is not None:
        wanted.append(complaint.filed_at <= work.now - timedelta(days=filters.older_than))
    if filters.proof is not None:
        right = aliased(Right)
        proven = right.id == complaint.right_id, right.proof == filters.proof
        wanted.append(exists(select(right.id).where(*proven)))
    rows: list[ColumnElement[bool]] = []
    if wanted:
        rows.append(exists(select(complaint.id).where(complaint.id == case, *wanted)))
    languages = [filters.language] if filters.language else filters.languages
    if languages is not None:
        spoken = signed.complaint_id == case, signed.language.in_(languages)
        rows.append(exists(select(signed.complaint_id).where(*spoken)))
    return rows


def _of_claims(
    work: UnitOfWork, filters: Filters, case: Any, *, waiting: bool
) -> list[ColumnElement[bool]]:
    """One claim must fit both the law and the place."""
    claim, listing = aliased(Claim), aliased(Listing)
    wanted: list[ColumnElement[bool]] = []
    if filters.regime is not None:
        wanted.append(claim.regime == filters.regime)
    if filters.marketplace is not None or filters.country is not None:
        here = listing.id == claim.listing_id, listing.marketplace_id.in_(_places(work, filters))
        wanted.append(exists(select(listing.id).where(*here)))
    if not wanted:
        return []
    if waiting:
        wanted.append(claims.waits_for_decision(claim))
    return [exists(select(claim.id).where(claim.complaint_id == case, *wanted))]


def _places(work: UnitOfWork, filters: Filters) -> list[int]:
    """Return the ids of the marketplaces that fit: a short list, read whole."""
    rows = work.session.execute(select(Marketplace.id, Marketplace.slug, Marketplace.country))
    return [
        row_id
        for row_id, slug, country in rows.tuples()
        if filters.marketplace in (None, slug)
        and (filters.country is None or filters.country in countries_of(slug, country))
    ]


def _of_events(filters: Filters, case: Any) -> list[ColumnElement[bool]]:
    rows: list[ColumnElement[bool]] = []
    for wanted, kind in (
        (filters.answered, EventKind.COUNTER_NOTICE),
        (filters.demand, EventKind.DEMAND_REPORT),
    ):
        if wanted is not None:
            # As a literal: a partial index with this condition has the reports of demands.
            event = aliased(Event)
            said: ColumnElement[str] = literal_column(f"'{kind}'")
            there = exists(select(event.id).where(event.complaint_id == case, event.kind == said))
            rows.append(there if wanted else ~there)
    return rows
