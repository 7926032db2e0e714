"""A form becomes the document that the API takes, and its errors land beside the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal
from complaints.kit import forms
from complaints.schemas import fields
from complaints.schemas.authority.rights import RightIn
from complaints.schemas.common import Body, one_of, text
from complaints.schemas.filing.complaints import ComplaintIn
from complaints.words import message as _


class Odd(Body):
    name = text(5)
    number = fields.Integer(strict=True)
    sure = fields.Boolean()
    several = fields.List(fields.Integer(strict=True))


class Person(Body):
    name = text(5, required=True, asks=_("Enter your name."))


class Asked(Body):
    person = fields.Nested(Person, required=True)
    born_on = fields.Date(required=True)
    way = one_of(["road", "sea"], required=True)
    boxes = fields.List(one_of(["x"]), required=True)


def test_names_with_dots_become_the_nested_document() -> None:
    form = MultiDict(
        [
            ("once", "x"), ("basis", "counterfeit"), ("right_id", "7"), ("statement", " a\r\nb "),
            ("targets.0.url", "https://a.example/1"), ("targets.2.url", "https://a.example/2"),
            ("targets.1.url", ""), ("targets.2.price", "19.9"), ("reference", ""),
        ]
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        forms.read_form(ComplaintIn, form)
    assert [error.pointer for error in refused.value.fields] == ["/targets/1/url"]
    form["targets.1.url"] = "https://a.example/3"
    loaded = forms.read_form(ComplaintIn, form)
    assert (loaded["right_id"], loaded["statement"]) == (7, "a\nb")
    assert [target.url[-1] for target in loaded["targets"]] == ["1", "3", "2"]
    assert loaded["targets"][2].price == Decimal("19.9")


def test_boxes_and_lists_and_numbers() -> None:
    form = MultiDict([("several", "1"), ("several", "2"), ("sure", "true"), ("number", "12")])
    assert forms.read_form(Odd, form) == {"several": [1, 2], "sure": True, "number": 12}


@pytest.mark.parametrize("row", ["300", "999999999999999"])
def test_a_row_far_away_is_refused_and_no_million_is_made_before_it(row: str) -> None:
    with pytest.raises(Refusal) as refused:
        forms.read_form(ComplaintIn, MultiDict([(f"targets.{row}.url", "https://a.example/1")]))
    assert [error.pointer for error in refused.value.fields] == ["/targets"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("number", "1.5"), ("number", "x"), ("name", "123456"), ("sure", "maybe"), ("odd", "1"),
     ("name", "a\0")],
)  # fmt: skip
def test_what_does_not_hold_points_at_its_field(name: str, value: str) -> None:
    with pytest.raises(Refusal) as refused:
        forms.read_form(Odd, MultiDict([(name, value)]))
    assert refused.value.slug == "invalid-request"
    assert refused.value.fields[0].pointer.startswith(f"/{name}")


def test_again_keeps_what_was_typed_and_says_it_beside_the_field(app) -> None:
    form = MultiDict([("kind", "nonsense"), ("title", "A mark")])
    with app.test_request_context("/?lang=zh"):
        with pytest.raises(Refusal) as refused:
            forms.read_form(RightIn, form)
        sent = forms.again(refused.value, form)
        assert sent.values["title"] == "A mark"
        # A page offers names; the codes are for programs.
        assert sent.errors["kind"] == "请从所列选项中选择。"
        assert ("kind", "请从所列选项中选择。") in sent.summary


def test_what_is_empty_says_what_to_enter_or_to_choose() -> None:
    with pytest.raises(Refusal) as refused:
        forms.read_form(Asked, MultiDict([("person.name", "")]))
    assert {forms.field_of_error(each): str(each.message) for each in refused.value.fields} == {
        "person.name": "Enter your name.",
        "born_on": "Enter a date.",
        "way": "Choose one of these.",
        "boxes": "Choose at least one.",
    }


@pytest.mark.parametrize("nothing", ["", " \r\n ", "\u200b", "\ufeff \u2060\u200b"])
def test_what_nobody_sees_is_nothing(nothing: str) -> None:
    with pytest.raises(Refusal) as refused:
        forms.read_form(Person, MultiDict({"name": nothing}))
    assert [str(error.message) for error in refused.value.fields] == ["Enter your name."]


def test_schema_rules_and_files_are_heard_at_once() -> None:
    """A rule's error yields to the schema's at the same field; no rule is asked where all is
    right, as the service asks it then."""
    file = FieldError("/files", Code.UNUSABLE_FILE, _("a.exe: no"))

    def check(right: Mapping[str, Any]) -> Iterator[FieldError]:
        yield FieldError("/name", Code.REQUIRED, _("A rule."))
        yield FieldError("/number", Code.NOT_FOUND, _(f"Not {right.get('number')}."))

    with pytest.raises(Refusal) as refused:
        forms.read_form(
            Odd, MultiDict([("name", "123456"), ("number", "7")]), also=[file], check=check
        )
    said = {each.pointer: str(each.message) for each in refused.value.fields}
    assert set(said) == {"/name", "/number", "/files"}
    assert said["/name"].startswith("Enter at most")
    assert said["/number"] == "Not 7."
    with pytest.raises(Refusal) as refused:
        forms.read_form(Odd, MultiDict([("number", "7")]), also=[file], check=check)
    assert [each.pointer for each in refused.value.fields] == ["/name", "/number", "/files"]
    assert forms.read_form(Odd, MultiDict([("number", "7")]), check=check) == {"number": 7}


@pytest.mark.parametrize(
    ("pointer", "name"),
    [("/boxes/0", "boxes"), ("/targets/2/url", "targets.2.url"), ("/7", "7"), ("", None)],
)
def test_a_box_among_several_shares_the_name_of_its_question(
    pointer: str, name: str | None
) -> None:
    assert forms.field_of_error(FieldError(pointer, Code.REQUIRED, _("x"))) == name
