"""Accounts that file, their identity attributes, and which of them are trusted flaggers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, func, text

from abuse.identity.origins import Origin
from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.authority.flaggers import ENDED, FlaggerChange
from complaints.rules.kinds import Basis, FilerKind, IdentityKind


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


_LIVE = text("changed IS NULL OR changed NOT IN (" + ", ".join(f"'{each}'" for each in ENDED) + ")")


class TrustedFlagger(Base):
    """What a coordinator made public of an account, as one administrator entered it and another
    approved it.

    `field` are the bases of complaints that are of its expertise. `authority` awarded the status on
    `awarded_on`; `source` is the page that says so. `changed` is what was noted last, as of
    `changed_on`, by `change_source`: the page, or why the entry was wrong.
    """

    __tablename__ = "trusted_flagger"
    __table_args__ = (
        Index(
            "uq_trusted_flagger_live", "filer_id", unique=True,
            sqlite_where=_LIVE, postgresql_where=_LIVE,
        ),
        one_of("changed", FlaggerChange, optional=True),
        CheckConstraint("approved_by IS NULL OR approved_by <> entered_by", name="two_persons"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved"),
        CheckConstraint(
            "(changed IS NULL) = (changed_on IS NULL) AND (changed IS NULL) = (changed_by IS NULL)",
            name="change",
        ),
    )  # fmt: skip

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id")
    entity: Mapped[str]
    field: Mapped[list[str]] = growing(Basis, JSON)
    authority: Mapped[str]
    source: Mapped[str]
    awarded_on: Mapped[date]
    entered_by: Mapped[int] = link("person.id")
    entered_at: Mapped[datetime]
    approved_by: Mapped[int | None] = link("person.id")
    approved_at: Mapped[datetime | None]
    changed: Mapped[str | None]
    changed_on: Mapped[date | None]
    changed_by: Mapped[int | None] = link("person.id")
    change_source: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
