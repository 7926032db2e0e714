"""Checks whether a right's number looks like one of its office. Warns, and never refuses.

Offices change their formats, and old numbers have other ones: a number that does not fit may still
be correct. Pure. Formats: from each office's pages, see docs/filing.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from abuse.identity.keys import bare
from abuse.identity.registers import check_digit
from complaints.rules.kinds import RightKind
from complaints.words import Message
from complaints.words import message as _

CN_TYPES = {"1": RightKind.PATENT, "2": RightKind.PATENT, "3": RightKind.DESIGN,
            "8": RightKind.PATENT, "9": RightKind.PATENT}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """How an office writes its numbers, and the warning for one that does not fit."""

    pattern: str
    warning: Message

    def fits(self, number: str) -> bool:
        return re.fullmatch(self.pattern, number) is not None


TM, PATENT, DESIGN, COPYRIGHT = (
    RightKind.TRADEMARK, RightKind.PATENT, RightKind.DESIGN, RightKind.COPYRIGHT,
)  # fmt: skip
FORMATS: dict[tuple[RightKind, str], Format] = {
    (TM, "US"): Format(
        r"\d{1,7}",
        _(
            "A US registration number has up to seven digits. Eight digits are a serial "
            "number: the mark may only have been applied for."
        ),
    ),
    (TM, "EU"): Format(
        r"(0?\d{8})|(W\d{7,8})",
        _("The number of an EU trade mark has nine digits, for example 018123456."),
    ),
    (TM, "CN"): Format(
        r"G?\d{1,8}[A-Z]?",
        _(
            "The number of a Chinese trade mark has up to eight digits, for example "
            "12345678. Add its Nice class."
        ),
    ),
    (TM, "WO"): Format(
        r"\d{1,7}[A-Z]?",
        _(
            "The number of an international registration has up to seven digits, sometimes "
            "followed by one letter."
        ),
    ),
    (DESIGN, "EU"): Format(
        r"\d{13}",
        _("The number of an EU design has nine digits and then four, for example 001234567-0001."),
    ),
    (DESIGN, "US"): Format(
        r"(US)?D\d{5,7}(S1?)?",
        _("The number of a US design patent begins with D, for example D812345."),
    ),
    (PATENT, "US"): Format(
        r"(US)?(RE)?\d{6,8}([AB]\d)?",
        _("The number of a US patent has up to eight digits, for example 9123456."),
    ),
    (PATENT, "EU"): Format(
        r"(EP)?\d{7}([AB]\d)?",
        _("The number of a European patent has seven digits, for example EP1234567."),
    ),
    (COPYRIGHT, "US"): Format(
        r"[A-Z]{1,3}U?\d{6,10}",
        _(
            "The number of a US copyright registration has letters and digits, for example "
            "VA0002345678."
        ),
    ),
    (COPYRIGHT, "CN"): Format(
        r".*作登字\d{4}[A-Z]\d{8}|\d{4}SR\d{6,7}",
        _("A registration of China looks like 国作登字-2020-F-01234567 or 2020SR0123456."),
    ),
}
NO_NUMBER = _(
    "A registered right has a number. Without it nobody can look the right up, and your "
    "complaints take longer."
)
NO_CLASS = _("Give the mark’s Nice classes too: in China each class is a registration of its own.")
WRONG_CHECK_DIGIT = _(
    "The last digit of this Chinese patent number does not fit the others. Look for a typing error."
)
WRONG_CN_KIND = _(
    "This number belongs to a different kind of Chinese patent than the one that you chose. "
    "Correct the number or the kind."
)
WRONG_CN_SHAPE = _(
    "A Chinese patent number has twelve digits and a check digit, for example "
    "202010123456.2. Before October 2003 it had eight digits and a check digit."
)


def number_warnings(
    kind: str, jurisdiction: str | None, number: str | None, *, has_classes: bool = False
) -> list[Message]:
    """Return warnings about a right's number as whole sentences; none where it fits."""
    kind = RightKind(kind)
    plain = bare(number or "").upper()
    if not plain:
        return [NO_NUMBER] if kind in (TM, PATENT, DESIGN) else []
    place = jurisdiction or ""
    if place == "CN" and kind in (PATENT, DESIGN):
        return _chinese_patent(kind, plain)
    known = FORMATS.get((kind, place))
    warnings = []
    if known is not None and not known.fits(plain):
        warnings.append(known.warning)
    if kind is TM and place == "CN" and not has_classes:
        warnings.append(NO_CLASS)
    return warnings


def _chinese_patent(kind: RightKind, plain: str) -> list[Message]:
    digits = plain.removeprefix("CN").removeprefix("ZL")
    match = re.fullmatch(r"(\d{8}|\d{12})([\dX])", digits)
    if match is None:
        return [WRONG_CN_SHAPE]
    body, check = match.groups()
    warnings = []
    if check != check_digit(body).upper():
        warnings.append(WRONG_CHECK_DIGIT)
    of_type = CN_TYPES.get(body[2] if len(body) == 8 else body[4])
    if of_type is not None and of_type is not kind:
        warnings.append(WRONG_CN_KIND)
    return warnings
