"""Two spellings of one party, and two parties."""

from __future__ import annotations

import string
import unicodedata

import pytest

from abuse.identity.keys import narrow
from abuse.identity.names import UNSEEN, _folded, core

ONE = [
    ("Acme Inc", "ACME, Inc."),
    ("Acme Inc", "acme incorporated"),
    ("Acme", "The A.C.M.E. Co., Ltd."),
    ("Ａｃｍｅ", "Acme"),
    ("Müller GmbH", "MÜLLER"),
    ("海华服饰有限公司", "海华服饰股份有限公司"),
    ("有限公司", "有限公司"),
    ("Co. Ltd", "co ltd"),
    ("!!!", "!!!"),
    ("L'Oréal S.A.", "L’Oreal"),
    ("Velora Inc", "V\u0435lor\u0430 Inc"),  # two Cyrillic letters
    ("Velora Inc", "Vel\u03bfra Inc"),  # a Greek one
    ("Velora Inc", "\u202eVel\u200bora\ufeff Inc"),
    ("\u200b", "\u200b"),
]
TWO = [
    ("Acme", "Acne"),
    ("Acme Shoes", "Acme Hats"),
    ("Co", "Inc"),
    ("Velo", "Вело"),
    ("ガンダム", "カンタム"),
    ("Йод", "Иод"),
    ("Smør", "Smor"),
    ("!!!", "???"),
    ("海华服饰有限公司", "海华鞋业有限公司"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_party(one: str, other: str) -> None:
    assert core(one) == core(other)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_parties(one: str, other: str) -> None:
    assert core(one) != core(other)


def test_plain_letters_need_no_folding() -> None:
    plain = string.printable + "".join(map(chr, range(32)))
    assert plain.lower() == _folded(plain)
    widths = UNSEEN.sub("", unicodedata.normalize("NFKC", plain)).casefold()
    assert narrow(plain) == "".join(str(unicodedata.decimal(sign, sign)) for sign in widths)
