"""Which office keeps a register, however it is named, and for which place its rights hold.

Pure. An office that is not here is unknown: its numbers could be taken for another's.
"""

from __future__ import annotations

from typing import Final

from abuse.identity.keys import bare
from abuse.identity.registers import place_of

# What offices call themselves, as `bare` leaves it.
_NAMES: Final = {
    "uspto": "us", "usco": "us", "euipo": "eu", "ohim": "eu", "epo": "eu", "ukipo": "gb",
    "wipo": "wo", "cnipa": "cn", "ctmo": "cn", "sipo": "cn", "ncac": "cn", "国家知识产权局": "cn",
    "中国国家知识产权局": "cn", "国家版权局": "cn", "dpma": "de", "inpi": "fr", "jpo": "jp",
    "特許庁": "jp", "kipo": "kr", "tipo": "tw", "智慧財產局": "tw", "cipo": "ca", "boip": "bx",
    "rospatent": "ru", "ipaustralia": "au", "ipindia": "in", "ipos": "sg",
}  # fmt: skip
# WIPO Standard ST.3: countries (ISO 3166-1) and offices of several.
_CODES: Final = frozenset({
    "ad", "ae", "af", "ag", "ai", "al", "am", "ao", "ar", "at", "au", "aw", "az", "ba", "bb", "bd",
    "be", "bf", "bg", "bh", "bi", "bj", "bm", "bn", "bo", "br", "bs", "bt", "bw", "by", "bz", "ca",
    "cd", "cf", "cg", "ch", "ci", "cl", "cm", "cn", "co", "cr", "cu", "cv", "cw", "cy", "cz", "de",
    "dj", "dk", "dm", "do", "dz", "ec", "ee", "eg", "er", "es", "et", "fi", "fj", "fr", "ga", "gb",
    "gd", "ge", "gg", "gh", "gi", "gm", "gn", "gq", "gr", "gt", "gw", "gy", "hk", "hn", "hr", "ht",
    "hu", "id", "ie", "il", "im", "in", "iq", "ir", "is", "it", "je", "jm", "jo", "jp", "ke", "kg",
    "kh", "ki", "km", "kn", "kp", "kr", "kw", "ky", "kz", "la", "lb", "lc", "li", "lk", "lr", "ls",
    "lt", "lu", "lv", "ly", "ma", "mc", "md", "me", "mg", "mk", "ml", "mm", "mn", "mo", "mr", "mt",
    "mu", "mv", "mw", "mx", "my", "mz", "na", "ne", "ng", "ni", "nl", "no", "np", "nz", "om", "pa",
    "pe", "pg", "ph", "pk", "pl", "pt", "pw", "py", "qa", "ro", "rs", "ru", "rw", "sa", "sb", "sc",
    "sd", "se", "sg", "si", "sk", "sl", "sm", "sn", "so", "sr", "st", "sv", "sx", "sy", "sz", "tc",
    "td", "tg", "th", "tj", "tl", "tm", "tn", "to", "tr", "tt", "tv", "tw", "tz", "ua", "ug", "uk",
    "us", "uy", "uz", "va", "vc", "ve", "vg", "vn", "vu", "ws", "ye", "za", "zm", "zw", "ap", "bx",
    "ea", "em", "ep", "eu", "gc", "oa", "wo",
})  # fmt: skip


def place_of_office(kind: str, office: str) -> str | None:
    """Where the rights hold that an office registers; None for an office that is not known.

    Parameters
    ----------
    kind : str
        ``trademark, copyright, patent, design`` or ``other``.
    office : str
        Its code (ISO 3166-1, WIPO ST.3) or the name that it is known by.

    Examples
    --------
    >>> place_of_office("trademark", "EM"), place_of_office("trademark", "EUIPO")
    ('eu', 'eu')
    >>> place_of_office("patent", "uspto"), place_of_office("trademark", "Office of Nowhere")
    ('us', None)
    """
    said = bare(office)
    place = _NAMES.get(said) or place_of(kind, said)
    return place if place in _CODES else None
