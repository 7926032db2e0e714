"""Codes of links: how long one is good, how often it is tried, and that it opens its link alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import AccountLetter, Claim
from complaints.queries.mailing import secret_links as link_queries
from complaints.rules.actors import SYSTEM
from complaints.rules.mailing import secret_links as rules
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.secret_links import Door
from complaints.services.mailing import account_letters, link_codes
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from complaints.work import UnitOfWork
from tests.noted import noted
from tests.refusals import refused
from tests.scenes.clock import NOW
from tests.scenes.links import link_to, newest_code, rows
from tests.services.decisions.desk import ITEM, Desk
from tests.services.mailing.test_letters import Case, case  # noqa: F401 - a fixture

INSTANT = timedelta(microseconds=1)
QUARTER = timedelta(minutes=15)


class Holder:
    """A link of a warned filer, and what its holder does with it."""

    def __init__(self, context: Context, boycott_id: int) -> None:
        self.context, self.boycott_id = context, boycott_id
        self.token = self.link()
        self.now = NOW

    def link(self) -> str:
        path = link_to(self.context, boycott_id=self.boycott_id, now=NOW)
        return path.rsplit("/", 1)[1]

    def do(self, verb: Any, *args: Any, token: str = "", at: datetime | None = None) -> Any:
        with self.context.database.transaction() as session:
            held = link_queries.get_link(session, Door.ANSWER, token or self.token)
            work = UnitOfWork(session, SYSTEM, at or self.now, self.context.links)
            return verb(work, held, *args, vault=self.context.vault)

    def ask(self, **options: Any) -> str:
        self.do(link_codes.request_code, **options)
        return newest_code(self.context)

    def enter(self, code: str, **options: Any) -> bool:
        entered: bool = self.do(link_codes.use_code, code, **options)
        return entered


@pytest.fixture
def door(case: Case) -> Holder:  # noqa: F811
    return Holder(case.context, case.id)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def test_a_code_is_eight_digits_and_kept_as_a_keyed_hash(door: Holder) -> None:
    code = door.ask()
    assert len(code) == 8
    _links, (row,) = rows(door.context)
    assert code not in row.digest
    assert row.digest == door.context.vault.digest("link-code", f"{row.secret_link_id}:{code}")


@pytest.mark.parametrize("typed", ["together", "apart", "padded"])
def test_a_code_is_typed_with_spaces_or_without(door: Holder, typed: str) -> None:
    code = door.ask()
    shown = {"together": code, "apart": f"{code[:4]} {code[4:]}", "padded": f" {code}\n"}
    assert door.enter(shown[typed])


@pytest.mark.both_databases
def test_a_code_is_good_once(door: Holder) -> None:
    code = door.ask()
    assert door.enter(code)
    assert not door.enter(code)
    for verb in ("code_sent", "confirmed_link"):
        ((subject, _letter, _by),) = noted(door.context.database, verb)
        assert subject == "letter"


def test_a_code_opens_no_other_link_of_the_same_letter(door: Holder) -> None:
    code, other = door.ask(), door.link()
    assert not door.enter(code, token=other)
    assert door.enter(code)


@pytest.mark.parametrize(
    ("after", "good"),
    [(rules.DELIVERED - INSTANT, True), (rules.DELIVERED, False),
     (rules.DELIVERED + INSTANT, False)],
)  # fmt: skip
def test_a_delivered_code_is_good_for_14_days(door: Holder, after: timedelta, good: bool) -> None:
    code = door.ask()
    assert door.enter(code, at=NOW + after) is good


def test_how_long_a_code_lasts_by_how_it_goes() -> None:
    assert rules.code_lasts(Reach.MAILBOX) == timedelta(days=1)
    assert rules.code_lasts(Reach.PLATFORM) == timedelta(days=14)
    assert rules.code_lasts(Reach.BY_HAND) == timedelta(days=14)


@pytest.mark.parametrize(("tries", "good"), [(4, True), (5, False), (6, False)])
def test_five_wrong_tries_end_a_code(door: Holder, tries: int, good: bool) -> None:
    code = door.ask()
    for number in range(tries):
        # Each in a window of its own: it is the code that ends.
        assert not door.enter(wrong(code), at=NOW + number * QUARTER)
    assert door.enter(code, at=NOW + tries * QUARTER) is good


@pytest.mark.parametrize(
    ("after", "slug"), [(QUARTER - INSTANT, "too-many-attempts"), (QUARTER, None)]
)
def test_a_link_takes_five_codes_a_quarter_of_an_hour(
    door: Holder, after: timedelta, slug: str | None
) -> None:
    code = door.ask()
    for _ in range(5):
        assert not door.enter(wrong(code))
    fresh = door.ask()
    if slug is None:
        assert door.enter(fresh, at=NOW + after)
        return
    assert refused(door.enter, fresh, at=NOW + after).slug == slug


@pytest.mark.both_databases
def test_a_link_sends_three_codes_an_hour(door: Holder) -> None:
    for _ in range(3):
        door.ask()
    assert refused(door.ask, at=NOW + timedelta(hours=1) - INSTANT).slug == "too-many-attempts"
    door.ask(at=NOW + timedelta(hours=1))


def test_a_link_sends_six_codes_a_day(door: Holder) -> None:
    """Whoever holds a link cannot fill its addressee's mailbox."""
    for spot in range(6):
        door.ask(at=NOW + spot * timedelta(hours=1))
    for after in (timedelta(hours=12), timedelta(days=1) - INSTANT):
        assert refused(door.ask, at=NOW + after).slug == "too-many-attempts"
    door.ask(at=NOW + timedelta(days=1))


def test_a_link_that_is_over_takes_no_code_and_sends_none(door: Holder) -> None:
    code = door.ask()
    over = NOW + timedelta(days=door.context.links.reply_days)
    for act in (lambda: door.ask(at=over), lambda: door.enter(code, at=over)):
        assert refused(act).slug == "link-expired"
    assert door.ask(at=over - INSTANT)


def test_a_code_is_read_as_the_letter_with_its_link_is(context: Context) -> None:
    desk = Desk(context.database, NOW)
    shop = [{"url": f"{ITEM}1", "store_id": "s9"}]
    filed = desk.file(desk.filer(), targets=shop)
    with context.database.reading() as session:
        store = session.get_one(Claim, filed.outcomes[0].claim_id).store_id
    seller = SellerOf(filed.complaint.id, store_id=store)
    path = link_to(context, seller=seller, now=NOW)
    with context.database.transaction() as session:
        held = link_queries.get_link(session, Door.REPLY, path.rsplit("/", 1)[1])
        work = UnitOfWork(session, SYSTEM, NOW, context.links)
        link_codes.request_code(work, held, vault=context.vault)
    with context.database.reading() as session:
        row = session.scalars(select(AccountLetter).order_by(AccountLetter.id.desc())).first()
        assert row is not None
        written = account_letters.unsealed(session, row, context.vault)
    assert (row.language, held.letter.language) == ("zh", "zh")
    assert written.subject == "您的链接的验证码 / The code for your link"
    assert "北京时间" in written.body.partition("———")[0]
