"""Filers' standings among their peers, as the newest scan counted them; each scan replaces them."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of


class Standing(Base):
    """One filer's figures for one kind of right and basis (`abuse/explain/standing.py` says what
    counts).

    Counts are of claims. `weight`, `observed` and `expected` are unfounded claims as the funnel
    weighs them, `dropped_…` those withdrawn after a counter-notice.
    """

    __tablename__ = "standing"

    filer_id: Mapped[int] = link("filer.id", primary_key=True, index=False)
    right_kind: Mapped[str] = mapped_column(primary_key=True)
    basis: Mapped[str] = mapped_column(primary_key=True)
    claims: Mapped[int]
    closed: Mapped[int]
    decided: Mapped[int]
    unfounded: Mapped[int]
    manifest: Mapped[int]
    graded: Mapped[int]
    withdrawn: Mapped[int]
    answered: Mapped[int]
    dropped: Mapped[int]
    weight: Mapped[float]
    observed: Mapped[float]
    expected: Mapped[float]
    dropped_weight: Mapped[float]
    dropped_observed: Mapped[float]
    dropped_expected: Mapped[float]


class PeerRate(Base):
    """The peers' rate for one kind of right and basis; basis "" is any, kind "" the whole market.

    `points` are all filers of the kind, near ones merged: [weight, share, filers].
    """

    __tablename__ = "peer_rate"
    __table_args__ = (
        one_of("measure", ("unfounded", "dropped")),
        CheckConstraint("rate >= 0 AND rate <= 1", name="rate"),
    )

    id: Mapped[int] = identity()
    scan_run_id: Mapped[int] = link("scan_run.id")
    measure: Mapped[str]
    right_kind: Mapped[str]
    basis: Mapped[str]
    rate: Mapped[float]
    rho: Mapped[float]
    filers: Mapped[int]
    points: Mapped[list[list[float]]] = mapped_column(JSON)


class Figure(Base):
    """One figure of the dashboard, as the newest scan counted it: rows of plain values."""

    __tablename__ = "figure"

    name: Mapped[str] = mapped_column(primary_key=True)
    scan_run_id: Mapped[int] = link("scan_run.id")
    rows: Mapped[list[list[object]]] = mapped_column(JSON)
