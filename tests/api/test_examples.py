"""The description's examples are what was sent and what came back, and fit their schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from complaints.api.openapi import EXAMPLES
from complaints.http import components, problems
from complaints.http.problems import MEDIA_TYPE
from complaints.storage.context import Context
from tests.api import exampled
from tests.scenes.described import description_of

MADE = json.loads(EXAMPLES.read_text("utf-8"))
# What the world of the examples does not come to, and why: it may become less, and never more.
WITHOUT = {
    "BounceOut": "no mail is out there, so none comes back",
    "CodeSentOut": "the register there shows no mailbox",
    "CopyOut": "nobody asks for a counter-notice's copy there",
    "FunnelOut": "a place among peers needs more of them",
    "NotifierOut": "the link that opens a session is in a letter",
    "ProposedOut": "no flag is confirmed there without a case",
    "RateLimitsOut": "nothing is counted there",
}
# Of problems alike.
PROBLEMS_WITHOUT = {
    **dict.fromkeys(["proof-needed", "code-needed"], "pages alone refuse so"),
    **dict.fromkeys(
        ["damaged", "unreadable", "internal", "database-damaged", "wrong-schema", "read-only",
         "disk-full", "unavailable"],
        "trouble of the service's own",
    ),
    **dict.fromkeys(
        ["too-many-attempts", "rate-limited", "paper-quota"], "nothing is counted there"
    ),
    **dict.fromkeys(
        ["too-large", "paper-empty", "paper-too-large", "paper-too-many-pixels", "paper-locked"],
        "a line holds no such file",
    ),
    **dict.fromkeys(
        ["two-sides", "one-let-in-the-other", "boycotted", "person-decides", "lease-refused",
         "too-few-graded", "sample-ungraded", "warning-names-nothing", "nobody-to-judge-appeal",
         "warning-heeded-so-far", "authority-unverified", "filer-being-checked",
         "seller-not-heard", "law-forbids", "events-gone", "term-out-of-bounds"],
        "no case there is in that state",
    ),
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
    assert set(_sent_and_answered(description_of(app).document)) - MADE.keys() == WITHOUT.keys()


def test_every_problem_has_an_example() -> None:
    without = {slug for slug in problems.PROBLEMS if problems.schema_name(slug) not in MADE}
    assert without == PROBLEMS_WITHOUT.keys()


def _sent_and_answered(document: dict[str, Any]) -> Iterator[str]:
    for operation in components.operations(document):
        for said in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media, content in components.resolved(said, document).get("content", {}).items():
                if media != MEDIA_TYPE and "$ref" in content["schema"]:
                    yield content["schema"]["$ref"].rpartition("/")[2]
