"""Where a newcomer is asked for its authority and where a burst begins: limits from both sides.

The check is called directly with a policy, on complaints that a desk has filed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from abuse.policy import Policy
from complaints.models import Check, Complaint, Filer, Right
from complaints.queries.filing.checks import first_filed
from complaints.services.decisions import claims
from complaints.services.filing import checks
from complaints.services.filing.intake import Accepted
from complaints.services.filing.intake.admission import Admitted
from complaints.services.filing.intake.authority import weigh
from complaints.services.filing.intake.checking import check_burst
from complaints.services.registry import Registry
from complaints.storage.db import Database
from complaints.work import UnitOfWork
from tests.services.authority.known import AGENT, DAY, MAKER, PERMIT, Known, target
from tests.services.cases.market import Market
from tests.services.decisions.desk import VAULT, make_notice

SECOND = timedelta(seconds=1)
# Where no law asks an agent for the holder’s name.
AMAZON = [{"url": "https://www.amazon.com/dp/B000000001"}]
OTHER = {"kind": "trademark", "number": "777", "jurisdiction": "CN"}
HOLDER = {"name": "Velora GmbH"}
# Of these each alone is reason enough to ask.
MAILBOX: dict[str, Any] = {"email": "velora@gmail.com"}


@pytest.fixture
def desk(database: Database, now: datetime) -> Known:
    return Known.staged(database, now)


def ask(desk: Known, answer: Accepted, **policy: Any) -> list[str] | None:
    """Return what looks wrong about a complaint's filer under a policy; None: nothing does.

    That others are better proven is told by `unproven`, which is about them.
    """
    found = asked(desk, answer, **policy)
    signs = [sign for sign in found.signs if sign != "unproven"] if found else []
    return signs or None


def is_unproven(desk: Known, answer: Accepted, **policy: Any) -> bool:
    found = asked(desk, answer, **policy)
    return found is not None and "unproven" in found.signs


def asked(desk: Known, answer: Accepted, documents: Any = (), **policy: Any) -> Check | None:
    def verb(work: UnitOfWork) -> Check | None:
        complaint = work.session.get_one(Complaint, answer.complaint.id)
        right = work.session.get_one(Right, complaint.right_id)
        admitted = Admitted(
            notice=make_notice(documents=documents),
            filer=work.session.get_one(Filer, complaint.filer_id),
            registry=Registry(work.session, VAULT, source="x", now=work.now),
            rights_holder_id=complaint.rights_holder_id,
            right=right,
            numbered=bool(right.number),
            authorization_id=complaint.authorization_id,
            aims=(),
            laws=(),
        )
        with work.session.no_autoflush:
            first = first_filed(work.session, complaint.filer_id)
            policies = Policy(**policy)
            found = weigh(
                work.session, admitted, complaint, policies, first=first, now=complaint.filed_at
            ).checks
        work.session.expunge_all()
        return found[0] if found else None

    check: Check | None = desk.do(verb)
    return check


def test_an_account_is_new_for_ninety_days(desk: Known) -> None:
    old = desk.newcomer("a", 50, **MAILBOX, registered_at=desk.now - 90 * DAY)
    assert ask(desk, old) == ["free_mail"]
    older = desk.newcomer("b", 51, **MAILBOX, registered_at=desk.now - 90 * DAY - SECOND)
    assert ask(desk, older) is None
    assert ask(desk, older, impostor_new_days=91) == ["free_mail"]
    # Opened today, as it says, but it filed long ago.
    filed = {"at": desk.now - 91 * DAY}
    desk.newcomer("c", 52, **MAILBOX, registered_at=desk.now - 91 * DAY, **filed)
    assert ask(desk, desk.newcomer("c", 53, **MAILBOX, registered_at=desk.now)) is None


def test_a_holder_is_known_by_what_was_filed_a_month_ago_and_upheld(desk: Known) -> None:
    answer = desk.newcomer(**MAILBOX)
    signs = ["free_mail"]
    # The maker's first complaint is a hundred days old, its fifth sixty.
    assert ask(desk, answer, impostor_known_days=100) is None
    hundred = {"impostor_known_days": 100, "impostor_known_complaints": 1,
               "impostor_known_upheld": 1}  # fmt: skip
    assert ask(desk, answer, **hundred) == signs
    assert ask(desk, answer, **{**hundred, "impostor_known_days": 101}) is None
    for name in ("impostor_known_complaints", "impostor_known_upheld"):
        assert ask(desk, answer, **{name: 5}) == signs
        assert ask(desk, answer, **{name: 6}) is None
    check = asked(desk, answer)
    assert check is not None
    # Nothing resembles a known domain here.
    assert check.numbers == {
        "standing": "stated", "others": "known", "account_days": 0, "other_accounts": 1,
        "known_days": 100, "known_complaints": 5,
        "known_upheld": 5, "known_refused": 0,
    }  # fmt: skip


def test_a_holder_is_known_where_enough_of_its_claims_were_upheld(desk: Known) -> None:
    for number in range(3):
        at = desk.now - (50 - number) * DAY
        claim_id = desk.claim(desk.portal, filer=MAKER, targets=target(20 + number), at=at)
        desk.do(claims.decide, desk.ann, claim_id, decision="reject", code="no-infringement", at=at)
    answer = desk.newcomer(**MAILBOX)
    # Five upheld, three refused: 5 / 8.
    assert ask(desk, answer, impostor_known_share=0.625) == ["free_mail"]
    assert ask(desk, answer, impostor_known_share=0.626) is None
    check = asked(desk, answer)
    assert check is not None
    assert check.numbers["known_refused"] == 3


# Each is a newcomer, and the signs by which it is asked.
FACES: list[tuple[dict[str, Any], list[str] | None]] = [
    # Without an address, or with a domain of its own beside, it uses no public mailbox.
    ({}, None),
    ({**MAILBOX, "website": "https://elsewhere.example"}, ["known_name"]),
    ({"website": "https://elsewhere.example"}, ["known_name"]),
    ({**MAILBOX, "website": "https://gmail.com"}, ["free_mail"]),
    # Persons share names with companies.
    ({"kind": "individual", "email": "v@elsewhere.example"}, None),
    ({"kind": "individual", "name": "Tormund", "email": "v@elsewhere.example"}, None),
    ({"kind": "individual", "name": "Sam", "email": "v@elsewhere.example",
      "rights_holder": {"name": "Zebra Works"}}, ["name_against_number", "no_papers"]),
    ({"name": "Zebra Works", "email": "v@elsewhere.example"}, ["name_against_number"]),
    # An agent is heard for another, also under the holder's own name.
    ({"kind": "agent", **MAILBOX, "targets": AMAZON}, ["free_mail", "no_papers"]),
    ({"kind": "agent", **MAILBOX, "rights_holder": {"name": "Velora"}}, ["free_mail"]),
    # By the name alone, where the number is another.
    ({**MAILBOX, "right": OTHER}, ["free_mail"]),
    ({"name": "Tormund", **MAILBOX, "right": OTHER}, None),
    ({"kind": "individual", **MAILBOX, "right": OTHER}, None),
    ({"kind": "individual", "name": "Sam", **MAILBOX, "right": OTHER, "rights_holder": HOLDER},
     ["free_mail", "no_papers"]),
]  # fmt: skip


def test_what_a_newcomer_shows_is_held_against_the_holder(desk: Known) -> None:
    for number, (face, signs) in enumerate(FACES):
        assert ask(desk, desk.newcomer(f"face-{number}", 50 + number, **face)) == signs, face


def test_an_agent_of_the_holder_is_known_by_its_name(desk: Known) -> None:
    face: dict[str, Any] = {key: value for key, value in AGENT.items() if key != "reference"}
    said: dict[str, Any] = {"rights_holder": HOLDER, "authorization": PERMIT}
    desk.newcomer("agency", 40, **face, **said, at=desk.now - 50 * DAY)
    posed = desk.newcomer("posed", 50, **{**face, "email": "ip@harr0w.test"}, **said)
    # A typed reference is no paper.
    assert ask(desk, posed) == ["look_alike_domain", "known_name", "no_papers"]


@pytest.mark.both_databases
def test_a_paper_that_came_with_the_notice_counts(desk: Known) -> None:
    face: dict[str, Any] = {"name": "Sam Ltd", "email": "sam@gmail.com", "rights_holder": HOLDER}
    answer = desk.newcomer(**face)
    paper = {"kind": "authorization", "sha256": "a" * 64}
    other = {"kind": "evidence", "sha256": "b" * 64}
    for documents, signs in (
        ([], ["free_mail", "no_papers"]),
        ([other], ["free_mail", "no_papers"]),
        ([other, paper], ["free_mail"]),
    ):
        check = asked(desk, answer, documents)
        assert check is not None
        assert check.signs == [*signs, "unproven"]
        assert check.numbers["standing"] == ("shown" if paper in documents else "stated")


def test_who_is_not_proven_is_asked_where_others_are_known_or_proven(desk: Known) -> None:
    old = {"registered_at": desk.now - 400 * DAY}
    face = {"name": "Velora", "email": "desk@elsewhere.example", **old}
    # However old the account is, by this number.
    answer = desk.newcomer("old", 50, **face)
    assert is_unproven(desk, answer)
    assert not is_unproven(desk, answer, impostor_known_upheld=6)
    # By another number nobody else is there; namesakes may live side by side.
    assert not is_unproven(desk, desk.newcomer("namesake", 51, **face, right=OTHER))
    # Who files for the holder by another number stands beside all who file for it.
    agent = {"name": "Finch", "kind": "agent", "email": "f@finch.example", **old}
    said: dict[str, Any] = {"rights_holder": HOLDER, "authorization": PERMIT, "right": OTHER}
    assert is_unproven(desk, desk.newcomer("finch", 52, **agent, **said))
    other = {**said, "rights_holder": {"name": "Zebra"}, "right": {**OTHER, "number": "778"}}
    assert not is_unproven(desk, desk.newcomer("finch", 53, **agent, **other))
    # Nobody is a colleague by what it types; a website proves nothing.
    assert is_unproven(desk, desk.newcomer("hk", 54, email="hk@mail.velora.example", **old))
    site = {"website": "https://velora.example", "email": "a@elsewhere.example"}
    assert is_unproven(desk, desk.newcomer("site", 55, **site, **old))
    mailbox = {"email": "velora-hk@gmail.com"}
    assert is_unproven(desk, desk.newcomer("free", 56, **mailbox, **old))


def test_a_colleague_is_who_confirmed_a_mailbox_where_the_holder_confirmed_one(
    desk: Known,
) -> None:
    old = {"registered_at": desk.now - 400 * DAY}
    answer = desk.newcomer("hk", 54, email="hk@mail.velora.example", **old)
    desk.confirm("hk", "hk@mail.velora.example", desk.now)
    assert is_unproven(desk, answer)
    desk.confirm("maker", "ip@velora.example", desk.now + SECOND)
    assert is_unproven(desk, answer), "what is confirmed later was not known"
    desk.confirm("maker", "ip@velora.example", desk.now)
    assert not is_unproven(desk, answer)
    # A public provider's mailbox is anybody's, however it is confirmed.
    free = desk.newcomer("free", 55, email="hk.velora@gmail.com", **old)
    for reference in ("free", "maker"):
        desk.confirm(reference, f"{reference}.velora@gmail.com", desk.now)
    assert is_unproven(desk, free)


def test_a_record_of_its_own_speaks_for_a_filer(desk: Known) -> None:
    face = {"name": "Velora", "email": "desk@elsewhere.example",
            "registered_at": desk.now - 400 * DAY}  # fmt: skip
    for number in range(5):
        answer = desk.newcomer("second", 60 + number, **face, at=desk.now - (60 - number) * DAY)
        decide: dict[str, Any] = {"decision": "take_down", "code": "shown"}
        if answer.authority_asked:
            desk.do(checks.verify_authority, desk.ann, answer.complaint.id, reason="Looked.")
        desk.do(claims.decide, desk.ann, answer.outcomes[0].claim_id, **decide)
    with desk.database.transaction() as session:
        row = session.get_one(Right, answer.complaint.right_id)
        row.proof, row.proof_at, row.proof_by = "stated", None, None
    later = desk.newcomer("second", 70, **face)
    assert not is_unproven(desk, later)
    assert is_unproven(desk, later, impostor_known_days=59)


def be_upheld(desk: Known, reference: str, start: int, **face: Any) -> None:
    """Let an account file and be upheld as often as it takes to be known."""
    for number in range(start, start + 4):
        answer = desk.newcomer(reference, number, at=desk.now - (150 - number) * DAY, **face)
        if answer.authority_asked:
            desk.do(checks.verify_authority, desk.ann, answer.complaint.id, reason="Looked.")
        decide: dict[str, Any] = {"decision": "take_down", "code": "shown"}
        desk.do(claims.decide, desk.ann, answer.outcomes[0].claim_id, **decide)


def test_a_number_under_many_names_says_nothing_and_neither_does_a_common_name(
    desk: Known,
) -> None:
    for number in range(3):
        name = {"name": f"Name{number}", "email": f"a@b{number}.test"}
        be_upheld(desk, f"other-{number}", 20 + 4 * number, **name)
    late: dict[str, Any] = {"name": "Zebra", "email": "z@gmail.com"}
    answer = desk.newcomer("late", 70, **late)
    # The number is known under four names, the maker's with them.
    assert ask(desk, answer, impostor_most_names=4) == ["free_mail", "name_against_number"]
    assert ask(desk, answer, impostor_most_names=3) is None
    for number in range(2):
        mark = {**OTHER, "number": f"77{number}0"}
        be_upheld(desk, f"same-{number}", 80 + 4 * number, right=mark, email="x@velora.example")
    answer = desk.newcomer("another", 90, right={**OTHER, "number": "778"}, **MAILBOX)
    # Three bear the name: the maker and two more that are known by it.
    assert ask(desk, answer, impostor_most_names=3) == ["free_mail"]
    assert ask(desk, answer, impostor_most_names=2) is None


def test_accounts_without_a_record_make_no_crowd(desk: Known) -> None:
    for number in range(4):
        old = {"at": desk.now - 99 * DAY, "email": f"a@b{number}.test"}
        desk.newcomer(f"other-{number}", 60 + number, name=f"Name{number}", **old)
        namesake = {"right": {**OTHER, "number": f"88{number}"}, "email": "x@velora.example"}
        desk.newcomer(f"same-{number}", 80 + number, **namesake)
    late: dict[str, Any] = {"name": "Zebra", "email": "z@gmail.com"}
    answer = desk.newcomer("late", 70, **late)
    wrong = ["free_mail", "name_against_number"]
    assert ask(desk, answer, impostor_most_names=2) == wrong
    assert is_unproven(desk, answer, impostor_most_names=2)
    answer = desk.newcomer("another", 90, right={**OTHER, "number": "778"}, **MAILBOX)
    assert ask(desk, answer, impostor_most_names=2) == ["free_mail"]


def test_what_others_file_does_not_spoil_a_record(desk: Known) -> None:
    """An account of the same name files much that is refused: the maker is known all the same."""
    for number in range(20, 50):
        old = {"at": desk.now - (150 - number) * DAY, "right": {**OTHER, "number": "991"}}
        answer = desk.newcomer("spoiler", number, email="x@velora.example", **old)
        reject: dict[str, Any] = {"decision": "reject", "code": "no-infringement"}
        desk.do(claims.decide, desk.ann, answer.outcomes[0].claim_id, **reject)
    firm: dict[str, Any] = {
        "name": "Finch", "kind": "agent", "email": "a@finch.example",
        "rights_holder": {"name": "Velora"}, "right": {**OTHER, "number": "778"},
        "authorization": {"reference": "POA-1"},
    }  # fmt: skip
    answer = desk.newcomer("finch", 90, **firm)
    assert is_unproven(desk, answer)
    assert desk.noted()[-1].numbers["known_refused"] == 0


def test_mailboxes_of_the_holders_own_accounts_excuse_a_newcomers(desk: Known) -> None:
    at = desk.now - 50 * DAY
    answer = desk.newcomer(**MAILBOX)
    # An agent's mailbox excuses nobody where the holder files itself.
    agent = {"reference": "agency", "name": "Harrow", "kind": "agent", "email": "h@gmail.com"}
    said: dict[str, Any] = {"authorization": PERMIT, "rights_holder": HOLDER}
    desk.file(desk.portal, filer=agent, targets=target(30), at=at, **said)
    assert ask(desk, answer) == ["free_mail"]
    # Nor does one beside a domain.
    both = {"reference": "two", "name": "Velora", "kind": "rights_holder",
            "email": "velora-desk@gmail.com", "website": "https://velora.example"}  # fmt: skip
    desk.file(desk.portal, filer=both, targets=target(31), at=at)
    assert ask(desk, answer) == ["free_mail"]
    own = {"reference": "three", "name": "Velora", "kind": "rights_holder",
           "email": "velora-sales@gmail.com"}  # fmt: skip
    desk.file(desk.portal, filer=own, targets=target(32), at=at)
    assert ask(desk, answer) is None


class Filings:
    """An account's complaints by their age, written straight into the tables."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now, self.count = database, now, 0
        with database.transaction() as session:
            market = Market(session, now)
            self.first = market.complaint(market.filer("acme"), now, state="received")
            market.complaint(market.filer("other"), now - 400 * DAY, state="received")

    def add(self, ages: list[timedelta]) -> None:
        facts = ("source", "filer_id", "right_id", "basis")
        rows = []
        for age in ages:
            self.count += 1
            at = self.now - age
            rows.append({
                **{name: getattr(self.first, name) for name in facts},
                "reference": f"B-{self.count}", "filed_at": at, "recorded_at": at,
            })  # fmt: skip
        with self.database.transaction() as session:
            session.execute(insert(Complaint), rows)

    def burst(self, **policy: Any) -> dict[str, int] | None:
        """Return the numbers of the burst that the newest complaint is part of."""
        with self.database.reading() as session:
            complaint = session.scalars(
                select(Complaint).where(Complaint.id == self.first.id)
            ).one()
            first = first_filed(session, complaint.filer_id)
            found = list(check_burst(session, complaint, Policy(**policy), first=first))
            for check in found:
                assert (check.complaint_id, check.signs) == (complaint.id, ["burst"])
                assert check.made_at == self.now
            return found[0].numbers if found else None


