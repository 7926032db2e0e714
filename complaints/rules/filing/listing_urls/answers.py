"""The results of recognising an address: a `ListingUrl`, or a `UrlProblem` for a person.

They are in a module of their own so that tables and rules can import them without each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from complaints.base.codes import FACTS, Code
from complaints.base.errors import FieldError
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

    def at(self, pointer: str) -> FieldError:
        """Return the error of the field that the pointer names."""
        code, facts = _FAULTS.get(self.code, (Code.WRONG_FORMAT, {"format": "uri"}))
        if code is Code.TOO_LONG:
            facts = {"max": self.message.facts["most"]}
        elif "reason" in FACTS.get(code, ()):
            facts = {**facts, "reason": self.code}
        return FieldError(pointer, code, self.message, facts)


# What these are to a program; every other one is text that is no web address.
_FAULTS: Final[Mapping[str, tuple[Code, Mapping[str, object]]]] = {
    "empty": (Code.REQUIRED, {}),
    "too_long": (Code.TOO_LONG, {}),
    "control": (Code.BAD_CHARACTER, {}),
    "no_listing": (Code.NOT_A_LISTING, {}),
    "ambiguous": (Code.NOT_A_LISTING, {}),
}
