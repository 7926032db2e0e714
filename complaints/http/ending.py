"""How a route of the API ends: its answers say so, long before (RFC 9745, RFC 8594)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Response, after_this_request, current_app
from werkzeug.http import http_date

PAGE = "/docs/versions.md"


@dataclass(frozen=True, slots=True)
class Ends:
    """From which day (UTC) a route is deprecated, from which it may be gone, and the name of the
    operation that does its work since."""

    deprecated: date
    sunset: date
    instead: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers of each of its answers, whatever it is."""
        page = f"{current_app.config['BASE_URL']}{PAGE}"
        return {
            "Deprecation": f"@{int(_begin(self.deprecated).timestamp())}",
            "Sunset": http_date(_begin(self.sunset)),
            "Link": f'<{page}>; rel="deprecation"; type="text/html"',
        }

    @property
    def described(self) -> dict[str, Any]:
        """What the API's description says of it, beside what it does."""
        days = {"deprecated": self.deprecated.isoformat(), "sunset": self.sunset.isoformat()}
        return {"deprecated": True, "x-ends": {**days, "instead": self.instead}}


def said_by(view: Callable[..., Any], ends: Ends) -> Callable[..., Any]:
    """Return the view of a route that ends: refusals say it too."""

    @functools.wraps(view)
    def ending(*args: Any, **kwargs: Any) -> Any:
        @after_this_request
        def say(response: Response) -> Response:
            response.headers.update(ends.headers)
            return response

        return view(*args, **kwargs)

    return ending


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
