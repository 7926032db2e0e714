"""Counts requests and measures how long they take, by route, and writes all figures for Prometheus.

Routes, never paths: whoever guesses addresses makes no new label. Each process counts its own.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterable, Iterator
from typing import Final

from flask import Flask, Request, Response, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from complaints.health.figures import FIGURES, Sample

REQUESTS: Final = "cleanhands_requests_total"
SECONDS: Final = "cleanhands_request_seconds"
# What a request may last, in seconds: a page, a search, an upload, what is too slow.
_BUCKETS = (0.05, 0.25, 1.0, 5.0, 30.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
_KEPT = "cleanhands.requests"
# When a series began is no figure of ours, and doubles their number.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Requests:
    """The requests of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._counted = Counter(
            REQUESTS, "Requests that were answered.", ["route", "method", "status"],
            registry=self.registry,
        )  # fmt: skip
        self._lasted = Histogram(
            SECONDS, "How long an answer took, in seconds.", ["route", "method"],
            buckets=_BUCKETS, registry=self.registry,
        )  # fmt: skip

    def note(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        known = method if method in _METHODS else "other"
        self._counted.labels(route, known, str(status)).inc()
        self._lasted.labels(route, known).observe(seconds)


def install(app: Flask) -> None:
    """Count the requests of an application."""
    requests = app.extensions[_KEPT] = Requests()

    @app.after_request
    def count(response: Response) -> Response:
        began = request.environ.get("cleanhands.began")
        lasted = time.perf_counter() - began if began is not None else 0.0
        route = str(request.url_rule) if request.url_rule is not None else "none"
        requests.note(route, request.method, response.status_code, lasted)
        return response


def is_let_in(asked: Request, key: str) -> bool:
    """Say whether the request shows the key of the monitor; never where none is set."""
    kind, _space, shown = asked.headers.get("Authorization", "").partition(" ")
    is_same = hmac.compare_digest(shown.strip().encode(), key.encode())
    return bool(key) and kind.lower() == "bearer" and is_same


def metrics_page(app: Flask, samples: Iterable[Sample]) -> Response:
    """Return all figures as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(app.extensions[_KEPT].registry)
    registry.register(_Gauges(samples))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Gauges(Collector):
    def __init__(self, samples: Iterable[Sample]) -> None:
        self._samples = list(samples)

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        for name, figure in FIGURES.items():
            labels = [figure.label] if figure.label else []
            family = GaugeMetricFamily(name, figure.says, labels=labels)
            for sample, value, number in self._samples:
                if sample == name:
                    family.add_metric([value] if labels else [], number)
            if family.samples:
                yield family
