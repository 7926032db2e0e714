"""The policies that were put into force, with the names of those who did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import LedgerEntry, Person, Policy
from complaints.rules.actors import HandKind
from complaints.words import message as _


@dataclass(frozen=True, slots=True)
class PutPolicy:
    """A policy with the name of the person who put it in force, None where the operator or the
    service did, and of the person who drafted it, None where nobody did."""

    policy: Policy
    by: str | None
    drafted_by: str | None
    by_operator: bool


def find_policies(session: Session) -> Sequence[PutPolicy]:
    """Return all policies, the one in force first."""
    return [PutPolicy(*row) for row in session.execute(_named()).tuples()]


def get_policy(session: Session, number: int | None = None) -> PutPolicy:
    """Return a policy by its number, or the one in force. Refuses with: not-found."""
    statement = _named().limit(1)
    if number is not None:
        statement = statement.where(Policy.number == number)
    row = session.execute(statement).tuples().one_or_none()
    if row is None:
        raise not_found(_("policy"))
    return PutPolicy(*row)


def newest_policy(session: Session) -> Policy | None:
    """Return the row in force; None before the first start."""
    return session.scalar(select(Policy).order_by(Policy.number.desc()).limit(1))


def _named() -> Select[tuple[Policy, str, str, bool]]:
    author = aliased(Person)
    by_operator = exists().where(
        LedgerEntry.subject == "policy",
        LedgerEntry.subject_id == Policy.number,
        LedgerEntry.verb == "put_in_force",
        LedgerEntry.hand_kind == HandKind.COMMAND,
        Policy.person_id.is_(None),
    )
    named = (
        select(Policy, Person.name, author.name, by_operator)
        .outerjoin(Person, Person.id == Policy.person_id)
        .outerjoin(author, author.id == Policy.drafted_by)
    )
    return named.order_by(Policy.number.desc())
