"""Rules of a few lines, each at its edge: accounts, clocks, documents, flags, pictures, sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from email_validator import EmailNotValidError

from complaints.base.errors import Refusal
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, VISITOR, PersonRole, Scope
from complaints.rules.cases.flags import has_new_facts, is_worth_a_flag
from complaints.rules.decisions.appeals import APPEALABLE
from complaints.rules.filing.complaint_facts import FACTS
from complaints.rules.filing.documents import A_DAY, require_room
from complaints.rules.findings.pictures import (
    EDGE_KINDS,
    EXPANDABLE,
    MOST_EXPANDED,
    NODE_KINDS,
    parse_nodes,
)
from complaints.rules.kinds import Level, Side
from complaints.rules.law import clocks
from complaints.rules.logins.accounts import (
    FILER_IDLE,
    FILER_SESSION,
    HOUR,
    KNOWN_BROWSER,
    LIMITS,
    QUARTER,
    SEEN_EVERY,
    STAFF_IDLE,
    STAFF_SESSION,
    AccountRole,
    Limit,
    Me,
    idle_for,
    is_idle,
    is_known_still,
    is_to_be_noted,
    one_spelling,
    session_ends,
)
from complaints.rules.logins.demo_logins import LOGINS
from complaints.rules.logins.visibility import (
    Sight,
    filing_source,
    partner_of,
    partner_source,
    register_source,
    require_may_repeat,
    sight_of,
)
from complaints.rules.staff import teamwork
from complaints.storage.links import SellerOf
from tests.scenes.clock import NOW

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("role", "lasts", "is_staff"),
    [
        (AccountRole.FILER, 14 * DAY, False),
        (AccountRole.REVIEWER, 720 * MINUTE, True),
        (AccountRole.SUPERVISOR, 720 * MINUTE, True),
        (AccountRole.ADMINISTRATOR, 720 * MINUTE, True),
    ],
)
def test_a_session_of_staff_lasts_a_working_day(
    role: AccountRole, lasts: timedelta, is_staff: bool
) -> None:
    assert session_ends(role, NOW) == NOW + lasts
    assert lasts == (STAFF_SESSION if is_staff else FILER_SESSION)
    assert role.is_staff is is_staff


@pytest.mark.parametrize(
    ("role", "lasts"),
    [
        (AccountRole.FILER, FILER_IDLE),
        (AccountRole.REVIEWER, STAFF_IDLE),
        (AccountRole.SUPERVISOR, STAFF_IDLE),
        (AccountRole.ADMINISTRATOR, STAFF_IDLE),
    ],
)
def test_a_session_that_is_not_used_ends(role: AccountRole, lasts: timedelta) -> None:
    assert (60 * MINUTE, 3 * DAY) == (STAFF_IDLE, FILER_IDLE)
    assert idle_for(role) == lasts
    assert not is_idle(role, NOW, NOW + lasts - SECOND)
    assert is_idle(role, NOW, NOW + lasts)
    assert is_idle(role, NOW, NOW + lasts + SECOND)


def test_a_use_is_noted_once_in_some_minutes() -> None:
    assert SEEN_EVERY == 5 * MINUTE
    assert not is_to_be_noted(NOW, NOW + SEEN_EVERY - SECOND)
    assert is_to_be_noted(NOW, NOW + SEEN_EVERY)
    assert is_to_be_noted(NOW, NOW + SEEN_EVERY + SECOND)
    assert not is_to_be_noted(NOW, NOW)
    assert is_to_be_noted(NOW, NOW - SECOND)


def test_a_browser_is_known_for_half_a_year() -> None:
    assert KNOWN_BROWSER == 180 * DAY
    assert is_known_still(NOW, NOW)
    assert is_known_still(NOW, NOW + KNOWN_BROWSER - SECOND)
    assert not is_known_still(NOW, NOW + KNOWN_BROWSER)
    assert not is_known_still(NOW, NOW - SECOND), "a clock that was wrong"


def test_so_often_may_be_tried() -> None:
    assert (15 * MINUTE, 60 * MINUTE) == (QUARTER, HOUR)
    assert {
        "sign-in": (Limit(10, QUARTER), Limit(100, QUARTER)),
        "second-factor": (Limit(10, QUARTER), Limit(100, QUARTER)),
        "sign-up": (Limit(3, HOUR), Limit(20, HOUR)),
        "letter": (Limit(5, HOUR), Limit(40, HOUR)),
    } == LIMITS


def test_one_address_has_one_spelling() -> None:
    assert one_spelling("  Kim@Example.COM ") == "kim@example.com"
    for wrong in ("", "kim", "kim@", "@example.com", "a b@example.com"):
        with pytest.raises(EmailNotValidError):
            one_spelling(wrong)


def test_who_is_signed_in_is_of_staff_or_not() -> None:
    for role in AccountRole:
        me = Me(1, 2, "Kim", "kim@example.com", role, actors.filer(7), NOW)
        assert me.is_staff is role.is_staff
        assert me.language is None


def test_the_demos_log_ins_have_the_roles_of_their_owners() -> None:
    roles = {login.email: login.role for login in LOGINS}
    assert len(roles) == len(LOGINS)
    assert roles["ada@example.com"] is AccountRole.ADMINISTRATOR
    assert roles["demo-agency@example.com"] is AccountRole.FILER
    for login in LOGINS:
        assert login.is_staff is login.role.is_staff
        assert login.is_staff is isinstance(login.owner, PersonRole)
    assert set(roles.values()) == set(AccountRole) - {AccountRole.COUNSEL, AccountRole.NOTIFIER}
    chosen = {login.reference: login.flagged for login in LOGINS if login.flagged is not None}
    assert chosen == {"old-brand": False, "flagged": True}


def test_what_staff_hold_and_what_they_note() -> None:
    assert set(teamwork.HOLDABLE) == {
        "complaint", "appeal", "boycott", "flag", "ring", "joining", "alarm",
    }  # fmt: skip
    assert set(teamwork.NOTABLE) == {"complaint", "filer", "store", "flag", "ring", "boycott"}


def test_a_statement_may_have_so_many_characters() -> None:
    assert {fact.name: fact.longest for fact in FACTS}["statement"] == 20_000


def test_an_appeal_waits_two_weeks_and_a_lease_twenty_minutes() -> None:
    assert clocks.LEASE == 20 * MINUTE


@pytest.mark.parametrize(
    ("count", "size", "room"),
    [(999, 0, True), (1000, 0, False), (1001, 0, False), (1, 499, True), (1, 500, False),
     (1, 501, False)],
)  # fmt: skip
def test_documents_of_a_day_end_somewhere(count: int, size: int, room: bool) -> None:
    assert A_DAY == DAY
    sent = [(NOW, size)] * count
    if room:
        require_room(sent, largest=5, now=NOW)
        return
    with pytest.raises(Refusal) as refused:
        require_room(sent, largest=5, now=NOW)
    assert (refused.value.slug, refused.value.facts["retry_after"]) == ("paper-quota", 86_400)


@pytest.mark.parametrize(("sizes", "hours"), [([1, 1, 498], 1), ([1, 2, 500], 3), ([0, 1, 499], 2)])
def test_there_is_room_again_once_enough_of_a_day_has_passed(sizes: list[int], hours: int) -> None:
    sent = [(NOW - DAY + number * HOUR, size) for number, size in enumerate(sizes, 1)]
    with pytest.raises(Refusal) as refused:
        require_room(sent, largest=5, now=NOW)
    assert refused.value.facts == {"retry_after": hours * 3600}


def test_a_side_appeals_only_what_went_against_it() -> None:
    assert {Side.FILER: {"rejected", "reinstated"}, Side.SELLER: {"removed"}} == APPEALABLE


def test_a_flag_begins_at_a_warning() -> None:
    assert [is_worth_a_flag(level) for level in Level] == [False, False, True, True]
    assert [level.rank for level in Level] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("closed", "now", "later", "makes_room"),
    [
        (Level.WARNING, Level.WARNING, Level.WATCH, False),
        (Level.WARNING, Level.WARNING, Level.WARNING, True),
        (Level.WARNING, Level.BOYCOTT_REVIEW, Level.NONE, True),
        (Level.BOYCOTT_REVIEW, Level.WARNING, Level.NONE, False),
        (Level.NONE, Level.WATCH, Level.WATCH, False),
        (Level.NONE, Level.WATCH, Level.BOYCOTT_REVIEW, False),
    ],
)
def test_a_closed_flag_makes_room_for_new_facts(
    closed: Level, now: Level, later: Level, makes_room: bool
) -> None:
    assert has_new_facts(closed, now, later) is makes_room


@pytest.mark.parametrize("kind", [*NODE_KINDS, "letter"])
def test_which_nodes_of_a_picture_lead_on(kind: str) -> None:
    leads = kind in {"filer", "holder", "identity", "paper", "store", "operator"}
    assert (kind in EXPANDABLE) is leads
    if leads:
        assert parse_nodes([f"{kind}:12"]) == [(kind, 12)]
        return
    with pytest.raises(Refusal):
        parse_nodes([f"{kind}:12"])


@pytest.mark.parametrize(
    ("number", "fits"),
    [("0", False), ("1", True), ("2147483647", True), ("2147483648", False), ("-1", False),
     ("x", False), ("", False), ("２", False), ("1.5", False)],
)  # fmt: skip
def test_a_nodes_number_is_a_rows(number: str, fits: bool) -> None:
    if fits:
        assert parse_nodes([f"filer:{number}"]) == [("filer", int(number))]
        return
    with pytest.raises(Refusal) as refused:
        parse_nodes([f"filer:{number}"])
    assert [field.pointer for field in refused.value.fields] == ["/expand"]


def test_what_an_edge_of_a_picture_says() -> None:
    assert set(EDGE_KINDS) == {
        "shares", "lockstep", "campaign", "same hands", "other hands", "complained of",
        "files for", "runs",
    }  # fmt: skip


def test_so_many_nodes_lead_on_at_once() -> None:
    assert MOST_EXPANDED == 5
    five = [f"store:{number}" for number in range(1, 6)]
    assert len(parse_nodes(five)) == 5
    assert parse_nodes(["store:1", "store:1"]) == [("store", 1)]
    with pytest.raises(Refusal) as refused:
        parse_nodes([*five, "store:6"])
    assert [field.pointer for field in refused.value.fields] == ["/expand"]


def test_what_each_may_see() -> None:
    assert sight_of(actors.person(1, PersonRole.REVIEWER)) == Sight(everything=True)
    assert sight_of(SYSTEM) == Sight(everything=True)
    assert sight_of(actors.filer(7)) == Sight(filer_id=7)
    assert sight_of(actors.partner(8)) == Sight(source="partner-8")
    assert sight_of(actors.partner(8).on_sellers_side()) == Sight()
    seller = actors.seller(SellerOf(complaint_id=3, store_id=9))
    assert sight_of(seller) == sight_of(VISITOR) == Sight(False, None, None)


@pytest.mark.parametrize(
    ("source", "partner"),
    [("partner-8", 8), ("partner-", None), ("partner-x", None), ("8", None), ("local", None)],
)
def test_a_partners_filers_are_known_by_their_source(source: str, partner: int | None) -> None:
    assert partner_of(source) == partner
    if partner is not None:
        assert partner_source(partner) == source


def test_who_lost_the_scope_that_let_a_request_in_repeats_nothing() -> None:
    whole = actors.partner(5)
    speaker = replace(whole, scopes=frozenset({Scope.SPEAK_FOR_SELLERS}))
    require_may_repeat(whole, scopes=["file_on_behalf"], filers=None, filer=None)
    with pytest.raises(Refusal) as caught:
        require_may_repeat(speaker, scopes=["file_on_behalf"], filers=None, filer=None)
    assert caught.value.slug == "forbidden"


def test_references_are_unique_within_a_source() -> None:
    assert filing_source(actors.filer(7, key_id=3), 7) == filing_source(actors.filer(7), 7)
    assert filing_source(actors.partner(5, key_id=3), 7) == "partner-5-filer-7"
    assert partner_of(filing_source(actors.partner(5), 7)) is None
    assert register_source("local", 7) == "filer-7"
    assert register_source("partner-8", 7) == "partner-8"
