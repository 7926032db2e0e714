"""One line a request (`base/logs.py`): method, route, status, time, actor by id. Never a body or a
key. Whatever is logged meanwhile has the request's id.

A failure is logged by its type and place, without its message: a database's quotes the row.
"""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, request

from complaints.base import logs
from complaints.base.errors import trail
from complaints.http import traces
from complaints.rules.actors import Actor


def install(app: Flask, level: str) -> None:
    """Give each request an id, and a log line where the level asks for it."""
    tells_requests = getattr(logging, level) <= logging.INFO

    @app.before_request
    def begin() -> None:
        identifier = traces.request_id_of(request)
        request.environ["cleanhands.request_id"] = identifier
        logs.begin_request(identifier)
        request.environ["cleanhands.began"] = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = request.environ["cleanhands.request_id"]
        if not tells_requests:
            return response
        logs.write(
            "request",
            "info",
            method=request.method,
            route=str(request.url_rule),
            status=response.status_code,
            ms=round((time.perf_counter() - request.environ["cleanhands.began"]) * 1000, 1),
            actor=_actor(),
            trace=traces.trace_of(request),
        )
        return response


def failure(error: BaseException) -> None:
    """Log an unexpected error by the request's id: its type and its stack frames."""
    logs.write(
        "failure",
        "error",
        route=str(request.url_rule),
        trace=traces.trace_of(request),
        chain=trail(error),
    )


def _actor() -> str | None:
    """Return who acts; of a refused program, whose key it has."""
    actor: Actor | None = request.environ.get("cleanhands.actor")
    return f"{actor.kind}:{actor.id}" if actor else request.environ.get("cleanhands.owner")
