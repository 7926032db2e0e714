"""Trusted flaggers: entered by two, gone first in their field, noted as their coordinator says."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Claim, Complaint, Filer, Letter
from complaints.queries.authority import flaggers as asked
from complaints.queries.law.transparency import find_figures
from complaints.queries.staff import queue
from complaints.rules.actors import Actor, PersonRole
from complaints.rules.authority.flaggers import FlaggerChange, Imprecision
from complaints.rules.law.transparency import Period
from complaints.rules.staff.priority import Priority
from complaints.services.authority import flaggers
from complaints.services.decisions import claims
from complaints.services.logins import sign_ups
from complaints.services.registry.filers import Marks, ensure_identities
from complaints.storage.db import Database
from tests.noted import noted
from tests.scenes.staged import staged
from tests.scenes.tying import tie
from tests.scenes.working import working
from tests.services.decisions.desk import VAULT, Desk
from tests.services.decisions.test_reasons import GERMAN, MAIL, MARK

PAGE = "https://coordinator.example/list"
DAY = timedelta(days=1)
TAOBAO = "https://item.taobao.com/item.htm?id="
COPYRIGHT = {"kind": "copyright", "title": "Sunrise", "jurisdiction": "DE"}


class House(Desk):
    """Ada and Bea administer; acme files, and so does other."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.ada, self.bea = (self.staff(name, PersonRole.ADMINISTRATOR) for name in ("ada", "bea"))
        self.rev = self.staff("rev")
        self.acme, self.other = self.filer(), self.filer("other")

    def enter(self, by: Actor | None = None, filer: Actor | None = None, **given: Any) -> int:
        facts = {
            "filer_id": (filer or self.acme).id, "entity": "Lumen e.V.", "field": ["trademark"],
            "authority": "Coordinator of Utopia", "source": PAGE,
            "awarded_on": (self.now - DAY).date(), "vault": VAULT, **given,
        }  # fmt: skip
        number: int = self.do(flaggers.enter, by or self.ada, **facts).id
        return number

    def active(self, **given: Any) -> int:
        number = self.enter(**given)
        self.do(flaggers.approve_entry, self.bea, number, vault=VAULT)
        return number

    def note(
        self, number: int, change: FlaggerChange, by: Actor | None = None, **given: Any
    ) -> Any:
        facts = {"change": change, "on": self.now.date(), "source": PAGE, "vault": VAULT, **given}
        return self.do(flaggers.note_change, by or self.ada, number, **facts)

    def report_of(self, who: Actor, number: int, at: datetime, **notice: Any) -> int:
        """File a complaint under the DSA, unless told otherwise; return its claim."""
        facts = {"basis": "trademark", "right": MARK, "contact": MAIL, **notice}
        url = facts.pop("url", f"{GERMAN[:-1]}{number}")
        target = {"url": url, "store_id": "s9"}
        return self.claim(who, targets=[target], at=at, **facts)

    def flagged(self, claim_id: int) -> str | None:
        with self.database.reading() as session:
            row = session.get_one(Complaint, session.get_one(Claim, claim_id).complaint_id)
            said = asked.flagged_as(session, row)
            return said and str(said)

    def queue(self) -> list[tuple[int, Priority | None]]:
        with self.database.reading() as session:
            listed = queue.find_waiting_cases(working(session, self.rev, self.now))
            return [(each.filer_id, each.priority) for each in listed.items]


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    return copy(staged(database, "flaggers: house", lambda: House(database, now)))


def slug_of(act: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **options)
    return caught.value.slug


@pytest.mark.both_databases
def test_two_enter_it_and_then_its_field_goes_first(house: House) -> None:
    number = house.enter()
    assert (
        slug_of(house.do, flaggers.approve_entry, house.ada, number, vault=VAULT)
        == "second-person-needed"
    )
    before = house.report_of(house.acme, 1, house.now)
    assert house.flagged(before) is None, "it waits for its second person"
    house.do(flaggers.approve_entry, house.bea, number, vault=VAULT)
    assert (
        slug_of(house.do, flaggers.approve_entry, house.bea, number, vault=VAULT) == "wrong-state"
    )
    assert slug_of(house.enter) == "taken"
    house.report_of(house.other, 2, house.now)
    inside = house.report_of(house.acme, 3, house.now + DAY)
    outside = house.report_of(house.acme, 4, house.now + DAY, basis="copyright", right=COPYRIGHT)
    elsewhere = house.report_of(house.acme, 5, house.now + DAY, url=f"{TAOBAO}5")
    assert [house.flagged(each) for each in (inside, outside, elsewhere)] == [
        "in_field", "outside_field", None,
    ]  # fmt: skip
    acme, other = house.acme.id, house.other.id
    first, *rest = house.queue()
    assert first == (acme, Priority.TRUSTED_FLAGGER)
    assert sorted(rest) == sorted([(acme, None), (other, None), (acme, None), (acme, None)])
    with house.database.reading() as session:
        texts = session.scalars(select(Letter.body).where(Letter.filer_id == acme)).all()
        entry = asked.get_flagger(working(session, house.ada, house.now), number)
    assert (
        sum("outside the field for which you are a trusted flagger" in each for each in texts) == 1
    )
    assert sum("as a trusted flagger in your field" in each for each in texts) == 1
    assert (entry.in_field, entry.outside) == (1, 1)
    assert noted(house.database, "entered_status") == [("trusted_flagger", number, "person")]


def test_a_small_firm_has_no_such_duty(house: House) -> None:
    house.active()
    house.policy("[law]\nsmall_firm = 1\n")
    assert house.flagged(house.report_of(house.acme, 1, house.now)) is None


