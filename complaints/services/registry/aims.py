"""Where a target aims: the listing that its address and its own words name. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.filing.listing_urls import ListingUrl, UrlProblem, recognise
from complaints.rules.filing.targets import Target, TargetPlace
from complaints.rules.kinds import ListingKind

# With the marketplace's own ids given, an address need not name a listing, but it must be one.
_NOT_AN_ADDRESS = frozenset({"empty", "not_a_url", "scheme", "credentials", "control", "too_long"})
STOREFRONT = "store:"


@dataclass(frozen=True, slots=True)
class Aim:
    """The listing that a target names. Two targets aim at one listing exactly if `key` is equal.

    `store` is the store's id on the marketplace, where the target or its address has it. `seen`
    is what the address alone names, None where it names no listing. `position` is the target's
    index among those stated together.
    """

    marketplace: str
    listing_id: str
    url: str
    kind: str
    store: str | None
    target: Target
    seen: ListingUrl | None
    position: int

    @property
    def key(self) -> tuple[str, str]:
        return (self.marketplace, self.listing_id)


def aim_at(target: Target, position: int = 0) -> Aim:
    """Return the listing that a target aims at.

    The target's own marketplace and listing_id go before its address. A store's name alone does
    not identify it, since two stores can have the same.

    Raises UrlProblem where the address is not one, or where neither it nor the target names a
    listing.
    """
    marketplace = (target.marketplace or "").strip().casefold()
    listing_id = (target.listing_id or "").strip()
    try:
        seen = recognise(target.url)
    except UrlProblem as problem:
        if problem.code in _NOT_AN_ADDRESS or not (marketplace and listing_id):
            raise
        return Aim(
            marketplace, listing_id, target.url, _kind(listing_id), _store(target, None),
            target, None, position,
        )  # fmt: skip
    store = seen.store_id if not marketplace or marketplace == seen.marketplace else None
    return Aim(
        marketplace=marketplace or seen.marketplace,
        listing_id=listing_id or seen.listing_id,
        url=seen.canonical_url,
        kind=seen.kind if listing_id in ("", seen.listing_id) else _kind(listing_id),
        store=_store(target, store),
        target=target,
        seen=seen,
        position=position,
    )


def place_of_aim(aim: Aim) -> TargetPlace:
    """Return where an aim's target is, as far as it says it itself."""
    return TargetPlace(
        aim.marketplace, aim.listing_id, aim.store, aim.target.url, aim.target.delivers_to or ()
    )


def _kind(listing_id: str) -> str:
    return str(ListingKind.STOREFRONT if listing_id.startswith(STOREFRONT) else ListingKind.LISTING)


def _store(target: Target, seen: str | None) -> str | None:
    return (target.store_id or "").strip() or seen
