"""A letter that a platform fetches, to put it into its own inbox for the seller, is leased."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

# So long nobody else is given the letter: a batch is delivered in minutes.
LEASED_FOR: Final = timedelta(minutes=15)


class Became(StrEnum):
    """What a partner says became of a letter. `read` says that its addressee opened it there, and
    so that it was delivered."""

    DELIVERED = "delivered"
    READ = "read"
    BOUNCED = "bounced"
