"""What a register's entry says: yes only where it is sure, no only where it is sure."""

from __future__ import annotations

from datetime import date

import pytest

from abuse.identity.holders import is_same_holder
from abuse.identity.names import core
from abuse.identity.offices import place_of_office
from complaints.rules.authority.registers import Entry, Verdict, is_in_force, plain_code, verdict
from complaints.rules.kinds import RightStatus

TODAY = date(2026, 3, 2)
# One holder as four scripts write it.
NAMES = (
    "Velora Technology Co., Ltd.",
    "维洛拉科技有限公司",
    "Велора Технолоджи",
    "ベロラテクノロジー",
)


@pytest.mark.parametrize("name", [*NAMES, "VELORA TECHNOLOGY", "ＶＥＬＯＲＡ Technology, Inc."])
def test_a_name_in_any_script_that_the_register_gives_agrees(name: str) -> None:
    assert is_same_holder(core(name), [core(each) for each in NAMES]) is True


@pytest.mark.parametrize(
    ("stated", "given", "same"),
    [
        ("Nimbus", ["Velora"], False),
        ("Velora", ["Velara"], False),
        ("北京云海", ["深圳澜沐"], False),
        # Another script than any that is given cannot tell, however alike it sounds.
        ("维洛拉", ["Velora"], None),
        ("Lanmu", ["澜沐"], None),
        ("澜沐", ["Lan Mu", "Lanmu Trading"], None),
        # But for one script that is given.
        ("云海", ["Velora", "澜沐"], False),
        # Traditional and simplified; two names that are read alike.
        ("國際雲海", ["国际云海"], None),
        ("兰木", ["澜沐"], None),
        # A name within another, from four letters or two other signs on.
        ("Acme", ["Acme Holdings"], None),
        ("Acme Holdings", ["Acme"], None),
        ("Ace", ["Ace Holdings"], False),
        ("华为", ["华为技术"], None),
        ("华", ["华为技术"], False),
        # Letters that only look Latin.
        ("Vеlora", ["Velora"], True),
        # Mixed scripts against one.
        ("澜沐 Lanmu", ["Lanmu"], None),
    ],
)
def test_names_tell_only_where_they_are_sure(
    stated: str, given: list[str], same: bool | None
) -> None:
    assert is_same_holder(core(stated), [core(each) for each in given]) is same


@pytest.mark.parametrize(
    ("status", "expires_on", "counts"),
    [
        (None, None, True),
        (RightStatus.REGISTERED, None, True),
        (RightStatus.REGISTERED, date(2026, 3, 3), True),
        (RightStatus.REGISTERED, TODAY, True),
        (RightStatus.REGISTERED, date(2026, 3, 1), False),
        (RightStatus.APPLIED, None, False),
        (RightStatus.EXPIRED, None, False),
        (RightStatus.CANCELLED, None, False),
    ],
)
def test_what_is_not_in_force_proves_nothing(
    status: str | None, expires_on: date | None, counts: bool
) -> None:
    entry = Entry(["acme"], status, expires_on, TODAY)
    assert is_in_force(entry) is counts
    assert verdict("acme", entry) is (Verdict.AGREES if counts else Verdict.UNCLEAR)
    assert verdict("bond", entry) is (Verdict.CONTRADICTS if counts else Verdict.UNCLEAR)
    assert verdict("邦德", entry) is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("kind", "office", "place"),
    [
        ("trademark", "us", "us"), ("trademark", "U.S.", "us"), ("trademark", "UK", "gb"),
        ("trademark", "EUIPO", "eu"), ("design", "EM", "eu"), ("patent", "EP", "eu"),
        ("trademark", "WO", "wo"), ("trademark", "国家知识产权局", "cn"), ("trademark", "BX", "bx"),
        ("trademark", "XX", None), ("trademark", "", None), ("trademark", "Acme", None),
    ],
)  # fmt: skip
def test_an_office_is_known_by_its_code_or_name(kind: str, office: str, place: str | None) -> None:
    assert place_of_office(kind, office) == place


def test_a_code_is_read_however_it_is_typed() -> None:
    assert plain_code(" 7k3m-q9td ") == "7K3MQ9TD"
    assert plain_code("oO iIlL —码") == "001111"
