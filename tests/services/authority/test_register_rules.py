"""What the register compares and how reports are merged: pure rules, called directly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Row
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

from complaints.rules.filing.listing_urls import UrlProblem
from complaints.rules.filing.targets import Target
from complaints.services.registry import aim_at, event_digest
from complaints.services.registry.keys import (
    AUTHORIZATION_FACTS,
    RIGHT_FACTS,
    authorization_digest,
    principal_of,
    right_digest,
)
from complaints.services.registry.reports import Report, amount, changed_rows, merged, read_moment
from complaints.services.registry.rows import chunks, first_by_key

EBAY = "https://www.ebay.com/itm/123456789012"
# The front of the store "acme", which its address names.
FRONT = "https://www.ebay.com/str/acme"
OTHER = "https://shop.example/"
DAY = timedelta(days=1)
AT = datetime(2026, 1, 10, tzinfo=UTC)
HOLDER = {"name": "Acme Inc"}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "empty"),
        ("https://exa mple.com/", "not_a_url"),
        ("javascript:alert(1)", "scheme"),
        ("https://me:secret@www.ebay.com/itm/123456789012", "credentials"),
        (EBAY + "\x00", "control"),
        (EBAY + "?x=" + "x" * 10_000, "too_long"),
    ],
)
def test_with_its_ids_given_a_target_still_has_an_address(url: str, code: str) -> None:
    with pytest.raises(UrlProblem) as caught:
        aim_at(Target(url, "shop", "1"))
    assert caught.value.code == code


@pytest.mark.parametrize(("marketplace", "listing_id"), [("shop", None), (None, "1"), (" ", "1")])
def test_an_address_without_a_listing_needs_both_ids(
    marketplace: str | None, listing_id: str | None
) -> None:
    with pytest.raises(UrlProblem):
        aim_at(Target("https://www.ebay.com/help", marketplace, listing_id))


@pytest.mark.parametrize(
    ("listing_id", "kind"), [("1", "listing"), ("store:1", "storefront"), ("a store:", "listing")]
)
def test_an_address_without_a_listing_is_kept_beside_both_ids(listing_id: str, kind: str) -> None:
    stated = Target("https://www.ebay.com/help", " Shop ", f" {listing_id} ", store_id=" s ")
    aim = aim_at(stated, 3)
    assert (aim.key, aim.url, aim.kind) == (("shop", listing_id), stated.url, kind)
    assert (aim.store, aim.seen, aim.target, aim.position) == ("s", None, stated, 3)


@pytest.mark.parametrize(
    ("stated", "key", "kind", "store"),
    [
        ({}, ("ebay", "store:str/acme"), "storefront", "str/acme"),
        ({"marketplace": "EBAY"}, ("ebay", "store:str/acme"), "storefront", "str/acme"),
        ({"marketplace": "shop"}, ("shop", "store:str/acme"), "storefront", None),
        ({"marketplace": "shop", "store_id": " s-1 "}, ("shop", "store:str/acme"), "storefront",
         "s-1"),
        ({"store_id": "s-1"}, ("ebay", "store:str/acme"), "storefront", "s-1"),
        ({"listing_id": "store:str/acme"}, ("ebay", "store:str/acme"), "storefront", "str/acme"),
        ({"listing_id": "9"}, ("ebay", "9"), "listing", "str/acme"),
        ({"listing_id": "store:9"}, ("ebay", "store:9"), "storefront", "str/acme"),
    ],
)  # fmt: skip
def test_what_a_target_states_goes_before_what_its_address_names(
    stated: dict[str, str], key: tuple[str, str], kind: str, store: str | None
) -> None:
    aim = aim_at(Target.of({"url": FRONT, **stated}))
    assert (aim.key, aim.kind, aim.store, aim.position) == (key, kind, store, 0)
    assert aim.seen is not None
    assert (aim.seen.marketplace, aim.seen.listing_id) == ("ebay", "store:str/acme")


STATED = {
    "kind": "trademark", "number": "7", "jurisdiction": "US", "title": "ACME", "url": OTHER,
    "applied_on": "2020-01-01", "priority_on": "2020-01-02", "registered_on": "2020-01-03",
    "first_published_on": "2020-01-04", "classes": [9], "status": "registered",
}  # fmt: skip
PERMIT = {
    "reference": "POA", "valid_from": "2020-01-01", "valid_to": "2020-02-01",
    "revoked_on": "2020-01-15",
}  # fmt: skip


def test_each_fact_of_a_right_makes_another_statement() -> None:
    assert set(STATED) == set(RIGHT_FACTS)
    digests = {right_digest({**STATED, name: None}, HOLDER) for name in STATED}
    others = {right_digest(STATED, each) for each in (HOLDER, None, {"name": "Bond"})}
    assert len(digests | others) == len(STATED) + 3
    spelled = {**STATED, "registered_on": date(2020, 1, 3), "seen_on": "2026-01-01"}
    assert right_digest(spelled, {"name": " ACME  inc"}) == right_digest(STATED, HOLDER)


def test_each_term_of_an_authorization_makes_another_statement() -> None:
    assert set(PERMIT) == set(AUTHORIZATION_FACTS)
    digests = {authorization_digest({**PERMIT, name: None}, HOLDER) for name in PERMIT}
    others = {authorization_digest(PERMIT, each) for each in (HOLDER, None, {"name": "Bond"})}
    assert len(digests | others) == len(PERMIT) + 3
    spelled = {**PERMIT, "valid_to": date(2020, 2, 1)}
    assert authorization_digest(spelled, HOLDER) == authorization_digest(PERMIT, HOLDER)


def test_a_rights_principal_is_the_holder_or_else_the_filer() -> None:
    assert principal_of(HOLDER, 7) == "name:acme inc"
    assert principal_of(None, 7) == principal_of({}, 7) == "filer:7"


def test_each_thing_that_the_contract_carries_makes_another_event() -> None:
    harm = {"days_offline": 3, "sales_lost": 4.0, "currency": "USD"}
    event: dict[str, Any] = {
        "kind": "rejection", "by": "staff", "merit": "founded", "reason": "r", "note": "n",
        "harm": harm,
    }  # fmt: skip
    changes: list[dict[str, Any]] = [
        {}, {"kind": "withdrawal"}, {"by": "rule"}, {"merit": None}, {"reason": None},
        {"note": None}, {"harm": None}, {"harm": {**harm, "days_offline": 4}},
        {"harm": {**harm, "sales_lost": None}}, {"harm": {**harm, "currency": "EUR"}},
    ]  # fmt: skip
    digests = {
        event_digest({**event, **change}, at=AT, listing_ids=["1"]) for change in changes
    } | {event_digest(event, at=AT + DAY, listing_ids=["1"])}
    assert len(digests) == len(changes) + 1
    elsewhere = AT.astimezone(timezone(timedelta(hours=8)))
    spelled = {**event, "harm": {**harm, "days_offline": 3.0, "sales_lost": 4}, "person": 1}
    same = event_digest(spelled, at=elsewhere, listing_ids=["1", "1"])
    assert same == event_digest(event, at=AT, listing_ids=["1"])


def row(**columns: Any) -> Row[Any]:
    """Return a row as a database gives it."""
    names = SimpleResultMetaData(list(columns))
    return IteratorResult(names, iter([tuple(columns.values())])).one()


@pytest.mark.parametrize(
    ("seen", "fills_only", "name", "country"),
    [
        (None, False, "said", "CN"),
        (AT - DAY, False, "said", "CN"),
        (AT, False, "said", "CN"),
        (AT + DAY, False, "held", "CN"),
        (AT - DAY, True, "held", "CN"),
    ],
)
def test_a_newer_report_overwrites_and_an_older_one_fills_gaps(
    seen: datetime | None, fills_only: bool, name: str, country: str
) -> None:
    held = row(id=1, name="held", country=None, kind="agent", reported_at=seen)
    said = Report(AT, {"name": "said", "country": "CN", "kind": None, "colour": "red"})
    after = merged(held, [said], ("name", "country", "kind"), fills_only=fills_only)
    newest = AT if seen is None else max(seen, AT)
    assert after == {"name": name, "country": country, "kind": "agent", "reported_at": newest}


def test_of_several_reports_the_newest_counts() -> None:
    held = row(id=1, name="held", reported_at=AT)
    said = [
        Report(AT + 2 * DAY, {"name": "newest"}),
        Report(AT + DAY, {"name": "newer"}),
        Report(AT - DAY, {"name": "old"}),
    ]
    assert merged(held, said, ("name",)) == {"name": "newest", "reported_at": AT + 2 * DAY}


def test_only_rows_that_differ_are_written() -> None:
    rows = {
        "a": row(id=1, name="a", reported_at=AT),
        "b": row(id=2, name="b", reported_at=AT),
        "c": row(id=3, name="c", reported_at=AT),
    }
    reports = {
        "a": [Report(AT, {"name": "a"})],
        "b": [Report(AT, {"name": "B"})],
        "c": [Report(AT + DAY, {"name": "C"})],
    }
    at = AT + DAY
    assert changed_rows(rows, reports, ("name",)) == [
        {"id": 2, "name": "B", "reported_at": AT}, {"id": 3, "name": "C", "reported_at": at},
    ]  # fmt: skip
    kept = changed_rows(rows, reports, ("name",), fills_only=lambda one: one.id == 3)
    assert kept == [
        {"id": 2, "name": "B", "reported_at": AT}, {"id": 3, "name": "c", "reported_at": at},
    ]  # fmt: skip


def test_moments_and_amounts_are_read_as_the_contract_writes_them() -> None:
    assert read_moment("2026-01-10t00:00:00z") == read_moment(AT) == AT
    assert read_moment(None) is None
    assert str(amount(9.99)) == str(amount(Decimal("9.99000"))) == "9.9900"
    assert str(amount(0)) == "0.0000"
    assert amount(None) is None


def test_a_statement_takes_five_hundred_keys() -> None:
    assert [len(chunk) for chunk in chunks(range(1001))] == [500, 500, 1]
    assert list(chunks(range(3), 2)) == [[0, 1], [2]]
    assert list(chunks([])) == []


def test_of_rows_with_one_key_the_first_counts() -> None:
    rows = [{"a": 1, "b": 1, "c": "x"}, {"a": 1, "b": 1, "c": "y"}, {"a": 1, "b": 2, "c": "z"}]
    assert first_by_key(("a", "b"), rows) == {(1, 1): rows[0], (1, 2): rows[2]}
