"""The regimes, one file each, and the one function that says under which of them a claim is.

    law = governing(basis=Basis.COPYRIGHT, marketplace="ebay", address="https://www.ebay.de/itm/1")
    law.leading.code, [each.code for each in law.adding]   # dsa, []

The *leading* regime gives the notice its form, the answer its form and the claim its clocks; the
duties of the others *add*: texts to sign, reasons, appeals. Our own rules lead where no statute
does. To add a regime, see docs/law/README.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from complaints.rules.filing.listing_urls.sites import site_countries
from complaints.rules.filing.signed_texts import SignedText
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import china, european_union, house, us_copyright
from complaints.rules.law.regimes.record import (
    Asked,
    ClockKind,
    ClockRule,
    ClockStep,
    Need,
    Redress,
    Regime,
    RegimeCode,
    Situation,
    Waits,
)
from complaints.rules.law.treatments import READ_ALWAYS
from complaints.rules.sellers.marketplaces import WORLDWIDE, records_of

# In the order in which they lead: those with a form and a clock of their own first.
REGIMES: Final = (us_copyright.REGIME, china.REGIME, european_union.REGIME, house.REGIME)
BY_CODE: Final = {regime.code: regime for regime in REGIMES}
HOUSE: Final = house.REGIME
# Domain endings by which the country of an unknown site is known.
_ENDINGS: Final = european_union.UNION | {"CN"}
NOTICE_TEXTS: Final = tuple(text for each in reversed(REGIMES) for text in each.notice_texts)
ANSWER_TEXTS: Final = tuple(text for each in reversed(REGIMES) for text in each.answer_texts)


# How many marketplaces and situations a process keeps the answer of.
_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Law:
    """Under what a claim is: the regime that leads, and those whose duties add, without ours.

    `calendar` is the country whose days count where a clock names none: the marketplace's.
    `read_in` is the country by which a boycott treats the claim (`rules.law.treatments`): of
    several, one in which a notice is always read.
    """

    leading: Regime
    adding: tuple[Regime, ...]
    calendar: str = ""
    read_in: str = ""

    @property
    def statutes(self) -> tuple[Regime, ...]:
        """All regimes but our own, the leading one first."""
        return tuple(each for each in (self.leading, *self.adding) if each is not HOUSE)

    @property
    def regimes(self) -> tuple[Regime, ...]:
        """All of them, ours last: it binds everywhere."""
        return (*self.statutes, HOUSE)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the regime that leads and of those that add."""
        return tuple(str(each.code) for each in (self.leading, *self.adding))

    def clock(self, kind: ClockKind) -> ClockRule | None:
        """Return the rule of a clock: the leading regime's or, where it has none, the first that
        adds one; ours comes last."""
        rules = (rule for regime in self.regimes for rule in regime.clocks)
        return next((rule for rule in rules if rule.kind is kind), None)

    def is_under(self, code: RegimeCode) -> bool:
        return any(each.code is code for each in self.statutes)


def countries_of(
    marketplace: str,
    stated: str | None = None,
    *,
    address: str = "",
    delivers_to: Collection[str] = (),
) -> frozenset[str]:
    """Return the countries whose buyers a marketplace (its slug, a short host) is for; of one that
    sells in many, those that the site of a listing's `address` is for, else those to which the
    listing says it is delivered.

    What the platform stated of it counts first. A short link does not show where it leads: all
    places that it may lead to count. Of a site without a record, the domain's ending counts where
    it is the European Union's, one of its members' or China's.
    """
    sells = frozenset({stated}) if stated else _known_countries(marketplace)
    if sells and WORLDWIDE not in sells:
        return sells
    return site_countries(records_of(marketplace), address) or frozenset(delivers_to) or sells


@lru_cache(maxsize=_KEPT)
def _known_countries(marketplace: str) -> frozenset[str]:
    known = records_of(marketplace)
    if known:
        return frozenset(country for each in known for country in each.countries)
    _, dot, ending = marketplace.rpartition(".")
    return frozenset({ending.upper()} & _ENDINGS if dot else ())


@lru_cache(maxsize=_KEPT)
def nowhere_in(marketplace: str) -> frozenset[str]:
    """Return the countries in which a marketplace for buyers everywhere sells nothing."""
    return frozenset(code for each in records_of(marketplace) for code in each.nowhere_in)


def governing(
    *,
    basis: Basis,
    marketplace: str,
    country: str | None = None,
    seller_country: str | None = None,
    address: str = "",
    delivers_to: Collection[str] = (),
) -> Law:
    """Return under which regimes a claim is.

    `country` is the marketplace's as the platform stated it, else its record's; `seller_country`
    the seller's where it is known. `address` and `delivers_to` are the listing's.
    """
    countries = countries_of(marketplace, country, address=address, delivers_to=delivers_to)
    return _law_in(Situation(basis, countries, seller_country, frozenset(delivers_to)))


@lru_cache(maxsize=_KEPT)
def _law_in(situation: Situation) -> Law:
    countries = situation.countries
    leading, *others = (regime for regime in REGIMES if regime.binds(situation))
    adding = tuple(each for each in others if each is not HOUSE)
    here = next(iter(countries)) if len(countries) == 1 else ""
    calendar = here if len(here) == 2 and here != "EU" else ""
    read_in = next((country for country in READ_ALWAYS if country in countries), calendar)
    return Law(leading, adding, calendar, read_in)


def law_of(
    leading: str | None, adding: Iterable[str] = (), *, calendar: str = "", small_firm: bool = False
) -> Law:
    """Return the law of a claim as it was stored with it; without a regime, our own.

    `small_firm` says that the platform is a micro or small firm.
    """
    codes = [RegimeCode(each) for each in (leading or RegimeCode.HOUSE, *adding)]
    first, *others = (
        european_union.OF_A_SMALL_FIRM if small_firm and code is RegimeCode.DSA else BY_CODE[code]
        for code in codes
    )
    return Law(first, tuple(others), calendar, calendar)


def extended(law: Law, now: Law) -> tuple[Regime, ...]:
    """Return the regimes that join a claim of `law` in mid-case, because it would be under `now`
    if it were filed today.

    One with an answer form of its own leads from the filing on or not at all: the notice did not
    have its form. None leaves a claim.
    """
    under = {regime.code for regime in law.statutes}
    return tuple(each for each in now.statutes if each.code not in under and not each.answer_texts)


def asks_least(laws: Iterable[Law]) -> bool:
    """Say whether of somebody without an account no more may be asked than Art. 16(2) DSA lists:
    it binds each claim. What another statute asks of the same claim it asks beside."""
    laws = [*laws]
    return bool(laws) and all(law.is_under(RegimeCode.DSA) for law in laws)


def notice_texts(laws: Iterable[Law], *, least: bool = False) -> list[SignedText]:
    """Return the texts that the signer of a complaint agrees to, by the laws of its claims: ours
    first, each once; without ours where the `least` is asked."""
    under = {regime.code for law in laws for regime in law.statutes}
    under |= set() if least else {RegimeCode.HOUSE}
    return [text for each in reversed(REGIMES) if each.code in under for text in each.notice_texts]


def answer_texts(laws: Iterable[Law]) -> list[SignedText]:
    """Return the texts that a seller agrees to who answers claims of these laws: ours, and those
    of the regimes that lead."""
    under = {law.leading.code for law in laws} | {RegimeCode.HOUSE}
    return [text for each in reversed(REGIMES) if each.code in under for text in each.answer_texts]
