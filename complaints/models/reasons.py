"""Statements of reasons: what a restriction or a refusal rests on, and what one can do about it.

Sources: DSA Art. 17 (to the seller) and 16(5) (to who filed).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint

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
from complaints.rules.decisions.statements import Decision, Restriction, Source
from complaints.rules.kinds import Side
from complaints.rules.law.regimes import RegimeCode
from complaints.words import LANGUAGES


class StatementOfReasons(Base):
    """One statement to one side, made as the decision is taken, before its letter goes.

    `territory` are countries (ISO codes; empty: everywhere that the listing is offered). `facts`
    are what the text was made of. `basis` is the article or the rule of ours that is the ground,
    `reason` the code, `words` what the decider wrote beside it. `redress` lists what the reader can
    do, with last days. `text` is what the letter says without its link, in every language of the
    house, `language` first, and `sha256` its hash. `event_id` and `letter_id` are None where the
    decision is in no timeline, or its answer is no letter.
    """

    __tablename__ = "statement_of_reasons"
    __table_args__ = (
        by_policy("statement_of_reasons"),
        one_of("side", Side),
        CheckConstraint("length(sha256) = 64", name="sha256"),
    )

    id: Mapped[int] = identity()
    complaint_id: Mapped[int] = link("complaint.id")
    event_id: Mapped[int | None] = link("event.id")
    letter_id: Mapped[int | None] = link("letter.id")
    side: Mapped[str]
    decision: Mapped[str] = growing(Decision)
    restriction: Mapped[str] = growing(Restriction)
    territory: Mapped[list[str]] = mapped_column(JSON)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    source: Mapped[str] = growing(Source)
    notifier_named: Mapped[bool]
    automated_detection: Mapped[bool]
    automated_decision: Mapped[bool]
    regime: Mapped[str] = growing(RegimeCode)
    basis: Mapped[str]
    reason: Mapped[str]
    words: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    redress: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    language: Mapped[str] = growing(LANGUAGES)
    text: Mapped[str]
    sha256: Mapped[str]
    made_at: Mapped[datetime]
    policy_number: Mapped[int | None] = link("policy.number", index=False)


class StatementClaim(Base):
    """A claim that a statement of reasons is about."""

    __tablename__ = "statement_claim"

    statement_id: Mapped[int] = link("statement_of_reasons.id", primary_key=True, index=False)
    claim_id: Mapped[int] = link("claim.id", primary_key=True)
