"""Numbers of rights: what does not look like one of its office is warned of, never refused."""

from __future__ import annotations

import pytest

from complaints.rules.authority.right_numbers import number_warnings


@pytest.mark.parametrize(
    ("kind", "place", "number"),
    [
        ("trademark", "US", "4,567,890"),
        ("trademark", "EU", "018123456"),
        ("trademark", "WO", "1234567A"),
        ("trademark", "DE", "302012000123"),
        ("patent", "CN", "ZL88201465.X"),
        ("patent", "US", "US9123456B2"),
        ("patent", "EU", "EP 1234567 B1"),
        ("design", "EU", "001234567-0001"),
        ("design", "US", "D812,345"),
        ("design", "CN", "ZL85301465.5"),
        ("design", "EU", "0012345670001"),
        ("copyright", "US", "VA0002345678"),
        ("copyright", "US", "VAu-598-764"),
        ("copyright", "CN", "国作登字-2020-F-01234567"),
        ("copyright", None, None),
    ],
)
def test_what_fits_is_not_warned_of(kind: str, place: str | None, number: str | None) -> None:
    assert number_warnings(kind, place, number) == []


@pytest.mark.parametrize(
    ("kind", "place", "number", "word"),
    [
        ("trademark", "US", "88123456", "serial"),
        ("trademark", "EU", "123", "nine digits"),
        ("trademark", "CN", "1234567", "Nice"),
        ("patent", "CN", "ZL88201465.1", "last digit"),
        ("patent", "CN", "1234", "twelve digits"),
        ("design", "CN", "ZL88201465.X", "a different kind"),
        ("patent", "CN", "ZL85301465.5", "a different kind"),
        ("design", "EU", "001234567-001", "nine digits and then four"),
        ("patent", "DE", None, "has a number"),
    ],
)
def test_what_does_not_fit_is_said(kind: str, place: str, number: str | None, word: str) -> None:
    assert any(word in str(sentence) for sentence in number_warnings(kind, place, number))


def test_a_chinese_mark_with_its_class_is_whole() -> None:
    assert number_warnings("trademark", "CN", "12345678", has_classes=True) == []
