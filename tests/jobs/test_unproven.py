"""Claims and denials without proof, through the doors of intake and of alarms into a flag."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.jobs import scanning
from complaints.models import Alarm, Check, Complaint, Filer, Flag, Right, Signal
from complaints.queries.findings import claim_table
from complaints.rules import actors
from complaints.rules.kinds import AlarmAnswer, AlarmKind, CheckKind, DenialStep, Proof
from complaints.rules.policy.policies import Policies
from complaints.services.authority import alarms, proof
from complaints.services.decisions import claims
from complaints.services.filing import checks
from complaints.storage.db import Database
from tests.abuse.makers import START, honest
from tests.abuse.planted.unproven import Made
from tests.jobs.records import put
from tests.scenes.staged import staged
from tests.services.decisions.desk import ITEM, Desk

ON, ALL = 320, START + timedelta(days=800)
INVENTED = {"reference": "invented", "name": "Grand Legal", "kind": "agent", "email": "a@gmail.com"}


def on(day: float) -> datetime:
    return START + timedelta(days=day)


class Case:
    """Brands that file themselves, and an invented firm that files for four and denies three."""

    def __init__(self, database: Database) -> None:
        self.database, self.desk = database, Desk(database, on(ON))
        built = Made(honest(filers=30, each=12))
        built.brands()
        for entry in built.lines:
            if entry["reference"].startswith("brand-"):
                name = entry["filer"]["reference"]
                entry["filer"]["email"] = f"ip@{name}.example"
        put(database, built.lines, ALL)
        self.portal, self.ann = self.desk.partner(), self.desk.staff("ann")
        self.filed = [self._file(b, ON - 5) for b in range(1, 5)]
        # Its own complaints, on a mark that nobody doubts, fail.
        for c in range(6):
            claim_id = self.desk.claim(
                self.portal,
                filer=INVENTED,
                rights_holder={"name": INVENTED["name"]},
                targets=[{"url": f"{ITEM}{700 + c}"}],
                at=on(ON + c),
            )
            self.desk.do(claims.decide, self.ann, claim_id, decision="reject",
                         code="no-infringement", at=on(ON + c + 1))  # fmt: skip

    def _file(self, brand: int, day: float) -> Any:
        return self.desk.file(
            self.portal, filer=INVENTED, rights_holder={"name": f"Brand {brand}"},
            authorization={"reference": "POA-1"},
            right={"kind": "trademark", "number": f"TM-{brand}"},
            targets=[{"url": f"{ITEM}{500 + brand}"}], at=on(day),
        )  # fmt: skip

    def row(self, statement: Any) -> Any:
        with self.database.reading() as session:
            return session.scalars(statement).one()

    def filer(self, reference: str) -> int:
        filer_id: int = self.row(select(Filer).where(Filer.reference == reference)).id
        return filer_id

    def deny(self, brand: int, day: float, kind: AlarmKind = AlarmKind.RIGHT) -> int:
        """Let the firm have been told of a brand's complaint and have said that the brand is not
        authorized, upon which it was asked to prove its own right."""
        complaint = self.row(select(Complaint).where(Complaint.reference == f"brand-{brand}-0"))
        with self.database.transaction() as session:
            key = session.get_one(Right, complaint.right_id).key
            row = Alarm(
                filer_id=self.filer("invented"), by_filer_id=complaint.filer_id,
                complaint_id=complaint.id, kind=str(kind), subject=key, made_at=on(day),
                answer=str(AlarmAnswer.NOT_AUTHORIZED), answered_at=on(day),
                followed=str(DenialStep.ASK_DENIER),
            )  # fmt: skip
            session.add(row)
            session.flush()
            return row.id

    def answer(self, alarm_id: int, answer: AlarmAnswer, day: float) -> None:
        firm = self.desk.key(actors.filer(self.filer("invented")))
        self.desk.do(alarms.answer, firm, alarm_id, answer=answer, note=None, at=on(day))

    def scan(self, day: float) -> dict[str, Any]:
        """Scan as of a day, record it, and return what the firm's finding says, if there is one."""
        found = scanning.sweep(self.database, Policies(), now=on(day), as_of=on(day))
        Desk(self.database, on(day)).do(lambda work: found.record(work))
        return {
            signal.detector: signal
            for filer in found.report.filers
            if filer.reference == "invented"
            for signal in filer.signals
        }

    def denials(self, day: float) -> list[tuple[str, datetime, datetime | None]]:
        with self.database.snapshot() as connection:
            read = claim_table.read_claim_table(connection, as_of=on(day))
        return [(d["kind"], d["denied_at"], d["proven_at"]) for d in read.denials.to_pylist()]


