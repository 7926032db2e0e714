"""In which order those who want to file a notice without an account get their letter.

Fair queueing (Demers, Keshav, Shenker: Analysis and simulation of a fair queueing algorithm, 1989),
with self-clocked tags (Golestani 1994): each request has a turn, the round in which its network is
served. Whoever comes from another network waits one round at the most, whatever one network sends.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from complaints.rules.logins.accounts import Limit

# How many letters go in a minute, to all of them together. It is published.
A_MINUTE: Final = 60
# How many requests of one network wait at once; more are refused until some have had their turn.
MOST_WAITING: Final = 100
# How many letters one mailbox gets: each holds a link that is good, so nobody is kept out by a
# stranger who names the mailbox.
OF_A_MAILBOX: Final = Limit(3, timedelta(days=1))


def turn_of(served: int | None, last: int | None, latest: int | None) -> int:
    """Return the turn of a new request.

    `served` is the lowest turn of those that wait, None where nobody does; `last` the highest of
    the same network, None for a network that is new; `latest` the highest of all.

    >>> turn_of(7, None, 30), turn_of(7, 9, 30), turn_of(7, 3, 30), turn_of(None, 30, 30)
    (7, 10, 7, 31)
    """
    now = served if served is not None else (latest or 0) + 1
    return now if last is None else max(now, last + 1)


def minutes(ahead: int) -> int:
    """Return how many minutes somebody waits at the most with so many ahead.

    >>> minutes(0), minutes(A_MINUTE - 1), minutes(A_MINUTE)
    (1, 1, 2)
    """
    return ahead // A_MINUTE + 1
