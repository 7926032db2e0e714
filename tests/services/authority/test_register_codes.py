"""A code to the register's mailbox: for the right's own account, a few times, for seven days."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import AccountLetter, LedgerEntry, RegisterCode, Right
from complaints.rules.actors import Actor
from complaints.rules.kinds import FilerKind
from complaints.services.authority import register_codes, rights
from complaints.services.mailing import account_letters
from complaints.storage.db import Database
from complaints.storage.vault import Vault
from tests.noted import noted
from tests.scenes.registers import MAILBOX, put_entry
from tests.scenes.staged import staged
from tests.services.decisions.desk import HOLDER, VAULT, Desk
from tests.services.decisions.desk import MARK as MADRID

# In the register of one office.
MARK = {**MADRID, "jurisdiction": "US", "territories": None}

UNCLEAR = "维洛拉"
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


class Owner:
    """An account with one right, beside a register that shows a mailbox for it."""

    def __init__(self, database: Database, now: datetime, *names: str, **given: object) -> None:
        names = names or (UNCLEAR,)
        # In another script than the account's name: the register does not tell whose right it is.
        put_entry(database, VAULT, *names, now=now - DAY, **given)
        self.database = database
        self.desk = Desk(database, now)
        self.actor = self.desk.filer("acme")
        self.right_id = self.state(self.actor)

    def state(self, actor: Actor, **given: object) -> int:
        options: dict[str, Any] = {"rights_holder": None, "filer": None, "vault": VAULT}
        return int(self.desk.do(rights.register, actor, right={**MARK, **given}, **options).id)

    def send(self, at: datetime | None = None, actor: Actor | None = None) -> str:
        """Send a code and return it, as the newest letter has it."""
        self.desk.do(
            register_codes.send_code, actor or self.actor, self.right_id, vault=VAULT, at=at
        )
        (code,) = set(re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", self.letters()[-1].body))
        return str(code)

    def confirm(self, code: str, at: datetime | None = None) -> int | None:
        left: int | None = self.desk.do(
            register_codes.confirm_by_code, self.actor, self.right_id, code=code, vault=VAULT, at=at
        )
        return left

    def letters(self) -> list[account_letters.OpenLetter]:
        with self.database.reading() as session:
            rows = session.scalars(select(AccountLetter).order_by(AccountLetter.id)).all()
            return [account_letters.unsealed(session, row, VAULT) for row in rows]

    def proofs(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(Right.proof).order_by(Right.id)))


@pytest.fixture
def owner(database: Database, now: datetime) -> Owner:
    return copy(staged(database, "register_codes: owner", lambda: Owner(database, now)))


def wrong(code: str) -> str:
    return ("1" if code[0] == "0" else "0") + code[1:]


@pytest.mark.both_databases
def test_who_reads_the_mailbox_confirms_the_right(owner: Owner, now: datetime) -> None:
    other = owner.state(owner.actor, title="ACME!")
    third = owner.state(owner.actor, number="7")
    code = owner.send()
    (letter,) = owner.letters()
    assert noted(owner.database, "code_sent") == [("right", owner.right_id, "filer")]
    assert letter.email == MAILBOX
    assert letter.subject == (
        "A code to confirm a right in the register / 确认登记簿所载权利的验证码"
    )
    assert "Trade mark 1234567" in letter.body
    assert "the account “acme” has added it as a right of “acme”" in letter.body
    assert owner.proofs() == ["stated", "stated", "stated"]
    assert owner.confirm(f" {code.lower()} ") is None
    # The account's other statement of this right, and no other right.
    assert owner.proofs() == ["confirmed", "confirmed", "stated"]
    with owner.database.reading() as session:
        assert session.scalars(select(RegisterCode)).all() == []
        kept = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "proved")).all()
        assert [(each.subject_id, each.facts) for each in kept] == [
            (each, {"before": "stated", "proof": "confirmed"}) for each in (owner.right_id, other)
        ]
        assert session.get_one(Right, third).proof_at is None
        assert session.get_one(Right, other).proof_at == now
    with pytest.raises(Refusal, match="nothing is needed"):
        owner.send()


def test_the_code_is_nowhere_but_in_the_letter(owner: Owner) -> None:
    code = owner.send()
    plain = code.replace("-", "")
    with owner.database.reading() as session:
        stored = session.scalars(select(RegisterCode)).one()
        sealed = session.scalars(select(AccountLetter.sealed)).one()
        facts = session.execute(select(LedgerEntry.facts, LedgerEntry.why)).all()
    assert plain not in stored.code_hash
    assert plain.encode() not in sealed
    assert MAILBOX.encode() not in sealed
    assert code not in str(facts)
    assert "acme.example" not in str(facts)


def test_the_fifth_wrong_code_voids_it(owner: Owner) -> None:
    code = owner.send()
    assert [owner.confirm(wrong(code)) for _each in range(4)] == [4, 3, 2, 1]
    assert owner.confirm(wrong(code)) == 0
    with pytest.raises(Refusal, match="No code is good any more"):
        owner.confirm(code)
    again = owner.send()
    assert owner.confirm(again) is None


def test_after_four_wrong_codes_the_right_one_counts(owner: Owner) -> None:
    code = owner.send()
    assert [owner.confirm(wrong(code)) for _each in range(4)][-1] == 1
    assert owner.confirm(code) is None


def test_a_newer_code_voids_the_older(owner: Owner) -> None:
    first, second = owner.send(), owner.send()
    assert owner.confirm(first) == 4
    assert owner.confirm(second) is None


def test_a_code_is_good_for_seven_days(owner: Owner, now: datetime) -> None:
    code = owner.send()
    with pytest.raises(Refusal, match="No code is good any more"):
        owner.confirm(code, at=now + WEEK)
    assert owner.confirm(code, at=now + WEEK - INSTANT) is None


def test_three_codes_a_day_for_one_right(owner: Owner, now: datetime) -> None:
    for _each in range(3):
        owner.send()
    with pytest.raises(Refusal, match="tried too often") as refused:
        owner.send(at=now + DAY - INSTANT)
    assert refused.value.slug == "too-many-attempts"
    assert len(owner.letters()) == 3
    owner.send(at=now + DAY)


def test_ten_codes_a_day_to_one_mailbox(owner: Owner, now: datetime) -> None:
    for number in range(10):
        actor = owner.desk.filer(f"filer{number}")
        owner.right_id = owner.state(actor)
        owner.send(actor=actor)
    actor = owner.desk.filer("one more")
    owner.right_id = owner.state(actor)
    with pytest.raises(Refusal, match="tried too often"):
        owner.send(actor=actor)


def test_whom_the_register_contradicts_gets_no_code(owner: Owner) -> None:
    put_entry(owner.database, VAULT, "Velora", now=owner.desk.now)
    for _each in range(4):
        with pytest.raises(Refusal) as refused:
            owner.send()
        assert refused.value.slug == "register-names-another"
    assert owner.letters() == []
    # What was refused counts for nobody: the holder's account has all its codes.
    velora = owner.desk.filer("Velora")
    owner.right_id = owner.state(velora)
    for _each in range(3):
        owner.send(actor=velora)


def test_strangers_use_up_no_code_of_whom_the_register_names(owner: Owner) -> None:
    for number in range(10):
        actor = owner.desk.filer(f"filer{number}")
        owner.right_id = owner.state(actor)
        owner.send(actor=actor)
    holder = owner.desk.filer(UNCLEAR)
    owner.right_id = owner.state(holder)
    owner.send(actor=holder)


def test_a_stranger_cannot_ask_for_another_accounts_right(owner: Owner) -> None:
    code = owner.send()
    stranger = owner.desk.filer("stranger")
    mine, owner.actor = owner.actor, stranger
    with pytest.raises(Refusal, match="no such right"):
        owner.send()
    with pytest.raises(Refusal, match="no such right"):
        owner.confirm(code)
    # Nor does the code of one account confirm another's statement of the same right.
    owner.right_id, his = owner.state(stranger), owner.right_id
    owner.send()
    assert owner.confirm(code) == 4
    owner.actor, owner.right_id = mine, his
    assert owner.confirm(code) is None


@pytest.mark.parametrize("without", ["mailbox", "entry", "key"])
def test_without_a_mailbox_there_is_nowhere_to_send(
    database: Database, now: datetime, without: str
) -> None:
    cases: dict[str, dict[str, Any]]
    cases = {"mailbox": {"mailbox": None}, "entry": {"number": "7"}, "key": {}}
    owner = Owner(database, now, **cases[without])
    vault = replace(VAULT, encryption_key=b"n" * 32) if without == "key" else VAULT
    with pytest.raises(Refusal) as refused:
        owner.desk.do(register_codes.send_code, owner.actor, owner.right_id, vault=vault)
    assert refused.value.slug == "no-register-mailbox"


def test_an_entry_under_an_older_key_is_sealed_anew(database: Database, now: datetime) -> None:
    put_entry(database, Vault(b"i" * 32, b"o" * 32), UNCLEAR, now=now - 2 * DAY)
    owner = Owner(database, now)
    assert owner.confirm(owner.send()) is None


def test_an_agents_right_is_confirmed_for_the_holder_that_it_names(owner: Owner) -> None:
    agent = owner.desk.filer("guards", FilerKind.AGENT)
    owner.actor = agent
    options: dict[str, Any] = {"filer": None, "vault": VAULT}
    stated = owner.desk.do(rights.register, agent, right=MARK, rights_holder=HOLDER, **options)
    owner.right_id = stated.id
    code = owner.send()
    assert "the account “guards” has added it as a right of “Acme Inc”" in owner.letters()[-1].body
    assert owner.confirm(code) is None
    assert owner.proofs() == ["stated", "confirmed"]
