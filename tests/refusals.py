"""Refusals that a test expects, as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from complaints.base.errors import Refusal


def refused(act: Callable[..., object], /, *given: Any, **more: Any) -> Refusal:
    """Return the refusal in which the call ends."""
    with pytest.raises(Refusal) as caught:
        act(*given, **more)
    return caught.value
