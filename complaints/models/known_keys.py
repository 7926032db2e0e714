"""Which keys the database is under: their fingerprints, never the keys."""

from __future__ import annotations

from datetime import datetime

from complaints.models.base import Base, Mapped, growing, identity
from complaints.rules.kinds import SecretKind


class KnownKey(Base):
    """`fingerprint` is the key's public name (`vault.key_name`). One row a kind."""

    __tablename__ = "known_key"

    id: Mapped[int] = identity()
    kind: Mapped[str] = growing(SecretKind, unique=True)
    fingerprint: Mapped[str]
    since: Mapped[datetime]
