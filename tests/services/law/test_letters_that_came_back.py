"""Which times begin anew where the letter that set them going came back, and which do not."""

from __future__ import annotations

from copy import copy
from datetime import timedelta

import pytest

from complaints.rules.actors import SYSTEM
from complaints.rules.law.clocks import FROM_A_LETTER
from complaints.rules.law.regimes import ClockKind
from complaints.rules.mailing.inboxes import Reach
from complaints.services.decisions import claims
from complaints.services.decisions.hearing import hear_sellers
from complaints.services.mailing import arrivals, letters
from complaints.storage.db import Database
from tests.scenes.bounced import came_back, mail
from tests.scenes.staged import staged
from tests.services.decisions.desk import VAULT
from tests.services.law.test_restoring import (
    AMAZON,
    BACK,
    COUNTERED,
    DAY,
    DECLARED,
    SECOND,
    SONG_ON,
    TAOBAO,
    US_MARK,
    Case,
    reads_here,
)

WEEK = timedelta(days=7)


@pytest.fixture
def ecl(database: Database) -> Case:
    return copy(
        staged(
            database,
            "letters_that_came_back: ecl",
            lambda: Case(database, DECLARED - 2 * DAY, "ecl", targets=TAOBAO),
        )
    )


def test_each_time_runs_from_a_letter_or_from_what_we_did_ourselves() -> None:
    ours = {"decide", "lane", "weigh", "judge"}
    # The law counts from our receipt of the answer (17 U.S.C. 512(g)(2)(C)).
    assert set(ClockKind) - FROM_A_LETTER == {*ours, "restore"}


@pytest.mark.both_databases
def test_the_fifteen_days_begin_once_the_declaration_arrives_another_way(ecl: Case) -> None:
    ecl.countered(DECLARED)
    letter = mail(ecl, "claim_countered", DECLARED + SECOND, to_filer=True)
    assert ecl.clock("wait").starts_at == DECLARED + SECOND
    came_back(ecl, DECLARED + DAY)
    # Nobody's dead mailbox holds a listing down for ever: a week later it counts as arrived.
    assumed = DECLARED + DAY + WEEK
    assert ecl.clock("wait").starts_at == assumed
    again = DECLARED + 4 * DAY
    ecl.do(letters.hand_out, SYSTEM, letter, Reach.BY_HAND, vault=VAULT, at=again)
    clock = ecl.clock("wait")
    assert clock.starts_at == again
    assert ecl.ring(clock.ends_at - SECOND) == 0
    assert ecl.ring(clock.ends_at) == 1


def test_a_second_way_that_fails_puts_it_off_no_further(ecl: Case) -> None:
    ecl.countered(DECLARED)
    mail(ecl, "claim_countered", DECLARED + SECOND, to_filer=True)
    came_back(ecl, DECLARED + DAY)
    assumed = DECLARED + DAY + WEEK
    mail(ecl, "claim_countered", DECLARED + 2 * DAY, to_filer=True)
    assert ecl.clock("wait").starts_at == DECLARED + 2 * DAY
    came_back(ecl, DECLARED + 6 * DAY)
    assert ecl.clock("wait").starts_at == assumed
    mail(ecl, "claim_countered", DECLARED + 9 * DAY, to_filer=True)
    came_back(ecl, DECLARED + 10 * DAY)
    assert ecl.clock("wait").starts_at == assumed


def test_a_second_way_that_fails_late_counts_as_arrived_when_the_first_one_does(ecl: Case) -> None:
    ecl.countered(DECLARED)
    mail(ecl, "claim_countered", DECLARED + SECOND, to_filer=True)
    came_back(ecl, DECLARED + DAY)
    mail(ecl, "claim_countered", DECLARED + 2 * DAY, to_filer=True)
    came_back(ecl, DECLARED + 12 * DAY)
    assert ecl.clock("wait").starts_at == DECLARED + DAY + WEEK


def test_a_bounce_that_comes_too_late_stops_nothing_that_is_over(ecl: Case) -> None:
    ecl.countered(DECLARED)
    mail(ecl, "claim_countered", DECLARED, to_filer=True)
    over = ecl.clock("wait").ends_at
    assert ecl.ring(over) == 1
    came_back(ecl, over + SECOND)
    assert ecl.state() == ("reinstated", False)


def test_of_an_account_that_reads_here_a_bounce_moves_nothing(ecl: Case) -> None:
    reads_here(ecl)
    ecl.countered(DECLARED)
    mail(ecl, "claim_countered", DECLARED, to_filer=True)
    came_back(ecl, DECLARED + DAY)
    assert ecl.clock("wait").starts_at == DECLARED


def test_of_a_letter_that_was_also_handed_over_a_bounce_moves_nothing(ecl: Case) -> None:
    ecl.decide("take_down", DECLARED)
    letter = mail(ecl, "claim_decided", DECLARED)
    ecl.do(letters.hand_out, SYSTEM, letter, Reach.BY_HAND, vault=VAULT, at=DECLARED + SECOND)
    came_back(ecl, DECLARED + DAY)
    assert ecl.clock("answer").starts_at == DECLARED


