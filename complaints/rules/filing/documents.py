"""Who may read an uploaded document, and how much one may send.

- Its sender, always.
- Staff, always; the ledger keeps each reading.
- The other side of a claim, only what was put to that claim, or filed with its complaint, and
  marked to be passed on: a counter-notice's documents may show a seller's address and customers,
  evidence a filer's buyers.
- Nobody else: they are answered not-found.

Of a PDF all but its sender read a copy that is made from its pages. The original, which may hold
more, its sender and staff can save.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal
from complaints.rules.logins.accounts import HOUR, Limit
from complaints.words import message as _

# Papers of one complaint, without pictures of listings' pages.
MOST_PAPERS = 50
A_DAY = timedelta(days=1)
MOST_A_DAY = 1000
# Times the largest document, in bytes: 2 GB a day where a document may have 20 MB.
MOST_TIMES_LARGEST = 100
# Refused files, of a sender and of its network: to look at each costs up to a second.
REFUSED = (Limit(20, HOUR), Limit(60, HOUR))
# Milliseconds of processor for files that were taken, of a sender and of its network, and for
# documents that a reader looks at. A photograph of a telephone costs about 150, a page 300.
_TEN_MINUTES = timedelta(minutes=10)
SENDING = (Limit(180_000, _TEN_MINUTES), Limit(540_000, _TEN_MINUTES))
LOOKING = Limit(180_000, _TEN_MINUTES)


def require_room(sent: Sequence[tuple[datetime, int]], *, largest: int, now: datetime) -> None:
    """Refuses with: paper-quota, with the seconds until there is room again.

    `sent`: when each document of the last day came, and its bytes, the oldest first.
    """
    until, size = now, sum(each for _at, each in sent)
    for left, (at, each) in zip(range(len(sent), 0, -1), sent, strict=True):
        if left < MOST_A_DAY and size < MOST_TIMES_LARGEST * largest:
            break
        until, size = at + A_DAY, size - each
    if until > now:
        seconds = ceil((until - now).total_seconds())
        sentence = _("Too many documents were sent from here today.")
        raise Refusal("paper-quota", sentence, retry_after=seconds)


def attached(
    complaint_id: int, papers: Iterable[Mapping[str, Any]], ids: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return what a complaint keeps of papers as they were named, one row a document and kind;
    `ids` are the documents' by their digest."""
    named = {(ids[paper["sha256"]], paper["kind"]): paper for paper in papers}
    return [
        {
            "complaint_id": complaint_id,
            "document_id": document_id,
            "kind": kind,
            "filename": paper.get("filename"),
            "passed_on": paper.get("pass_on", False),
        }
        for (document_id, kind), paper in named.items()
    ]


def check_named(
    papers: Sequence[Mapping[str, Any]], not_nameable: Collection[str]
) -> Iterator[FieldError]:
    """Yield an error for each paper of a filing that its sender may not name."""
    sentence = _(
        "This key names only documents that it may read. Send this one first, then name it by its "
        "SHA-256."
    )
    for number, paper in enumerate(papers):
        if paper["sha256"] in not_nameable:
            yield FieldError(f"/documents/{number}/sha256", Code.NOT_PERMITTED, sentence)
