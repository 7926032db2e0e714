"""Takes in what a platform says of its own stores, listings and operators, row by row.

A row is taken where its version is later than the one that is held: a feed that is sent again, or
whose versions go backwards, changes nothing. What a row leaves out stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.models import Marketplace
from complaints.queries.sellers import marketplaces
from complaints.rules.sellers.feeds import Took, take
from complaints.services.registry import operators, rows
from complaints.services.registry.targets import PLACE
from complaints.services.sellers.feed_rows import CHECK, STORE, TABLES, Batch, Key, Row, WrongError
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: `version` is the one that is held now. `keeps_inbox`: where letters go
    was stated by somebody else, and stays."""

    result: Took
    row: Row | None = None
    version: int | None = None
    errors: Sequence[FieldError] = ()
    keeps_inbox: bool = False

    @property
    def marketplace(self) -> str | None:
        return None if self.row is None else self.row.marketplace

    @property
    def id(self) -> str | None:
        return None if self.row is None else self.row.id


def put(
    work: UnitOfWork, noun: str, sent: Sequence[Row | Sequence[FieldError]], *, vault: Vault
) -> list[Outcome]:
    """Take in rows of “listings”, “stores” or “operators” of the marketplaces that the partner
    runs, and return what became of each, in their order. Errors stand in place of what is no row.
    """
    work = work.by(work.actor.on_sellers_side())
    read = [each for each in sent if isinstance(each, Row)]
    places = _lock_places(work, {row.marketplace for row in read})
    keys = {(places[row.marketplace], row.id) for row in read if row.marketplace in places}
    also = [name for name in ("source_version", "reported_at") if name in TABLES[noun].c]
    known = rows.fetch(work.session, TABLES[noun], PLACE, keys, also=also)
    # The version says what is newer: a call that waited for another one comes after it.
    heard = [getattr(row, "reported_at", None) for row in known.values()]
    work = work.at(max([work.now, *(at for at in heard if at is not None)]))
    batch = Batch(work, vault, places, {place: slug for slug, place in places.items()})
    batch.run = operators.operators_called(work.session, _operators_named(read, places))
    held = {(key[0], key[1]): row.source_version for key, row in known.items()}
    outcomes = [_outcome(batch, noun, each, held) for each in sent]
    if not batch.taken:
        return outcomes
    ids, kept = STORE[noun](batch)
    versions = [{"id": ids[key], "source_version": held[key]} for key in sorted(ids)]
    rows.update_by_id(work.session, TABLES[noun], ("source_version",), versions)
    return [
        replace(each, keeps_inbox=True)
        if each.row is not None and (places.get(each.row.marketplace), each.row.id) in kept
        else each
        for each in outcomes
    ]


def _lock_places(work: UnitOfWork, slugs: set[str]) -> dict[str, int]:
    """Return the numbers of the marketplaces that the partner runs, locked: of two calls about one
    the second sees the versions of the first."""
    run = (
        select(Marketplace)
        .where(Marketplace.slug.in_(slugs))
        .where(Marketplace.id.in_(marketplaces.run_by(work.actor.partner_id or 0)))
        .order_by(Marketplace.id)
        # Who files beside it names the marketplace as well, and need not wait.
        .with_for_update(key_share=True)
    )
    return {row.slug: row.id for row in work.session.scalars(run)}


def _operators_named(read: Sequence[Row], places: Mapping[str, int]) -> set[Key]:
    return {
        (places[row.marketplace], row.facts["operator_id"])
        for row in read
        if row.marketplace in places and row.facts.get("operator_id")
    }


def _outcome(
    batch: Batch, noun: str, each: Row | Sequence[FieldError], held: dict[Key, int | None]
) -> Outcome:
    """Say what becomes of a row, and remember it where it is taken."""
    if not isinstance(each, Row):
        return Outcome(Took.REFUSED, errors=tuple(each))
    try:
        place = _require_place(batch, each)
        CHECK[noun](batch, each)
    except WrongError as error:
        return Outcome(Took.REFUSED, each, errors=error.errors)
    key = place, each.id
    result = take(each.version, held.get(key))
    if result is Took.STORED:
        held[key] = each.version
        batch.taken.append((key, each))
    return Outcome(result, each, held[key])


def _require_place(batch: Batch, row: Row) -> int:
    if row.marketplace not in batch.places:
        none = _("You run no marketplace of this name here.")
        raise WrongError(FieldError("/marketplace", Code.NOT_FOUND, none))
    return batch.places[row.marketplace]
