"""Which statutes prescribe a form for notices and answers, from each marketplace's record.

Complaints and counter-notices both use these functions, so that both sides sign by the same law.
Pure. Sources:
Regulation (EU) 2022/2065 Art. 16; 17 U.S.C. 512; E-Commerce Law of China Art. 42 and 43.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from complaints.rules.marketplaces import WORLDWIDE, records_of


class Statute(StrEnum):
    DSA = "dsa"
    DMCA = "dmca"  # of works alone
    ECL = "ecl"


EU: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
# Domain endings by which the country of an unknown site is known.
_ENDINGS: Final = EU | {"EU", "CN"}
# A site for buyers everywhere may have to hold in the European Union and in the United States.
_WHERE: Final = {
    Statute.DSA: EU | {"EU", WORLDWIDE},
    Statute.DMCA: frozenset({"US", WORLDWIDE}),
    Statute.ECL: frozenset({"CN"}),
}


def statutes_in(countries: Collection[str]) -> frozenset[Statute]:
    """Return the statutes that have a form in any of these countries (ISO codes, EU, WORLDWIDE)."""
    return frozenset(law for law, where in _WHERE.items() if where & set(countries))


def statutes_on(marketplace: str) -> frozenset[Statute]:
    """Return the statutes that have a form on this marketplace (its slug, or a short host).

    A short link does not show where it leads: the statutes of all places that it may lead to count.
    For a site without a record, the domain's ending decides, where it is the European Union's, one
    of its members' or China's.
    """
    known = records_of(marketplace)
    if known:
        return statutes_in({country for each in known for country in each.countries})
    _, dot, ending = marketplace.rpartition(".")
    return statutes_in({ending.upper()} & _ENDINGS if dot else ())
