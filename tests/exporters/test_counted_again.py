"""Each figure of `export transparency` counted a second way, from the ledger, over made years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from complaints.rules.actors import SYSTEM, ActorKind, Scope
from complaints.rules.kinds import Side
from complaints.rules.law.official_orders import OfficialOrderKind
from complaints.rules.law.proceedings import Forum, Result
from complaints.rules.law.transparency import ORDER_FIGURES, Period
from complaints.services.cases import suspensions
from complaints.services.decisions import appeals, claims
from complaints.services.law import official_orders, proceedings
from complaints.services.logins import people
from complaints.storage.db import Database
from tests.counted_again.counting import count_again
from tests.counted_again.exported import read_export
from tests.counted_again.ways import (
    ALL_APPEALS,
    ALL_DISPUTES,
    APPEALS,
    AUTOMATED,
    BY_PEOPLE,
    BY_PROGRAM,
    FOR_CONTENT,
    FOR_NOTICES,
    NEWLY,
    NOTICES,
    ORDERS,
    READ_BY_PEOPLE,
    READ_BY_PROGRAM,
    UNKNOWN,
    WAYS,
    Place,
    figure_of,
    way_of,
    written,
)
from tests.jobs import records
from tests.services.authority.test_flaggers import House
from tests.services.cases import test_boycotts as ladder
from tests.services.cases.test_suspensions import DAY, Market
from tests.services.decisions.desk import CODES, VAULT, Desk
from tests.services.decisions.test_reasons import GERMAN, MAIL, MARK, Case
from tests.services.law import test_official_orders as official

YEAR = timedelta(days=366)
LISTING = "https://www.amazon.de/dp/B00000000"
REMOVAL, SERVICE, NO_ACTION = (
    "Complaint regarding a decision to remove or disable access to or restrict visibility of "
    "information",
    "Complaint regarding a decision to suspend or terminate the provision of the service",
    "Complaint regarding a decision not to take action on a notice submitted in accordance with "
    "Article 16",
)  # fmt: skip


def _case(database: Database, now: datetime, url: str = GERMAN, **notice: Any) -> Case:
    return Case(Desk(database, now), url=url, right=MARK, **notice)


def decided_and_appealed(database: Database, now: datetime) -> None:
    """One listing is taken down, answered and stays down; one is given back upon an appeal; one is
    taken down only upon one; and one goes by our terms."""
    case = _case(database, now)
    case.decide("take_down")
    case.counter()
    case.decide("stand")
    case.file(f"{LISTING}2", right=MARK)
    case.decide("take_down")
    case.appeal(Side.SELLER, "overturn")
    case.file(f"{LISTING}3", right=MARK)
    case.decide("reject")
    case.appeal(Side.FILER, "overturn")
    case.file(f"{LISTING}4", right=MARK)
    case.decide("take_down")
    case.do(appeals.file, case.sid, case.id, side=Side.SELLER, grounds="You missed a page.")
    case.file(f"{LISTING}5", right=MARK, basis="unauthorised_channel")
    case.now += 20 * DAY  # the seller has answered by then, or not
    case.decide("take_down", code="against-terms")
    case.file("https://item.taobao.com/item.htm?id=9")
    case.decide("take_down")


def disputes_before_bodies(database: Database, now: datetime) -> None:
    """One is settled and carried out, one lost, and one runs on."""
    case = _case(database, now)
    for number, result in enumerate((Result.SETTLED, Result.LOST, None), 1):
        case.file(f"{LISTING}{number + 1}", right=MARK)
        case.decide("take_down")
        told = {"side": Side.SELLER, "forum": Forum.DISPUTE_BODY, "name": "ADROIT"}
        row = case.do(proceedings.note_proceeding, case.sid, [case.id], **told)
        if result is not None:
            case.do(proceedings.end_proceeding, case.rev, row.id, result=result)
            case.do(proceedings.see_paper, case.rev, row.id)
        if result is Result.SETTLED:
            case.do(proceedings.carry_out, case.rev, row.id, comes_back=True)


def decided_by_a_program(database: Database, now: datetime) -> None:
    """A key that may not review decides one notice."""
    case = _case(database, now)
    scopes = {Scope.DECIDE, Scope.READ}
    key = case.do(
        people.issue_key, SYSTEM, kind=ActorKind.PERSON, owner_id=case.rev.id, label="rule",
        vault=VAULT, scopes=scopes,
    )  # fmt: skip
    rule = replace(case.rev, scopes=frozenset(scopes), key_id=key.id)
    case.do(claims.decide, rule, case.id, decision="take_down", code=CODES["take_down"])


def a_flagger_and_another(database: Database, now: datetime) -> None:
    """In its field and outside it, before it had the status and after; and a filer without."""
    house = House(database, now)
    before = house.report_of(house.acme, 1, now)
    house.active()
    within = house.report_of(house.acme, 2, now + DAY)
    outside = house.report_of(house.acme, 3, now + DAY, basis="unauthorised_channel")
    other = house.report_of(house.other, 4, now + DAY)
    for claim in (before, within, outside, other):
        code = "against-terms" if claim == outside else CODES["take_down"]
        given = {"decision": "take_down", "code": code}
        house.do(claims.decide, house.rev, claim, **given, at=now + 20 * DAY)


def a_flaggers_sales_channels(database: Database, now: datetime) -> None:
    house = House(database, now)
    house.active(field=["unauthorised_channel"])
    claim = house.report_of(house.acme, 1, now, basis="unauthorised_channel")
    given = {"decision": "take_down", "code": "against-terms"}
    house.do(claims.decide, house.rev, claim, **given, at=now + 20 * DAY)


class German(Market):
    """Two claims under the Act against one store."""

    def against(self, store: str, number: int, *, decided: bool = True) -> int:
        target = {"url": f"{LISTING}{number}", "store_id": store}
        claim = self.claim(self.acme, targets=[target], right=MARK, contact=MAIL)
        self.do(claims.decide, self.rev, claim, decision="take_down", code="shown")
        return claim


def a_store_suspended(database: Database, now: datetime) -> None:
    """It appeals, and the suspension falls; a store in China counts under no law of the Union."""
    market = German(database, now)
    number = market.in_force()
    at = now + 16 * DAY
    market.do(
        suspensions.appeal_suspension, market.seller(number), number, grounds="It was ours.", at=at
    )
    judged = {"decision": "lift", "argued": "It was theirs.", "reason": "So it is."}
    market.do(suspensions.decide_sellers_appeal, market.cleo, number, **judged, at=at + DAY)


def a_filer_stopped(database: Database, now: datetime) -> None:
    """By a boycott, which keeps its next notice unread."""
    case = ladder.make_case(database, now)
    ladder.in_force(case)
    desk, target = Desk(database, now + 3 * DAY), {"url": GERMAN, "store_id": "s9"}
    desk.file(desk.key(case.filer), targets=[target], right=MARK, contact=MAIL)


def tell_history(database: Database, now: datetime, *timelines: list[tuple[str, str, int]]) -> None:
    """Put in a complaint for each timeline, which says what was done, by whom, on which day of
    nine."""
    for number, timeline in enumerate(timelines):
        events = [
            {"at": (now - (9 - day) * DAY).isoformat(), "kind": kind, "by": by}
            for kind, by, day in timeline
        ]
        told = {
            "filer": {"reference": "old", "name": "Old Ltd"},
            "right": {"kind": "trademark", "number": "7654321", "jurisdiction": "DE"},
            "basis": "trademark", "reference": f"R{number}", "events": events,
            "filed_at": (now - 9 * DAY).isoformat(), "targets": [{"url": f"{LISTING}{number}"}],
        }  # fmt: skip
        records.put(database, [told], now)


def a_history(database: Database, now: datetime) -> None:
    """A takedown, an answer, and that it stays; and a takedown by a platform's rule."""
    tell_history(
        database, now,
        [("takedown", "staff", 2), ("counter_notice", "seller", 3), ("takedown", "staff", 4)],
        [("takedown", "rule", 1)],
    )  # fmt: skip


