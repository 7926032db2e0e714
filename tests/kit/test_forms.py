"""A form becomes the document that the API takes, and its errors land beside the fields."""

from __future__ import annotations

from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from complaints.errors import Refusal
from complaints.kit import forms
from complaints.schemas import fields
from complaints.schemas.common import Body, text
from complaints.schemas.complaints import ComplaintIn
from complaints.schemas.rights import RightIn


class Odd(Body):
    name = text(5)
    number = fields.Integer(strict=True)
    sure = fields.Boolean()
    several = fields.List(fields.Integer(strict=True))


def test_names_with_dots_become_the_nested_document() -> None:
    form = MultiDict(
        [
            ("once", "x"), ("basis", "counterfeit"), ("right_id", "7"), ("statement", " a\r\nb "),
            ("targets.0.url", "https://a.example/1"), ("targets.2.url", "https://a.example/2"),
            ("targets.1.url", ""), ("targets.2.price", "19.9"), ("reference", ""),
        ]
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        forms.read(ComplaintIn, form)
    assert [error.pointer for error in refused.value.fields] == ["/targets/1/url"]
    form["targets.1.url"] = "https://a.example/3"
    loaded = forms.read(ComplaintIn, form)
    assert (loaded["right_id"], loaded["statement"]) == (7, "a\nb")
    assert [target.url[-1] for target in loaded["targets"]] == ["1", "3", "2"]
    assert loaded["targets"][2].price == Decimal("19.9")


def test_boxes_and_lists_and_numbers() -> None:
    form = MultiDict([("several", "1"), ("several", "2"), ("sure", "true"), ("number", "12")])
    assert forms.read(Odd, form) == {"several": [1, 2], "sure": True, "number": 12}


@pytest.mark.parametrize("row", ["300", "999999999999999"])
def test_a_row_far_away_is_refused_and_no_million_is_made_before_it(row: str) -> None:
    with pytest.raises(Refusal) as refused:
        forms.read(ComplaintIn, MultiDict([(f"targets.{row}.url", "https://a.example/1")]))
    assert [error.pointer for error in refused.value.fields] == ["/targets"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("number", "1.5"), ("number", "x"), ("name", "123456"), ("sure", "maybe"), ("odd", "1"),
     ("name", "a\0")],
)  # fmt: skip
def test_what_does_not_hold_points_at_its_field(name: str, value: str) -> None:
    with pytest.raises(Refusal) as refused:
        forms.read(Odd, MultiDict([(name, value)]))
    assert refused.value.slug == "invalid-request"
    assert refused.value.fields[0].pointer.startswith(f"/{name}")


def test_again_keeps_what_was_typed_and_says_it_beside_the_field(app) -> None:
    form = MultiDict([("kind", "nonsense"), ("title", "A mark")])
    with app.test_request_context("/?lang=zh"):
        with pytest.raises(Refusal) as refused:
            forms.read(RightIn, form)
        sent = forms.again(refused.value, form)
        assert sent.values["title"] == "A mark"
        # A page offers names; the codes are for programs.
        assert sent.errors["kind"] == "请从所列选项中选择。"
        assert ("kind", "请从所列选项中选择。") in sent.summary
