"""Reviewers with a browser each, for stories that two of them share."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.scenes.accounts import sign_in


@pytest.fixture
def ann(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "reviewer", "ann")
    return client


@pytest.fixture
def ben(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "reviewer", "ben")
    return client
