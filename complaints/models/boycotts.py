"""Boycotts: one row for each filer, from proposal to end, with warning, answer, term, reasons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, false, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.cases.boycotts import BINDING, BOYCOTT, UNFINISHED
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.grounds import Ground
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.mailing.inboxes import CameBy

_UNFINISHED = text("state IN (" + ", ".join(f"'{s}'" for s in UNFINISHED) + ")")
_WHOLE = text(f"rights_holder_id IS NULL AND {_UNFINISHED.text}")
_BINDING = ", ".join(f"'{s}'" for s in BINDING)


class Boycott(Base):
    """A decision not to process a filer's complaints, from its proposal on.

    `rights_holder_id` narrows it to an agent's complaints for one principal. The four factors of
    DSA Art. 23(3) are columns: `manifestly_unfounded`, `graded_otherwise` and `ungraded` count
    claims of the window, none inferred; `policy_number` is the policy that they were counted by.
    Rows made by one proposal share `proposal`. `answer_closed_at` is when the filer said that its
    answer is whole; `answer_reach` is how it came, of several parts the first that others had a
    hand in (`CameBy`); None where the filer sent it itself.

    `said` holds what of `reasons`, `gravity` and `intention` was chosen by code and what was
    written beside it (`rules.cases.case_reasons`); these three columns hold the whole in English.
    What shows another ground than manifestly unfounded complaints: `accounts`, the ids of those
    that one hand had when it was warned, or `document_id`. `urgent_reason` is why the gravity
    cannot wait, as `urgent_by` recorded it; `urgent_taken` says that the imposer took it.
    """

    __tablename__ = "boycott"
    __table_args__ = (
        Index(
            "uq_boycott_unfinished",
            "filer_id",
            unique=True,
            sqlite_where=_WHOLE,
            postgresql_where=_WHOLE,
        ),
        Index(
            "uq_boycott_unfinished_principal",
            "filer_id",
            "rights_holder_id",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
        Index("ix_boycott_filer", "filer_id", "state"),
        one_of("state", BOYCOTT.states),
        one_of("ground", Ground),
        CheckConstraint(
            f"state NOT IN ({_BINDING}) OR (warned_at IS NOT NULL AND starts_at IS NOT NULL"
            " AND ends_at IS NOT NULL AND starts_at < ends_at AND imposed_by IS NOT NULL"
            " AND imposed_by <> proposed_by AND delivered_by IS NOT NULL"
            f" AND (delivered_at IS NOT NULL OR delivered_by = '{DeliveredBy.UNRECORDED}'))",
            name="in_force",
        ),
        CheckConstraint("reasons <> '' AND gravity <> '' AND intention <> ''", name="reasons"),
    )

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id", index=False)
    rights_holder_id: Mapped[int | None] = link("rights_holder.id")
    flag_id: Mapped[int] = link("flag.id")
    proposal: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    ground: Mapped[str] = mapped_column(
        default=Ground.MANIFESTLY_UNFOUNDED, server_default=Ground.MANIFESTLY_UNFOUNDED
    )
    reasons: Mapped[str]
    manifestly_unfounded: Mapped[int]
    graded_otherwise: Mapped[int]
    ungraded: Mapped[int]
    window_from: Mapped[datetime]
    window_to: Mapped[datetime]
    policy_number: Mapped[int | None] = link("policy.number")
    accounts: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    document_id: Mapped[int | None] = link("document.id")
    said: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    gravity: Mapped[str]
    intention: Mapped[str]
    proposed_by: Mapped[int] = link("person.id")
    proposed_at: Mapped[datetime]
    warned_by: Mapped[int | None] = link("person.id")
    warned_at: Mapped[datetime | None]
    # When the warning reached the filer, and how that is known; the time to answer runs from then,
    # for as many days as the warning says.
    delivered_at: Mapped[datetime | None] = mapped_column(index=True)
    delivered_by: Mapped[str | None] = growing(DeliveredBy)
    answer_days: Mapped[int | None]
    answer_due: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answer_closed_at: Mapped[datetime | None]
    answer_reach: Mapped[str | None] = growing(CameBy)
    imposed_by: Mapped[int | None] = link("person.id")
    imposed_at: Mapped[datetime | None]
    urgent_reason: Mapped[str | None]
    urgent_by: Mapped[int | None] = link("person.id")
    urgent_at: Mapped[datetime | None]
    urgent_taken: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What who imposed it says of milder means; the filer reads it.
    milder: Mapped[str | None]
    # Claims drawn at random at the proposal from those that nobody had graded; None: none drawn.
    sample: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    # How it treats claims, by the code of the regime (rules/law/treatments.py), as the policy of
    # its day has it; None until it is imposed.
    treatments: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    ended_by: Mapped[int | None] = link("person.id")
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class BoycottClaim(Base):
    """A claim that a letter of a boycott names, with the letter that names it.

    What was named stays named, though the claim is graded anew later.
    """

    __tablename__ = "boycott_claim"
    __table_args__ = (one_of("named_for", NamedFor),)

    boycott_id: Mapped[int] = link("boycott.id", primary_key=True, index=False)
    claim_id: Mapped[int] = link("claim.id", primary_key=True)
    named_for: Mapped[str] = mapped_column(primary_key=True)
