"""What staff can do about a claim that would be treated otherwise if it were filed today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from complaints.words import Message
from complaints.words import message as _

# By why it is in the list; while it is open, and once its listing is down.
OPEN: Final[Mapping[str, Message]] = {
    "law": _(
        "It keeps the form and the deadlines under which it was filed. Decide it by these. If the "
        "filer wants it under today's law, it withdraws this claim and files a new complaint."
    ),
    "outside": _(
        "Ask the filer why its right applies there. A person decides: to take the listing down, "
        "write to the seller why."
    ),
    "unknown": _(
        "Ask the filer in which countries the right applies, or record it from the register on the "
        "complaint's page. Until it is known, a person decides."
    ),
}
DOWN: Final[Mapping[str, Message]] = {
    "law": _(
        "The seller answers under the law that it was told, and the deadlines of that law run. If "
        "an answer brings the listing back, the filer can file a new complaint under today's law."
    ),
    "outside": _(
        "It stays as it was decided. The seller can appeal, and you can enter an appeal for it on "
        "the claim's page. An appeal is decided by where the right applies today."
    ),
}


def advice(why: str, *, is_open: bool) -> Message:
    """Return what staff can do about it."""
    return OPEN[why] if is_open else DOWN[why]