def orders_of_authorities(database: Database, now: datetime) -> None:
    """Two to act, one answered and one whose receipt alone was noted; two to inform, one void; and
    one from outside the Union."""
    case = official.Case(Desk(database, now))
    inform: dict[str, Any] = {"kind": OfficialOrderKind.INFORM}
    given = case.enter(received_on=(now - 3 * DAY).date())
    case.answer(given, effect_on=(now - DAY).date())
    noted = case.enter(reference="2", country="FR")
    case.desk.do(official_orders.note_receipt, case.ann, noted.id, on=case.today)
    case.answer(case.enter(reference="3", received_on=(now - 2 * DAY).date(), **inform))
    void = case.enter(reference="4", **inform)
    case.desk.do(official_orders.void_order, case.ann, void.id, why="Entered twice.")
    case.enter(reference="5", country="CH")


def complaints_of_a_history(database: Database, now: datetime) -> None:
    """A seller's changed the takedown, another's did not, a filer's brought one about; one waits,
    and one came before anything was decided."""
    down, refused = ("takedown", "staff", 2), ("rejection", "staff", 2)
    asked, answered = ("appeal", "seller", 3), ("appeal_decision", "staff", 5)
    tell_history(
        database, now,
        [down, asked, ("reinstatement", "staff", 4), answered],
        [down, asked, answered],
        [refused, ("appeal", "filer", 3), ("takedown", "staff", 5), answered],
        [refused, ("appeal", "filer", 3)],
        [("appeal", "seller", 1), down],
    )  # fmt: skip


