"""A route that ends says so in the API's description and in each of its answers, refusals too."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from complaints import api as door
from complaints.app import create_app
from complaints.http.ending import Ends
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.rules.actors import Scope
from complaints.schemas.logins.keys import Me
from complaints.storage.context import Context
from tests.scenes.callers import make_caller

ENDS = Ends(date(2027, 1, 1), date(2028, 1, 1), "keys.me")
SAID = {
    "Deprecation": "@1798761600",
    "Sunset": "Sat, 01 Jan 2028 00:00:00 GMT",
    "Link": '<http://127.0.0.1:8000/docs/versions.md>; rel="deprecation"; type="text/html"',
}


@pytest.fixture
def client(context: Context, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of an API that has one route more, which ends."""
    blp = Blueprint("former", __name__, description="What was before")

    @endpoint(blp, "GET", "/who-am-i", scopes=[Scope.READ], answer=Me, ends=ENDS)
    def read_former(call: Call) -> dict[str, object]:
        """Read whose key it is.

        As it was before.
        """
        return {"actor": call.actor, "test": False}

    monkeypatch.setattr(door, "BLUEPRINTS", [*door.BLUEPRINTS, blp])
    return FlaskClient(create_app(context))


def test_a_route_that_ends_says_so_in_every_answer(client: FlaskClient, context: Context) -> None:
    app = client.application
    key = make_caller(app, context, "reviewer").secret
    for headers, status in (({"Authorization": f"Bearer {key}"}, 200), ({}, 401)):
        answer = client.get("/api/v1/who-am-i", headers=headers)
        assert answer.status_code == status
        assert {name: answer.headers[name] for name in SAID} == SAID
    other = client.get("/api/v1/me", headers={"Authorization": f"Bearer {key}"})
    assert not SAID.keys() & other.headers.keys()


def test_the_description_says_when_it_ends_and_what_to_use(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    said = document["paths"]["/api/v1/who-am-i"]["get"]
    assert said["operationId"] == "former.read"
    assert said["deprecated"] is True
    assert said["description"] == (
        "Deprecated from 2027-01-01, gone from 2028-01-01: use `keys.me`.\n\nAs it was before."
    )
    assert said["x-ends"]["instead"] == "keys.me"
    assert document["x-every-answer"]["headers"].keys() >= SAID.keys()
    others = [each for path in document["paths"].values() for each in path.values()]
    assert [each.get("operationId") for each in others if "x-ends" in each] == [said["operationId"]]
