"""The European Union: Regulation (EU) 2022/2065, Digital Services Act, Art. 15 to 17, 20, 21, 23.

It binds where a marketplace is for buyers in the Union, and towards a seller who is established
there. The words that are signed are ours, not the statute's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from complaints.rules.filing.signed_texts import SignedText
from complaints.rules.law.calendars import Length, Unit
from complaints.rules.law.regimes.record import (
    IN_THE_LANE,
    Asked,
    ClockKind,
    ClockRule,
    Need,
    Redress,
    Regime,
    RegimeCode,
    Situation,
    Waits,
)
from complaints.rules.law.treatments import Treatment
from complaints.rules.sellers.marketplaces import WORLDWIDE
from complaints.words.labels import LABELS

MEMBERS: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
UNION: Final = MEMBERS | {"EU"}
_SIX_MONTHS: Final = Length(6, Unit.MONTHS)


DSA = SignedText(
    "dsa-16",
    "2026-11",
    {"en": "EU Digital Services Act, Art. 16(2)(d)", "zh": "欧盟《数字服务法》第16条第2款(d)项"},
    {
        "en": (
            "I believe in good faith that the information and the allegations in this notice are "
            "accurate and complete."
        ),
        "zh": "本人善意地确信，本通知所含信息及指控准确、完整。",
    },
)


def are_in_union(buyers: Collection[str]) -> bool:
    """Say whether buyers in these countries, or “worldwide”, are in the Union too."""
    return not (UNION | {WORLDWIDE}).isdisjoint(buyers)


def _binds(situation: Situation) -> bool:
    """Say whether buyers or the seller are in the Union: Art. 2(1)."""
    buyers = situation.countries | situation.delivered_to
    return are_in_union(buyers) or situation.seller_country in MEMBERS


REGIME = Regime(
    code=RegimeCode.DSA,
    name=LABELS["regime"]["dsa"],
    binds=_binds,
    notice_texts=(DSA,),
    notice=(
        Asked(Need.EXPLANATION, "DSA Art. 16(2)(a)"),
        Asked(Need.SIGNATURE, "DSA Art. 16(2)(d)"),
        Asked(Need.EMAIL, "DSA Art. 16(2)(c)"),
    ),
    answer_texts=(),
    answer=(),
    clocks=(
        ClockRule(ClockKind.LANE, "DSA Art. 16(6)", IN_THE_LANE, Waits.STAFF),
        ClockRule(ClockKind.APPEAL_FILER, "DSA Art. 20(1)", _SIX_MONTHS, Waits.FILER, rolls=True),
        ClockRule(ClockKind.APPEAL_SELLER, "DSA Art. 20(1)", _SIX_MONTHS, Waits.SELLER, rolls=True),
        ClockRule(ClockKind.JUDGE, "DSA Art. 20(4)", Length(14, Unit.DAYS), Waits.STAFF),
    ),
    redress=Redress(_SIX_MONTHS, out_of_court=True),
    treatments=(Treatment.NOT_PROCESSED, Treatment.LANE),
)
# Art. 19 and 29: of a micro or small firm Art. 20 to 28 ask nothing; Art. 16 and 17 bind it.
OF_A_SMALL_FIRM = replace(REGIME, clocks=(), redress=Redress(None, out_of_court=False))
