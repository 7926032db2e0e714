"""What a counter-notice sets going: a law's clock, our first round of answers, or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from complaints.models import Claim, Clock
from complaints.queries import answers, suits
from complaints.queries import clocks as running_clocks
from complaints.rules.calendars import Calendar
from complaints.rules.regimes import ClockKind
from complaints.rules.restoration import REACHES_WITHIN, back_on, clock_of, tell_by
from complaints.services import clocks
from complaints.words.letters.restoring import Answered
from complaints.work import UnitOfWork


def start_answer_clocks(work: UnitOfWork, claim: Claim) -> Clock | None:
    """Start what the answer to a claim sets going, None where nothing is.

    Where a suit keeps the listing down already, the law's clock stands still from its start on.
    A declaration under the E-Commerce Law reaches a filer that can read here at once. Else
    it does so as its letter goes out (`services/reaching.py`), and at the latest after
    `REACHES_WITHIN`.
    """
    kind = clock_of(running_clocks.law_of(work, claim), listing_down=claim.listing_down)
    if kind is None:
        return None
    at = work.now
    if kind is ClockKind.WAIT and not answers.reads_here(work.session, claim.filer_id, work.now):
        at += REACHES_WITHIN
    clock = clocks.start(work, claim, kind, at=at)
    if clock is not None and claim.id in suits.keep_down(work.session, [claim.id]):
        clocks.stop(work, clock, "proceeding")
        return None
    return clock


def answered(
    work: UnitOfWork,
    rows: Sequence[Claim],
    urls: Mapping[int, str],
    runs: Mapping[int, Clock | None],
) -> list[Answered]:
    """Return what the letter to the filer says of each of these claims of one complaint."""
    (first, *others) = rows
    page = work.links.page(f"/claims/{first.id}")
    if others:
        page = work.links.page(f"/complaints/{first.complaint_id}")
    return [_answered(work, row, urls[row.listing_id], runs[row.id], page) for row in rows]


def _answered(work: UnitOfWork, row: Claim, url: str, clock: Clock | None, page: str) -> Answered:
    if clock is None:
        return Answered(row.id, url, page)
    return Answered(
        row.id,
        url,
        page,
        kind=clock.kind,
        zone=str(Calendar(clock.calendar).zone),
        back=back_on(clock.calendar, clock.ends_at),
        by=tell_by(clock.calendar, clock.ends_at),
        reaches_later=clock.starts_at > work.now,
    )
