"""One structured line a request: method, route, status, time, actor by id. Never a body or a key.

A failure is logged by its type and place, without its message: a database's quotes the row.
"""

from __future__ import annotations

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, request

from complaints.errors import trail
from complaints.rules.actors import Actor


def install(app: Flask, level: str) -> None:
    """Give each request an id and a log line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    log = structlog.get_logger()

    @app.before_request
    def begin() -> None:
        request.environ["cleanhands.request_id"] = secrets.token_hex(8)
        request.environ["cleanhands.began"] = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        actor: Actor | None = request.environ.get("cleanhands.actor")
        response.headers["X-Request-Id"] = request.environ["cleanhands.request_id"]
        log.info(
            "request",
            id=request.environ["cleanhands.request_id"],
            method=request.method,
            route=str(request.url_rule),
            status=response.status_code,
            ms=round((time.perf_counter() - request.environ["cleanhands.began"]) * 1000, 1),
            actor=f"{actor.kind}:{actor.id}" if actor else None,
        )
        return response


def failure(error: BaseException) -> None:
    """Log an unexpected error by the request's id: its type and its stack frames."""
    structlog.get_logger().error(
        "failure",
        id=request.environ.get("cleanhands.request_id"),
        route=str(request.url_rule),
        chain=trail(error),
    )
