"""Version 1 keeps what it promised: a break is named in CHANGELOG.md, or this fails."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.contract.breaks import Break, breaks
from tests.contract.promised import ROOT, Contract, promised, read, today, unnamed
from tests.scenes.described import description_of


def test_nothing_that_was_promised_is_broken_in_silence(app: Flask) -> None:
    found = breaks(read(), promised(description_of(app).document))
    silent = unnamed(found, (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert silent == [], "name it in CHANGELOG.md, in a line that begins with “Breaking:”"


def test_what_was_added_is_promised_too(app: Flask) -> None:
    assert read() == promised(description_of(app).document), "run `make contract`, commit v1.jsonl"


def test_make_contract_promises_what_is_served() -> None:
    assert read() == today()


OLD: Contract = {
    "rights.list": {
        "is": "operation", "at": "GET /rights", "scopes": ["file", "read"],
        "takes": {
            "state": {"required": False, "schema": {"enum": ["open", "all"]}},
            "limit": {"required": False, "schema": {"type": "integer", "default": 50}},
        },
        "body": {"json": {"schema": {"$ref": "RightIn"}}},
        "answers": {"200": {"json": {"schema": {"$ref": "RightOut"}}}},
        "refuses": ["forbidden", "not-found"],
    },
    "RightIn": {"is": "sent", "schema": {
        "type": "object", "required": ["kind"], "properties": {
            "kind": {"type": "string", "enum": ["mark", "patent"]},
            "name": {"type": ["string", "null"], "maxLength": 10, "minLength": 1},
            "days": {"type": "integer", "default": 365},
            "words": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
        },
    }},
    "RightOut": {"is": "answered", "schema": {
        "type": "object", "required": ["id", "kind"], "properties": {
            "id": {"type": "integer", "maximum": 9},
            "kind": {"type": "string", "enum": ["mark", "patent"]},
            "status": {"type": "integer", "const": 409},
            "at": {"type": "string", "format": "date-time"},
            "facts": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }},
}  # fmt: skip


def changed(change: Callable[[Contract], Any]) -> list[Break]:
    new = copy.deepcopy(OLD)
    change(new)
    return breaks(OLD, new)


def sent(new: Contract) -> dict[str, Any]:
    schema: dict[str, Any] = new["RightIn"]["schema"]
    return schema


def answered(new: Contract) -> dict[str, Any]:
    schema: dict[str, Any] = new["RightOut"]["schema"]
    return schema


@pytest.mark.parametrize(
    ("what", "how", "change"),
    [
        ("rights.list", "is gone", lambda new: new.pop("rights.list")),
        ("RightOut", "is gone", lambda new: new.pop("RightOut")),
        ("rights.list", "moved from", lambda new: new["rights.list"].update(at="GET /right")),
        ("rights.list", "is closed to file",
         lambda new: new["rights.list"].update(scopes=["read"])),
        ("rights.list", "refuses no more with not-found",
         lambda new: new["rights.list"].update(refuses=["forbidden"])),
        ("rights.list", "takes no state", lambda new: new["rights.list"]["takes"].pop("state")),
        ("rights.list", "needs state",
         lambda new: new["rights.list"]["takes"]["state"].update(required=True)),
        ("rights.list", "needs other",
         lambda new: new["rights.list"]["takes"].update(other={"required": True, "schema": {}})),
        ("rights.list", "state takes fewer values",
         lambda new: new["rights.list"]["takes"]["state"].update(schema={"enum": ["all"]})),
        ("rights.list", "limit means something else",
         lambda new: new["rights.list"]["takes"]["limit"]["schema"].update(default=20)),
        ("rights.list", "takes another body", lambda new: new["rights.list"].update(body={})),
        ("rights.list", "200 is of another type",
         lambda new: new["rights.list"]["answers"]["200"]["json"].update(schema={"$ref": "X"})),
        ("rights.list", "answers otherwise with 202",
         lambda new: new["rights.list"]["answers"].update({"202": {}})),
        ("RightIn.name", "must be sent", lambda new: sent(new)["required"].append("name")),
        ("RightIn.new", "must be sent", lambda new: sent(new)["required"].append("new")),
        ("RightIn.words", "is taken no more", lambda new: sent(new)["properties"].pop("words")),
        ("RightIn.kind", "takes fewer values",
         lambda new: sent(new)["properties"]["kind"].update(enum=["mark"])),
        ("RightIn.name", "takes fewer values",
         lambda new: sent(new)["properties"]["name"].update(enum=["Acme"])),
        ("RightIn.name", "takes fewer types",
         lambda new: sent(new)["properties"]["name"].update(type="string")),
        ("RightIn.name", "takes at most 9",
         lambda new: sent(new)["properties"]["name"].update(maxLength=9)),
        ("RightIn.name", "takes no less than 2",
         lambda new: sent(new)["properties"]["name"].update(minLength=2)),
        ("RightIn.name", "takes another pattern",
         lambda new: sent(new)["properties"]["name"].update(pattern="^A")),
        ("RightIn.days", "means something else",
         lambda new: sent(new)["properties"]["days"].update(default=30)),
        ("RightIn.words", "means something else",
         lambda new: sent(new)["properties"]["words"].update(default=["a"])),
        ("RightIn.words", "takes fewer types",
         lambda new: sent(new)["properties"]["words"]["items"].update(type="integer")),
        ("RightOut.at", "is not there", lambda new: answered(new)["properties"].pop("at")),
        ("RightOut.id", "is not always there", lambda new: answered(new)["required"].remove("id")),
        ("RightOut.id", "can be of more types",
         lambda new: answered(new)["properties"]["id"].update(type=["integer", "null"])),
        ("RightOut.kind", "is never patent",
         lambda new: answered(new)["properties"]["kind"].update(enum=["mark"])),
        ("RightOut.status", "is not 409",
         lambda new: answered(new)["properties"]["status"].update(const=422)),
        ("RightOut.at", "has another format",
         lambda new: answered(new)["properties"]["at"].pop("format")),
        ("RightOut.facts", "can be of more types", lambda new: answered(new)["properties"]["facts"]
         .update(additionalProperties={"type": "integer"})),
    ],
)  # fmt: skip
def test_what_a_client_relies_on_is_missed(
    what: str, how: str, change: Callable[[Contract], Any]
) -> None:
    assert [(each.what, each.how.startswith(how)) for each in changed(change)] == [(what, True)]


@pytest.mark.parametrize(
    "change",
    [
        lambda new: new.update(other=new["RightOut"]),
        lambda new: new["rights.list"].update(scopes=["file", "read", "review"]),
        lambda new: new["rights.list"]["refuses"].append("taken"),
        lambda new: new["rights.list"]["takes"].update(other={"required": False, "schema": {}}),
        lambda new: new["rights.list"]["takes"]["state"]["schema"]["enum"].append("closed"),
        lambda new: sent(new).update(required=[]),
        lambda new: (
            sent(new).update(required=[]) or sent(new)["properties"]["kind"].update(default="mark")
        ),
        lambda new: sent(new)["properties"].update(new={"type": "string"}),
        lambda new: sent(new)["properties"]["kind"]["enum"].append("design"),
        lambda new: sent(new)["properties"]["name"].update(maxLength=11, minLength=0),
        lambda new: answered(new)["properties"].update(new={"type": "string"}),
        lambda new: answered(new)["required"].append("at"),
        lambda new: answered(new)["properties"]["kind"]["enum"].append("design"),
        lambda new: answered(new)["properties"]["id"].update(maximum=10),
    ],
)
def test_what_may_be_added_breaks_nothing(change: Callable[[Contract], Any]) -> None:
    assert changed(change) == []


def test_what_is_left_out_is_promised_and_no_other_words(app: Flask) -> None:
    document = copy.deepcopy(description_of(app).document)
    days = document["components"]["schemas"]["KeyIn"]["properties"]["days"]
    assert promised(document)["KeyIn"]["schema"]["properties"]["days"]["default"] == 365
    days["description"] = "other words; left out: 30"
    found = breaks(read(), promised(document))
    assert found == [Break("KeyIn.days", "means something else where it is left out")]


def test_a_break_is_named_by_what_it_breaks_in_a_line_of_its_own() -> None:
    found = [Break("rights.list", "is gone"), Break("RightIn.name", "must be sent")]
    named = "- Breaking: `RightIn.name` must be sent.\n- See `rights.list`.\n"
    assert unnamed(found, named) == found[:1]
    assert unnamed(found, named + "- Breaking: `rights.list` is gone.\n") == []
