"""What binds an account, as letters say it. Ground of the services of cases."""

from __future__ import annotations

from complaints.models import Boycott, RightsHolder
from complaints.queries.cases import boycotts
from complaints.words.letters.binding import Bound
from complaints.work import UnitOfWork


def find_bound(work: UnitOfWork, filer_id: int, *, besides: int | None = None) -> list[Bound]:
    """Return what binds an account now, but for the boycott `besides`."""
    rows = boycotts.binding_filer(work.session, filer_id, work.now)
    return [_bound_by(work, each) for each in rows if each.id != besides]


def _bound_by(work: UnitOfWork, row: Boycott) -> Bound:
    principal = None
    if row.rights_holder_id is not None:
        principal = work.session.get_one(RightsHolder, row.rights_holder_id).name
    days = work.policy.law.lane_days
    return Bound(principal, row.ends_at or work.now, row.treatments or {}, days)
