"""Monthly random samples of unflagged filers, and staff's verdicts on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.kinds import SampleVerdict


class Sample(Base):
    """One month's draw: the number of eligible filers, the rule and the seed."""

    __tablename__ = "sample"
    __table_args__ = (
        CheckConstraint("population >= 0 AND size >= 0 AND min_claims > 0", name="counts"),
    )

    id: Mapped[int] = identity()
    month: Mapped[str] = mapped_column(unique=True)
    seed: Mapped[int]
    population: Mapped[int]
    size: Mapped[int]
    min_claims: Mapped[int]
    window: Mapped[int]
    drawn_at: Mapped[datetime]
    policy_number: Mapped[int | None] = link("policy.number")


class SampledFiler(Base):
    """A filer that was drawn, with its reviewer's verdict."""

    __tablename__ = "sampled_filer"
    __table_args__ = (
        UniqueConstraint("sample_id", "filer_id"),
        one_of("verdict", SampleVerdict, optional=True),
        CheckConstraint(
            "verdict IS NULL OR (why IS NOT NULL AND person_id IS NOT NULL"
            " AND judged_at IS NOT NULL)",
            name="judged",
        ),
    )

    id: Mapped[int] = identity()
    sample_id: Mapped[int] = link("sample.id", index=False)
    filer_id: Mapped[int] = link("filer.id")
    position: Mapped[int]
    verdict: Mapped[str | None]
    why: Mapped[str | None]
    person_id: Mapped[int | None] = link("person.id")
    judged_at: Mapped[datetime | None]
