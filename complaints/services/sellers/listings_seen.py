"""Stores what listings' pages showed, as filers and the platform's catalogue send it.

Nothing is fetched. The caller has checked that the sender may: pictures are uploads of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from complaints.models import ListingSeen, ListingSeenPicture
from complaints.rules.kinds import SeenBy
from complaints.rules.sellers.listings_seen import PageSeen
from complaints.services.registry import rows
from complaints.work import UnitOfWork

SEEN: Any = ListingSeen.__table__
FACTS = ("title", "store_name", "price", "currency", "listed_on", "text")


def by_filer(work: UnitOfWork, claims: Mapping[int, int], pages: Mapping[int, PageSeen]) -> None:
    """Store what a filer says that the pages of its new claims showed.

    `claims` are the claims' ids by listing, `pages` what each listing showed.
    """
    shown = [(listing_id, page) for listing_id, page in pages.items() if page.shows]
    new = [
        {
            "listing_id": listing_id,
            "claim_id": claims[listing_id],
            "source": str(SeenBy.FILER),
            "seen_at": page.seen_at or work.now,
            "recorded_at": work.now,
            "text": page.text,
        }
        for listing_id, page in shown
    ]
    ids = rows.ensure(work.session, SEEN, ("claim_id",), new)
    pictures = [
        {"seen_id": ids[(claims[listing_id],)].id, "position": position, "upload_id": upload_id}
        for listing_id, page in shown
        for position, upload_id in enumerate(page.pictures)
    ]
    if pictures:
        work.session.execute(insert(ListingSeenPicture), pictures)


def by_catalogue(
    work: UnitOfWork, said: Sequence[tuple[int, datetime | None, Mapping[str, Any]]]
) -> int:
    """Store what the platform's catalogue says of listings: (listing id, when seen, facts); return
    how many views are new.

    One that repeats the newest that the catalogue gave adds none. Of several rows about a listing
    the last one counts.
    """
    last = {listing_id: (seen_at, facts) for listing_id, seen_at, facts in said}
    known = _newest(work, list(last))
    new = []
    for listing_id, (seen_at, facts) in sorted(last.items()):
        view = {name: facts.get(name) for name in FACTS}
        if any(value is not None for value in view.values()) and view != known.get(listing_id):
            new.append(
                {
                    "listing_id": listing_id,
                    "claim_id": None,
                    "source": str(SeenBy.CATALOGUE),
                    # Another clock may be ahead of ours.
                    "seen_at": min(seen_at or work.now, work.now),
                    "recorded_at": work.now,
                    **view,
                }
            )
    rows.insert_all(work.session, SEEN, new)
    return len(new)


def _newest(work: UnitOfWork, listing_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the facts of the newest view that the catalogue gave of each listing."""
    known: dict[int, dict[str, Any]] = {}
    for chunk in rows.chunks(listing_ids):
        mine = (
            select(
                ListingSeen.listing_id,
                func.row_number()
                .over(
                    partition_by=ListingSeen.listing_id,
                    order_by=(ListingSeen.seen_at.desc(), ListingSeen.id.desc()),
                )
                .label("place"),
                *(SEEN.c[name] for name in FACTS),
            )
            .where(ListingSeen.listing_id.in_(chunk), ListingSeen.source == str(SeenBy.CATALOGUE))
            .subquery()
        )
        newest = select(mine).where(mine.c.place == 1)
        for row in work.session.execute(newest):
            known[row.listing_id] = {name: getattr(row, name) for name in FACTS}
    return known
