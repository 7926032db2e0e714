"""Notices, declarations and results under China's E-Commerce Law, for anybody: Art. 44.

Served where the operator turned it on. Which notices there are is looked up once a day
(`http/daily.py`), up to the end of the day before; how they stand, each time.
"""

from __future__ import annotations

from array import array
from datetime import UTC, datetime, time
from typing import Final

from flask import Blueprint as Pages
from flask import current_app

from complaints.base.errors import not_found
from complaints.http.daily import Daily
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.law.public_notices import find_notices, find_numbers
from complaints.schemas.law.public_notices import NoticesQuery
from complaints.words import message as _

pages = Pages("public_notices", __name__, url_prefix="/transparency/china")
_KEPT: Final = "cleanhands.public_notices"
A_PAGE: Final = 50


@page(pages, "GET", "", who=ANYONE)
def show_notices(call: PageCall) -> Answer:
    """Show a page of notices, the newest first. Refuses with: not-found."""
    number = call.query(NoticesQuery)["page"]
    numbers = _numbers(call)
    last = max((len(numbers) - 1) // A_PAGE + 1, 1)
    if number > last:
        raise not_found(_("page"))
    here = list(numbers[(number - 1) * A_PAGE : number * A_PAGE])
    return call.render(
        "web/transparency/notices.html",
        notices=find_notices(call.session, here), page=number, last=last, total=len(numbers),
    )  # fmt: skip


def _numbers(call: PageCall) -> array[int]:
    today = call.now.date()
    until = datetime.combine(today, time(), UTC)
    kept: Daily[array[int]] = current_app.extensions.setdefault(_KEPT, Daily())
    return kept.read(0, today, lambda: find_numbers(call.session, until))
