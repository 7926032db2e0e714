"""A bought account: long good, then bad. Its past shields it no more, and honest bursts are spared.

Claims are copied from a made market: what honest filers filed, then what abusers did, under the
name of one account, each with the fate that it had there.
"""

from __future__ import annotations

import copy
import random
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from abuse import ClaimTable, scan
from abuse.explain.report import FilerReport
from abuse.market.made import Market, Truth
from abuse.market.making import make_market
from tests.abuse.makers import Lines

ABUSERS = ("ring", "competitor", "squatter", "shotgun", "extortion")


@cache
def made() -> Market:
    return make_market(1, complaints=1200)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def of(*, honest: bool) -> Lines:
    """Complaints about a mark that were decided long before the market's end."""
    market = made()
    late = moment(market.lines[-1]["filed_at"]) - timedelta(days=120)

    def fits(truth: Truth) -> bool:
        if honest:
            return truth == Truth()
        return truth.pattern in ABUSERS and not truth.camouflaged

    return [
        each
        for each in market.lines
        if each["right"]["kind"] == "trademark"
        and moment(each["filed_at"]) < late
        and fits(market.truth[each["filer"]["reference"]])
    ]


def copied(old: dict[str, Any], number: int, at: datetime, end: datetime) -> dict[str, Any]:
    """A complaint as the account's own, filed then, with what became of it until the end."""
    later = at - moment(old["filed_at"])
    new = {name: copy.deepcopy(old[name]) for name in ("basis", "targets", "events")}
    for spot, target in enumerate(new["targets"]):
        names = {target["listing_id"]: f"turned-{number}-{spot}"}
        target.update(listing_id=f"turned-{number}-{spot}", store_id=f"turned-{number}")
        target["url"] = f"https://shop.example/item/turned-{number}-{spot}"
        for event in new["events"]:
            if "listing_ids" in event:
                event["listing_ids"] = [names.get(one, one) for one in event["listing_ids"]]
    events = [{**event, "at": moment(event["at"]) + later} for event in new["events"]]
    new["events"] = [{**e, "at": e["at"].isoformat()} for e in events if e["at"] <= end]
    return {
        **new,
        "reference": f"T-{number:03}",
        "filed_at": at.isoformat(),
        "filer": {"reference": "turned", "name": "Turned Goods Ltd", "kind": "rights_holder"},
        "right": {"kind": "trademark", "number": "77001", "applied_on": "2010-01-01"},
    }


def judged(good: int, bad: int, days: float) -> FilerReport | None:
    """What a scan says of an account with so many good complaints, then bad ones within days."""
    draw, market = random.Random(7), made()
    begin, end = (moment(market.lines[spot]["filed_at"]) for spot in (0, -1))
    turn = end - timedelta(days=days)
    times = sorted(begin + draw.random() * (turn - begin) for _ in range(good))
    times += sorted(turn + draw.random() * (end - turn) for _ in range(bad))
    sources = [of(honest=True)] * good + [of(honest=False)] * bad
    lines = [
        copied(draw.choice(source), number, at, end)
        for number, (source, at) in enumerate(zip(sources, times, strict=True))
    ]
    report = scan(ClaimTable.from_lines([*market.lines, *lines]), explain=False)
    return next((each for each in report.filers if each.reference == "turned"), None)


@pytest.mark.parametrize("good", [65, 200])
def test_an_account_that_turned_is_warned_within_forty_bad_claims(good: int) -> None:
    found = judged(good, 40, 90)
    assert found is not None
    assert found.level in ("warning", "boycott_review")
    assert found.certificate["framing_budget"] is None
    assert "turned" in {each.detector for each in found.signals}
    # Its past speaks for it no more.
    assert {factor.kind for factor in found.speaks_for if factor.log_odds} == set()


@pytest.mark.parametrize(("good", "bad", "days"), [(65, 0, 90), (200, 0, 90), (120, 10, 10)])
def test_who_stays_good_and_who_had_one_bad_week_are_not(good: int, bad: int, days: float) -> None:
    found = judged(good, bad, days)
    assert found is None or found.level in ("none", "watch")
    assert found is None or "turned" not in {each.detector for each in found.signals}
