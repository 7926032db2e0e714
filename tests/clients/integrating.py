"""The service that an integrator's tasks are done against: four keys, and a filer that is bound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response

from complaints.base.clock import utcnow
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.papers import makers
from tests.scenes.callers import app_of, make_caller
from tests.scenes.serving import serve
from tests.services.decisions.desk import Desk

KEYS = {"BRAND": "filer", "PARTNER": "partner", "PLATFORM": "marketplace", "REVIEWER": "reviewer"}
# What an answer may have from tomorrow on.
MEMBER, STATE = "weight", "weighed"


@contextmanager
def integration(context: Context, folder: Path) -> Iterator[dict[str, str]]:
    """Serve it, put the picture into `folder`, and give the environment in which tasks are run.

    The contract changes while claims are read page by page: from the second page on there are
    members that no client was generated for, and a state.
    """
    app = app_of(context)
    bound = make_caller(app, context, "filer", "Bound GmbH")
    assert bound.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).status_code == 201
    Desk(context.database, utcnow()).boycott(bound.id)
    keys = {name: make_caller(app, context, role).secret for name, role in KEYS.items()}
    (folder / "label.png").write_bytes(makers.picture())
    today = app.wsgi_app

    def tomorrow(environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        if request.path != "/api/v1/claims" or "cursor" not in request.args:
            return today(environ, start_response)
        answer = Response.from_app(today, {**environ, "HTTP_ACCEPT_ENCODING": "identity"})
        page = answer.get_json()
        assert page["items"]
        page |= {
            MEMBER: 1,
            "items": [{**each, MEMBER: 1, "state": STATE} for each in page["items"]],
        }
        answer.set_data(app.json.dumps(page))
        return answer(environ, start_response)

    app.wsgi_app = tomorrow  # type: ignore[method-assign]
    try:
        with serve(app) as site:
            yield {**keys, "SITE": site, "BASE": f"{site}/api/v1"}
    finally:
        app.wsgi_app = today  # type: ignore[method-assign]
