"""Reads a platform's own catalogue, as CSV or JSON Lines: which store has which listing, since
when, at what price. What cannot be stored becomes a `Reject`; nothing here is stored.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from complaints.errors import FieldError
from complaints.importers.interchange import parse
from complaints.importers.lines import RawLine
from complaints.importers.rejects import Reject
from complaints.rules.listing_urls import UrlProblem, canonical
from complaints.services.listings import Offer
from complaints.services.registry import aim_at

TEXTS = (
    "marketplace", "listing_id", "url", "store_id", "store_name", "operator", "category", "title",
    "currency",
)  # fmt: skip
FIELDS = (*TEXTS, "listed_on", "price", "sales_30d")
_CURRENCY = re.compile("[A-Z]{3}")
LONGEST = 500
LONGEST_URL = 2_000
LARGEST_PRICE = 1e11
LARGEST_COUNT = 2_147_483_647


class HeadingError(ValueError):
    """A catalogue whose heading cannot be read."""


class RowError(ValueError):
    """A row that cannot be stored: a pointer and a sentence."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(detail)
        self.field = FieldError(f"/{name}" if name else "", detail)


def read_lines(lines: Iterable[RawLine]) -> Iterator[Offer | Reject]:
    """Yield what each row says, or why it cannot go in.

    A file whose first line begins with a brace is JSON Lines, any other is CSV with a heading.
    Raises HeadingError, where a CSV's heading lacks what every row needs.
    """
    rest = iter(lines)
    first = next(rest, None)
    if first is None:
        return
    everything = chain([first], rest)
    if first.content.lstrip().startswith(b"{"):
        yield from _json_lines(everything)
    else:
        yield from _csv_lines(everything)


def _json_lines(lines: Iterable[RawLine]) -> Iterator[Offer | Reject]:
    for line in lines:
        raw = line.content.decode("utf-8", "backslashreplace")
        try:
            value = parse(line.content)
        except ValueError as error:
            yield Reject(line.number, str(error), raw)
            continue
        yield _offer(value, line.number, raw)


def _csv_lines(lines: Iterable[RawLine]) -> Iterator[Offer | Reject]:
    numbers: list[int] = []

    def texts() -> Iterator[str]:
        for line in lines:
            numbers[:] = [line.number]
            yield line.content.decode("utf-8", "backslashreplace").replace("\0", "") + "\n"

    rows = csv.reader(texts(), strict=True)
    heading = [name.strip().casefold() for name in next(rows)]
    unknown = sorted(set(heading) - set(FIELDS))
    if unknown or not {"url", "listing_id"} & set(heading):
        raise HeadingError(
            f"the heading must name url, or marketplace and listing_id, and may name: "
            f"{', '.join(FIELDS)}" + (f"; it names {', '.join(unknown)}" if unknown else "")
        )
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Reject(numbers[0], f"not CSV: {error}", "")
            continue
        raw = _as_csv(row)
        if len(row) != len(heading):
            yield Reject(numbers[0], f"has {len(row)} fields, the heading {len(heading)}", raw)
            continue
        value = {
            name: text.strip() for name, text in zip(heading, row, strict=True) if text.strip()
        }
        yield _offer(_with_numbers(value), numbers[0], raw)


def _as_csv(row: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(row)
    return line.getvalue()


def _with_numbers(value: dict[str, str]) -> dict[str, Any]:
    converted: dict[str, Any] = dict(value)
    for name, kind in (("price", float), ("sales_30d", int)):
        if name in value:
            try:
                converted[name] = kind(value[name])
            except ValueError:
                continue  # left as text, which the check of its type then names
    return converted


def _offer(value: Any, number: int, raw: str) -> Offer | Reject:
    try:
        facts = _checked(value)
        return Offer(aim_at(facts), facts)
    except RowError as error:
        return Reject.of_fields(number, raw, (error.field,))
    except UrlProblem as problem:
        return Reject.of_fields(number, raw, (FieldError("/url", problem.message),))


def _checked(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RowError("", "must be an object")
    facts = {name: part for name, part in value.items() if part is not None}
    for name, part in facts.items():
        if name not in FIELDS:
            raise RowError(name, "is not a field of a listing")
        if name in TEXTS:
            _needs_text(name, part)
    _needs_number(facts, "price", float, LARGEST_PRICE)
    _needs_number(facts, "sales_30d", int, LARGEST_COUNT)
    _needs_day(facts)
    currency = facts.get("currency")
    if currency is not None and not (
        len(currency) == 3 and currency.isascii() and currency.isupper()
    ):
        raise RowError("currency", "must be three capital letters, as EUR")
    return {**facts, "url": facts.get("url") or _address_of(facts)}


def _needs_text(name: str, part: Any) -> None:
    longest = LONGEST_URL if name == "url" else LONGEST
    if not isinstance(part, str):
        raise RowError(name, "must be a text")
    if len(part) > longest:
        raise RowError(name, f"must have at most {longest} characters")


def _needs_number(facts: Mapping[str, Any], name: str, kind: type, largest: float) -> None:
    part = facts.get(name)
    if part is None:
        return
    is_number = isinstance(part, int | kind) and not isinstance(part, bool)
    if not is_number or not 0 <= part <= largest:
        what = "a whole number" if kind is int else "a number"
        raise RowError(name, f"must be {what} from 0 to {largest:,.0f}")


def _needs_day(facts: Mapping[str, Any]) -> None:
    day = facts.get("listed_on")
    try:
        if day is not None and (len(day) != 10 or not date.fromisoformat(day)):
            raise ValueError
    except (TypeError, ValueError):
        raise RowError("listed_on", "must be a day that exists, as 2026-02-28") from None


def _address_of(facts: Mapping[str, Any]) -> str:
    """Return the address of a listing that is named by marketplace and id alone."""
    marketplace, listing_id = facts.get("marketplace"), facts.get("listing_id")
    if not marketplace or not listing_id:
        raise RowError("url", "is missing, and so is marketplace or listing_id")
    return canonical(marketplace.strip().casefold(), listing_id.strip()) or ""
