"""Figures as people read them: grouped numbers, shares, dates, chances. No sentence is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Numbers = Mapping[str, Any]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_RAREST = 1e-9


def percent(share: float) -> str:
    """A share for an English sentence.

    Examples
    --------
    >>> percent(0.634), percent(0.004), percent(0.01), percent(0.0), percent(0.0002)
    ('63 %', '0.4 %', '1 %', '0 %', 'under 0.1 %')
    """
    if 0 < share < 0.0005:
        return "under 0.1 %"
    said = f"{share * 100:.1f}" if share < 0.095 else f"{share * 100:.0f}"
    return f"{said.removesuffix('.0')} %"


def percent_zh(share: float) -> str:
    """A share for a Chinese sentence, without the space.

    Examples
    --------
    >>> percent_zh(0.634)
    '63%'
    """
    return percent(share).replace("under ", "不到 ").replace(" %", "%")


def plural(count: int, noun: str) -> str:
    """A counted noun.

    Examples
    --------
    >>> plural(1, "claim"), plural(1234, "day"), plural(2, "reply")
    ('1 claim', '1,234 days', '2 replies')
    """
    if count != 1:
        ending = noun.endswith("y") and noun[-2] not in "aeiou"
        noun = f"{noun[:-1]}ies" if ending else f"{noun}s"
    return f"{count:,} {noun}"


def decimal(value: float) -> str:
    """A number that is no count: two figures that mean something, grouped.

    Examples
    --------
    >>> decimal(2.13), decimal(0.0213), decimal(1234.5), decimal(0)
    ('2.1', '0.021', '1,234', '0')
    """
    return f"{value:,.0f}" if abs(value) >= 10 or value == 0 else f"{value:.2g}"


def day(text: str) -> str:
    """A date for an English sentence.

    Examples
    --------
    >>> day("2026-03-05")
    '5 March 2026'
    """
    when = date.fromisoformat(text)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def day_zh(text: str) -> str:
    """A date for a Chinese sentence.

    Examples
    --------
    >>> day_zh("2026-03-05")
    '2026年3月5日'
    """
    when = date.fromisoformat(text)
    return f"{when.year}年{when.month}月{when.day}日"


def one_in(p: float) -> int:
    """A small probability as "one in so many", with two figures that mean something.

    Examples
    --------
    >>> one_in(0.00023), one_in(0.05), one_in(0.7), one_in(0.0)
    (4300, 20, 1, 1000000000)
    """
    return round(float(f"{1 / min(max(p, _RAREST), 1.0):.1e}"))


def chance(p: float) -> str:
    """How often chance alone gives as much, for an English sentence.

    Examples
    --------
    >>> chance(0.00023), chance(0.6)
    ('by chance about 1 in 4,300', 'chance often gives as much')
    """
    if p <= _RAREST:
        return "by chance less than 1 in a billion"
    return f"by chance about 1 in {one_in(p):,}" if p < 0.5 else "chance often gives as much"


def chance_zh(p: float) -> str:
    """How often chance alone gives as much, for a Chinese sentence.

    Examples
    --------
    >>> chance_zh(0.00023), chance_zh(0)
    ('纯属偶然的可能性约为4,300分之一', '纯属偶然的可能性不到十亿分之一')
    """
    if p <= _RAREST:
        return "纯属偶然的可能性不到十亿分之一"
    return f"纯属偶然的可能性约为{one_in(p):,}分之一" if p < 0.5 else "偶然也常会如此"


def listed(parts: Sequence[str], last: str = " and ") -> str:
    """Parts as a list in words.

    Examples
    --------
    >>> listed(["a phone", "a device", "a text"])
    'a phone, a device and a text'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])}{last}{parts[-1]}"
