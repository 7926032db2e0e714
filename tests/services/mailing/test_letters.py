"""The outbox: how a letter goes out, who may take it out by hand, and what that bars from."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.models import (
    Account,
    AccountLetter,
    Boycott,
    Delivery,
    FilerIdentity,
    Flag,
    Letter,
    SecretLink,
)
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.mailing import account_letters as account_letter_queries
from complaints.queries.mailing import addressees
from complaints.queries.mailing import letters as letter_queries
from complaints.queries.mailing import secret_links as link_queries
from complaints.queries.upkeep import ledger as ledger_queries
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, HandKind, PersonRole
from complaints.rules.kinds import GrantKind
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.secret_links import Door
from complaints.rules.upkeep import sealed
from complaints.services.cases import boycotts
from complaints.services.logins import grants
from complaints.services.mailing import account_letters, letters
from complaints.services.upkeep import ledger
from complaints.storage.context import Context
from complaints.work import UnitOfWork
from tests.noted import noted
from tests.scenes.links import rows
from tests.services.cases.market import Market

OPERATOR = SYSTEM.by(HandKind.COMMAND)


class Case(SimpleNamespace):
    """A warned filer, its letter, and staff: `ann` proposed and warned, the others took no part."""

    def do(self, verb: Any, actor: Any, *args: Any, mails: bool = False, **options: Any) -> Any:
        with self.context.database.transaction() as session:
            links = replace(self.context.links, mails=mails)
            return verb(UnitOfWork(session, actor, utcnow(), links), *args, **options)

    def out(self, actor: Any, reach: Reach = Reach.BY_HAND, **options: Any) -> Any:
        vault = self.context.vault
        return self.do(letters.hand_out, actor, self.letter, reach, vault=vault, **options)

    def code_out(self, actor: Any, reach: Reach = Reach.BY_HAND, **options: Any) -> Any:
        with self.context.database.reading() as session:
            number = account_letter_queries.code_of(session, self.letter)
        vault = self.context.vault
        return self.do(letters.hand_out_code, actor, number, reach, vault=vault, **options)

    def answer(self) -> None:
        """Let the filer answer, and its time to answer be over."""
        self.do(boycotts.answer, self.filer, self.id, text="No.")
        with self.context.database.transaction() as session:
            session.get_one(Boycott, self.id).answer_due = utcnow()

    def refused(self, act: Any, *args: Any, **options: Any) -> str:
        with pytest.raises(Refusal) as caught:
            act(*args, **options)
        return caught.value.slug


@pytest.fixture
def case(context: Context) -> Case:
    made = Case(context=context)
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        made.ann, made.ben = market.staff("ann"), market.staff("ben")
        made.cem = market.staff("cem")
        made.rev = market.staff("rev", PersonRole.REVIEWER)
        acme = market.filer("acme")
        made.filer = actors.filer(acme.id)
        market.abusive(acme)
        flag = market.confirmed_flag(acme, made.ann)
        work = UnitOfWork(session, made.ann, now, context.links)
        (boycott,) = boycotts.propose(
            work, flag.id, reasons="Invented.", gravity="Twelve.", intention="Money."
        )
        boycotts.warn(work, boycott.id)
        made.id = boycott.id
        made.letter = session.query(Letter).filter_by(boycott_id=boycott.id).one().id
    return made


@pytest.mark.both_databases
def test_a_letter_goes_out_once_and_leaves_an_entry(case: Case) -> None:
    first, second = case.out(case.rev), case.out(case.rev)
    assert first.link != second.link
    assert first.link in first.body
    with case.context.database.reading() as session:
        work = UnitOfWork(session, case.ann, utcnow(), case.context.links)
        assert letter_queries.list_letters(work, boycott_id=case.id, unsent=True) == []
        entries = ledger_queries.list_entries(work, subject="letter")
        sent = [entry for entry in entries if entry.verb == "sent"]
        assert [entry.facts["reach"] for entry in sent] == ["by_hand"] * 2
        assert {entry.actor_id for entry in sent} == {case.rev.id}
    links, codes = rows(case.context)
    assert [(link.reach, link.handed_by) for link in links] == [("by_hand", case.rev.id)] * 2
    # What is delivered by hand has its code beside it in the outbox.
    assert [code.secret_link_id for code in codes] == [link.id for link in links]


def test_who_takes_part_reads_no_link_of_the_case(case: Case) -> None:
    assert case.refused(case.out, case.ann) == "takes-part"
    assert case.refused(case.out, case.filer) == "not-found"
    assert case.out(OPERATOR).link
    links, _codes = rows(case.context)
    assert [(link.reach, link.handed_by) for link in links] == [("by_hand", None)]


@pytest.mark.parametrize("part", ["proposed_by", "warned_by", "imposed_by", "ended_by"])
def test_each_part_in_a_boycott_counts(case: Case, part: str) -> None:
    with case.context.database.transaction() as session:
        row = session.get_one(Boycott, case.id)
        row.proposed_by = row.warned_by = case.cem.id
        setattr(row, part, case.ann.id)
    assert case.refused(case.out, case.ann) == "takes-part"


def test_a_letter_with_a_mailbox_on_record_goes_by_mail_alone(case: Case) -> None:
    with case.context.database.transaction() as session:
        shown = FilerIdentity(
            filer_id=case.filer.id, kind="email", digest="d", domain="acme.example",
            key_id=case.context.vault.key_id, first_seen=utcnow(), last_seen=utcnow(),
        )  # fmt: skip
        session.add(shown)
        session.flush()
        about = sealed.identity(shown.id, shown.filer_id, shown.kind)
        shown.sealed = case.context.vault.seal("ip@acme.example", about=about)
    assert case.refused(case.out, case.rev, mails=True) == "goes-another-way"
    assert case.refused(case.out, case.rev, Reach.PLATFORM, mails=True) == "goes-another-way"
    assert case.out(SYSTEM, Reach.MAILBOX, mails=True).link
    # By mail the code is asked for; the operator's command line prints what there is.
    assert rows(case.context)[1] == []
    assert case.out(OPERATOR, mails=True).link
    assert rows(case.context)[1] == []
    # Where this service sends no mail, somebody delivers it.
    assert case.out(case.rev, mails=False).link


def test_the_link_and_its_code_are_two_hands(case: Case) -> None:
    case.out(case.rev)
    assert case.refused(case.code_out, case.rev) == "takes-part"
    assert case.refused(case.code_out, case.ann) == "takes-part"
    assert case.code_out(case.cem).body
    assert case.refused(case.out, case.cem) == "takes-part"
    assert case.code_out(OPERATOR).body


@pytest.mark.both_databases
def test_who_took_a_link_or_a_code_out_takes_no_further_part(case: Case) -> None:
    case.out(case.ben)
    case.code_out(case.cem)
    case.answer()
    for person in (case.ann, case.ben, case.cem):
        with case.context.database.reading() as session:
            work = UnitOfWork(session, person, utcnow(), case.context.links)
            assert "impose" not in boycott_queries.boycott_detail(work, case.id).possible
        impose: dict[str, Any] = {"why": "x", "term_days": 30, "takes_urgency": True}
        slug = case.refused(case.do, boycotts.impose, person, case.id, **impose)
        assert slug == "second-person-needed"


def test_who_took_a_letter_out_before_links_were_rows_is_known_too(case: Case) -> None:
    """The migration keeps such a link without the person; the ledger names it."""
    case.out(case.ben)
    with case.context.database.transaction() as session:
        session.query(SecretLink).one().handed_by = None
    case.answer()
    impose: dict[str, Any] = {"why": "x", "term_days": 30, "takes_urgency": True}
    imposing = (case.do, boycotts.impose, case.ben, case.id)
    assert case.refused(*imposing, **impose) == "second-person-needed"
    assert case.refused(case.code_out, case.ben) == "takes-part"


def test_who_took_a_letter_out_neither_drops_nor_lifts(case: Case) -> None:
    case.out(case.ben)
    drop = (case.do, boycotts.drop, case.ben, case.id)
    assert case.refused(*drop, why="x") == "second-person-needed"
    with case.context.database.reading() as session:
        work = UnitOfWork(session, case.ben, utcnow(), case.context.links)
        assert boycott_queries.boycott_detail(work, case.id).possible == ()


def test_who_confirmed_the_flag_or_stood_by_the_case_takes_part(case: Case) -> None:
    with case.context.database.transaction() as session:
        work = UnitOfWork(session, case.cem, utcnow(), case.context.links)
        ledger.record(work, "stand_by", "boycott", case.id)
        row = session.get_one(Boycott, case.id)
        session.get_one(Flag, row.flag_id).closed_by = case.ben.id
        row.proposed_by = row.warned_by = case.ann.id
    for person in (case.ben, case.cem):
        assert case.refused(case.out, person) == "takes-part"
    assert case.out(case.rev).link


@pytest.mark.parametrize("half", ["link", "code"])
def test_who_counts_as_one_person_with_a_hand_is_that_hand(case: Case, half: str) -> None:
    """Ann, who proposed, restored Ben alone; and Rev, who has the one half, restored Cem."""
    with case.context.database.transaction() as session:
        for by, of in ((case.ann, case.ben), (case.rev, case.cem)):
            work = UnitOfWork(session, by, utcnow(), case.context.links)
            grants.write_grant(work, GrantKind.RESTORED, person_id=of.id)
    assert case.refused(case.out, case.ben) == "takes-part"
    if half == "link":
        case.out(case.rev)
        assert case.refused(case.code_out, case.cem) == "takes-part"
    else:
        case.out(OPERATOR)
        case.code_out(case.rev)
        assert case.refused(case.out, case.cem) == "takes-part"


def test_the_last_who_could_judge_the_appeal_takes_no_letter_out(case: Case) -> None:
    case.answer()
    impose: dict[str, Any] = {"why": "x", "term_days": 30, "takes_urgency": True}
    case.do(boycotts.record_urgency, case.ann, case.id, why="A sale.")
    case.do(boycotts.impose, case.ben, case.id, **impose)
    with case.context.database.reading() as session:
        imposed = session.query(Letter).filter_by(kind="boycott_imposed").one()
    case.letter = imposed.id
    assert case.refused(case.out, case.cem) == "nobody-to-judge-appeal"
    assert case.out(case.rev).link, "a reviewer judges no appeals"
    with case.context.database.transaction() as session:
        Market(session, utcnow()).staff("dee")
    assert case.out(case.cem).link


def test_nobody_is_boycotted_once_the_last_judge_took_the_warning_out(case: Case) -> None:
    case.out(case.cem)
    case.answer()
    impose: dict[str, Any] = {"why": "x", "term_days": 30, "takes_urgency": True}
    imposing = (case.do, boycotts.impose, case.ben, case.id)
    assert case.refused(*imposing, **impose) == "nobody-to-judge-appeal"


def test_who_takes_part_revokes_no_link_that_somebody_must_carry(case: Case) -> None:
    """Else the addressee would stand without a link while its time to answer runs."""
    case.out(case.rev)
    assert case.refused(case.do, letters.resend, case.ann, case.letter) == "takes-part"
    assert rows(case.context)[0][0].revoked_at is None
    case.do(letters.resend, case.rev, case.letter)
    assert noted(case.context.database, "revoked") == [("letter", case.letter, "person")]
    with case.context.database.transaction() as session:
        work = UnitOfWork(session, SYSTEM, utcnow(), case.context.links)
        ways = addressees.ways(work, [session.get_one(Letter, case.letter)])
    assert set(ways.values()) == {Reach.BY_HAND}


def test_with_three_persons_the_operator_is_the_way_out(case: Case) -> None:
    case.out(OPERATOR)
    case.code_out(OPERATOR)
    case.answer()
    case.do(boycotts.record_urgency, case.ann, case.id, why="A sale.")
    case.do(boycotts.impose, case.ben, case.id, why="x", term_days=30, takes_urgency=True)
    case.out(OPERATOR)
    case.do(boycotts.appeal, case.filer, case.id, grounds="It is wrong.")
    case.do(
        boycotts.decide_appeal,
        case.cem,
        case.id,
        decision="lift",
        argued="It is said to be wrong.",
        reason="They changed.",
    )


@pytest.mark.both_databases
def test_a_resent_letter_waits_again_and_its_old_links_are_over(case: Case) -> None:
    old = case.out(case.rev).link.rsplit("/", 1)[1]
    with case.context.database.transaction() as session:
        now = utcnow()
        session.add(Delivery(letter_id=case.letter, message_id="m", due_at=now, attempts=1))
    case.do(letters.resend, case.rev, case.letter)
    assert noted(case.context.database, "sent_again") == [("letter", case.letter, "person")]
    with case.context.database.reading() as session:
        held = link_queries.get_link(session, Door.ANSWER, old)
        assert held.is_over(utcnow())
        assert held.letter.sent_at is None
        assert session.query(Delivery).all() == []
    new = case.out(case.rev).link.rsplit("/", 1)[1]
    with case.context.database.reading() as session:
        assert not link_queries.get_link(session, Door.ANSWER, new).is_over(utcnow())


def test_a_letter_on_its_way_is_not_sent_again(case: Case) -> None:
    with case.context.database.transaction() as session:
        session.add(
            Delivery(letter_id=case.letter, message_id="m", trying_since=utcnow(), attempts=1)
        )
    assert case.refused(case.do, letters.resend, case.rev, case.letter) == "wrong-state"


def test_letters_that_sign_in_are_the_operators_alone(case: Case) -> None:
    with case.context.database.transaction() as session:
        account = Account(
            email="kim@example.com", mailbox="kim@example.com", filer_id=case.filer.id,
            active=True, fs_uniquifier="u", passkey_handle="p", created_at=utcnow(),
        )  # fmt: skip
        session.add(account)
        session.flush()
        account_letters.write_account_letter(
            UnitOfWork(session, SYSTEM, utcnow(), case.context.links), account, "reset",
            holds="https://link", vault=case.context.vault,
        )  # fmt: skip
        session.flush()
        number = session.query(AccountLetter).one().id
    for person in (case.rev, case.ben, case.filer):
        vault = case.context.vault
        slug = case.refused(
            case.do, letters.hand_out_code, person, number, Reach.BY_HAND, vault=vault
        )
        assert slug == "forbidden"
    sent = case.do(letters.hand_out_code, OPERATOR, number, Reach.BY_HAND, vault=case.context.vault)
    assert "https://link" in sent.body


def test_the_list_does_not_show_the_links_place(app, caller, case: Case) -> None:
    (shown,) = caller("reviewer", "bo").get(f"/letters?boycott={case.id}").get_json()["items"]
    assert "[/link]" not in shown["body"]
    assert "/answer/" not in shown["body"]