def test_under_us_law_the_days_run_from_our_receipt_whatever_bounces(database: Database) -> None:
    dmca = Case(database, COUNTERED - 2 * DAY, "dmca", targets=AMAZON, **SONG_ON)
    dmca.countered(COUNTERED)
    mail(dmca, "claim_countered", COUNTERED, to_filer=True)
    came_back(dmca, COUNTERED + DAY)
    assert (dmca.clock("restore").starts_at, dmca.clock("restore").ends_at) == (COUNTERED, BACK)


def test_a_sellers_time_to_answer_and_to_appeal_begins_once_it_is_told(
    database: Database,
) -> None:
    case = Case(database, COUNTERED - 2 * DAY, "house", **US_MARK)
    case.decide("take_down", COUNTERED)
    letter = mail(case, "claim_decided", COUNTERED + SECOND)
    kinds = ("answer", "appeal_seller")
    before = {kind: case.clock(kind) for kind in kinds}
    came_back(case, COUNTERED + DAY)
    for kind in kinds:
        moved = case.clock(kind)
        assert (moved.id, moved.starts_at) == (before[kind].id, COUNTERED + DAY + WEEK)
        assert moved.ends_at > before[kind].ends_at + WEEK
    # The filer's own term is another letter's.
    again = COUNTERED + 3 * DAY
    case.do(letters.hand_out, SYSTEM, letter, Reach.BY_HAND, vault=VAULT, at=again)
    for kind in kinds:
        assert case.clock(kind).starts_at == again
    case.do(arrivals.note_returned, SYSTEM, letter, why="Moved.", at=again + DAY)
    for kind in kinds:
        assert case.clock(kind).starts_at == COUNTERED + DAY + WEEK


def test_the_other_sides_letter_moves_no_time_of_a_seller(database: Database) -> None:
    case = Case(database, COUNTERED - 2 * DAY, "house", **US_MARK)
    case.decide("take_down", COUNTERED)
    mail(case, "claim_decided", COUNTERED + SECOND, to_filer=True)
    came_back(case, COUNTERED + DAY)
    for kind in ("answer", "appeal_seller"):
        assert case.clock(kind).starts_at == COUNTERED


def test_who_was_asked_in_vain_has_as_many_days_once_the_letter_arrives(ecl: Case) -> None:
    due = DECLARED + 5 * DAY
    ecl.do(claims.ask_filer, ecl.rev, ecl.id, what="A picture.", answer_due=due, at=DECLARED)
    mail(ecl, "claim_asked", DECLARED + SECOND, to_filer=True)
    came_back(ecl, DECLARED + DAY)
    clock = ecl.clock("complete")
    assert clock.starts_at == DECLARED + DAY + WEEK
    assert clock.ends_at - clock.starts_at >= 5 * DAY
    assert ecl.ring(due) == 0
    assert ecl.state()[0] == "incomplete"


def test_each_sides_round_begins_anew_with_its_letter(database: Database) -> None:
    case = Case(database, COUNTERED - 2 * DAY, "house", **US_MARK)
    case.policy("[law]\nreply_days = 4\nrejoin_days = 4\n")
    case.countered(COUNTERED)
    replied = COUNTERED + 3 * DAY
    for clock, kind, to_filer, began in (
        ("reply", "claim_countered", True, COUNTERED),
        ("rejoin", "claim_replied", False, replied),
    ):
        if clock == "rejoin":
            case.do(claims.reply, case.acme, case.id, statement="A copy.", at=replied)
        first = case.clock(clock)
        assert first.starts_at == began
        letter = mail(case, kind, began + SECOND, to_filer=to_filer)
        came_back(case, began + DAY)
        assert case.clock(clock).starts_at == began + DAY + WEEK
        assert case.ring(first.ends_at) == 0, "who was not told is not silent"
        again = began + 2 * DAY
        case.do(letters.hand_out, SYSTEM, letter, Reach.BY_HAND, vault=VAULT, at=again)
        assert case.clock(clock).starts_at == again
        assert case.clock(clock).ends_at > first.ends_at


def test_a_seller_that_is_heard_first_has_its_days_once_it_was_asked(database: Database) -> None:
    case = Case(database, COUNTERED, "house", **US_MARK)
    case.do(hear_sellers, SYSTEM, [case.id], whatever_basis=True, at=COUNTERED)
    first = case.clock("hear")
    assert first.starts_at == COUNTERED
    letter = mail(case, "claim_noticed", COUNTERED + SECOND)
    came_back(case, COUNTERED + DAY)
    assert case.clock("hear").starts_at == COUNTERED + DAY + WEEK
    case.do(letters.hand_out, SYSTEM, letter, Reach.BY_HAND, vault=VAULT, at=COUNTERED + 2 * DAY)
    assert case.clock("hear").starts_at == COUNTERED + 2 * DAY
    assert case.clock("hear").ends_at > first.ends_at
