"""What machines ask: does the process live, can it work, how much is there to do."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from complaints import health
from complaints.base.clock import utcnow
from complaints.base.errors import not_found
from complaints.health import figures
from complaints.http import metrics
from complaints.http.endpoint import context
from complaints.http.health import is_stopping, looked
from complaints.words import message as _

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """Say that the process answers; asks no database."""
    return jsonify(status="ok", **_kind())


@pages.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say whether requests can be served; to the monitor, with its key, each check too."""
    checks = looked()
    is_ready = health.is_ready(checks) and not is_stopping()
    answer: dict[str, object] = {"status": "ready" if is_ready else "not ready", **_kind()}
    if metrics.is_let_in(request, context().config.metrics_key):
        answer["stopping"] = is_stopping()
        answer["checks"] = [
            {"name": check.name, "state": check.state.name.lower(), "message": str(check.message)}
            for check in checks
        ]
    return jsonify(answer), 200 if is_ready else 503


def _kind() -> dict[str, bool]:
    """Return what a test instance says of itself beside its state."""
    return {"test": True} if context().config.test else {}


@pages.get("/metrics")
def show_metrics() -> Response:
    """Give all figures to the monitor. Refuses with: not-found, without its key."""
    service = context()
    if not metrics.is_let_in(request, service.config.metrics_key):
        raise not_found(_("page"))
    checks = looked()
    ready = health.is_ready(checks) and not is_stopping()
    return metrics.metrics_page(
        current_app, figures.read_figures(service, checks, ready=ready, now=utcnow())
    )
