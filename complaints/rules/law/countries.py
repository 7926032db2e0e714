"""Reads a country that somebody states: of an account, a holder, a right, a marketplace or a store.

The codes are those of ISO 3166-1. A right may also be registered with an office of several
countries; a marketplace may be for buyers of the whole European Union, or for buyers everywhere.
"""

from __future__ import annotations

import re
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.rules.sellers.marketplaces import WORLDWIDE
from complaints.words import Country, Fact, Message
from complaints.words import message as _

CODES: Final = frozenset(
    re.findall(
        r"[A-Z]{2}",
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
        BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
        EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
        GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
        KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
        MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
        QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
        TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM
        ZW
        """,
    )
)
# What many write, though the code is another's or nobody's.
_MEANT: Final = {"UK": "GB", "EL": "GR", "SU": "RU", "YU": "RS", "BU": "MM", "TP": "TL"}
UNION: Final = "EU"
# Offices that register for several countries, by their codes in WIPO Standard ST.3.
OFFICES: Final = {
    UNION: _("European Union"),
    "WO": _("International registration (WIPO)"),
    "EP": _("European Patent Office"),
    "BX": _("Benelux"),
    "EA": _("Eurasian Patent Organization"),
    "AP": _("African Regional Intellectual Property Organization"),
    "OA": _("African Intellectual Property Organization"),
    "GC": _("Gulf Cooperation Council"),
}


def country_called(code: str) -> Fact:
    """Return what is said as the name of a country or office; of an old code, perhaps itself."""
    return OFFICES.get(code) or Country(code)


class CountryError(ValueError):
    """What is no country; `message` says what is meant, where that is known."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message

    def at(self, pointer: str) -> FieldError:
        """Return the error of the field that the pointer names."""
        return FieldError(pointer, Code.WRONG_FORMAT, self.message, {"format": "country"})


def read_country(text: str, *, of_marketplace: bool = False) -> str:
    """Return the code of a country as it is stored; of a marketplace also “EU” and “worldwide”.

    Raises CountryError.
    """
    code = text.strip().upper()
    if code in CODES or (of_marketplace and code == UNION):
        return code
    if of_marketplace and code == WORLDWIDE.upper():
        return WORLDWIDE
    _refuse_other_code(code)
    if of_marketplace:
        raise CountryError(
            _(
                "Write the two letters of a country, for example CN; or EU for buyers in the whole "
                "European Union, or worldwide."
            )
        )
    raise CountryError(_("Write the two letters of the country, for example CN."))


def read_place_of_right(text: str) -> str:
    """Return the code of the country, or of the office, in whose register a right is.

    Raises CountryError.
    """
    code = text.strip().upper()
    if code == "EM":
        raise CountryError(_("“EM” is an old code. Write EU for the European Union."))
    if code in CODES or code in OFFICES:
        return code
    _refuse_other_code(code)
    raise CountryError(
        _(
            "Write the two letters of the country, for example CN; EU for the European Union; or "
            "WO for an international registration."
        )
    )


def _refuse_other_code(code: str) -> None:
    """Raise CountryError with the right code, where many write this one for a country."""
    meant = _MEANT.get(code)
    if meant is not None:
        raise CountryError(
            _(
                "“%(code)s” is not a country code. Write %(meant)s (%(country)s).",
                code=code, meant=meant, country=Country(meant),
            )
        )  # fmt: skip
