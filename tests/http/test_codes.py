"""What is wrong with a field, as a program reads it: a code, and its facts."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from marshmallow import ValidationError

import complaints
from complaints.base.codes import FACTS, Code
from complaints.base.errors import FieldError, fault
from complaints.http.problems import PROBLEMS, facts_of
from complaints.rules.filing.listing_urls import UrlProblem, recognise
from complaints.schemas import fields, validate
from complaints.schemas.common import Money, integer, text
from complaints.schemas.pointers import errors_in
from complaints.schemas.problems import ProblemField
from complaints.words import message as _
from tests.api.bodies import ITEM, complaint
from tests.scenes.callers import Caller

SOURCE = Path(complaints.__file__).parent
DAY = fields.Date()
PATTERN = validate.Regexp("^[a-z]$", error=_("x"))
TAGS = fields.List(text(5), validate=validate.Length(1, 2))


def said(errors: list[dict[str, Any]]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the pointer, the code and the facts of each error."""
    told = {"pointer", "code", "detail"}
    return [
        (each["pointer"], each["code"], {k: v for k, v in each.items() if k not in told})
        for each in errors
    ]


def test_no_refusal_has_a_fact_that_its_type_does_not_declare() -> None:
    """Where a test comes by, `DescribedClient` sees what the facts are; this reads all places."""
    undeclared, made = [], {slug: {*itertools.chain(*facts_of(slug))} for slug in PROBLEMS}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal"):
                continue
            facts = {each.arg for each in node.keywords if each.arg} - {"fields"}
            slug = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            allowed = made[slug] if isinstance(slug, str) else {"retry_after"}
            undeclared += [(path.name, slug, fact) for fact in facts - allowed]
    assert undeclared == []


def test_what_is_declared_is_what_is_said() -> None:
    """No code stands in the enumeration that nothing gives, and no fact has no type."""
    code = re.compile(r"\bCode\.([A-Z_]+)")
    sources = [path for path in SOURCE.rglob("*.py") if path.name != "codes.py"]
    given = {name for path in sources for name in code.findall(path.read_text("utf-8"))}
    assert given == {each.name for each in Code}
    facts = set(ProblemField().fields) - {"pointer", "code", "detail"}
    assert facts == frozenset().union(*FACTS.values())


def test_a_fact_that_its_code_does_not_have_is_no_error() -> None:
    with pytest.raises(AssertionError):
        fault(Code.REQUIRED, _("x"), max=1)
    error = FieldError("/1", Code.TOO_LONG, _("x"), {"max": 1}).below("/a")
    assert error.document(str) == {"pointer": "/a/1", "code": "too_long", "detail": "x", "max": 1}


@pytest.mark.parametrize(
    ("field", "value", "code", "facts"),
    [
        (text(5), "123456", "too_long", {"max": 5}),
        (text(5, shortest=3), "12", "too_short", {"min": 3}),
        (text(5), "", "required", {}),
        (text(5, required=True), None, "required", {}),
        (text(5), 1, "wrong_type", {"type": "string"}),
        (TAGS, [], "too_few", {"min": 1}),
        (TAGS, ["a", "b", "c"], "too_many", {"max": 2}),
        (TAGS, "a", "wrong_type", {"type": "array"}),
        (integer(2, 4), 1, "out_of_range", {"min": 2, "max": 4}),
        (integer(2, 4), 5, "out_of_range", {"min": 2, "max": 4}),
        (integer(2, 4), 2.5, "wrong_type", {"type": "integer"}),
        (Money(), -1, "out_of_range", {"min": 0, "max": 999999999999.9999}),
        (DAY, "2026-02-30", "wrong_format", {"format": "date"}),
        (fields.Email(), "a@", "wrong_format", {"format": "email"}),
        (fields.Country(), "UK", "wrong_format", {"format": "country"}),
        (fields.String(validate=PATTERN), "A", "wrong_format", {"pattern": "^[a-z]$"}),
        (fields.String(validate=validate.OneOf(["a", "b"])), "c", "not_one_of",
         {"allowed": ["a", "b"]}),
        (fields.Boolean(), "?", "wrong_type", {"type": "boolean"}),
        (fields.Dict(), [], "wrong_type", {"type": "object"}),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit(
    field: fields.Field[Any], value: Any, code: str, facts: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refused:
        field.deserialize(value)
    errors = [each.document(str) for each in errors_in(refused.value.messages, "/it")]
    assert said(errors) == [("/it", code, facts)]


@pytest.mark.parametrize(
    ("address", "code", "facts"),
    [
        ("", "required", {}),
        ("x" * 9000, "too_long", {"max": 8000}),
        ("https://a.example/\n1", "bad_character", {}),
        ("ftp://a.example/1", "wrong_format", {"format": "uri", "reason": "scheme"}),
        ("https://www.ebay.com/help", "not_a_listing", {"reason": "no_listing"}),
    ],
)
def test_an_address_that_is_no_target(address: str, code: str, facts: dict[str, Any]) -> None:
    with pytest.raises(UrlProblem) as refused:
        recognise(address)
    assert said([refused.value.at("/url").document(str)]) == [("/url", code, facts)]


def test_a_complaint_with_several_wrong_members(caller: Callable[..., Caller]) -> None:
    acme = caller("filer")
    shape = acme.post("/complaints", complaint(basis="theft", surprise=1, targets=[]))
    errors = said(shape.get_json()["errors"])
    assert errors[0][:2] == ("/basis", "not_one_of")
    assert errors[0][2]["allowed"][0] == "counterfeit"
    assert errors[1:] == [("/targets", "too_few", {"min": 1}), ("/surprise", "unknown_member", {})]
    listed = [{"url": f"{ITEM}1", "listed_on": "9999-01-01"}, {"url": "nowhere"}]
    rules = acme.post("/complaints", complaint(targets=listed))
    assert said(rules.get_json()["errors"]) == [
        ("/targets/0/listed_on", "in_the_future", {}),
        ("/targets/1/url", "wrong_format", {"format": "uri", "reason": "host"}),
    ]
    some = [*listed, {"url": f"{ITEM}2"}]
    filed = acme.post("/complaints", complaint(targets=some, wrong_targets="set_aside"))
    aside = filed.get_json()["set_aside"]
    assert [said(each["errors"]) for each in aside] == [
        [("/listed_on", "in_the_future", {})],
        [("/url", "wrong_format", {"format": "uri", "reason": "host"})],
    ]
