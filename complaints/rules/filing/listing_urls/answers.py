"""The results of recognising an address: a `ListingUrl`, or a `UrlProblem` for a person.

They are in a module of their own so that tables and rules can import them without each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from complaints.words import Message

Kind = Literal["listing", "storefront"]


@dataclass(frozen=True, slots=True)
class ListingUrl:
    """The one listing (or store front) that an address names.

    `marketplace` and `listing_id` together identify it: two addresses name the same listing exactly
    if both are equal. A store front's `listing_id` begins with `store:`, which no listing's does.
    `canonical_url` is https, free of tracking, at most 2,000 characters, and recognising it gives
    an equal `ListingUrl`. `store_id` is set where the address itself names the store.
    """

    marketplace: str
    listing_id: str
    canonical_url: str
    store_id: str | None
    kind: Kind


class UrlProblem(ValueError):
    """Why an address cannot be a target.

    `code` is a stable slug: `empty`, `not_a_url`, `scheme`, `credentials`, `host`, `port`,
    `control`, `too_long`, `no_listing`, `ambiguous`. `message` is one sentence for a person and
    repeats nothing of the address.
    """

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
