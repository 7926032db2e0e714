"""A target as it was stated: by a form, the API, a history or a catalogue. Plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from complaints.base.clock import iso_day
from complaints.base.errors import FieldError
from complaints.rules.sellers.listings_seen import PageSeen


@dataclass(frozen=True, slots=True)
class Target:
    """One target's members, as the contract names them; None where they were not stated.

    `seen` is what the page showed. It is no part of the contract: histories and exports have none.
    """

    url: str
    marketplace: str | None = None
    listing_id: str | None = None
    store_id: str | None = None
    store_name: str | None = None
    operator: str | None = None
    category: str | None = None
    title: str | None = None
    listed_on: date | None = None
    price: Decimal | None = None
    currency: str | None = None
    sales_30d: int | None = None
    status_at_filing: str | None = None
    delivers_to: tuple[str, ...] | None = None
    seen: PageSeen | None = None

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> Target:
        """Return the target that an object of the contract's shape states."""
        members: dict[str, Any] = {name: stated.get(name) for name in MEMBERS}
        price = members["price"]
        members["price"] = None if price is None else Decimal(str(price))
        members["listed_on"] = iso_day(members["listed_on"])
        delivered = members["delivers_to"]
        members["delivers_to"] = None if delivered is None else tuple(delivered)
        return cls(**members)

    def plain(self) -> dict[str, Any]:
        """Return the contract's members as JSON, as the API takes them and a draft keeps them."""
        return {
            name: _plain(value)
            for name, value in asdict(replace(self, seen=None)).items()
            if value is not None
        }


@dataclass(frozen=True, slots=True)
class TargetPlace:
    """Where a target is: its marketplace's slug, and the ids there of listing and store as far as
    they are known; its address as stated, and the countries to which it says it is delivered."""

    marketplace: str
    listing_id: str = ""
    store: str | None = None
    address: str = ""
    delivers_to: tuple[str, ...] = ()


class WhereWrong(StrEnum):
    """What becomes of a notice of which some targets are wrong: none of it is filed, or the others
    are."""

    REFUSE = "refuse"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class WrongTarget:
    """A target that is set aside: its place among those that were sent, from 0, its address as far
    as it is one, and what is wrong, with pointers that begin at the target."""

    place: int
    url: str | None
    errors: Sequence[FieldError]


def _plain(value: Any) -> Any:
    if isinstance(value, date | Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


MEMBERS: Final = tuple(each.name for each in fields(Target) if each.name != "seen")
