"""What a platform's rows about listings, stores and operators must hold, and how they are stored.

Of several rows about one thing the last one counts. The caller has compared their versions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.models import Claim, Listing, MarketplaceOperator, SellerInbox, Store
from complaints.queries.mailing import inboxes as inbox_queries
from complaints.rules.actors import Scope
from complaints.rules.filing.listing_urls import UrlProblem, canonical
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import InboxKind, InboxSource
from complaints.rules.mailing.inboxes import Address, AddressError, read_address
from complaints.rules.sellers.traders import (
    Identity,
    TraderMember,
    check_identity,
    last_said,
    read_identity,
)
from complaints.rules.upkeep import sealed
from complaints.services.law import countries
from complaints.services.mailing import inboxes
from complaints.services.registry import aim_at, operators, rows
from complaints.services.registry.targets import PLACE, StoreSaid, ensure_stores
from complaints.services.sellers import listings, traders
from complaints.services.sellers.listings import Offer
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork

Key = tuple[int, str]
TABLES: Mapping[str, Any] = {
    "listings": Listing.__table__,
    "stores": Store.__table__,
    "operators": MarketplaceOperator.__table__,
}

# Where the members of a trader stand in a row.
IN_ROW = {str(member): f"/trader/{member}" for member in TraderMember}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a feed: a thing under the marketplace's own id, and what is said of it."""

    marketplace: str
    id: str
    version: int
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Batch:
    """The rows of one call that are taken, and what they name."""

    work: UnitOfWork
    vault: Vault
    places: Mapping[str, int]
    slugs: Mapping[int, str]
    taken: list[tuple[Key, Row]] = field(default_factory=list)
    run: Mapping[Key, int] = field(default_factory=dict)