@pytest.fixture
def case(database: Database) -> Case:
    return copy(staged(database, "unproven: case", lambda: Case(database)))


def test_an_invented_firm_that_proves_nothing_is_flagged_for_it_too(case: Case) -> None:
    assert all(answer.authority_asked for answer in case.filed)
    for brand in (6, 7, 8):
        case.deny(brand, ON)
    # As long as it has time to answer, nothing is said.
    assert "unproven" not in case.scan(ON + 20)
    signal = case.scan(ON + 60)["unproven"]
    assert signal.numbers["asked"] == signal.numbers["asked_for"] == 4
    assert signal.numbers["complaints"] == 10
    assert (signal.numbers["denied"], signal.numbers["denied_for"]) == (3, 3)
    flag = case.row(select(Flag).where(Flag.filer_id == case.filer("invented")))
    kept = case.row(select(Signal).where(Signal.flag_id == flag.id, Signal.detector == "unproven"))
    assert kept.numbers == signal.numbers


def test_a_scan_of_an_earlier_day_does_not_know_what_came_later(case: Case) -> None:
    for brand in (6, 7, 8):
        case.deny(brand, ON)
    case.desk.do(checks.verify_authority, case.ann, case.filed[0].complaint.id, reason="Seen.",
                 at=on(ON + 65))  # fmt: skip
    assert case.scan(ON + 70)["unproven"].numbers["asked"] == 3
    assert case.scan(ON + 62)["unproven"].numbers["asked"] == 4
    assert "unproven" not in case.scan(ON + 10)


def test_a_look_at_who_files_verifies_no_authority(case: Case) -> None:
    """A hold that a person settled stands beside the question of authority, and is no answer."""
    with case.database.transaction() as session:
        session.add(
            Check(
                complaint_id=case.filed[0].complaint.id, kind=CheckKind.PARTY, signs=[], numbers={},
                made_at=on(ON), until=on(ON + 2), verified_at=on(ON + 1),
                verified_by=case.ann.person_id,
            )
        )  # fmt: skip
    with case.database.snapshot() as connection:
        read = claim_table.read_claim_table(connection, as_of=on(ON + 5))
    names = read.complaints["reference"].to_pylist()
    known = zip(names, *(read.complaints[c].to_pylist() for c in ("asked_at", "verified_at")),
                strict=True)  # fmt: skip
    asked = {name: rest for name, *rest in known}
    held = case.filed[0].complaint.reference
    assert asked[held] == [on(ON - 5), None]
    assert sum(at is not None for at, _ in asked.values()) == 4


@pytest.mark.both_databases
def test_only_who_was_asked_for_proof_and_still_denies_is_read(case: Case) -> None:
    _, taken_back, other = (case.deny(brand, ON + brand) for brand in (5, 6, 7))
    case.answer(taken_back, AlarmAnswer.AUTHORIZED, ON + 9)
    with case.database.transaction() as session:
        session.get_one(Alarm, other).followed = str(DenialStep.LOOK)
    assert case.denials(ON + 40) == [("right", on(ON + 5), None)]
    assert case.denials(ON + 4) == []


def test_the_right_in_question_is_to_be_proven_and_for_a_name_any_will_do(case: Case) -> None:
    case.deny(5, ON + 1)
    case.deny(6, ON + 2, AlarmKind.NAME)
    own = case.row(select(Complaint).where(Complaint.filer_id == case.filer("invented"),
                                           Complaint.right_id.is_not(None))
                   .order_by(Complaint.id).limit(1))  # fmt: skip

    def prove(work: Any) -> None:
        proof.prove(work, work.session.get_one(Right, own.right_id), Proof.PAPER_SEEN)

    case.desk.do(prove, case.ann, at=on(ON + 20))
    by_right, by_name = ("right", on(ON + 1)), ("name", on(ON + 2))
    assert case.denials(ON + 10) == [(*by_right, None), (*by_name, None)]
    assert case.denials(ON + 40) == [(*by_right, None), (*by_name, on(ON + 20))]
    # Its own statement of that right, proven at last.
    with case.database.transaction() as session:
        key = session.scalars(select(Alarm.subject).order_by(Alarm.id).limit(1)).one()
        session.get_one(Right, own.right_id).key = key
    assert case.denials(ON + 40)[0] == (*by_right, on(ON + 20))
