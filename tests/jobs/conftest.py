"""What the tests of jobs share."""

from __future__ import annotations

import pytest

from complaints.jobs import scan_process


@pytest.fixture(autouse=True)
def in_no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans take their turn with the tests, which wait for them."""
    monkeypatch.setattr(scan_process, "NICENESS", 0)
