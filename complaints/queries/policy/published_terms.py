"""The terms as published: those in force, and every earlier version with its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import ConfigurationError, not_found
from complaints.models import Policy
from complaints.rules.policy.policies import Policies, parse_policies
from complaints.rules.policy.published_terms import clauses_of
from complaints.words import message as _
from complaints.words.terms import Clause


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the terms: the policy's number, from when and until when it held; `until` is
    None of the one in force."""

    number: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PublishedTerms:
    """A version with its clauses, or with its bare values where an earlier release of the service
    put it, whose other values this one does not know. `versions` are all there are, the newest
    first."""

    version: Version | None
    clauses: Sequence[Clause]
    values: str
    versions: Sequence[Version]


def find_terms(session: Session, number: int | None = None) -> PublishedTerms:
    """Return the terms of a policy, or of the one in force. Refuses with: not-found."""
    rows = session.scalars(select(Policy).order_by(Policy.number)).all()
    ends = [row.since for row in rows[1:]]
    versions = [
        Version(row.number, row.since, until)
        for row, until in zip(rows, [*ends, None], strict=True)
    ]
    versions.reverse()
    if not rows and number is None:
        # Before the first start the built-in values hold.
        return PublishedTerms(None, clauses_of(Policies()), "", ())
    chosen = next((row for row in rows if row.number == (number or rows[-1].number)), None)
    if chosen is None:
        raise not_found(_("version of the terms"))
    version = next(each for each in versions if each.number == chosen.number)
    known = _read(chosen)
    if known is None:
        return PublishedTerms(version, (), chosen.text, versions)
    return PublishedTerms(version, clauses_of(known), "", versions)


def _read(row: Policy) -> Policies | None:
    """Return what a policy states; None where this release reads other values out of it."""
    try:
        policy = parse_policies(row.text, number=row.number, stored=True)
    except ConfigurationError:
        return None
    return policy if policy.digest == row.digest else None
