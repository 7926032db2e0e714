"""Which listings a file is for, and what the listings' pages showed: fields of the evidence page.

A few listings are ticked, and each has a field for its page's text; of many the numbers are
written, and a text is added for one listing after the other. Both are read in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from werkzeug.datastructures import MultiDict

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.models import Draft
from complaints.papers.recognition import PDF
from complaints.queries.filing.documents import DocumentView
from complaints.rules.filing.admissibility import last_date
from complaints.rules.sellers.listings_seen import LONGEST_TEXT, MOST_PICTURES
from complaints.words import Message
from complaints.words import message as _

# What a file is where it shows a listing's page: no kind of document, but a part of the listing.
PAGE = "page"
# So many listings are ticked, and have a field for their page's text each.
FEW = 12
# Of many: the number of a listing, and the text of its page, which are added to the others.
ADDED_TO, ADDED = "page_of", "page_text"
RANGE = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?", re.ASCII)
Form = MultiDict[str, str]


def urls_of(draft: Draft) -> list[str]:
    """Return the addresses of the draft's listings, in order."""
    return [target["url"] for target in draft.data.get("where", {}).get("targets", [])]


def numbers(form: Form, name: str, most: int) -> set[int]:
    """Return the numbers of listings that a field names, from 1. Raises ValueError."""
    chosen: set[int] = set()
    for part in ",".join(form.getlist(name)).replace("，", ",").split(","):
        if not part.strip():
            continue
        match = RANGE.fullmatch(part.strip())
        first = int(match[1]) if match else 0
        last = int(match[2] or match[1]) if match else 0
        if not 1 <= first <= last <= most:
            raise ValueError(part)
        chosen |= set(range(first, last + 1))
    return chosen


def with_added(form: Form, urls: Sequence[str]) -> Form:
    """Return the form with the text that was added for one of many listings in that listing's
    field; as it is where no listing was chosen."""
    number, text = form.get(ADDED_TO, ""), form.get(ADDED, "")
    is_one = number.isascii() and number.isdigit() and len(number) <= 3
    if not text.strip() or not is_one or not 1 <= int(number) <= len(urls):
        return form
    whole = MultiDict(form.items(multi=True))
    whole[f"text-{int(number)}"] = text
    for name in (ADDED_TO, ADDED):
        whole.pop(name)
    return whole


def wrong(
    form: Form, views: Sequence[DocumentView], urls: Sequence[str], now: datetime
) -> list[FieldError]:
    """Return everything that is wrong with these fields."""
    problems = [error for view in views for error in _wrong_file(form, view, urls)]
    if form.get(ADDED, "").strip():
        problems.append(
            FieldError(
                f"/{ADDED_TO}", Code.REQUIRED, _("Choose the listing that this text is from.")
            )
        )
    for number in range(1, len(urls) + 1):
        if len(form.get(f"text-{number}", "")) > LONGEST_TEXT:
            problems.append(
                FieldError(
                    f"/text-{number}",
                    Code.TOO_LONG,
                    _("Enter at most %(most)s characters of the page.", most=LONGEST_TEXT),
                    {"max": LONGEST_TEXT},
                )
            )
    try:
        seen_on = _day(form)
    except ValueError:
        problems.append(
            FieldError(
                "/seen_on",
                Code.WRONG_FORMAT,
                _("Enter the day as year, month and day."),
                {"format": "date"},
            )
        )
    else:
        if seen_on is not None and seen_on > last_date(now):
            problems.append(
                FieldError(
                    "/seen_on", Code.IN_THE_FUTURE, _("Enter a day that is not in the future.")
                )
            )
    return problems


def _wrong_file(form: Form, view: DocumentView, urls: Sequence[str]) -> Iterator[FieldError]:
    name = f"for-{view.upload.id}"
    try:
        chosen = numbers(form, name, len(urls))
    except ValueError:
        yield FieldError(
            f"/{name}",
            Code.OUT_OF_RANGE,
            _("Enter numbers from 1 to %(most)s, for example: 1, 3-5.", most=len(urls)),
            {"min": 1, "max": len(urls)},
        )
        return
    if form.get(f"kind-{view.upload.id}") != PAGE:
        return
    if view.content.media_type == PDF:
        yield FieldError(
            f"/{name}",
            Code.UNUSABLE_FILE,
            _("This is a PDF. Send what the page showed as a picture, or as evidence."),
            {"reason": "type"},
        )
    elif len(urls) > 1 and not chosen:
        yield FieldError(
            f"/{name}", Code.REQUIRED, _("Choose the listing that this picture shows.")
        )


def targets_of(form: Form, view: DocumentView, urls: Sequence[str]) -> list[str]:
    """Return the addresses that a file is for; none where it is for all."""
    chosen = numbers(form, f"for-{view.upload.id}", len(urls))
    return [] if len(chosen) == len(urls) else [urls[number - 1] for number in sorted(chosen)]


def seen_of(
    form: Form, views: Sequence[DocumentView], urls: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Return what the pages showed, by address, as the API takes it."""
    day = _day(form)
    seen: dict[str, dict[str, Any]] = {}
    for number, url in enumerate(urls, 1):
        text = form.get(f"text-{number}", "").replace("\r\n", "\n").strip()
        pictures = [view.upload.id for view in views if _shows(form, view, number, len(urls))]
        if text or pictures:
            seen[url] = {"pictures": pictures[:MOST_PICTURES]}
            if text:
                seen[url]["text"] = text
            if day is not None:
                # The day is what was said; noon is on that day nearly everywhere.
                seen[url]["seen_at"] = datetime.combine(day, time(12), UTC).isoformat()
    return seen


def _shows(form: Form, view: DocumentView, number: int, count: int) -> bool:
    if form.get(f"kind-{view.upload.id}") != PAGE:
        return False
    return count == 1 or number in numbers(form, f"for-{view.upload.id}", count)


def _day(form: Form) -> date | None:
    text = form.get("seen_on", "").strip()
    return date.fromisoformat(text) if text else None


def stored(step: Mapping[str, Any], urls: Sequence[str]) -> Form:
    """Return the fields as the draft keeps them, so that a page shows them again."""
    fields: list[tuple[str, str]] = []
    place = {url: str(number) for number, url in enumerate(urls, 1)}
    for paper in step.get("documents", []):
        upload_id = paper.get("document_id")
        fields += [(f"for-{upload_id}", place[url]) for url in paper.get("targets", ())
                   if url in place]  # fmt: skip
    for url, page in step.get("seen", {}).items():
        if url in place:
            fields.append((f"text-{place[url]}", page.get("text", "")))
            fields += [(f"for-{upload_id}", place[url]) for upload_id in page["pictures"]]
            if "seen_at" in page:
                fields.append(("seen_on", page["seen_at"][:10]))
    return MultiDict(fields)


def kinds() -> list[tuple[str, Message]]:
    """Return the choices of what a file is, beside the kinds of documents."""
    return [(PAGE, _("Picture of the listing's page"))]
