"""Two spellings of one party, and two parties."""

from __future__ import annotations

import pytest

from abuse.identity.names import core

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
