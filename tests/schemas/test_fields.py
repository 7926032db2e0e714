"""Whatever does not fit is said with a code and a message, by every field that takes something."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from marshmallow import ValidationError, fields

import complaints.schemas
from complaints.base.errors import FieldError
from complaints.schemas.common import Body, Money, Output, text
from complaints.schemas.logins.keys import KeyOut


def _bodies(of: type[Body] = Body) -> Iterator[type[Body]]:
    for each in of.__subclasses__():
        yield each
        yield from _bodies(each)


def _within(field: fields.Field[Any]) -> Iterator[fields.Field[Any]]:
    yield field
    for inner in ("inner", "key_field", "value_field"):
        if (deeper := getattr(field, inner, None)) is not None:
            yield from _within(deeper)


def _plain(told: Any) -> bool:
    return not all(
        isinstance(each, FieldError) for each in (told if isinstance(told, list) else [told])
    )


def test_no_field_says_anything_but_codes_with_messages() -> None:
    for module in pkgutil.walk_packages(complaints.schemas.__path__, "complaints.schemas."):
        importlib.import_module(module.name)
    plain = {
        (body.__name__, name, key)
        for body in _bodies()
        for name, declared in body().fields.items()
        for field in _within(declared)
        for key, told in field.error_messages.items()
        # Marshmallow has it, and says it nowhere.
        if key != "validator_failed" and _plain(told)
    }
    assert plain == set()


@pytest.mark.parametrize("sign", "\u202a\u202e\u2066\u2069")
def test_a_text_reads_in_the_order_in_which_it_was_signed(sign: str) -> None:
    assert text(20).deserialize(f"Acme{sign}dtL\u200f") == "AcmedtL\u200f"
    with pytest.raises(ValidationError):
        text(20).deserialize(sign)


@pytest.mark.parametrize(
    "value", [0, 19.9, "19.90", 999_999_999_999, 999_999_999_999.5, "999999999999.9999"]
)
def test_money_comes_as_number_or_text(value: float | str) -> None:
    assert Money().deserialize(value) == Decimal(str(value))


@pytest.mark.parametrize("text", ["999999999999.99", "999999999999.9999999999", "0.0000000001"])
def test_what_fits_the_declared_shape_of_money_is_taken(text: str) -> None:
    price = Money()
    assert re.fullmatch(price.metadata["pattern"], text)
    assert 0 <= float(price.deserialize(text)) <= price.metadata["maximum"] < 10**12


@pytest.mark.parametrize("value", [-0.01, 1e12, "1000000000000", "1e3", " 1", "", True])
def test_what_is_no_money_is_refused(value: float | str) -> None:
    with pytest.raises(ValidationError):
        Money().deserialize(value)


def test_a_member_of_an_answer_is_always_there_unless_its_schema_says_otherwise() -> None:
    class Told(Output):
        sometimes = ("maybe",)

        always = fields.String()
        maybe = fields.String()

    assert {name: each.required for name, each in Told().fields.items()} == {
        "always": True,
        "maybe": False,
    }
    assert [name for name, each in KeyOut().fields.items() if not each.required] == ["secret"]