@pytest.fixture
def filings(database: Database, now: datetime) -> Filings:
    return Filings(database, now)


@pytest.mark.both_databases
def test_a_burst_is_many_times_what_was_filed_before(filings: Filings) -> None:
    filings.add([DAY] * 7)
    # All in this week: a first campaign.
    assert filings.burst() is None
    filings.add([97 * DAY])
    numbers = {"complaints": 8, "window_days": 7, "before": 0, "past_days": 90}
    # The oldest is outside the ninety days, which begin behind it.
    assert filings.burst() == numbers
    assert filings.burst(burst_min_complaints=9) is None
    # Eight in a week are five times what twenty-one in ninety days would be.
    filings.add([50 * DAY] * 20)
    assert filings.burst() == {**numbers, "before": 20}
    filings.add([50 * DAY])
    assert filings.burst() is None
    assert filings.burst(burst_ratio=4.0) == {**numbers, "before": 21}


@pytest.mark.parametrize(
    ("age", "past"),
    [(14 * DAY - SECOND, None), (14 * DAY, 7), (15 * DAY, 8), (96 * DAY, 89), (97 * DAY, 90),
     (98 * DAY, 90)],
)  # fmt: skip
def test_a_burst_needs_a_past_as_long_as_its_window(
    filings: Filings, age: timedelta, past: int | None
) -> None:
    filings.add([DAY] * 7)
    filings.add([age])
    found = filings.burst()
    assert (found and found["past_days"]) == past


def test_counting_a_burst_stops_at_a_thousand(filings: Filings) -> None:
    filings.add([DAY] * 1001)
    filings.add([97 * DAY])
    found = filings.burst()
    assert found is not None
    assert found["complaints"] == 1000
