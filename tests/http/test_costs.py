"""What files cost is counted by the millisecond; the limit is tried just below, at and above it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.base.errors import Refusal
from complaints.http import costs
from complaints.papers.meter import Meter
from complaints.rules.filing.documents import LOOKING, REFUSED, SENDING
from complaints.rules.logins.accounts import Limit
from complaints.storage.context import Context
from tests.scenes.clock import NOW

LIMITS = [*SENDING, LOOKING]


def spend(context: Context, window: costs.Window, milliseconds: int) -> None:
    meter = Meter()
    meter.add(milliseconds / 1000)
    costs.count(context, (), [window], meter, now=NOW)


@pytest.mark.parametrize("limit", LIMITS)
def test_a_sender_goes_on_until_the_limit_is_reached(context: Context, limit: Limit) -> None:
    window = ("sending", limit)
    spend(context, window, limit.most - 1)
    costs.require_room(context, (), [window], now=NOW)
    spend(context, window, 1)
    with pytest.raises(Refusal, match="Go on in 10 minutes") as refused:
        costs.require_room(context, (), [window], now=NOW)
    assert refused.value.facts["retry_after"] == 600
    costs.require_room(context, (), [window], now=NOW + limit.within)
    spend(context, window, limit.most)
    with pytest.raises(Refusal, match="Go on in 1 minute"):
        costs.require_room(context, (), [window], now=NOW + limit.within - timedelta(minutes=1))


def test_a_refused_file_is_counted_though_it_cost_nothing(context: Context) -> None:
    window = ("refused", REFUSED[0])
    for _file in range(window[1].most):
        costs.require_room(context, [window], (), now=NOW)
        costs.count(context, [window], (), Meter(), now=NOW)
    with pytest.raises(Refusal, match="tried too often"):
        costs.require_room(context, [window], (), now=NOW)
