"""Parties: whoever stands behind accounts, and how an account came to be counted to one.

The machine proposes and never merges: an account changes its party by a joining that two persons
decided.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.cases.joinings import JOINED, JOINING, UNFINISHED

_UNFINISHED = text("state IN (" + ", ".join(f"'{s}'" for s in UNFINISHED) + ")")
_JOINED = ", ".join(f"'{s}'" for s in JOINED)


class Party(Base):
    """Whoever stands behind one or more accounts (`Filer.party_id`).

    What binds and what is remembered is the party's: a boycott or a warning of one of its accounts
    is one of all of them, for as long as they share it.
    """

    __tablename__ = "party"

    id: Mapped[int] = identity()
    made_at: Mapped[datetime]


class Joining(Base):
    """A case: does the account `filer_id` belong to the party of the account `other_id`?

    `shared` is what they have in common, as `device:2`: a kind and how many accounts show the
    value. `judgement_id` is the judgement that proposed it, `why` its reason, for staff; `reasons`
    are what the accounts read. One that a migration took over from a judgement of one person has
    neither `joined_by` nor `reasons`.
    """

    __tablename__ = "joining"
    __table_args__ = (
        Index(
            "uq_joining_unfinished", "filer_id", "other_id", unique=True,
            sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED,
        ),
        one_of("state", JOINING.states),
        CheckConstraint("filer_id <> other_id", name="two_accounts"),
        CheckConstraint("why <> ''", name="why"),
        CheckConstraint(f"state NOT IN ({_JOINED}) OR joined_at IS NOT NULL", name="joined"),
        CheckConstraint("joined_by IS NULL OR joined_by <> proposed_by", name="two_persons"),
    )  # fmt: skip

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id")
    other_id: Mapped[int] = link("filer.id")
    judgement_id: Mapped[int | None] = link("link_judgement.id")
    state: Mapped[str]
    why: Mapped[str]
    reasons: Mapped[str | None]
    shared: Mapped[list[str]] = mapped_column(JSON)
    proposed_by: Mapped[int] = link("person.id")
    proposed_at: Mapped[datetime]
    joined_by: Mapped[int | None] = link("person.id")
    joined_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = link("person.id")
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PartyMatch(Base):
    """An account that looks like one of a bound or flagged party, as sign-up or a filing saw it.

    `filer_id` is the account, `other_id` the party's account that it shares most with. `weight`
    is the log-odds of what they share, `shared` the kinds, as in `Joining`. Whether it is so,
    people judge (`LinkJudgement`, `Joining`).
    """

    __tablename__ = "party_match"
    __table_args__ = (
        UniqueConstraint("filer_id", "other_id"),
        CheckConstraint("filer_id <> other_id", name="two_accounts"),
    )

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id", index=False)
    other_id: Mapped[int] = link("filer.id")
    weight: Mapped[float]
    shared: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
