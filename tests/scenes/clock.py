"""The present of the tests: time is an argument."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
