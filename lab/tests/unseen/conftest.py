"""Two unseen markets that all tests of them look at: a usual one, and one with plants."""

from __future__ import annotations

import pytest

from abuse.market.made import Market
from lab.makers.unseen import make


@pytest.fixture(scope="session")
def usual() -> Market:
    return make(8, size=3000, base=0.06)


@pytest.fixture(scope="session")
def plotted() -> Market:
    return make(9, size=300, base=0.03, strategies=True)