COUNTS = {(NOTICES, column) for name, column in WAYS if name == NOTICES}
PLAIN = {each for each in COUNTS if "rusted" not in each[1] and "terms" not in each[1]}
PEOPLE = {(AUTOMATED, BY_PEOPLE), (AUTOMATED, READ_BY_PEOPLE)}
# Each story, and the figures of which it makes at least one that is not zero.
STORIES: dict[Callable[[Database, datetime], None], set[tuple[str, str]]] = {
    decided_and_appealed: PLAIN | PEOPLE | {
        (APPEALS, ALL_APPEALS), (APPEALS, NEWLY), (APPEALS, REMOVAL), (APPEALS, NO_ACTION),
    },
    orders_of_authorities: {(ORDERS, column) for column in ORDER_FIGURES},
    disputes_before_bodies: {(APPEALS, ALL_DISPUTES)},
    decided_by_a_program: {(AUTOMATED, BY_PROGRAM), (AUTOMATED, READ_BY_PROGRAM)},
    a_flagger_and_another: COUNTS - {each for each in COUNTS if "terms" in each[1]},
    a_flaggers_sales_channels: {each for each in COUNTS if "terms" in each[1]},
    a_store_suspended: {(APPEALS, FOR_CONTENT), (APPEALS, SERVICE)},
    a_filer_stopped: {(APPEALS, FOR_NOTICES), (AUTOMATED, READ_BY_PROGRAM)},
    complaints_of_a_history: {(APPEALS, ALL_APPEALS), (APPEALS, REMOVAL), (APPEALS, NO_ACTION),
                              (APPEALS, NEWLY)},
    a_history: PLAIN | {(AUTOMATED, BY_PROGRAM), *PEOPLE},
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_both_ways_say_the_same(
    database: Database, now: datetime, story: Callable[[Database, datetime], None]
) -> None:
    story(database, now)
    shown = set[tuple[str, str]]()
    # The whole of it, and as it stood on days in between.
    for since, until in ((-10, 400), (-8, 1), (-10, -6), (1, 16), (2, 3), (0, 0)):
        period = Period(now + since * DAY, now + until * DAY)
        with database.reading() as session:
            exported, again = read_export(session, period), _counted(session, period)
        assert exported == again
        shown |= {
            figure_of(place) for place, value in exported.items() if value not in ("", "0", "0.0")
        }
    assert STORIES[story] <= shown


def test_each_figure_has_a_second_way_and_a_story_that_shows_it(
    database: Database, now: datetime
) -> None:
    with database.reading() as session:
        exported = read_export(session, Period(now, now + YEAR))
    assert {figure_of(place) for place in exported} == set(WAYS)
    known = {figure for figure, way in WAYS.items() if way != UNKNOWN}
    assert set().union(*STORIES.values()) == known
    assert all(exported[place] == "" for place in exported if way_of(place) == UNKNOWN)


def _counted(session: Session, period: Period) -> dict[Place, str]:
    again = count_again(session, period)
    empty = dict.fromkeys(read_export(session, period), "")
    return {**empty, **{place: written(value) for place, value in again.items()}}
