"""Which keys the database is under: their fingerprints, never the keys.

Changes of the service's keys: how far each has come, so that it goes on where it was stopped.
"""

from __future__ import annotations

from datetime import datetime

from complaints.models.base import Base, Mapped, growing, identity, mapped_column
from complaints.rules.kinds import SecretKind


class KnownKey(Base):
    """`fingerprint` is the key's public name (`vault.key_name`). One row a kind."""

    __tablename__ = "known_key"

    id: Mapped[int] = identity()
    kind: Mapped[str] = growing(SecretKind, unique=True)
    fingerprint: Mapped[str]
    since: Mapped[datetime]


class KeyRotation(Base):
    """From `old_key` to `new_key` (their public names). `place` is the table under way, `after` the
    last id that was moved there; `lost` counts what could not be opened."""

    __tablename__ = "key_rotation"

    id: Mapped[int] = identity()
    kind: Mapped[str] = growing(SecretKind)
    old_key: Mapped[str]
    new_key: Mapped[str]
    place: Mapped[str | None]
    after: Mapped[str | None]
    moved: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
