"""Revokes all keys of an owner at once. Ground of the services."""

from __future__ import annotations

from sqlalchemy import select

from complaints.models import ApiKey
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def revoke_keys(
    work: UnitOfWork, *, person_id: int | None = None, filer_id: int | None = None
) -> None:
    """Revoke the keys of a person, or of a filer, that are not revoked yet."""
    owner = ApiKey.filer_id == filer_id if person_id is None else ApiKey.person_id == person_id
    for key in work.session.scalars(select(ApiKey).where(owner, ApiKey.revoked_at.is_(None))):
        key.revoked_at = work.now
        ledger.record(work, "revoked", "api_key", key.id)
