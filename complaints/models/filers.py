"""Accounts that file, and their identity attributes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, func

from abuse.identity.origins import Origin
from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.kinds import FilerKind, IdentityKind


class Filer(Base):
    """An account that files. Its reference is unique within its source.

    `reported_at` is the filing that the facts are from; an older filing does not overwrite them.
    `folded_name` is the name in the one spelling by which names are compared
    (`abuse.identity.names.core`); `party_id` is whoever stands behind the account.
    """

    __tablename__ = "filer"
    __table_args__ = (
        UniqueConstraint("source", "reference"),
        one_of("kind", FilerKind, optional=True),
    )

    id: Mapped[int] = identity()
    source: Mapped[str]
    reference: Mapped[str]
    name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(index=True)
    party_id: Mapped[int] = link("party.id")
    kind: Mapped[str | None]
    country: Mapped[str | None]
    registered_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class FilerIdentity(Base):
    """One identity attribute that a filer showed, with when it was first and last seen.

    `digest` is the keyed hash of the normalised value; `sealed` the original, encrypted under the
    key named by `key_id` (empty for what is derived, as an IP's network is). `domain` is the
    readable domain of an email or a website. `origin` is how we know the attribute best, and
    `known_since` since when; before that it was known as one of which nothing is said
    (`abuse.identity.origins`).
    """

    __tablename__ = "filer_identity"
    __table_args__ = (
        UniqueConstraint("filer_id", "kind", "digest"),
        Index("ix_filer_identity_digest", "digest", "first_seen"),
        one_of("origin", Origin),
    )

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id", index=False)
    kind: Mapped[str] = growing(IdentityKind)
    digest: Mapped[str]
    sealed: Mapped[bytes | None]
    key_id: Mapped[str | None]
    domain: Mapped[str | None]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    origin: Mapped[str] = mapped_column(server_default=str(Origin.TYPED))
    known_since: Mapped[datetime] = mapped_column(server_default=func.now())


class FilerStore(Base):
    """A store that a filer is known to run."""

    __tablename__ = "filer_store"

    filer_id: Mapped[int] = link("filer.id", primary_key=True, index=False)
    store_id: Mapped[int] = link("store.id", primary_key=True)
