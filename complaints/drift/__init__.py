"""What a database's schema has against what it must have: missing, different, extra.

    drift = of(database)
    drift.holds, drift.missing

What is missing or different lets nothing start, and so does what is more and may refuse a row that
this code writes: an earlier version's check, say. What else is extra, as an index that an operator
added, is told only. The comparison knows neither database: `reading` and `shapes` put tables,
columns, indexes, keys, checks and the ledger's triggers into one form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from complaints.drift.reading import of_database
from complaints.drift.shapes import (
    NEEDS_A_VALUE,
    REFUSES,
    UNIQUE,
    Kind,
    Shape,
    Thing,
    of_models,
)
from complaints.storage.db import Database
from complaints.words import Listed, Message
from complaints.words import message as _

# So many are named; the rest is counted.
NAMED = 12


@dataclass(frozen=True, slots=True)
class Drift:
    """What differs, each thing as a message that names it."""

    missing: tuple[Message, ...] = ()
    different: tuple[Message, ...] = ()
    extra: tuple[Message, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the code can serve the database: nothing is missing, and nothing differs."""
        return not self.missing and not self.different

    @property
    def sentence(self) -> Message:
        """Return what is missing and what is different, in one sentence."""
        parts = []
        if self.missing:
            parts.append(_("missing: %(names)s", names=list_names(self.missing)))
        if self.different:
            parts.append(_("different: %(names)s", names=list_names(self.different)))
        return _("%(one)s; %(other)s", one=parts[0], other=parts[1]) if parts[1:] else parts[0]

    @property
    def more(self) -> Listed:
        """Return what is extra, as a list."""
        return list_names(self.extra)


def find_drift(database: Database) -> Drift:
    """Compare the database with the models."""
    with database.engine.connect() as connection:
        return of_connection(connection)


def of_connection(connection: Connection, *, tables_only: bool = False) -> Drift:
    """Compare what a connection sees with the models; `tables_only`: its tables and columns."""
    wanted = of_models(connection.dialect.name)
    if tables_only:
        wanted = {thing: has for thing, has in wanted.items() if thing.kind <= Kind.COLUMN}
    return between(wanted, of_database(connection))


def between(wanted: Shape, there: Shape) -> Drift:
    """Compare two shapes: the one that must be, and the one that is."""
    lost = {thing.table for thing in wanted.keys() - there.keys() if thing.kind is Kind.TABLE}
    strange = {thing.table for thing in there.keys() - wanted.keys() if thing.kind is Kind.TABLE}
    missing: list[Message] = []
    different: list[Message] = []
    extra: list[Message] = []
    for thing in sorted(wanted.keys() - there.keys()):
        # Of a table that is missing, the table alone is named.
        if thing.kind is Kind.TABLE or thing.table not in lost:
            missing.append(_name(thing))
    for thing in sorted(wanted.keys() & there.keys()):
        if not _agree(wanted[thing], there[thing]):
            different.append(_difference(thing, wanted, there))
    for thing in sorted(there.keys() - wanted.keys()):
        if thing.kind is not Kind.TABLE and thing.table in strange:
            continue
        if _may_refuse(thing, there[thing]):
            name = _name(thing)
            different.append(_("%(thing)s (one too many)", thing=name))
        else:
            extra.append(_name(thing))
    return Drift(tuple(missing), tuple(different), tuple(extra))


def list_names(names: Sequence[Message | str]) -> Listed:
    """Return names as a list, cut where it is long."""
    if len(names) <= NAMED:
        return Listed(names)
    return Listed([*names[:NAMED], _("%(rest)s more", rest=len(names) - NAMED)])


def _agree(wanted: tuple[str, ...], there: tuple[str, ...]) -> bool:
    """Say whether two are the same; a default more than is asked for stands in nobody's way."""
    return wanted == there or wanted == (*there, NEEDS_A_VALUE)


def _may_refuse(thing: Thing, has: tuple[str, ...]) -> bool:
    """Say whether something that is more may refuse what this code writes into its table."""
    is_unique = thing.kind is Kind.KEY and thing.name.startswith("unique ")
    return thing.kind is Kind.CHECK or is_unique or bool({NEEDS_A_VALUE, REFUSES, UNIQUE} & {*has})


def _difference(thing: Thing, wanted: Shape, there: Shape) -> Message:
    return _(
        "%(thing)s (%(there)s instead of %(wanted)s)",
        thing=_name(thing),
        there=" ".join(there[thing]) or "–",
        wanted=" ".join(wanted[thing]) or "–",
    )


def _name(thing: Thing) -> Message:
    match thing.kind:
        case Kind.TABLE:
            return _("the table %(name)s", name=thing.table)
        case Kind.COLUMN:
            return _("the column %(name)s", name=f"{thing.table}.{thing.name}")
        case Kind.INDEX:
            return _("the index %(name)s", name=thing.name)
        case Kind.TRIGGER:
            return _("the trigger %(name)s", name=thing.name)
        case Kind.KEY:
            return _("the key %(name)s", name=f"{thing.table}: {thing.name}")
        case Kind.CHECK:
            return _("the check %(name)s", name=thing.name)
