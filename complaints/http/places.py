"""Places for work on files: so many at once, one of each sender, and few that wait.

A request that waits holds one of the server's eight threads. So it waits for two seconds at most,
and two threads are left for requests that have nothing to do with files. When the others are
taken, whoever has the most that wait loses one of them to whoever has none: who opens six
connections waits behind itself. Who finds no place is told when to ask again.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from complaints.base.errors import Refusal
from complaints.words import message as _

# Seconds that a request waits for its place, and after which one without may come again.
PATIENCE = 2.0
AGAIN_AFTER = 2
# Requests about files, at work and waiting, in all: of the server's eight threads.
MOST = 6


class Work(StrEnum):
    """What is done with a file: a stranger's is recognised, a document is drawn or copied."""

    RECOGNISE = "recognise"
    SHOW = "show"


# How many at once.
AT_ONCE = {Work.RECOGNISE: 4, Work.SHOW: 2}


@dataclass(eq=False)
class _Request:
    work: Work
    sender: str
    is_at_work: bool = False
    is_sent_away: bool = False


class Places:
    """Who is at work and who waits; several threads may ask at once."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._there: list[_Request] = []

    @contextmanager
    def take_place(self, work: Work, sender: str) -> Iterator[None]:
        """Hold a place for this work of a sender; a second one of the same sender waits.

        Refuses with: unavailable, where too many are there, or no place gets free in time.
        """
        request = _Request(work, sender)
        with self._changed:
            if len(self._there) >= MOST:
                self._send_one_away(sender)
            self._there.append(request)
        try:
            with self._changed:
                is_decided = self._changed.wait_for(lambda: self._is_decided(request), PATIENCE)
                if request.is_sent_away or not is_decided:
                    raise _busy()
                request.is_at_work = True
            yield
        finally:
            with self._changed:
                self._there.remove(request)
                self._changed.notify_all()

    def count(self, work: Work, sender: str) -> int:
        """Return how many requests of a sender are there, at work and waiting."""
        return sum((each.work, each.sender) == (work, sender) for each in self._there)

    def _is_decided(self, request: _Request) -> bool:
        at_work = [
            each.sender for each in self._there if each.is_at_work and each.work == request.work
        ]
        is_free = request.sender not in at_work and len(at_work) < AT_ONCE[request.work]
        return is_free or request.is_sent_away

    def _send_one_away(self, sender: str) -> None:
        """Send away the last that waits, of whoever has more there than this sender will have.

        Refuses with: unavailable, where nobody has.
        """
        counts = Counter(each.sender for each in self._there if not each.is_sent_away)
        waiting = [
            each
            for each in self._there
            if not (each.is_at_work or each.is_sent_away)
            and counts[each.sender] > counts[sender] + 1
        ]
        if not waiting:
            raise _busy()
        most = max(counts[each.sender] for each in waiting)
        [*_others, last] = [each for each in waiting if counts[each.sender] == most]
        last.is_sent_away = True
        self._changed.notify_all()


def _busy() -> Refusal:
    return Refusal(
        "unavailable",
        _("We are checking too many files right now. Try again in a moment."),
        retry_after=AGAIN_AFTER,
    )
