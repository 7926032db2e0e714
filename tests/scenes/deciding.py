"""A decision on the desk's pages, as a reviewer sends its form, and what is to be read of it.

decide(ann, claim_id, decision="reject", reason="no-infringement")
undo(ann)
"""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def desk(client: FlaskClient, claim_id: int, **query: str) -> str:
    """Return the page of the desk."""
    return client.get(f"/console/desk/{claim_id}", query_string=query).get_data(as_text=True)


def post(client: FlaskClient, claim_id: int, step: str = "send", **sent: Any) -> TestResponse:
    """Send the desk's form to one of its steps: letters, change or send."""
    return client.post(f"/console/desk/{claim_id}/{step}", data=sent)


def decide(client: FlaskClient, claim_id: int, *, now: bool = True, **sent: Any) -> TestResponse:
    """Decide a claim and, `now`, let the decision take effect at once."""
    done = post(client, claim_id, **sent)
    assert done.status_code == 303, done.get_data(as_text=True)
    if now:
        number = pending_of(desk(client, claim_id))
        assert client.post(f"/console/pending/{number}/send-now").status_code == 303
    return done


def pending_of(page: str) -> int:
    """Return the number of the pending decision that a page shows."""
    shown = re.search(r"/console/pending/(\d+)/undo", page)
    assert shown, page
    return int(shown.group(1))


def value_of(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    field = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert field, name
    return field.group(1)
