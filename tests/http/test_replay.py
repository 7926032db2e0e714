"""Idempotency-Key under concurrency: twins act once, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.models import ApiKey, Replay
from complaints.storage.context import Context
from tests.keys import let_renew
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]


@pytest.mark.both_databases
def test_concurrent_twins_act_once_and_get_the_same_answer(
    app: Flask, caller: Callers, context: Context
) -> None:
    filer = caller("filer")
    let_renew(context, filer)

    def send(_number: int) -> tuple[int, Any]:
        answer = filer.post("/keys", {"label": "twin"}, headers={"Idempotency-Key": "same"})
        return answer.status_code, answer.get_json()["prefix"]

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(16)))
    assert len(answers) == 1
    assert answers.pop()[0] == 201
    with context.database.reading() as session:
        twins = select(func.count()).select_from(ApiKey).where(ApiKey.label == "twin")
        assert session.scalar(twins) == 1
        assert session.scalar(select(func.count()).select_from(Replay)) == 1


def test_a_stored_answer_holds_no_secret(app: Flask, caller: Callers, context: Context) -> None:
    filer = caller("filer")
    let_renew(context, filer)
    made = filer.post("/keys", {"label": "x"}, headers={"Idempotency-Key": "one"})
    secret = made.get_json()["secret"]
    with context.database.reading() as session:
        stored = session.scalars(select(Replay)).one()
    assert stored.body is not None
    assert secret not in stored.body
    assert secret not in str(stored.headers)


def test_a_refusal_leaves_the_key_free(app: Flask, caller: Callers, context: Context) -> None:
    caller("filer").post("/keys", {"label": "x", "scopes": ["decide"]},
                         headers={"Idempotency-Key": "one"})  # fmt: skip
    with context.database.reading() as session:
        assert session.scalars(select(Replay)).all() == []


def test_an_odd_key_is_refused(app: Flask, caller: Callers) -> None:
    filer = caller("filer")
    for key in ("", "a b", "x" * 201, "\u00e9"):
        answer = filer.post("/keys", {"label": "x"}, headers={"Idempotency-Key": key})
        assert answer.status_code == 422
