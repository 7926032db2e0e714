"""Writes that a person gave another one access, or gave it back. Ground of the services.

What an operator's command gives needs nobody else. What an administrator gives waits for a second
approval (`services/logins/access.approve`).
"""

from __future__ import annotations

from complaints.models import AccessGrant
from complaints.rules.kinds import GrantKind
from complaints.work import UnitOfWork


def write_claim(work: UnitOfWork, person_id: int) -> None:
    """Write that a person asks for access, for whom nobody has vouched yet."""
    row = AccessGrant(kind=str(GrantKind.ADMITTED), person_id=person_id, granted_at=work.now)
    work.session.add(row)
    work.session.flush()


def write_grant(
    work: UnitOfWork,
    kind: GrantKind,
    *,
    person_id: int | None = None,
    account_id: int | None = None,
) -> AccessGrant:
    """Write that the actor gave this person, or this log-in, access."""
    by = work.actor.person_id
    row = AccessGrant(
        kind=str(kind),
        person_id=person_id,
        account_id=account_id,
        granted_by=by,
        granted_at=work.now,
        approved_at=work.now if by is None else None,
    )
    work.session.add(row)
    work.session.flush()
    return row
