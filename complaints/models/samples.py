"""Monthly samples of unflagged filers, random and by doubt, and staff's verdicts on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, false

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.kinds import SampleVerdict


class Sample(Base):
    """One month's draw: the number of eligible filers, the rule and the seed.

    `size` is how many were drawn at random, `by_doubt` how many a scan added of whom it is unsure;
    empty until one did.
    """

    __tablename__ = "sample"
    __table_args__ = (
        CheckConstraint("population >= 0 AND size >= 0 AND min_claims > 0", name="counts"),
    )

    id: Mapped[int] = identity()
    month: Mapped[str] = mapped_column(unique=True)
    seed: Mapped[int]
    population: Mapped[int]
    size: Mapped[int]
    by_doubt: Mapped[int | None]
    min_claims: Mapped[int]
    window: Mapped[int]
    drawn_at: Mapped[datetime]
    policy_number: Mapped[int | None] = link("policy.number")


class SampledFiler(Base):
    """A filer that was drawn, with its reviewer's verdict.

    `by_doubt` says that it was drawn by how unsure the scan is of it, not at random. `chance` is
    how likely it was to be drawn either way; empty where an older version drew it, at random alone.
    """

    __tablename__ = "sampled_filer"
    __table_args__ = (
        UniqueConstraint("sample_id", "filer_id"),
        one_of("verdict", SampleVerdict, optional=True),
        CheckConstraint("chance > 0 AND chance <= 1", name="chance"),
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
    by_doubt: Mapped[bool] = mapped_column(default=False, server_default=false())
    chance: Mapped[float | None]
    verdict: Mapped[str | None]
    why: Mapped[str | None]
    person_id: Mapped[int | None] = link("person.id")
    judged_at: Mapped[datetime | None]
