"""May this complaint be filed: rights, bases, dates and permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from complaints.rules.filing.admissibility import (
    Permission,
    RightFacts,
    Use,
    check_basis,
    check_in_force,
    check_not_future,
    check_right,
    check_scope,
    check_term,
    check_terms_in_order,
    is_covering,
    needs_permission,
)
from complaints.rules.kinds import Basis, RightKind

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
USE = Use(rights_holder_id=1, right_id=2, right_kind="trademark", marketplace_ids={3})


# What each accusation can rest on, beside a right of another kind.
CARRIED_BY = {
    "counterfeit": "trademark design copyright",
    "trademark": "trademark",
    "copyright": "copyright",
    "circumvention": "copyright",
    "patent": "patent design",
    "design": "design patent",
    "unauthorised_channel": "trademark copyright patent design",
    "other": "trademark copyright patent design",
}


@pytest.mark.parametrize("basis", Basis)
def test_which_right_carries_which_accusation(basis: str) -> None:
    carriers = {kind for kind in RightKind if not list(check_basis(basis, kind))}
    assert carriers == {*CARRIED_BY[basis].split(), "other"}


def test_a_misfit_says_which_rights_would_do() -> None:
    (error,) = check_basis("copyright", "design")
    assert error.pointer == "/basis"
    assert "Copyright and Other right" in str(error.message)


@pytest.mark.parametrize(
    ("facts", "pointers"),
    [
        ({}, []),
        ({"applied_on": date(2020, 1, 1), "registered_on": date(2021, 1, 1)}, []),
        (
            {"applied_on": date(2022, 1, 1), "registered_on": date(2021, 1, 1)},
            ["/right/registered_on"],
        ),
        ({"priority_on": date(2021, 6, 1), "applied_on": date(2021, 1, 1)}, ["/right/applied_on"]),
        ({"registered_on": date(2026, 7, 2)}, ["/right/registered_on"]),
        ({"first_published_on": date(2030, 1, 1)}, ["/right/first_published_on"]),
        ({"status": "applied", "registered_on": date(2020, 1, 1)}, ["/right/status"]),
        (
            {"priority_on": date(2031, 1, 1), "applied_on": date(2030, 1, 1)},
            ["/right/priority_on", "/right/applied_on", "/right/applied_on"],
        ),
    ],
)
def test_impossible_dates_of_a_right(facts: dict[str, date], pointers: list[str]) -> None:
    right = RightFacts(kind="trademark", **facts)  # type: ignore[arg-type]
    assert [e.pointer for e in check_right(right, "/right", now=NOW)] == pointers


def test_it_may_already_be_tomorrow_in_the_east() -> None:
    evening = NOW.replace(hour=20)
    assert not list(check_not_future(date(2026, 7, 2), "/x", now=evening))
    assert list(check_not_future(date(2026, 7, 3), "/x", now=evening))


@pytest.mark.parametrize(
    ("status", "stands"),
    [
        (None, True),
        ("registered", True),
        ("applied", True),
        ("expired", False),
        ("cancelled", False),
    ],
)
def test_an_ended_right_carries_nothing(status: str | None, stands: bool) -> None:
    assert (not list(check_in_force(status, "/right/status"))) is stands


@pytest.mark.parametrize(
    ("kind", "for_another", "needed"),
    [("agent", True, True), ("agent", False, False), ("rights_holder", True, False)],
)
def test_who_needs_a_permission(kind: str, for_another: bool, needed: bool) -> None:
    assert needs_permission(kind, for_another=for_another) is needed


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ({"revoked_on": date(2026, 7, 1)}, "revoked"),
        ({"valid_from": date(2026, 7, 2)}, "begins"),
        ({"valid_to": date(2026, 6, 29)}, "ended"),
    ],
)
def test_a_permission_out_of_force(term: dict[str, date], word: str) -> None:
    permission = Permission(**term)  # type: ignore[arg-type]
    (error,) = check_term(permission, "/authorization", now=NOW)
    assert word in str(error.message)
    assert not is_covering(permission, USE, now=NOW)


# Yesterday is not over everywhere: west of Greenwich it is still that day.
@pytest.mark.parametrize("last", [date(2026, 7, 1), date(2026, 6, 30)])
def test_a_permission_in_force(last: date) -> None:
    term = Permission(valid_from=date(2026, 6, 1), valid_to=last, revoked_on=date(2026, 7, 2))
    assert not list(check_term(term, "/authorization", now=NOW))


def test_a_permission_holds_from_its_first_day_on() -> None:
    assert not list(check_term(Permission(valid_from=date(2026, 7, 1)), "/a", now=NOW))


def test_a_term_that_ends_before_it_begins() -> None:
    term = Permission(valid_from=date(2026, 7, 2), valid_to=date(2026, 7, 1))
    assert [e.pointer for e in check_terms_in_order(term, "/a")] == ["/a/valid_to"]


@pytest.mark.parametrize(
    ("field", "other"),
    [("rights_holder_id", 9), ("right_id", 9), ("right_kind", "patent"), ("marketplace_id", 9)],
)
def test_a_permission_does_not_reach_beyond_its_scope(field: str, other: object) -> None:
    fitting = Permission(rights_holder_id=1, right_id=2, right_kind="trademark", marketplace_id=3)
    assert is_covering(fitting, USE, now=NOW)
    assert len(list(check_scope(replace(fitting, **{field: other}), USE, "/a"))) == 1  # type: ignore[arg-type]
