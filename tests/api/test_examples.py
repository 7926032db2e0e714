"""The description's examples are what was sent and what came back, and fit their schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from complaints.api.openapi import EXAMPLES
from complaints.http import components
from complaints.http.problems import MEDIA_TYPE
from complaints.storage.context import Context
from tests.api import exampled
from tests.scenes.described import description_of

MADE = json.loads(EXAMPLES.read_text("utf-8"))
# What the world of the examples does not come to: it may become less, and never more.
WITHOUT = {
    "AddressIn", "BounceOut", "CarryOutIn", "CaseAnswerIn", "CaseIn", "CodeIn", "CodeSentOut",
    "CompletionIn", "CopyOut", "DecidedOut", "DeclineIn", "DocumentOut", "FunnelOut", "KeyIn",
    "KeyOut", "KeyRevoked", "PapersIn", "ProposedOut", "PutOffIn", "PutRightIn", "RateLimitsOut",
    "RejoinIn", "SampleVerdictIn",
}  # fmt: skip


def test_the_examples_are_what_comes_back(context: Context) -> None:
    assert exampled.examples(context) == MADE, "`make api-examples` asks again"


@pytest.mark.parametrize("name", MADE)
def test_an_example_fits_its_schema(app: Flask, name: str) -> None:
    description = description_of(app)
    pointer = f"components/schemas/{name}"
    assert list(description.wrong_in_document(pointer, MADE[name])) == []
    assert description.document["components"]["schemas"][name]["examples"] == [MADE[name]]


def test_every_request_and_answer_has_an_example(app: Flask) -> None:
    assert set(_sent_and_answered(description_of(app).document)) - MADE.keys() == WITHOUT


def _sent_and_answered(document: dict[str, Any]) -> Iterator[str]:
    for operation in components.operations(document):
        for said in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media, content in components.resolved(said, document).get("content", {}).items():
                if media != MEDIA_TYPE and "$ref" in content["schema"]:
                    yield content["schema"]["$ref"].rpartition("/")[2]
