"""Comparable earlier cases and what they got, without names: like cases are treated alike."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Boycott, Claim, Complaint, Flag
from complaints.queries.cases import parties
from complaints.queries.cases.boycotts.counting import manifest_of

_LOOKED_AT = 60
_SHOWN = 10
ENDED = ("dropped", "heeded", "in_force", "under_appeal", "lifted", "expired", "contested")


@dataclass(frozen=True, slots=True)
class Precedent:
    """One earlier case. `term_days` is None where there was no boycott."""

    warned_on: str
    state: str
    manifestly_unfounded: int
    claims: int
    term_days: int | None

    @property
    def share(self) -> float | None:
        return self.manifestly_unfounded / self.claims if self.claims else None


@dataclass(frozen=True, slots=True)
class Precedents:
    """Cases of other parties, warned before this one was counted, that came to a result: of the
    flag's `level`, the most frequent `basis` of their claims, and from `least` to `most` claims
    graded manifestly unfounded. The newest first; `others` are not listed."""

    level: str
    basis: str | None
    least: int
    most: int
    cases: tuple[Precedent, ...]
    others: int


def precedents_of(session: Session, row: Boycott) -> Precedents:
    """Return the comparable cases: half to twice as many claims, the same level and basis."""
    number = row.manifestly_unfounded
    least, most = (number + 1) // 2, number * 2
    level = session.get_one(Flag, row.flag_id).level
    basis = _basis(session, row)
    earlier = session.scalars(
        select(Boycott)
        .join(Flag, Flag.id == Boycott.flag_id)
        .where(
            Boycott.id != row.id,
            Boycott.filer_id.not_in(parties.accounts_of(row.filer_id)),
            Boycott.state.in_(ENDED),
            Boycott.warned_at <= row.window_to,
            Boycott.manifestly_unfounded.between(least, most),
            Flag.level == level,
        )
        .order_by(Boycott.warned_at.desc(), Boycott.id.desc())
        .limit(_LOOKED_AT)
    )
    alike = [each for each in earlier if _basis(session, each) == basis]
    cases = tuple(_precedent(each) for each in alike[:_SHOWN])
    return Precedents(level, basis, least, most, cases, len(alike) - len(cases))


def _precedent(row: Boycott) -> Precedent:
    assert row.warned_at is not None
    term = row.ends_at - row.starts_at if row.ends_at and row.starts_at else None
    claims = row.manifestly_unfounded + row.graded_otherwise + row.ungraded
    return Precedent(
        row.warned_at.date().isoformat(),
        row.state,
        row.manifestly_unfounded,
        claims,
        term.days if term else None,
    )


def _basis(session: Session, row: Boycott) -> str | None:
    """Return the most frequent basis of a case's manifestly unfounded claims."""
    number = func.count().label("number")
    counted = (
        select(Complaint.basis, number)
        .join(Claim, Claim.complaint_id == Complaint.id)
        .where(Claim.id.in_(manifest_of(row)))
        .group_by(Complaint.basis)
        .order_by(number.desc(), Complaint.basis)
    )
    most = session.execute(counted.limit(1)).first()
    return str(most[0]) if most else None
