"""Phrases that several messages are made of: counted things, days, chances, clauses in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any, Final

from abuse.words.message import Figure, Message, counted
from abuse.words.message import message as _

# What a finding or a mitigating factor was made from, by name.
Numbers = Mapping[str, Any]
_RAREST: Final = 1e-9


def day(iso: str) -> date:
    """Return the day that a scan writes as ``2026-03-05``."""
    return date.fromisoformat(iso)


def claims(number: int) -> Message:
    """Return so many claims."""
    return counted("%(num)s claim", "%(num)s claims", number)


def closed_claims(number: int) -> Message:
    """Return so many claims that have an outcome."""
    return counted("%(num)s claim with an outcome", "%(num)s claims with an outcome", number)


def dated_claims(number: int) -> Message:
    """Return so many claims whose listing and right have known dates."""
    return counted(
        "%(num)s claim whose dates are known", "%(num)s claims whose dates are known", number
    )


def decided_claims(number: int) -> Message:
    """Return so many claims that somebody decided."""
    return counted("%(num)s decided claim", "%(num)s decided claims", number)


def complaints(number: int) -> Message:
    """Return so many complaints."""
    return counted("%(num)s complaint", "%(num)s complaints", number)


def filers(number: int) -> Message:
    """Return so many filers."""
    return counted("%(num)s filer", "%(num)s filers", number)


def accounts(number: int) -> Message:
    """Return so many accounts."""
    return counted("%(num)s account", "%(num)s accounts", number)


def stores(number: int) -> Message:
    """Return so many stores."""
    return counted("%(num)s store", "%(num)s stores", number)


def listings(number: int) -> Message:
    """Return so many listings."""
    return counted("%(num)s listing", "%(num)s listings", number)


def sellers(number: int) -> Message:
    """Return so many sellers."""
    return counted("%(num)s seller", "%(num)s sellers", number)


def days(number: int) -> Message:
    """Return so many whole days."""
    return counted("%(num)s day", "%(num)s days", number)


def about_days(number: float) -> Message:
    """Return a measured number of days.

    Examples
    --------
    >>> str(about_days(2.13)), str(about_days(1.01))
    ('2.1 days', 'a day')
    """
    one = float(f"{number:.2g}") == 1
    return _("a day") if one else _("%(days)s days", days=Figure(number))


def other_accounts(number: int) -> Message:
    """Return so many accounts besides the filer's."""
    return counted("%(num)s other account", "%(num)s other accounts", number)


def chance(p: float) -> Message:
    """Return how often chance alone gives as much.

    Examples
    --------
    >>> str(chance(0.00023)), str(chance(0.6))
    ('by chance about 1 in 4,300', 'chance often gives as much')
    >>> str(chance(0))
    'by chance less than 1 in a billion'
    """
    if p <= _RAREST:
        return _("by chance less than 1 in a billion")
    if p >= 0.5:
        return _("chance often gives as much")
    return _("by chance about 1 in %(num)s", num=one_in(p))


def one_in(p: float) -> int:
    """Return a small probability as "one in so many", with two figures that mean something.

    Examples
    --------
    >>> one_in(0.00023), one_in(0.05), one_in(0.7), one_in(0.0)
    (4300, 20, 1, 1000000000)
    """
    return round(float(f"{1 / min(max(p, _RAREST), 1.0):.1e}"))


def left_out(bad: Sequence[str]) -> Message:
    """Return how many lines of a file were no complaints, and what was wrong with the first.

    Examples
    --------
    >>> str(left_out(["line 2: no filer"]))
    'left out 1 line not valid as complaints; line 2: no filer'
    """
    return counted(
        "left out %(num)s line not valid as complaints; %(first)s",
        "left out %(num)s lines not valid as complaints; %(first)s",
        len(bad),
        first=bad[0],
    )


def sentences(messages: Sequence[Message]) -> Message:
    """Return one sentence or more, one after the other, as the language parts them.

    Examples
    --------
    >>> str(sentences([_("One."), _("Two."), _("Three.")]))
    'One. Two. Three.'
    """
    return reduce(_another_sentence, messages)


def clauses(messages: Sequence[Message]) -> Message:
    """Return clauses that a semicolon parts.

    Examples
    --------
    >>> str(clauses([_("it is new"), _("it showed no papers")]))
    'it is new; it showed no papers'
    """
    return reduce(_another_clause, messages)


def enumerated(messages: Sequence[Message]) -> Message:
    """Return statements as one: by commas, the last by "and".

    Examples
    --------
    >>> str(enumerated([_("a is so"), _("b is so"), _("c is so")]))
    'a is so, b is so and c is so'
    """
    *first, last = messages
    if not first:
        return last
    return _("%(these)s and %(one)s", these=reduce(_another_statement, first), one=last)


def _another_sentence(these: Message, one: Message) -> Message:
    return _("%(these)s %(one)s", these=these, one=one)


def _another_clause(these: Message, one: Message) -> Message:
    return _("%(these)s; %(one)s", these=these, one=one)


def _another_statement(these: Message, one: Message) -> Message:
    return _("%(these)s, %(one)s", these=these, one=one)