@pytest.mark.both_databases
def test_what_the_coordinator_does_is_noted_and_holds_at_once(house: House) -> None:
    number = house.active()
    house.report_of(house.acme, 1, house.now)
    assert house.queue() == [(house.acme.id, Priority.TRUSTED_FLAGGER)]
    house.note(number, FlaggerChange.SUSPENDED)
    assert house.queue() == [(house.acme.id, None)]
    assert house.flagged(house.report_of(house.acme, 2, house.now)) is None
    assert slug_of(house.note, number, FlaggerChange.SUSPENDED) == "wrong-state"
    house.note(number, FlaggerChange.RESTORED)
    assert (
        Priority.TRUSTED_FLAGGER in dict(house.queue()).values()
        or (
            house.acme.id,
            Priority.TRUSTED_FLAGGER,
        )
        in house.queue()
    )
    house.note(number, FlaggerChange.REVOKED)
    assert {priority for _filer, priority in house.queue()} == {None}
    assert slug_of(house.note, number, FlaggerChange.RESTORED) == "wrong-state"
    house.active()


def test_a_wrong_entry_is_corrected_by_another_and_counts_nowhere(house: House) -> None:
    number = house.active()
    claim = house.report_of(house.acme, 1, house.now)
    period = Period(house.now - DAY, house.now + DAY)

    def notices() -> int:
        with house.database.reading() as session:
            theirs = find_figures(session, period).notices[0].of_flaggers
            assert theirs is not None
            return theirs.notices

    assert notices() == 1
    correct = (number, FlaggerChange.CORRECTED)
    assert slug_of(house.note, *correct, by=house.ada) == "second-person-needed"
    house.note(*correct, by=house.bea, source="Another Lumen.")
    assert (house.flagged(claim), notices()) == (None, 0)


def test_what_was_filed_before_a_status_was_revoked_stays_counted(house: House) -> None:
    number = house.active()
    house.report_of(house.acme, 1, house.now)
    house.report_of(house.other, 2, house.now)
    house.note(number, FlaggerChange.REVOKED)
    with house.database.reading() as session:
        total, *_rest = find_figures(session, Period(house.now - DAY, house.now + DAY)).notices
    assert total.of_flaggers is not None
    assert (total.notices, total.of_flaggers.notices, total.of_flaggers.items) == (2, 1, 1)


def test_nobody_enters_its_own_entity(house: House) -> None:
    with house.database.transaction() as session:
        work = working(session, now=house.now)
        sign_ups.invite(work, house.ada.id, email="kim@example.com", vault=VAULT, language=None)
        other = session.get_one(Filer, house.other.id)
        marks = Marks(other.id, {"email": "Kim@Example.com"}, house.now)
        ensure_identities(session, VAULT, [marks])
        # An account of the same party has shown it.
        other.party_id = session.get_one(Filer, house.acme.id).party_id
    assert slug_of(house.enter) == "second-person-needed"
    number = house.enter(house.bea)
    assert (
        slug_of(house.do, flaggers.approve_entry, house.ada, number, vault=VAULT)
        == "second-person-needed"
    )
    assert slug_of(house.note, number, FlaggerChange.CORRECTED) == "second-person-needed"


def test_who_counts_as_one_with_the_filer_takes_no_part(house: House) -> None:
    number = house.enter(house.bea)
    tie(house.database, house.ada, house.acme.id, house.now)
    assert (
        slug_of(house.do, flaggers.approve_entry, house.ada, number, vault=VAULT)
        == "one-let-in-the-other"
    )
    assert slug_of(house.note, number, FlaggerChange.CORRECTED) == "one-let-in-the-other"


def test_days_that_cannot_be_are_refused(house: House) -> None:
    today = house.now.date()
    assert slug_of(house.enter, awarded_on=today + DAY) == "invalid-request"
    assert slug_of(house.enter, filer_id=999) == "not-found"
    number = house.active(awarded_on=today)
    for wrong in (today - DAY, today + DAY):
        assert slug_of(house.note, number, FlaggerChange.REVOKED, on=wrong) == "invalid-request"
    house.note(number, FlaggerChange.REVOKED, on=today)
    assert slug_of(house.note, 999, FlaggerChange.REVOKED) == "not-found"


def test_a_boycott_goes_before_the_status(house: House) -> None:
    house.active()
    house.report_of(house.acme, 1, house.now)
    house.boycott(house.acme.id)
    assert house.queue() == [(house.acme.id, None)]
    with house.database.reading() as session:
        (view,) = asked.find_flaggers(working(session, house.ada, house.now))
    assert (view.bound, str(view.state)) == (True, "active"), "only the authority takes the status"


@pytest.mark.both_databases
def test_the_report_counts_what_was_imprecise(house: House) -> None:
    number = house.active()
    codes = ("wrong-listing", "no-evidence", "genuine")
    at = house.now + timedelta(hours=1)
    for place, code in enumerate(codes, 1):
        claim = house.report_of(house.acme, place, house.now)
        house.do(claims.decide, house.rev, claim, decision="reject", code=code, at=at)
    house.report_of(house.acme, 4, house.now)
    house.report_of(house.acme, 5, house.now, basis="copyright", right=COPYRIGHT)

    def report(until: datetime) -> asked.FlaggerReport:
        with house.database.reading() as session:
            work = working(session, house.ada, at)
            return asked.report(work, number, Period(house.now, until))

    told = report(at)
    assert (told.notices, told.outside, told.claims, told.decided) == (4, 1, 4, 3)
    assert told.imprecise_notices == 2
    assert told.kinds == {
        Imprecision.IMPRECISE: 1, Imprecision.INACCURATE: 0, Imprecision.UNSUBSTANTIATED: 1,
    }  # fmt: skip
    assert [each.reason for each in told.imprecise] == ["wrong-listing", "no-evidence"]
    assert report(house.now).notices == 0
