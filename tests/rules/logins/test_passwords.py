"""Which new passwords are refused: too short for the role, or guessed early."""

from __future__ import annotations

import pytest
from zxcvbn.matching import L33T_TABLE

from complaints.rules.logins import passwords
from complaints.rules.logins.accounts import AccountRole
from complaints.rules.logins.passwords import JUDGED, MOST_SIGNS, is_easy, shortest

ABOUT = ["kim.lee@example.com", "Kim Lee"]


def test_staff_choose_longer_passwords() -> None:
    assert {role: shortest(role) for role in AccountRole} == {
        AccountRole.FILER: 10,
        AccountRole.NOTIFIER: 10,
        AccountRole.REVIEWER: 12,
        AccountRole.SUPERVISOR: 12,
        AccountRole.ADMINISTRATOR: 12,
        **({AccountRole("counsel"): 12} if "counsel" in set(AccountRole) else {}),
    }
    assert shortest(None) == 10, "somebody who signs up"


@pytest.mark.parametrize(
    "password",
    ["1234567890", "aaaaaaaaaaaa", "Password123!", "P@ssw0rd2026!", "qwerty123456", "demo-password",
     "abcdefghijkl", "woaini1314", "woaini5201314", "147258369a", "cleanhands1", "!@#$%^&*()",
     "zhangwei19880101", "taobao123456", "xiaoming12345", "中华人民共和国万岁万岁",
     "床前明月光疑是地上霜", "密码密码123456"],
)  # fmt: skip
def test_what_is_guessed_first_is_easy(password: str) -> None:
    assert is_easy(password, [])


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "a new and longer password",
        "jK8$xq!2Lm",
        "四匹马和电池订书钉",
    ],
)
def test_what_is_guessed_late_is_not(password: str) -> None:
    assert not is_easy(password, ABOUT)


@pytest.mark.parametrize(
    "password", ["kim.lee.2026", "kimlee2026!", "Kim.Lee@example.com", "example2026!"]
)
def test_what_a_stranger_knows_of_the_person_is_tried_first(password: str) -> None:
    assert is_easy(password, ABOUT)


def test_nobody_is_judged_by_what_is_known_of_somebody_else() -> None:
    told = ["Zubrowka Kowalczyk"]
    assert is_easy("zubrowkakowalczyk", told)
    assert not is_easy("zubrowkakowalczyk", ABOUT)


def test_a_score_of_three_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """zxcvbn gives 2 to the first, 3 to the second."""
    assert passwords.LEAST_SCORE == 3
    assert is_easy("Tr0ub4dour&3", [])
    assert not is_easy("jK8$xq!2Lm", [])


def test_only_the_first_characters_are_judged() -> None:
    strange = "jK8$xq!2Lm"
    assert not is_easy("a" * (JUDGED - len(strange)) + strange, [])
    assert is_easy("a" * JUDGED + strange, [])


def test_a_password_of_all_signs_for_letters_is_read_in_few_ways() -> None:
    """zxcvbn alone took five seconds for it."""
    signs = {sign for each in L33T_TABLE.values() for sign in each}
    of_signs = "".join(sorted(signs)) * 4
    translated = of_signs.translate(passwords.COMMON_SIGNS)
    assert len(signs & set(translated)) < len(signs) - 6
    assert len(signs) > MOST_SIGNS
    assert not is_easy(of_signs, [])
