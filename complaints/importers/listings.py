"""Reads a platform's own catalogue, as CSV or JSON Lines: which store has which listing, since
when, at what price, and where letters reach store and operator. What cannot be stored becomes a
`Reject`; nothing here is stored.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.importers.interchange import parse_json_line
from complaints.importers.lines import RawLine
from complaints.importers.rejects import Reject
from complaints.importers.texts import Texts
from complaints.rules.filing.listing_urls import UrlProblem, canonical
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import InboxKind
from complaints.rules.law.countries import CountryError, read_country
from complaints.rules.mailing.inboxes import Address, AddressError, read_address
from complaints.rules.sellers.listings_seen import LONGEST_TEXT
from complaints.rules.sellers.traders import LONGEST as LONGEST_MEMBERS
from complaints.rules.sellers.traders import (
    Identity,
    TraderMember,
    check_identity,
    read_identity,
)
from complaints.services.registry import aim_at
from complaints.services.sellers.listings import Offer
from complaints.words import Message
from complaints.words import message as _

INBOXES = {
    "store": {"store_mailbox": InboxKind.MAILBOX, "store_inbox": InboxKind.PLATFORM},
    "operator": {"operator_mailbox": InboxKind.MAILBOX, "operator_inbox": InboxKind.PLATFORM},
}
COUNTRIES = ("marketplace_country", "store_country")
# Where the members of a trader stand in a row, and how long its texts may be.
TRADER = {str(member): f"trader_{member}" for member in TraderMember}
TRADER_TEXTS = {TRADER[member]: longest for member, longest in LONGEST_MEMBERS.items()}
CERTIFIED_ON = TRADER[TraderMember.CERTIFIED_ON]
TEXTS = (
    "marketplace", "listing_id", "url", "store_id", "store_name", "operator", "category", "title",
    "currency", *INBOXES["store"], *INBOXES["operator"], *COUNTRIES,
    *TRADER_TEXTS,
)  # fmt: skip
FIELDS = (*TEXTS, CERTIFIED_ON, "delivers_to", "listed_on", "price", "sales_30d", "text", "seen_at")
_NUMBER = re.compile(r"[-+]?[0-9]{1,20}(?:\.[0-9]+)?")
LONGEST = 500
LONGEST_URL = 2_000
LARGEST_PRICE = 1e11
LARGEST_COUNT = 2_147_483_647


class HeadingError(ValueError):
    """A catalogue whose heading cannot be read."""


class RowError(ValueError):
    """A row that cannot be stored: a pointer and a sentence."""

    def __init__(self, error: FieldError) -> None:
        super().__init__(error.message)
        self.field = error


def _wrong(name: str, code: Code, message: Message, **facts: object) -> RowError:
    return RowError(FieldError(f"/{name}" if name else "", code, message, facts))


def read_offers(lines: Iterable[RawLine], *, now: datetime) -> Iterator[Offer | Reject]:
    """Yield the offer of each row, or the reject of a row that cannot be stored.

    A file whose first line begins with a brace is JSON Lines, any other is CSV with a heading.
    Raises HeadingError, where a CSV's heading lacks what every row needs.
    """
    rest = iter(lines)
    first = next(rest, None)
    if first is None:
        return
    everything = chain([first], rest)
    if first.content.lstrip().startswith(b"{"):
        yield from _json_lines(everything, now)
    else:
        yield from _csv_lines(everything, now)


def _json_lines(lines: Iterable[RawLine], now: datetime) -> Iterator[Offer | Reject]:
    for line in lines:
        raw = line.content.decode("utf-8", "backslashreplace")
        try:
            value = parse_json_line(line.content)
        except ValueError as error:
            yield Reject(line.number, str(error), raw)
            continue
        yield _offer(value, line.number, raw, now)


def _csv_lines(lines: Iterable[RawLine], now: datetime) -> Iterator[Offer | Reject]:
    texts = Texts(lines)
    rows = csv.reader(iter(texts), strict=True)
    heading = _heading(rows)
    texts.take()
    while True:
        wrong = ""
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            wrong, row = f"not CSV: {error}", []
        spoilt, raw = texts.take()
        wrong = spoilt or wrong
        if not wrong and len(row) != len(heading):
            wrong = f"has {len(row)} fields, the heading {len(heading)}"
        if wrong:
            yield Reject(texts.number, wrong, raw)
            continue
        value = {
            name: text.strip() for name, text in zip(heading, row, strict=True) if text.strip()
        }
        yield _offer(_with_numbers(value), texts.number, raw, now)


def _heading(rows: Iterator[list[str]]) -> list[str]:
    try:
        heading = [name.strip().casefold() for name in next(rows)]
    except csv.Error as error:
        raise HeadingError(f"the heading is not CSV: {error}") from None
    unknown = sorted(set(heading) - set(FIELDS))
    twice = len(heading) != len(set(heading))
    if unknown or twice or not {"url", "listing_id"} & set(heading):
        raise HeadingError(
            f"the heading must name url, or marketplace and listing_id, and may name: "
            f"{', '.join(FIELDS)}, each once"
            + (f"; it names {', '.join(unknown)}" if unknown else "")
        )
    return heading


def _with_numbers(value: dict[str, str]) -> dict[str, Any]:
    converted: dict[str, Any] = dict(value)
    for name, kind in (("price", float), ("sales_30d", int)):
        # Python would also read 1_000, nan and the digits of other scripts.
        if name in value and _NUMBER.fullmatch(value[name]):
            try:
                converted[name] = kind(value[name])
            except ValueError:
                continue  # left as text, which the check of its type then names
    return converted


def _offer(value: Any, number: int, raw: str, now: datetime) -> Offer | Reject:
    try:
        facts = _checked(value)
        aim = aim_at(Target.of(facts))
        return Offer(
            aim,
            _inbox(facts, "store", "store_id", aim.store),
            _inbox(facts, "operator", "operator", aim.target.operator),
            _country(facts, "marketplace_country"),
            _country(facts, "store_country", aim.store),
            facts.get("text"),
            _moment(facts),
            _trader(facts, aim.store, now),
        )
    except RowError as error:
        return Reject.of_fields(number, raw, (error.field,))
    except UrlProblem as problem:
        return Reject.of_fields(number, raw, (problem.at("/url"),))


def _checked(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong("", Code.WRONG_TYPE, _("must be an object"), type="object")
    facts = {name: part for name, part in value.items() if part is not None}
    for name, part in facts.items():
        if name not in FIELDS:
            raise _wrong(name, Code.UNKNOWN_MEMBER, _("is not a field of a listing"))
        if name in TEXTS or name == "text":
            _require_text(name, part)
    _require_number(facts, "price", float, LARGEST_PRICE)
    _require_number(facts, "sales_30d", int, LARGEST_COUNT)
    for name in ("listed_on", CERTIFIED_ON):
        _require_day(facts, name)
    if "delivers_to" in facts:
        facts["delivers_to"] = _countries(facts["delivers_to"])
    currency = facts.get("currency")
    if currency is not None and not (
        len(currency) == 3 and currency.isascii() and currency.isupper()
    ):
        raise _wrong(
            "currency",
            Code.WRONG_FORMAT,
            _("must be three capital letters, as EUR"),
            format="currency",
        )
    return {**facts, "url": facts.get("url") or _address_of(facts)}


def _countries(stated: Any) -> list[str]:
    """Return the countries to which a listing is delivered, from a cell as `DE FR` or a list."""
    codes = stated.replace(",", " ").split() if isinstance(stated, str) else stated
    if not isinstance(codes, list) or not codes or not all(isinstance(c, str) for c in codes):
        raise _wrong(
            "delivers_to",
            Code.WRONG_FORMAT,
            _("must be codes of countries, as DE FR"),
            format="country",
        )
    try:
        return [read_country(code) for code in codes]
    except CountryError as error:
        raise RowError(error.at("/delivers_to")) from None


def _inbox(facts: Mapping[str, Any], of: str, name: str, owner: str | None) -> Address | None:
    """Return where the row says that letters reach its store or operator, if it says so."""
    stated = [(field, kind) for field, kind in INBOXES[of].items() if facts.get(field)]
    if not stated:
        return None
    (field, kind), *more = stated
    if more:
        raise _wrong(
            more[0][0],
            Code.ONE_OF_THESE,
            _("Enter one of the two: a mailbox, or the platform's inbox."),
            members=[name for name, _kind in stated],
        )
    if not (owner or "").strip():
        raise _wrong(
            field, Code.REQUIRED, _("This row does not say whose it is: add %(name)s.", name=name)
        )
    try:
        return read_address(kind, facts[field])
    except AddressError as error:
        raise RowError(error.at(f"/{field}")) from None


def _country(facts: Mapping[str, Any], field: str, store: str | None = "") -> str | None:
    """Return the country that the row states of its marketplace, or of its store."""
    if not facts.get(field):
        return None
    if store is None:
        raise _wrong(
            field,
            Code.REQUIRED,
            _("This row does not say whose it is: add %(name)s.", name="store_id"),
        )
    try:
        return read_country(facts[field], of_marketplace=field == "marketplace_country")
    except CountryError as error:
        raise RowError(error.at(f"/{field}")) from None


def _trader(facts: Mapping[str, Any], store: str | None, now: datetime) -> Identity | None:
    """Return what the row states of its store's trader, if anything."""
    stated = {member: facts[name] for member, name in TRADER.items() if name in facts}
    if not stated:
        return None
    if store is None:
        raise _wrong(
            next(TRADER[member] for member in stated),
            Code.REQUIRED,
            _("This row does not say whose it is: add %(name)s.", name="store_id"),
        )
    if CERTIFIED_ON in facts:
        stated[TraderMember.CERTIFIED_ON] = date.fromisoformat(facts[CERTIFIED_ON])
    identity = read_identity(stated)
    at = {member: f"/{name}" for member, name in TRADER.items()}
    for wrong in check_identity(identity, at, now=now):
        raise RowError(wrong)
    return identity


