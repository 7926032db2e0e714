"""Normal forms of identity attributes."""

from __future__ import annotations

import pytest

from abuse.identity.attributes import KINDS, domain_of, normalise


@pytest.mark.parametrize(
    ("kind", "one", "other", "country"),
    [
        ("email", "John.Doe+x@gmail.com", "johndoe@googlemail.com", None),
        ("email", "Legal@Brand.Example", "legal@brand.example", None),
        ("email", "a+shop@outlook.com", "a@outlook.com", None),
        ("phone", "+86 138-1234-5678", "13812345678", "CN"),
        ("phone", "0086-138-1234-5678", "(+86) 138 1234 5678", None),
        ("phone", "００８６ 138-1234-5678", "+8613812345678", "US"),
        ("phone", "＋８６１３８１２３４５６７８", "0086 138 1234 5678", "CN"),
        ("website", "HTTPS://www.Brand.example/contact?x=1", "brand.example", None),
        ("website", "http://bücher.example", "xn--bcher-kva.example", None),
        ("device", "AB-12 cd", "ab12CD", None),
        ("address", "12 Tower Road, Floor 3", "Floor 3, 12 Tower Rd", None),
        ("ip", "::ffff:203.0.113.9", "203.0.113.9", None),
    ],
)
def test_two_spellings_of_one_value_meet(
    kind: str, one: str, other: str, country: str | None
) -> None:
    assert normalise(kind, one, country) == normalise(kind, other, country) != []


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email", "john.doe@brand.example", "johndoe@brand.example"),
        ("email", "a+b@brand.example", "a@brand.example"),
        ("phone", "+8613812345678", "+8613812345679"),
        ("ip", "203.0.113.9", "203.0.113.8"),
        ("website", "a.example", "b.example"),
    ],
)
def test_two_values_stay_two(kind: str, one: str, other: str) -> None:
    assert normalise(kind, one)[0] != normalise(kind, other)[0]


def test_several_phones_in_one_field() -> None:
    assert normalise("phone", "+40 21 312 3456 / +971 4 123 4567") == [
        ("phone", "+40213123456"),
        ("phone", "+97141234567"),
    ]


def test_an_ipv6_address_gives_its_48() -> None:
    assert normalise("ip", "2001:db8:1:2::3") == [
        ("ip", "2001:db8:1:2::3"),
        ("ip_net", "2001:db8:1::/48"),
    ]


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "ip_net"])
@pytest.mark.parametrize("value", ["", "  ", "\u3000"])
def test_blank_gives_nothing(kind: str, value: str) -> None:
    assert normalise(kind, value) == []


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "ip_net"])
@pytest.mark.parametrize("value", ["???", "@", "a@", "\x00", "999.1.1.1", "电话：见附件", "\ud800"])
def test_what_cannot_be_read_does_not_raise(kind: str, value: str) -> None:
    assert normalise(kind, value) == normalise(kind, value)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        normalise("shoe size", "44")


def test_domains_are_readable() -> None:
    assert domain_of("email", "no at sign") is None
    assert domain_of("phone", "+49 30 1") is None
