"""Reads one line as people paste it: addresses, the text that an app shares, or item numbers with
their marketplace. Pure; nothing is fetched.

An item number alone names no listing: the same number may be another one's on the next
marketplace, so its marketplace is named on the line, above it, or was chosen for all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_letters, digits
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.rules.filing.listing_urls import UrlProblem, canonical, is_short, recognise
from complaints.rules.sellers.marketplaces import BY_HOUSE, BY_NAME, BY_SLUG
from complaints.words import Message
from complaints.words import message as _

ADDRESS: Final = re.compile(r"(https?://|www\.)", re.IGNORECASE)
_BREAK = re.compile(r"\s+|[;,，；、]\s*(?=\"?(?:https?://|www\.))", re.IGNORECASE)
# In running text an address ends where no sign of one stands.
_IN_TEXT = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.ASCII | re.IGNORECASE)
# What apps put below a link that they share: how to open it.
_HOW_TO_OPEN = re.compile(
    r"点击链接|复制.{0,12}(?:打开|搜索)|(?:淘宝|天猫|京东|拼多多|抖音).{0,8}(?:搜索|打开)"
)
# By which an app finds again what it shares, or names itself, where the text holds no link.
_WORD_OF_APP = re.compile(
    r"[￥¥€₤₴$](?=[A-Za-z0-9]{0,13}[A-Z])[A-Za-z0-9]{8,14}[￥¥€₤₴$/]?|【(?:淘宝|天猫|闲鱼)】",
    re.ASCII,
)
# In which apps write the name of what is shared.
_NAMED = re.compile(r"「([^「」]+)」")
_NUMBER = re.compile(r"(?=[A-Za-z._-]*[0-9])[A-Za-z0-9][A-Za-z0-9._-]{3,39}", re.ASCII)
# A number that no word is: an ASIN, or digits alone.
_SURE_NUMBER = re.compile(r"B0[A-Z0-9]{8}|[0-9]{8,20}", re.ASCII | re.IGNORECASE)
# What a day is written as, and eight digits that are as likely a day as a number.
_DAY = re.compile(
    r"(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d", re.ASCII
)
_MAYBE_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII)
# As a Chinese keyboard writes letters, digits and signs of numbers.
_HALF_WIDTH: Final = {0xFEE0 + ord(sign): sign for sign in ascii_letters + digits + "-._"}
_APART = re.compile(r"[\s,;，；、]+")
_LABEL = re.compile(
    r"\b(?:asin|item|listing|product|sku|id|no|nr|number)\b\.?"
    r"|商品(?:编号|id)?|宝贝(?:编号|id)?|编号|[#№:：()（）]",
    re.IGNORECASE,
)
_LONGEST_NAME: Final = max(map(len, BY_NAME)) + len("()")
_SITES = "|".join(re.escape(name) for name in sorted(BY_NAME, key=len, reverse=True))
_NAMES = "|".join((_SITES, *map(re.escape, BY_HOUSE)))
_BEFORE = re.compile(rf"(?P<name>{_NAMES})[\s:：,，、/-]+(?P<rest>.+)", re.IGNORECASE)
# Looked for from the end: a pattern of all that stands before it takes the square of its length.
_BEHIND = re.compile(rf"[\s,，、@(（/](?P<name>{_NAMES})[)）]?\Z", re.IGNORECASE)
_BETWEEN: Final = " \t,，、@(（/"
_HEADING = re.compile(rf"(?P<name>{_SITES})\s*[:：]?", re.IGNORECASE)
MOST_OF_TITLE: Final = 500

NO_MARKETPLACE: Final = _(
    "This is an item number without its marketplace. Choose the marketplace below the field, or "
    "write its name before the number, for example: amazon.de B0CX23V2ZK."
)
NO_LINK: Final = _(
    "This is what an app shares, without its link, so it shows no listing. Share the listing again "
    "with “copy link”, and paste all of that, or paste the address of the listing."
)
_NOT_ALONE: Final = _(
    "Write only the marketplace and the item number on this line, for example: amazon.de "
    "B0CX23V2ZK. Or paste the address of the listing."
)
_NO_LISTING: Final = {"reason": "no_listing"}


@dataclass(frozen=True, slots=True)
class Pasted:
    """One target of a line: its cells by column, whether they come from a number as somebody wrote
    it and from no address, and what is wrong with it."""

    cells: Mapping[str, str] = field(default_factory=dict)
    by_number: bool = False
    errors: Sequence[FieldError] = ()


def on_which(name: str, chosen: str | None) -> str | None:
    """Return the slug of the marketplace that people call so, in whatever letters; of a house with
    a site a country the one that was chosen, if it is one of its sites. None for none that we
    know."""
    called = _folded(name)
    return chosen if chosen in BY_HOUSE.get(called, ()) else BY_NAME.get(called)


def no_country(name: str) -> FieldError | None:
    """Return the error of numbers of a house with a site a country, of which none is named; None
    for any other name."""
    sites = BY_HOUSE.get(_folded(name))
    if sites is None:
        return None
    sentence = _(
        "%(name)s has a marketplace for each country, each with its own listings. Write which one "
        "it is, for example: %(site)s.",
        name=name,
        site=sites[0],
    )
    return FieldError("/marketplace", Code.REQUIRED, sentence)


def half_width(text: str) -> str:
    """Return text with the letters, digits and signs of item numbers that a Chinese keyboard wrote
    at full width as any other writes them."""
    return text.translate(_HALF_WIDTH)


def _folded(name: str) -> str:
    """Return a marketplace's or a house's name as the records are looked up by it."""
    return half_width(name).strip().rstrip(":：").strip().casefold()


def heading_of(line: str) -> str | None:
    """Return the marketplace of a line that names one and nothing else."""
    heads = _HEADING.fullmatch(half_width(line).strip())
    return BY_NAME[heads["name"].casefold()] if heads else None


def tells_how_to_open(line: str) -> bool:
    """Say whether a line is what an app puts below a link that it shares."""
    return _HOW_TO_OPEN.search(line) is not None and not _IN_TEXT.search(line)


def read_line(line: str, marketplace: str | None) -> list[Pasted]:
    """Return the targets of one line, at least one. `marketplace` is that of numbers whose own the
    line does not name."""
    words = [word for part in _BREAK.split(line.strip()) if (word := part.strip('",;'))]
    if all(ADDRESS.match(word) for word in words):
        return [Pasted({"url": word}) for word in words]
    addresses = [each.rstrip(".,;:!?)'") for each in _IN_TEXT.findall(line)]
    if addresses:
        # Beside an address a number is an item's only where its marketplace is named.
        beside = [each for each in _numbers(_IN_TEXT.sub(" ", line), None) if each.cells]
        if beside or len(addresses) > 1:
            return [*beside, *(Pasted({"url": address}) for address in addresses)]
        return [Pasted(_shared(line, addresses[0]))]
    if _WORD_OF_APP.search(line):
        return [Pasted({}, errors=[FieldError("/url", Code.NOT_A_LISTING, NO_LINK, _NO_LISTING)])]
    # Other text is reported by the problem of the address that it is not.
    return _numbers(line, marketplace) or [Pasted({"url": " ".join(words)})]


def by_number(marketplace: str, number: str) -> Pasted:
    """Return the target of an item number on a marketplace, if it can be one there."""
    url = canonical(marketplace, number)
    if url is not None and ":" not in number:
        return Pasted({"url": url}, by_number=True)
    sentence = _(
        "“%(number)s” cannot be an item number of %(name)s. Copy it again, or paste the address "
        "of the listing.",
        number=number,
        name=BY_SLUG[marketplace].name if marketplace in BY_SLUG else marketplace,
    )
    return Pasted({}, True, [_not_a_listing(sentence)])


def _in_text(marketplace: str, word: str) -> Pasted:
    """Return the target of a number in running text, where eight digits may be a day."""
    return _a_day(word) if _is_day(word) else by_number(marketplace, word)


def _is_day(word: str) -> bool:
    return (_DAY.fullmatch(word) or _MAYBE_DAY.fullmatch(word)) is not None


def _a_day(word: str) -> Pasted:
    sentence = _(
        "“%(number)s” reads as a date. If it is an item number, paste the address of the listing.",
        number=word,
    )
    return Pasted({}, True, [_not_a_listing(sentence)])


def _not_a_listing(sentence: Message) -> FieldError:
    return FieldError("/listing_id", Code.NOT_A_LISTING, sentence, _NO_LISTING)


def _shared(line: str, address: str) -> dict[str, str]:
    """Return what a shared text says of its one address: what it calls the listing and, where the
    address does not show where it leads, all that was pasted, for whoever opens it in the app."""
    named = _NAMED.search(line)
    title = named[1].strip() if named else ""
    try:
        leads_nowhere = is_short(recognise(address).marketplace)
    except UrlProblem:
        leads_nowhere = True
    if leads_nowhere:
        title = line.strip()
    cells = {"url": address}
    return {**cells, "title": title[:MOST_OF_TITLE]} if title else cells


def _named(text: str) -> tuple[str, str]:
    """Return the marketplace that a line names before or behind its numbers, "" for none, and the
    rest."""
    if led := _BEFORE.fullmatch(text):
        return led["name"], led["rest"]
    # No name is longer.
    start = max(0, len(text) - _LONGEST_NAME)
    if behind := _BEHIND.search(text, start):
        return behind["name"], text[: behind.start()].rstrip(_BETWEEN)
    return "", text


def _numbers(line: str, marketplace: str | None) -> list[Pasted]:
    """Return the targets of a line that holds item numbers and, at most, their marketplace."""
    text = half_width(line).strip().strip('"')
    name, rest = _named(text)
    slug = on_which(name, marketplace) if name else marketplace
    words = [word for word in _APART.split(_LABEL.sub(" ", rest)) if word]
    # Beside numbers, as in what is copied from a table, days are none of them.
    words = [word for word in words if not _DAY.fullmatch(word)] or words
    if slug is not None and words and all(_NUMBER.fullmatch(word) for word in words):
        is_address = "." in words[0] and canonical(slug, words[0]) is None
        return [] if is_address else [_in_text(slug, word) for word in words]
    if slug is None and words and all(map(_is_day, words)):
        return [_a_day(word) for word in words]
    lacking = no_country(name) if slug is None else None
    others = [word for word in words if not _NUMBER.fullmatch(word)]
    if lacking is not None and words and not others:
        return [Pasted({}, True, [lacking])]
    if any(_SURE_NUMBER.fullmatch(word) and not _MAYBE_DAY.fullmatch(word) for word in words):
        return [Pasted({}, True, [_lacks_marketplace(name, others)])]
    return []


def _lacks_marketplace(name: str, others: Sequence[str]) -> FieldError:
    """Return the error of a number beside other words, or beside none."""
    if not others:
        return FieldError("/marketplace", Code.REQUIRED, NO_MARKETPLACE)
    if name or len(others) > 1:
        return _not_a_listing(_NOT_ALONE)
    sentence = _(
        "We do not know a marketplace called “%(name)s”. Paste the address of the listing.",
        name=others[0],
    )
    return FieldError("/marketplace", Code.REQUIRED, sentence)