def _require_text(name: str, part: Any) -> None:
    longest = {"url": LONGEST_URL, "text": LONGEST_TEXT, **TRADER_TEXTS}.get(name, LONGEST)
    if not isinstance(part, str):
        raise _wrong(name, Code.WRONG_TYPE, _("must be a text"), type="string")
    if len(part) > longest:
        raise _wrong(
            name,
            Code.TOO_LONG,
            _("must have at most %(most)s characters", most=longest),
            max=longest,
        )


def _require_number(facts: Mapping[str, Any], name: str, kind: type, largest: float) -> None:
    part = facts.get(name)
    if part is None:
        return
    is_number = isinstance(part, int | kind) and not isinstance(part, bool)
    if not is_number or not 0 <= part <= largest:
        what = _("a whole number") if kind is int else _("a number")
        raise _wrong(
            name,
            Code.OUT_OF_RANGE,
            _("must be %(what)s from 0 to %(largest)s", what=what, largest=int(largest)),
            min=0,
            max=int(largest),
        )


def _require_day(facts: Mapping[str, Any], name: str) -> None:
    day = facts.get(name)
    try:
        if day is not None and (len(day) != 10 or not date.fromisoformat(day)):
            raise ValueError
    except (TypeError, ValueError):
        raise _wrong(
            name,
            Code.WRONG_FORMAT,
            _("must be a day that exists, as 2026-02-28"),
            format="date",
        ) from None


def _moment(facts: Mapping[str, Any]) -> datetime | None:
    """Return when the row says that the page was so."""
    stated = facts.get("seen_at")
    if stated is None:
        return None
    try:
        seen_at = datetime.fromisoformat(stated)
    except (TypeError, ValueError):
        seen_at = None
    if seen_at is None or seen_at.tzinfo is None:
        raise _wrong(
            "seen_at",
            Code.WRONG_FORMAT,
            _("must be a time with its zone, for example 2026-02-28T09:30:00Z"),
            format="date-time",
        )
    return seen_at.astimezone(UTC)


def _address_of(facts: Mapping[str, Any]) -> str:
    """Return the address of a listing that is named by marketplace and id alone."""
    marketplace, listing_id = facts.get("marketplace"), facts.get("listing_id")
    if not marketplace or not listing_id:
        raise _wrong("url", Code.REQUIRED, _("is missing, and so is marketplace or listing_id"))
    return canonical(marketplace.strip().casefold(), listing_id.strip()) or ""
