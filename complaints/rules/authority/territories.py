"""In which countries a right holds, and whether a listing is offered in one of them. Pure.

    mark = territory_of(RightKind.TRADEMARK, "CN", None)
    reach_of(mark, offered={"DE"}).cover   # Cover.OUTSIDE

A right of one country holds there. One of an office of several countries holds in all of them
(European Union, Benelux, OAPI, …), or in those that were designated or in which it was validated
(European patents, ARIPO, Madrid, The Hague): which, its holder says; nobody guesses. A work holds
in the Berne Union, wherever it is registered. The memberships are those of November 2026.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from complaints.rules.kinds import RightKind
from complaints.rules.law.countries import CODES, OFFICES, UNION
from complaints.rules.law.regimes.european_union import MEMBERS
from complaints.rules.sellers.marketplaces import WORLDWIDE


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Contracting parties of the regional offices. Check with counsel before a case turns on one.
BENELUX: Final = _codes("BE LU NL")
# European Patent Convention, with the states that validate or extend European patents: epo.org.
EUROPEAN_PATENTS: Final = MEMBERS | _codes(
    "AL BA CH GB GE IS KH LA LI MA MC MD ME MK NO RS SM TN TR"
)
# Bangui Agreement: one title for all: oapi.int.
OAPI: Final = _codes("BF BJ CF CG CI CM GA GN GQ GW KM ML MR NE SN TD TG")
# Harare and Banjul Protocols, by designation: aripo.org.
ARIPO: Final = _codes("BW CV GH GM KE LR LS MU MW MZ NA RW SC SD SL SO ST SZ TZ UG ZM ZW")
# Patents of the Gulf Cooperation Council; its marks are registered in each state.
GULF: Final = _codes("AE BH KW OM QA SA")
# Eurasian Patent Convention: eapo.org.
EURASIA: Final = _codes("AM AZ BY KG KZ RU TJ TM")
# States that are not of the Berne Union (wipo.int, contracting parties of the Berne Convention; the
# list is kept as its complement, since all others are of it).
NOT_OF_BERNE: Final = _codes("AO ER ET IQ IR MH MM MV PG PW SC SL SO SS TL")
# In place of the Convention members of the WTO protect works by TRIPS, Art. 9: check with counsel.
BY_TRIPS: Final = _codes("AO MM MV PG SC SL TL")
# Dependent territories and places outside the Convention's count go with the Union: check with
# counsel, as for Taiwan, which protects works by TRIPS.
BERNE: Final = CODES - (NOT_OF_BERNE - BY_TRIPS)

_MARKS_AND_DESIGNS: Final = (RightKind.TRADEMARK, RightKind.DESIGN)
# By the office and the kind: a title for all of its countries.
UNITARY: Final[dict[str, dict[RightKind, frozenset[str]]]] = {
    UNION: dict.fromkeys((*_MARKS_AND_DESIGNS, RightKind.OTHER), MEMBERS),
    "BX": dict.fromkeys((*_MARKS_AND_DESIGNS, RightKind.OTHER), BENELUX),
    "OA": dict.fromkeys(RightKind, OAPI),
    "EA": dict.fromkeys((RightKind.PATENT, RightKind.DESIGN), EURASIA),
    "GC": {RightKind.PATENT: GULF},
}
# By the office: among which countries a right of it was designated or validated; all: any.
DESIGNATED: Final[dict[str, frozenset[str]]] = {
    "EP": EUROPEAN_PATENTS,
    # A patent stated so is a European one: there is none of the European Union alone.
    UNION: EUROPEAN_PATENTS,
    "AP": ARIPO,
    "GC": GULF,
    "BX": BENELUX,
    "EA": EURASIA,
    "WO": CODES,
}
# What histories write for a code.
_WRITTEN: Final = {"EM": UNION, "UK": "GB"}
# What stands in a designation for all of its countries.
REGIONS: Final = {UNION: MEMBERS, "BX": BENELUX, "OA": OAPI}


class Cover(StrEnum):
    """Whether a right holds where a listing is offered: everywhere there, in a part of it, nowhere,
    or nobody has said where it holds."""

    WHOLE = "whole"
    PART = "part"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class OutsideGround(StrEnum):
    """On which ground a filer says that a right binds where it is not registered."""

    WELL_KNOWN = "well_known"
    BAD_FAITH_IMPORT = "bad_faith_import"
    OTHER = "other"


class NamedBy(StrEnum):
    """Who said where a right holds: its filer, a partner that files for it, or staff."""

    FILER = "filer"
    PARTNER = "partner"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Territory:
    """Where a right holds: `countries`, None where nobody has said; then in some of those
    `among` which it can hold."""

    countries: frozenset[str] | None
    among: frozenset[str] = CODES


@dataclass(frozen=True, slots=True)
class Reach:
    """A claim's territory: where its listing is `offered` and where a decision about it `holds`, as
    ISO codes and EU for the whole Union. None of them: everywhere, or not known."""

    cover: Cover
    offered: tuple[str, ...]
    holds: tuple[str, ...]


def may_be_designated(kind: str, jurisdiction: str | None) -> frozenset[str]:
    """Return the countries among which a right says where it holds; none where its own country or
    office says it, or it is a work."""
    place = _place(jurisdiction)
    if RightKind(kind) is RightKind.COPYRIGHT:
        return frozenset()
    if place is None:
        return CODES
    if RightKind(kind) in UNITARY.get(place, ()):
        return frozenset()
    return DESIGNATED.get(place, frozenset())


def _place(jurisdiction: str | None) -> str | None:
    """Return the code of a country or office, however a history writes it; None for neither."""
    code = (jurisdiction or "").strip().upper()
    code = _WRITTEN.get(code, code)
    return code if code in CODES or code in OFFICES else None


def spread(codes: Collection[str]) -> frozenset[str]:
    """Return the countries of these codes, a region's with it.

    >>> sorted(spread(["BX", "GB"]))
    ['BE', 'GB', 'LU', 'NL']
    """
    return frozenset[str]().union(*(REGIONS.get(code, {code}) for code in codes))


def gathered(countries: Collection[str]) -> tuple[str, ...]:
    """Return the codes of countries in order, the whole Union as one.

    >>> gathered({*MEMBERS, "GB"})
    ('EU', 'GB')
    """
    whole = frozenset(countries)
    if whole >= MEMBERS:
        whole = whole - MEMBERS | {UNION}
    return tuple(sorted(whole))


def territory_of(
    kind: str, jurisdiction: str | None, designated: Collection[str] | None
) -> Territory:
    """Return where a right holds; `designated` are the countries that its holder names.

    They count where its office registers for several countries and says no more, or nobody has
    said in whose register it is. A mark or a design of a Benelux country holds in all three: there
    are no others (Benelux Convention, Art. 2.2 and 3.5; check with counsel).
    """
    kind = RightKind(kind)
    if kind is RightKind.COPYRIGHT:
        return Territory(BERNE)
    place = _place(jurisdiction)
    if place in BENELUX and kind in _MARKS_AND_DESIGNS:
        return Territory(BENELUX)
    whole = UNITARY.get(place or "", {}).get(kind)
    if whole is not None:
        return Territory(whole)
    among = may_be_designated(kind, place)
    if place is not None and not among:
        return Territory(frozenset({place}))
    # What its office cannot give is no answer: it is asked for as where nobody has said it.
    return Territory(spread(designated or ()) & among or None, among)


def country_of_law(jurisdiction: str | None, holds: Collection[str]) -> str | None:
    """Return whose law a decision that `holds` there rests on: the Union's for its own rights, else
    that of the one country (or Union) that it is about; None where it is about several.

    >>> country_of_law("DE", ["US"]), country_of_law("EU", ["DE"]), country_of_law("WO", [])
    ('US', 'EU', None)
    """
    here = spread(holds)
    if jurisdiction == UNION and here and here <= MEMBERS:
        return UNION
    return next(iter(holds)) if len(holds) == 1 else None


def reach_of_terms(offered: Collection[str]) -> Reach:
    """Return the reach of a claim that rests on our terms and no right, as that genuine goods are
    sold outside a channel: it holds wherever the listing is offered."""
    shown = () if WORLDWIDE in offered else gathered(spread(offered))
    return Reach(Cover.WHOLE, shown, shown)


def reach_of(
    territory: Territory, offered: Collection[str], *, nowhere_in: Collection[str] = ()
) -> Reach:
    """Return whether a right holds where a listing is offered, and where a decision holds.

    `offered` are codes of countries, EU and WORLDWIDE; none where nobody knows. Of a listing that
    is offered everywhere, `nowhere_in` are the exceptions. Outside, a decision is about the place
    where the listing is offered, since somebody found it wrong there all the same.
    """
    return _reach(territory, frozenset(offered), frozenset(nowhere_in))


@lru_cache(maxsize=1_000)
def _reach(territory: Territory, offered: frozenset[str], nowhere_in: frozenset[str]) -> Reach:
    known = spread(offered) - {WORLDWIDE}
    everywhere = WORLDWIDE in offered
    places = CODES - nowhere_in if everywhere else known
    shown = () if everywhere else gathered(known)
    within = territory.among if territory.countries is None else territory.countries
    covered = places & within if places else within
    if not covered:
        return Reach(Cover.OUTSIDE, shown, shown)
    if territory.countries is None:
        return Reach(Cover.UNKNOWN, shown, shown)
    if (everywhere or not places) and within >= BERNE:
        return Reach(Cover.WHOLE, shown, shown)
    holds = gathered(covered)
    return Reach(Cover.WHOLE if covered >= places else Cover.PART, shown, holds)
