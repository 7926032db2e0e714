"""The translations of one language, and the one function that puts a message into words.

A language is a folder of .po files, read as they are edited: nothing is compiled. English is what
the code says. Numbers, dates and lists are written as CLDR has them (by Babel).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations

from abuse.words.message import Fact, Figure, Listed, Message, Score, Share
from abuse.words.message import message as _

# English as it is written in the code: 5 March 2026, organisation.
_LOCALES: Final = {"en": "en_GB"}
# A share below this is said to be under it: "0 %" of something that is there reads as none.
LEAST_SHARE: Final = 0.001
_HAN: Final = "[\u4e00-\u9fff]"


class Catalogue:
    """One language: what its messages say, and how it writes numbers and dates.

    Examples
    --------
    >>> from abuse.words.message import message
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
                return format_decimal(value, "0.00", locale=self.locale)
            case Listed(items, last):
                style: Literal["or", "standard"] = "or" if last == "or" else "standard"
                return format_list([self.fact(item) for item in items], style, self.locale)
            case datetime():
                return self._moment(fact.astimezone(UTC))
            case date():
                return format_date(fact, "long", locale=self.locale)
            case int() | float() | Decimal():
                return format_decimal(fact, locale=self.locale)

    def _template(self, message: Message) -> str:
        known = self.translations
        if message.plural:
            num = message.facts["num"]
            assert isinstance(num, int)
            return known.ngettext(message.text, message.plural, num)
        if message.context:
            return str(known.pgettext(message.context, message.text))
        return known.gettext(message.text)

    def _moment(self, moment: datetime) -> str:
        day = format_date(moment, "long", locale=self.locale)
        joined = self.locale.datetime_formats["medium"]
        return f"{joined.format(f'{moment:%H:%M}', day)} UTC"

    def _share(self, share: float) -> str:
        if 0 < share <= LEAST_SHARE / 2:
            return self.say(_("under %(share)s", share=Share(LEAST_SHARE)))
        pattern = "#,##0.#%" if share < 0.095 else "#,##0%"
        written = self.locale.percent_formats[None].pattern
        return format_percent(share, written.replace("#,##0", pattern[:-1]), locale=self.locale)

    def _figure(self, value: float) -> str:
        rounded = round(value) if abs(value) >= 10 or value == 0 else float(f"{value:.2g}")
        return format_decimal(rounded, "#,##0.##########", locale=self.locale)


def _closed_up(template: str, message: Message, facts: Mapping[str, str]) -> str:
    """Return the template without the space that parts a figure from Han where words stand instead.

    Chinese parts "约 63%" and not "约不到 0.1%"; what people wrote keeps its spaces.
    """
    for name, fact in message.facts.items():
        if isinstance(fact, Share | Message) and re.match(_HAN, facts[name]):
            template = re.sub(rf"(?<={_HAN}) (?=%\({name}\)s)", "", template)
    return template


def read(folder: Path) -> NullTranslations:
    """Return the translations of all .po files of a folder; fuzzy ones are left out."""
    whole = Translations()
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            written = read_po(file)
        compiled = BytesIO()
        write_mo(compiled, written)
        compiled.seek(0)
        part = Translations(compiled)
        whole = part if not whole.files and not whole._catalog else whole.merge(part)
    return whole


def languages_in(folders: Iterable[Path]) -> tuple[str, ...]:
    """Return the codes of the languages that have a folder in each of these, English first."""
    codes = [{each.parent.name for each in folder.glob("*/*.po")} for folder in folders]
    return ("en", *sorted(set.intersection(*codes)))


ENGLISH: Final = Catalogue("en", NullTranslations())
