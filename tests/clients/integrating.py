"""The service that an integrator's tasks are done against: four keys, and a filer that is bound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from complaints.base.clock import utcnow
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.papers import makers
from tests.scenes.callers import app_of, make_caller
from tests.scenes.serving import serve
from tests.services.decisions.desk import Desk

KEYS = {"BRAND": "filer", "PARTNER": "partner", "PLATFORM": "marketplace", "REVIEWER": "reviewer"}


@contextmanager
def integration(context: Context, folder: Path) -> Iterator[dict[str, str]]:
    """Serve it, put the picture into `folder`, and give the environment in which tasks are run."""
    app = app_of(context)
    bound = make_caller(app, context, "filer", "Bound GmbH")
    assert bound.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).status_code == 201
    Desk(context.database, utcnow()).boycott(bound.id)
    keys = {name: make_caller(app, context, role).secret for name, role in KEYS.items()}
    (folder / "label.png").write_bytes(makers.picture())
    with serve(app) as site:
        yield {**keys, "SITE": site, "BASE": f"{site}/api/v1"}