class WrongError(ValueError):
    """A row that cannot be stored."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


def _check_listing(_batch: Batch, row: Row) -> None:
    _offer(row)


def _offer(row: Row) -> Offer:
    facts = dict(row.facts)
    text, seen_at, _pictures = (facts.pop(name, None) for name in ("text", "seen_at", "pictures"))
    url = facts.pop("url", None) or canonical(row.marketplace, row.id) or ""
    delivered = tuple(facts.pop("delivers_to", ())) or None
    target = Target(
        url=url, marketplace=row.marketplace, listing_id=row.id, delivers_to=delivered, **facts
    )
    try:
        return Offer(aim_at(target), text=text, seen_at=seen_at)
    except UrlProblem as problem:
        raise WrongError(problem.at("/url")) from None


def _check_store(batch: Batch, row: Row) -> None:
    operator = row.facts.get("operator_id")
    if operator and (batch.places[row.marketplace], operator) not in batch.run:
        unknown = _("We do not know this operator yet. Send it first.")
        raise WrongError(FieldError("/operator_id", Code.NOT_FOUND, unknown))
    trader = _trader(row)
    wrong = () if trader is None else tuple(check_identity(trader, IN_ROW, now=batch.work.now))
    if wrong:
        raise WrongError(*wrong)
    _check_inbox(batch, row)


def _trader(row: Row) -> Identity | None:
    stated = row.facts.get("trader")
    return None if stated is None else read_identity(stated)


def _check_inbox(batch: Batch, row: Row) -> None:
    _address(row)
    if row.facts.get("inbox") and Scope.DELIVER not in batch.work.actor.scopes:
        needed = _("Where letters go is said by a key that delivers them.")
        raise WrongError(FieldError("/inbox", Code.NOT_PERMITTED, needed))


def _address(row: Row) -> Address | None:
    inbox = row.facts.get("inbox")
    try:
        return None if inbox is None else read_address(inbox["kind"], inbox["address"])
    except AddressError as error:
        raise WrongError(error.at("/inbox/address")) from None


def _store_listings(batch: Batch) -> tuple[Mapping[Key, int], set[Key]]:
    work = batch.work
    listings.load_offers(work, [_offer(row) for _key, row in batch.taken], vault=batch.vault)
    table = TABLES["listings"]
    known = rows.fetch(work.session, table, PLACE, {key for key, _row in batch.taken})
    ids = {(key[0], key[1]): row.id for key, row in known.items()}
    shown = {ids[key]: row.facts["pictures"] for key, row in batch.taken if "pictures" in row.facts}
    pictures = [{"id": listing_id, "pictures": each} for listing_id, each in shown.items()]
    rows.update_by_id(work.session, table, ("pictures",), pictures)
    return ids, set()


def _store_stores(batch: Batch) -> tuple[Mapping[Key, int], set[Key]]:
    work = batch.work
    said = [
        StoreSaid(place, reference, row.facts.get("name"), batch.run.get((place, _runs(row))))
        for (place, reference), row in batch.taken
    ]
    ids = ensure_stores(work.session, said, work.now)
    stated = {
        ids[key]: row.facts["country"] for key, row in batch.taken if row.facts.get("country")
    }
    countries.store_countries(work, {}, stated)
    shown = last_said((ids[key], _runs(row) or None, _trader(row)) for key, row in batch.taken)
    traders.store_traders(work, set(ids.values()), shown)
    listings.link_operators(work, Claim.store_id.in_(list(ids.values())))
    return ids, _put_inboxes(batch, "store", ids)


def _runs(row: Row) -> str:
    return row.facts.get("operator_id") or ""


def _store_operators(batch: Batch) -> tuple[Mapping[Key, int], set[Key]]:
    names = {key: row.facts["name"] for key, row in batch.taken}
    called = operators.ensure_called(batch.work.session, names, batch.slugs)
    now = {key: operator_id for key, (operator_id, _before) in called.items()}
    moved = {key: before for key, (_now, before) in called.items() if before is not None}
    kept = _put_inboxes(batch, "operator", now, moved)
    known = rows.fetch(batch.work.session, TABLES["operators"], PLACE, set(names))
    return {(key[0], key[1]): row.id for key, row in known.items()}, kept


def _put_inboxes(
    batch: Batch, noun: str, ids: Mapping[Key, int], moved: Mapping[Key, int] | None = None
) -> set[Key]:
    """State where letters reach stores or operators; of several rows the last one counts. Return
    those whose inbox another stated, or whose row names a mailbox of staff: it stays. One under
    another name keeps its inbox (`moved`)."""
    stated = {key: each for key, row in batch.taken if (each := _address(row)) is not None}
    for key, before in (moved or {}).items():
        earlier = _opened(batch, before)
        if key not in stated and earlier is not None:
            stated[key] = earlier
    column = getattr(SellerInbox, f"{noun}_id")
    owners = {ids[key]: key for key in stated}
    others = set()
    for chunk in rows.chunks(sorted(owners)):
        theirs = select(column).where(
            column.in_(chunk),
            SellerInbox.partner_id.is_distinct_from(batch.work.actor.partner_id),
        )
        others |= {owners[each] for each in batch.work.session.scalars(theirs)}
    of_staff = inbox_queries.of_staff(batch.work.session, stated.values())
    others |= {key for key, each in stated.items() if each in of_staff}
    mine = {ids[key]: each for key, each in stated.items() if key not in others}
    inboxes.store_inboxes(batch.work, noun, mine, source=InboxSource.FEED, vault=batch.vault)
    ledger.record(batch.work, "imported", f"{noun}s", 0, rows=len(batch.taken), inboxes=len(mine))
    return others


def _opened(batch: Batch, operator_id: int) -> Address | None:
    """Return the inbox that the partner stated of an operator."""
    inbox = batch.work.session.scalar(
        select(SellerInbox).where(
            SellerInbox.operator_id == operator_id,
            SellerInbox.partner_id == batch.work.actor.partner_id,
        )
    )
    if inbox is None:
        return None
    text = batch.vault.unseal(inbox.address, inbox.key_id, about=sealed.of_inbox(inbox))
    return None if text is None else Address(InboxKind(inbox.kind), text, inbox.domain)


CHECK: Mapping[str, Callable[[Batch, Row], None]] = {
    "listings": _check_listing,
    "stores": _check_store,
    "operators": _check_inbox,
}
STORE: Mapping[str, Callable[[Batch], tuple[Mapping[Key, int], set[Key]]]] = {
    "listings": _store_listings,
    "stores": _store_stores,
    "operators": _store_operators,
}
