"""The language of a request without a choice of its own: what Accept-Language wants most."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("zh-CN,en;q=0.5", "zh"),
        ("zh-CN,zh-Hans;q=0.9,en;q=0.8", "zh"),
        ("zh-Hans-CN,en;q=0.5", "zh"),
        ("ZH-hant-hk,en;q=0.1", "zh"),
        ("en-US,zh;q=0.5", "en"),
        ("en;q=0.2,zh;q=0.5", "zh"),
        ("fr,zh;q=0.1", "zh"),
        ("zh;q=0", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/me"])
def test_the_language_is_the_one_wanted_most(
    app: Flask, path: str, accept: str, language: str
) -> None:
    answer = app.test_client().get(path, headers={"Accept-Language": accept})
    assert answer.headers["Content-Language"] == language
