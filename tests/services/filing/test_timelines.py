"""What a history's line may say, when two claims were open together, where events lead. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaints.rules.decisions.claims import Position
from complaints.rules.kinds import EventKind
from complaints.rules.sellers.downtimes import Span as Downtime
from complaints.services.filing.histories import LineError, Loaded, read_history
from complaints.services.filing.histories.duplicates import Span
from complaints.services.filing.histories.timelines import RECEIVED, Moment, Outcome, walk_timeline
from tests.services.filing.test_histories import ONE, event, line

SECOND = timedelta(seconds=1)


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def pointers(now: datetime, **more: Any) -> list[str]:
    """Return the pointers of what is wrong with a line."""
    try:
        read_history(line(**more), source="old", now=now)
    except LineError as error:
        return [field.pointer for field in error.fields]
    return []


def target(**more: Any) -> dict[str, Any]:
    return {"targets": [{"url": ONE, **more}]}


def permit(start: str | None, end: str | None) -> dict[str, Any]:
    terms = {"valid_from": start, "valid_to": end}
    return {"authorization": {name: value for name, value in terms.items() if value}}


@pytest.mark.parametrize(
    ("fits", "too_large", "pointer"),
    [
        (target(price=1e11), target(price=1e11 + 0.5), "/targets/0/price"),
        (target(sales_30d=2**31 - 1), target(sales_30d=2**31), "/targets/0/sales_30d"),
        (permit("2026-01-01", "2026-01-01"), permit("2026-01-02", "2026-01-01"),
         "/authorization/valid_to"),
        (permit("2026-01-02", None), permit("2026-01-02", "2026-01-01"),
         "/authorization/valid_to"),
        (permit(None, "2026-01-01"), permit("2026-01-02", "2026-01-01"),
         "/authorization/valid_to"),
        ({"filed_at": "2026-07-01T09:00:00Z"}, {"filed_at": "2026-07-01T09:00:00.000001Z"},
         "/filed_at"),
        ({"filed_at": "2026-02-28T00:00:00Z"}, {"filed_at": "2026-02-29T00:00:00Z"}, "/filed_at"),
        ({"events": [{"at": "2026-07-01T09:00:00Z", "kind": "takedown"}]},
         {"events": [{"at": "2026-07-01T09:00:00.000001Z", "kind": "takedown"}]},
         "/events/0/at"),
        ({"events": [event("2025-12-31", "takedown")]},
         {"events": [{"at": "2025-12-30T23:59:59.999999Z", "kind": "takedown"}]},
         "/events/0/at"),
        ({"events": [event("2026-01-02", "rejection", merit="founded")]},
         {"events": [event("2026-01-02", "lapse", merit="founded")]}, "/events/0/merit"),
    ],
)  # fmt: skip
def test_a_line_is_held_to_its_limits(
    now: datetime, fits: dict[str, Any], too_large: dict[str, Any], pointer: str
) -> None:
    assert pointers(now, **fits) == []
    assert pointers(now, **too_large) == [pointer]


@pytest.mark.parametrize(
    "name", ["marketplace", "listing_id", "store_id", "store_name", "operator", "category"]
)
def test_a_name_has_at_most_five_hundred_characters(now: datetime, name: str) -> None:
    assert pointers(now, **target(**{name: "x" * 500})) == []
    assert pointers(now, **target(**{name: "x" * 501})) == [f"/targets/0/{name}"]


def test_all_that_is_wrong_with_a_line_is_said_at_once(now: datetime) -> None:
    bad = {"url": "javascript:alert(1)", "price": 1e12}
    with pytest.raises(LineError) as caught:
        read_history(line(targets=[bad, bad]), source="old", now=now)
    assert [field.pointer for field in caught.value.fields] == [
        "/targets/0/price", "/targets/1/price", "/targets/0/url", "/targets/1/url",
    ]  # fmt: skip
    assert str(caught.value).startswith("/targets/0/price: is larger than any price; /targets/1/")


def test_a_time_may_be_written_in_small_letters(now: datetime) -> None:
    assert read_history(
        line(filed_at="2026-01-02t03:00:00z"), source="old", now=now
    ).filed_at == day(2) + timedelta(hours=3)


def test_targets_that_were_rejected_unnamed_are_counted(now: datetime) -> None:
    assert read_history(line(), source="old", now=now).unlisted_rejected == 0
    assert read_history(line(), source="old", now=now, unlisted_rejected=3).unlisted_rejected == 3


def test_a_line_names_its_own_source_first(now: datetime) -> None:
    assert read_history(line(), source="old", now=now).key == ("old", "C-1")
    assert read_history(line(source="own"), source="old", now=now).key == ("own", "C-1")


@pytest.mark.parametrize(
    ("named", "meant"), [("ab", "ab"), ("AB", "AB"), ("cd", "CD"), ("EF", "ef"), ("Cd", "CD")]
)
def test_an_event_names_a_listing_exactly_or_else_in_any_case(
    now: datetime, named: str, meant: str
) -> None:
    targets = [
        {"url": f"https://shop.example/{number}", "marketplace": "shop", "listing_id": name}
        for number, name in enumerate(("ab", "AB", "CD", "ef"))
    ]
    about = event("2026-01-02", "takedown", listing_ids=[named])
    told = read_history(line(targets=targets, events=[about]), source="old", now=now)
    assert [one.listing_ids for one in told.happenings] == [frozenset({meant})]


def test_an_event_that_is_stated_twice_is_one(now: datetime) -> None:
    twice = [event("2026-01-02", "takedown"), event("2026-01-02", "takedown")]
    assert len(read_history(line(events=twice), source="old", now=now).happenings) == 1


@pytest.mark.parametrize(
    ("filed", "closed", "together"),
    [
        (1, 4, False),
        (1, 5, False),
        (1, 6, True),
        (1, None, True),
        (9, None, True),
        (10, None, False),
        (10, 11, False),
        (6, 7, True),
    ],
)
def test_two_claims_are_open_together_between_filing_and_closing(
    filed: int, closed: int | None, together: bool
) -> None:
    earlier = Span(1, day(5), day(10))
    later = Span(2, day(filed), day(closed) if closed else None)
    assert earlier.overlaps(later) is later.overlaps(earlier) is together


def test_a_claim_that_is_still_open_meets_all_that_close_after_its_filing() -> None:
    still = Span(1, day(5), None)
    assert still.overlaps(Span(2, day(20), None))
    assert still.overlaps(Span(2, day(1), day(6)))
    assert not still.overlaps(Span(2, day(1), day(5)))


def test_an_event_that_is_not_allowed_does_not_stop_those_after_it() -> None:
    moments = [
        Moment(day(4), EventKind.GRADING, "founded"),
        Moment(day(2), EventKind.REINSTATEMENT, "unfounded"),
        Moment(day(3), EventKind.TAKEDOWN, None),
        Moment(day(5), EventKind.APPEAL, None),
    ]
    outcome, applied = walk_timeline(RECEIVED, moments)
    assert applied == [True, False, True, True]
    # Grading and appealing leave the claim where it was closed.
    down = (Downtime(day(3)),)
    assert outcome == Outcome(Position("removed", True), day(3), "founded", down)
    assert outcome.merit == "founded"
    reopened, _ = walk_timeline(outcome, [Moment(day(6), EventKind.COUNTER_NOTICE, None)])
    assert (reopened.closed_at, reopened.graded, reopened.merit) == (None, "founded", None)


def test_batches_are_counted_together() -> None:
    total = Loaded(1, 2, 3, 4, 5, 6, 7)
    total.add(Loaded(10, 20, 30, 40, 50, 60, 70))
    assert total == Loaded(11, 22, 33, 44, 55, 66, 77)
    assert Loaded() == Loaded(0, 0, 0, 0, 0, 0, 0)
