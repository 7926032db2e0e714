"""What every table shares: names of constraints, moments in UTC, enumerations as CHECKs.

Tables have columns and constraints and no behaviour.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite has no time zones, so they are taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment()}


def identity() -> MappedColumn[int]:
    """Return a surrogate key column."""
    return mapped_column(primary_key=True, autoincrement=True)


def link(target: str, **options: Any) -> MappedColumn[Any]:
    """Return an indexed foreign key to `table.column`."""
    options.setdefault("index", True)
    return mapped_column(ForeignKey(target), **options)


def by_policy(table: str) -> Index:
    """Return the index of a table's `policy_number`, without what rests on no policy of ours."""
    there = text("policy_number IS NOT NULL")
    name = f"ix_{table}_policy_number"
    return Index(name, "policy_number", sqlite_where=there, postgresql_where=there)


def one_of(column: str, values: Iterable[str], *, optional: bool = False) -> CheckConstraint:
    """Return the CHECK that keeps `column` to `values`: a closed set, which code branches on."""
    choices = tuple(map(str, values))
    listed = ", ".join(f"'{value}'" for value in choices)
    condition = f"{column} IN ({listed})"
    if optional:
        condition = f"{column} IS NULL OR {condition}"
    return CheckConstraint(condition, name=column, info={"column": column, "values": choices})


def growing(values: Iterable[str], *kind: Any, **options: Any) -> MappedColumn[Any]:
    """Return a column for a set that grows, as grounds do: no CHECK, the doors keep to it.

    `tests/drift` holds the doors, the labels and the documentation to the same set (ADR 0018).
    """
    return mapped_column(*kind, info={"values": values}, **options)


__all__ = [
    "Base",
    "Mapped",
    "Moment",
    "by_policy",
    "growing",
    "identity",
    "link",
    "mapped_column",
    "one_of",
]
