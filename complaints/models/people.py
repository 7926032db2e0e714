"""Staff, partners and the keys that act for them, or for a filer.

Access that one person gave to another, or gave back: what one person alone did is known.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.actors import PersonRole, Scope
from complaints.rules.kinds import GrantKind


class Person(Base):
    """A member of the platform's staff. Second-person rules compare these. `team` is the name of
    the team whose cases the person works on. Until `away_until` its work is `stand_in_id`'s, who is
    one of the staff too; `away_zone` names the clocks, as in the tz database, by which the last day
    of an absence ends."""

    __tablename__ = "person"
    __table_args__ = (one_of("role", PersonRole),)

    id: Mapped[int] = identity()
    handle: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    team: Mapped[str | None]
    away_until: Mapped[datetime | None]
    away_zone: Mapped[str | None]
    stand_in_id: Mapped[int | None] = link("person.id")


class Partner(Base):
    """A system that files on behalf of others; or a platform's, which delivers letters to the
    sellers on its marketplaces, speaks for them and carries decisions out."""

    __tablename__ = "partner"

    id: Mapped[int] = identity()
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime]


class PartnerMarketplace(Base):
    """A marketplace that a partner runs: there it delivers, speaks for sellers and enforces."""

    __tablename__ = "partner_marketplace"

    partner_id: Mapped[int] = link("partner.id", primary_key=True, index=False)
    marketplace_id: Mapped[int] = link("marketplace.id", primary_key=True)


class ApiKey(Base):
    """A key, stored as a hash; `prefix` is its public part, shown in lists and logs.

    It is good until `ends_at`; `last_used_at` is kept to the hour. `session_id` is the session on
    the pages in which it was made, as long as that is kept. Until `renews_until` it may make its
    own successor, which names it in `successor_of`.
    """

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN filer_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN partner_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_owner",
        ),
    )

    id: Mapped[int] = identity()
    prefix: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[str]
    label: Mapped[str]
    person_id: Mapped[int | None] = link("person.id")
    filer_id: Mapped[int | None] = link("filer.id")
    partner_id: Mapped[int | None] = link("partner.id")
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    session_id: Mapped[int | None] = link("account_session.id")
    successor_of: Mapped[int | None] = link("api_key.id")
    renews_until: Mapped[datetime | None]


class ApiKeyScope(Base):
    """One scope of a key."""

    __tablename__ = "api_key_scope"
    __table_args__ = (one_of("scope", Scope),)

    api_key_id: Mapped[int] = link("api_key.id", primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)


class ApiKeyFiler(Base):
    """A filer for which a partner's key is good, by the partner's own reference for it. A key
    without any is good for all of them."""

    __tablename__ = "api_key_filer"

    api_key_id: Mapped[int] = link("api_key.id", primary_key=True, index=False)
    reference: Mapped[str] = mapped_column(primary_key=True)


class AccessGrant(Base):
    """An administrator let a person in, gave access back, or took a second factor off an account.

    `granted_by` is None where an operator's command did. `approved_by` is the second administrator;
    `approved_at` without one says that an operator's command approved. One that is not approved
    ties the two: they count as one person in any case in which both have a part. An admission that
    was refused (`refused_at`) never gave any access.
    """

    __tablename__ = "access_grant"
    __table_args__ = (
        one_of("kind", GrantKind),
        CheckConstraint("(person_id IS NULL) <> (account_id IS NULL)", name="one_receiver"),
        CheckConstraint("approved_by IS NULL OR approved_at IS NOT NULL", name="approved"),
    )

    id: Mapped[int] = identity()
    kind: Mapped[str]
    person_id: Mapped[int | None] = link("person.id")
    account_id: Mapped[int | None] = link("account.id")
    granted_by: Mapped[int | None] = link("person.id")
    granted_at: Mapped[datetime]
    approved_by: Mapped[int | None] = link("person.id")
    approved_at: Mapped[datetime | None] = mapped_column(index=True)
    refused_at: Mapped[datetime | None]
