"""Appeals against the decision of a claim, a boycott, a joining, or a suspension: once a
side, or an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.kinds import Side
from complaints.rules.mailing.inboxes import CameBy


class Appeal(Base):
    """`reach` is how it came by others' hands or a link; None where that side sent it itself.

    `filer_id` is the account that appealed against a joining, which concerns several; None of other
    cases, which have one filer, and of old appeals of which the record does not say who filed them.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("claim_id", "side"),
        UniqueConstraint("boycott_id"),
        UniqueConstraint("joining_id", "filer_id"),
        UniqueConstraint("suspension_id"),
        one_of("side", Side),
        one_of("state", APPEAL.states),
        CheckConstraint(
            "(CASE WHEN claim_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN boycott_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN joining_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN suspension_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_subject",
        ),
        CheckConstraint(
            "state NOT IN ('upheld', 'overturned') OR decided_by IS NOT NULL", name="decided"
        ),
    )

    id: Mapped[int] = identity()
    claim_id: Mapped[int | None] = link("claim.id", index=False)
    boycott_id: Mapped[int | None] = link("boycott.id", index=False)
    joining_id: Mapped[int | None] = link("joining.id", index=False)
    suspension_id: Mapped[int | None] = link("suspension.id", index=False)
    filer_id: Mapped[int | None] = link("filer.id")
    side: Mapped[str]
    state: Mapped[str]
    grounds: Mapped[str]
    filed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = link("person.id")
    # What was argued, as who decided it understood it, and what it found. None before, and of
    # appeals from before there were two parts.
    argued: Mapped[str | None]
    reason: Mapped[str | None]
    # Until when the ground is waited for of an appeal that stated none; None once it is given.
    ground_due: Mapped[datetime | None]
    reach: Mapped[str | None] = growing(CameBy)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
