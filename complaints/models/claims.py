"""Claims (one complaint against one listing) and everything that happened to them.

Decisions, counter-notices, withdrawals and gradings are events of one timeline: what is read,
counted, scanned and exported is then one table with one order (docs/adr/0003).

Decisions that are taken and have no effect yet: for some minutes they can be undone.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, Numeric, UniqueConstraint, false, text

from complaints.models.base import (
    Base,
    Mapped,
    by_policy,
    growing,
    identity,
    link,
    mapped_column,
    one_of,
)
from complaints.rules.decisions.claims import CLAIM, OPEN_STATES
from complaints.rules.kinds import AlsoFound, EventBy, EventKind, ListingStatus, Merit, Side
from complaints.rules.law.clocks import STAFFS
from complaints.rules.law.regimes import RegimeCode
from complaints.rules.law.treatments import Treatment
from complaints.rules.sellers.traders import TraderLack

_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)
_WAITING = text("state IN (" + ", ".join(f"'{state}'" for state in STAFFS) + ")")
_UNCLOCKED = text(f"{_WAITING.text} AND decide_by IS NULL")
_ASKED = text("state = 'incomplete'")
_ONE_OPEN = text(f"state IN ({_OPEN}) AND duplicate_of IS NULL")
_DEMAND = text("kind = 'demand_report'")
GRADED = (
    EventKind.REJECTION,
    EventKind.REINSTATEMENT,
    EventKind.WITHDRAWAL,
    EventKind.GRADING,
    EventKind.APPEAL_DECISION,
)


class Claim(Base):
    """One complaint against one listing: the unit of decision.

    What the filer stated of the target is kept as stated (`url` to `status_at_filing`).
    `listing_down` is whether the listing is off sale by this claim. `duplicate_of` is set on a
    history's claim where the filer already had one open against the listing. `decide_by` is the
    end of the clock by which staff decide: the queue is read in the order of its index.
    `from_history` is whether an import brought it and no step was taken on it here: where the
    import left it undecided, it is not in the queue unless one asks for such. `regime` is
    the one that leads, `adding` are those whose duties add, `calendar` the country whose days
    count: all three as they were when it was filed. `delivers_to` are the countries to which the
    listing was said to be delivered then; None where nobody said. `treatment` is how a boycott of
    its filer treats it: from its filing on or, where it was open by then, from the day on which it
    was imposed; None where none does. What was kept and is taken up, and what more proof was asked
    of, is treated as what still binds it has it once the boycott is over; what is in the lane stays
    there. `stopped` is whether a boycott kept it as it was filed, whatever became of it since.
    `trader_said` is what its filer says of the trader that the store shows, None where it says
    nothing of it.
    """

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("complaint_id", "listing_id"),
        Index(
            "uq_claim_open",
            "filer_id",
            "right_key",
            "listing_id",
            unique=True,
            sqlite_where=_ONE_OPEN,
            postgresql_where=_ONE_OPEN,
        ),
        Index("ix_claim_filer", "filer_id", "state", "closed_at"),
        Index("ix_claim_filer_store", "filer_id", "store_id", "state"),
        Index(
            "ix_claim_waiting",
            "decide_by",
            "complaint_id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "ix_claim_unclocked",
            "from_history",
            "complaint_id",
            sqlite_where=_UNCLOCKED,
            postgresql_where=_UNCLOCKED,
        ),
        Index("ix_claim_asked", "complaint_id", sqlite_where=_ASKED, postgresql_where=_ASKED),
        one_of("state", CLAIM.states),
        one_of("merit", Merit, optional=True),
        one_of("status_at_filing", ListingStatus, optional=True),
        CheckConstraint("price IS NULL OR price >= 0", name="price"),
        CheckConstraint(
            "merit IS NULL OR state IN (" + ", ".join(f"'{s}'" for s in sorted(CLAIM.closed)) + ")",
            name="merit_when_closed",
        ),
        CheckConstraint("duplicate_of IS NULL OR duplicate_of <> id", name="not_of_itself"),
    )

    id: Mapped[int] = identity()
    complaint_id: Mapped[int] = link("complaint.id", index=False)
    listing_id: Mapped[int] = link("listing.id")
    store_id: Mapped[int | None] = link("store.id")
    operator_id: Mapped[int | None] = link("operator.id")
    filer_id: Mapped[int] = link("filer.id", index=False)
    right_key: Mapped[str]
    position: Mapped[int]
    url: Mapped[str]
    store_name: Mapped[str | None]
    category: Mapped[str | None]
    title: Mapped[str | None]
    listed_on: Mapped[date | None]
    price: Mapped[Decimal | None] = mapped_column(Numeric(16, 4, asdecimal=True))
    currency: Mapped[str | None]
    sales_30d: Mapped[int | None]
    status_at_filing: Mapped[str | None]
    state: Mapped[str]
    listing_down: Mapped[bool] = mapped_column(default=False)
    merit: Mapped[str | None]
    # What a person found with its last grade: each step of the claim takes it back.
    also_found: Mapped[list[str] | None] = growing(AlsoFound, JSON(none_as_null=True))
    duplicate_of: Mapped[int | None] = link("claim.id")
    closed_at: Mapped[datetime | None]
    decide_by: Mapped[datetime | None]
    from_history: Mapped[bool] = mapped_column(default=False, server_default=false())
    regime: Mapped[str | None] = growing(RegimeCode)
    adding: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    calendar: Mapped[str | None]
    delivers_to: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    treatment: Mapped[str | None] = growing(Treatment)
    stopped: Mapped[bool] = mapped_column(server_default=false())
    trader_said: Mapped[str | None] = growing(TraderLack)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Event(Base):
    """Something that happened to a complaint after filing: a line of its timeline.

    `at` is when it happened, `recorded_at` when we learned of it. Two reports of the same event
    have the same `digest`, so that importing again adds nothing. `policy_number` is the policy in
    force when it was done here; an imported event has none. `code` is the reason's, where it was
    one of the house's; `note_to` the one side that reads the note, None where both do.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("complaint_id", "digest"),
        Index("ix_event_at", "at"),
        Index("ix_event_demand", "complaint_id", sqlite_where=_DEMAND, postgresql_where=_DEMAND),
        by_policy("event"),
        one_of("kind", EventKind),
        one_of("by", EventBy, optional=True),
        one_of("merit", Merit, optional=True),
        CheckConstraint(
            "merit IS NULL OR kind IN (" + ", ".join(f"'{k}'" for k in GRADED) + ")",
            name="merit_where_graded",
        ),
        CheckConstraint("kind <> 'grading' OR merit IS NOT NULL", name="grading_has_merit"),
    )

    id: Mapped[int] = identity()
    complaint_id: Mapped[int] = link("complaint.id", index=False)
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    kind: Mapped[str]
    by: Mapped[str | None]
    merit: Mapped[str | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    note_to: Mapped[str | None] = growing(Side)
    code: Mapped[str | None]
    harm_days_offline: Mapped[float | None]
    harm_sales_lost: Mapped[float | None]
    harm_currency: Mapped[str | None]
    all_targets: Mapped[bool]
    person_id: Mapped[int | None] = link("person.id")
    policy_number: Mapped[int | None] = link("policy.number", index=False)
    digest: Mapped[str]


class EventClaim(Base):
    """A claim that an event is about. `applied` is false where the machine did not allow it."""

    __tablename__ = "event_claim"

    event_id: Mapped[int] = link("event.id", primary_key=True, index=False)
    claim_id: Mapped[int] = link("claim.id", primary_key=True)
    applied: Mapped[bool]


class PendingDecision(Base):
    """What a person decided, with its arguments, until it takes effect or is undone.

    Either deletes the row: the ledger keeps which.
    """

    __tablename__ = "pending_decision"

    id: Mapped[int] = identity()
    complaint_id: Mapped[int] = link("complaint.id")
    person_id: Mapped[int] = link("person.id")
    role: Mapped[str]
    decision: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    takes_effect_at: Mapped[datetime] = mapped_column(index=True)


class PendingClaim(Base):
    """A claim that a pending decision is about. It is locked meanwhile."""

    __tablename__ = "pending_claim"

    claim_id: Mapped[int] = link("claim.id", primary_key=True, index=False)
    pending_id: Mapped[int] = link("pending_decision.id")
