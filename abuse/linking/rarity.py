"""What a shared value tells: of which kind it is, and how rare.

The one place of these weights: the scan (`identifiers.py`, `marks.py`) and the match at sign-up and
filing (`matching.py`) read them here. Must not judge whom a value links.
"""

from __future__ import annotations

from typing import Any, Final

from abuse.policy import Policy

# Kinds that are one fact count once: an office is an address and a network, a mailbox brings its
# domain. The second figure is how telling a shared value is against an equally rare phone.
KIND: dict[str, tuple[str, float]] = {
    "email": ("mail", 1.0), "free_email": ("mail", 1.0),
    "website": ("mail", 0.7), "domain": ("mail", 0.5),
    "phone": ("phone", 1.0), "device": ("device", 1.0), "payment": ("payment", 1.0),
    "address": ("place", 0.8), "ip": ("place", 0.7), "ip_net": ("place", 0.4),
    "paper": ("paper", 0.9), "near_paper": ("paper", 0.7), "text": ("text", 0.8),
}  # fmt: skip
# Kinds that one operator shows again and again. An address, a network or a form of words alone may
# belong to an office, a landlord or a template.
TELLING = frozenset({"device", "payment", "phone", "email", "free_email", "paper"})
# A firm's mailbox, line, words and desk are what its clients show of it; these are one's own.
OWN = frozenset({"device", "payment", "paper", "near_paper", "free_email"})
# One operator may hold more accounts than an office does: these kinds bear three times as many.
_CLOSE = frozenset({"device", "payment", "phone", "email", "free_email", "right"})
_MOST_WEIGHT = 5.0
# A phone is as rare in a small market as in a large one: there are this many filers at least.
_WORLD = 1000
# What two accounts must share to be linked, in log-odds, each value by how rare it is; and what one
# device, payment account, telephone, mailbox or paper must be worth to tie two whose own records
# speak against them (Fellegi and Sunter 1969).
LINK: Final = 6.0
ONE_MARK: Final = 4.4


def rarity(filers: int, sharers: Any) -> Any:
    """Return the log-odds of a value that so many of all filers show, for one number or an array.

    Examples
    --------
    >>> float(rarity(20, 2)), round(float(rarity(1000, 21)), 2)
    (5.0, 3.91)
    """
    import numpy as np  # a tenth of a second, which a service that starts need not wait for

    rare = np.log(max(filers, _WORLD) / np.maximum(sharers - 1, 1))
    return np.minimum(rare, _MOST_WEIGHT)


def most_sharers(policy: Policy, kind: str) -> int:
    """Return how many filers may show a value of a kind for it to link any two of them."""
    return policy.identifiers_common * (3 if kind in _CLOSE else 1)
