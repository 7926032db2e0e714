"""A message: what is to be said, the facts in it, and the one function that puts it into words.

    Message("The term is %(days)s days.", {"days": 30})

The template is English and is the key of its translations, as gettext has it. A message travels as
it is made, from the rule that knows the facts to the door that knows the reader; the door puts it
into words (`Catalogue.say`). English is what the code says; numbers, dates and lists are written as
CLDR has them (by Babel).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final, Literal, Union

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations

# English as it is written in the code: 5 March 2026, organisation.
_LOCALES: Final = {"en": "en_GB"}
# A share below this is said to be under it: "0 %" of something that is there reads as none.
LEAST_SHARE: Final = 0.001
_HAN: Final = "[\u4e00-\u9fff]"


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
class Country:
    """A country, by its code (ISO 3166-1 alpha-2; EU for the Union), that is said by its name."""

    code: str


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
        return ENGLISH.say(self)

    def __hash__(self) -> int:
        return hash((self.text, self.plural, self.context))


Fact = Union[  # noqa: UP007
    str, int, float, Decimal, date, datetime, time, Share, Figure, Score, Country, Listed, Message
]


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


class Catalogue:
    """One language: what its messages say, and how it writes numbers and dates.

    Examples
    --------
    >>> ENGLISH.say(message("%(share)s since %(day)s", share=Share(0.634), day=date(2026, 3, 5)))
    '63% since 5 March 2026'
    """

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self.locale = Locale.parse(_LOCALES.get(language, language))
        self.translations = translations

    def say(self, message: Message) -> str:
        """Return the message in this language."""
        template = self._template(message)
        if not message.facts:
            return template
        facts = {name: self.fact(fact) for name, fact in message.facts.items()}
        return _closed_up(template, message, facts) % facts

    def gettext(self, text: str) -> str:
        """Return a text without facts in this language."""
        return self.translations.gettext(text)

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        """Return the template that suits the number."""
        return self.translations.ngettext(singular, plural, num)

    def fact(self, fact: Fact) -> str:
        """Return one fact as this language writes it; moments are in UTC and say so."""
        match fact:
            case Message():
                return self.say(fact)
            case str():
                return fact
            case Share(value):
                return self._share(value)
            case Figure(value):
                return self._figure(value)
            case Score(value):
                return self.decimal(value, 2)
            case Country(code):
                return str(self.locale.territories.get(code, code))
            case Listed(items, last):
                style: Literal["or", "standard"] = "or" if last == "or" else "standard"
                return format_list([self.fact(item) for item in items], style, self.locale)
            case datetime():
                return self._moment(fact.astimezone(UTC), "long")
            case date():
                return format_date(fact, "long", locale=self.locale)
            case time():
                return f"{fact:%H:%M} UTC"
            case int() | float() | Decimal():
                return format_decimal(fact, locale=self.locale)

    def decimal(self, value: float, digits: int) -> str:
        """Return a number with so many digits behind the point."""
        return format_decimal(value, _with_digits("#,##0", digits), locale=self.locale)

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share, from 0 to 1, in per cent with so many digits behind the point."""
        return self._in_percent(share, _with_digits("#,##0", digits))

    def brief(self, day: date) -> str:
        """Return a day, or a moment in UTC, with its month cut short, for narrow columns.

        >>> ENGLISH.brief(date(2026, 12, 4))
        '4 Dec 2026'
        """
        if isinstance(day, datetime):
            return self._moment(day.astimezone(UTC), "medium")
        return format_date(day, "medium", locale=self.locale)

    def month(self, month: str, *, brief: bool = False) -> str:
        """Return a month, given as 2026-12, with its year; cut short for the axis of a drawing.

        >>> ENGLISH.month("2026-12")
        'December 2026'
        """
        first = date.fromisoformat(f"{month}-01")
        return format_skeleton("yMMM" if brief else "yMMMM", first, locale=self.locale)

    def _template(self, message: Message) -> str:
        known = self.translations
        if message.plural:
            num = message.facts["num"]
            assert isinstance(num, int)
            return known.ngettext(message.text, message.plural, num)
        if message.context:
            return str(known.pgettext(message.context, message.text))
        return known.gettext(message.text)

    def _moment(self, moment: datetime, width: Literal["long", "medium"]) -> str:
        day = format_date(moment, width, locale=self.locale)
        joined = self.locale.datetime_formats["medium"]
        return f"{joined.format(f'{moment:%H:%M}', day)} UTC"

    def _share(self, share: float) -> str:
        if 0 < share <= LEAST_SHARE / 2:
            return self.say(message("under %(share)s", share=Share(LEAST_SHARE)))
        return self._in_percent(share, "#,##0.#" if share < 0.095 else "#,##0")

    def _in_percent(self, share: float, number: str) -> str:
        written = self.locale.percent_formats[None].pattern
        return format_percent(share, written.replace("#,##0", number), locale=self.locale)

    def _figure(self, value: float) -> str:
        rounded = round(value) if abs(value) >= 10 or value == 0 else float(f"{value:.2g}")
        return format_decimal(rounded, "#,##0.##########", locale=self.locale)


def _with_digits(number: str, digits: int) -> str:
    return f"{number}.{'0' * digits}" if digits else number


def _closed_up(template: str, message: Message, facts: Mapping[str, str]) -> str:
    """Return the template without the space that parts a figure from Han where words stand instead.

    Chinese parts "约 63%" and not "约不到 0.1%", nor what follows a closing bracket; what people
    wrote keeps its spaces.
    """
    for name, fact in message.facts.items():
        if isinstance(fact, Share | Message) and re.match(_HAN, facts[name]):
            template = re.sub(rf"(?<={_HAN}) (?=%\({name}\)s)", "", template)
        if isinstance(fact, Message) and facts[name].endswith("）"):
            template = re.sub(rf"(?<=%\({name}\)s) (?={_HAN})", "", template)
    return template


ENGLISH: Final = Catalogue("en", NullTranslations())
