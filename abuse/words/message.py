"""A message: what is to be said, and the facts in it, in no language yet.

    Message("The term is %(days)s days.", {"days": 30})

The template is English and is the key of its translations, as gettext has it. A message travels as
it is made, from the rule that knows the facts to the door that knows the reader; the door puts it
into words (`abuse.words.catalogue.Catalogue.say`). Nothing here knows a language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Union


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, from 0 to 1, that is said in per cent."""

    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured number that is no count: two figures of it mean something."""

    value: float


@dataclass(frozen=True, slots=True)
class Score:
    """A score, from 0 to 1, that is said with two digits."""

    value: float


@dataclass(frozen=True, slots=True)
class Listed:
    """Several facts in one place, said as a list whose last two are joined by "and" or "or"."""

    items: Sequence[Fact]
    last: str = "and"


@dataclass(frozen=True, slots=True)
class Message:
    """A template and its facts.

    Attributes
    ----------
    text : str
        The English template, with a hole ``%(name)s`` for each fact; without facts it is taken
        word for word, and a per cent sign stands for itself.
    facts : mapping of str to Fact
        Whole numbers are counts and are grouped as the language does it; what identifies (an id,
        a slug, a word that a person wrote) is text.
    plural : str
        The template for more than one, where the message counts ``num`` things.
    context : str
        Tells two messages apart that are one in English and two elsewhere.

    Examples
    --------
    >>> Message("A boycott lasts %(least)s days at least.", {"least": 7}).facts
    {'least': 7}
    """

    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    plural: str = ""
    context: str = ""

    def __str__(self) -> str:
        """Return the message in English, for logs and for programmers."""
        from abuse.words.catalogue import ENGLISH

        return ENGLISH.say(self)

    def __hash__(self) -> int:
        return hash((self.text, self.plural, self.context))


Fact = Union[str, int, float, Decimal, date, datetime, Share, Figure, Score, Listed, Message]  # noqa: UP007


def message(text: str, /, **facts: Fact) -> Message:
    """Return a message; modules that make many import this as ``_``.

    Examples
    --------
    >>> str(message("About %(listing)s: taken down.", listing="example.com/1"))
    'About example.com/1: taken down.'
    """
    return Message(text, facts)


def counted(singular: str, plural: str, num: int, /, **facts: Fact) -> Message:
    """Return a message that counts: ``%(num)s`` is the number in it.

    Examples
    --------
    >>> str(counted("%(num)s claim", "%(num)s claims", 1200))
    '1,200 claims'
    """
    return Message(singular, {"num": num, **facts}, plural=plural)


def in_context(context: str, text: str, /, **facts: Fact) -> Message:
    """Return a message whose English has another meaning elsewhere."""
    return Message(text, facts, context=context)
