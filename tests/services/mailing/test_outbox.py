"""How a letter is written: in whose languages, by whose clocks, with whom to ask."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.base.errors import ConfigurationError
from complaints.models import Account, Letter
from complaints.rules import actors
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.services.decisions import claims
from complaints.services.mailing import receipts
from complaints.settings import config
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from complaints.words import say
from complaints.words.letters import RULE
from complaints.words.letters.pages import ask_us
from complaints.words.letters.receipts import REPORT
from tests.scenes.clock import NOW
from tests.services.decisions.desk import ITEM, Desk

SHOP = {"url": f"{ITEM}1", "store_id": "s1"}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, NOW)


def written(desk: Desk, kind: str, *, to_seller: bool) -> Letter:
    with desk.database.reading() as session:
        rows = session.scalars(select(Letter).where(Letter.kind == kind)).all()
    (row,) = [row for row in rows if (row.filer_id is None) is to_seller]
    return row


def take_down(desk: Desk) -> int:
    claim_id = desk.claim(desk.filer(), targets=[SHOP])
    desk.do(claims.decide, desk.staff("rev"), claim_id, decision="take_down", code="shown")
    return claim_id


@on_sqlite
def test_a_seller_in_china_reads_chinese_first_and_until_when(desk: Desk) -> None:
    take_down(desk)
    row = written(desk, "claim_decided", to_seller=True)
    chinese, english = row.body.split(RULE)
    assert row.language == "zh"
    assert row.subject.startswith("投诉")
    for part in ("北京时间", "24时前答复。", "如果您不作任何答复，商品将保持下架。",
                 "请联系淘宝的卖家客服"):  # fmt: skip
        assert part in chinese
    assert "无需采取任何行动" not in chinese
    for part in ("(Beijing time)", "If you do nothing, the listing stays off sale", "of Taobao"):
        assert part in english


@on_sqlite
def test_a_filer_that_chose_a_language_reads_that_alone(desk: Desk) -> None:
    acme = desk.filer()
    with desk.database.transaction() as session:
        session.add(
            Account(
                email="a@acme.example", mailbox="a@acme.example", fs_uniquifier="u",
                passkey_handle="p", filer_id=acme.filer_id, active=True, language="zh",
                created_at=NOW,
            )
        )  # fmt: skip
    claim_id = desk.claim(acme, targets=[SHOP])
    desk.do(claims.decide, desk.staff("rev"), claim_id, decision="take_down", code="shown")
    row = written(desk, "claim_decided", to_seller=False)
    assert (row.language, RULE in row.body, " / " in row.subject) == ("zh", False, False)
    assert "您于2026年7月1日提交的投诉" in row.body


@on_sqlite
def test_moments_in_a_letter_to_a_seller_are_by_its_clocks(desk: Desk) -> None:
    claim_id = take_down(desk)
    with desk.database.reading() as session:
        first = session.scalars(select(Letter).where(Letter.store_id.is_not(None))).first()
    assert first is not None
    seller = actors.seller(SellerOf(first.complaint_id or claim_id, first.store_id))
    desk.do(receipts.write_receipt, seller, REPORT, [])
    row = written(desk, "seller_receipt", to_seller=True)
    assert "北京时间）" in row.body
    assert "UTC" not in row.body


@pytest.mark.parametrize(
    ("mailbox", "english", "chinese"),
    [
        ("help@hands.example", "write to help@hands.example", "发送邮件至 help@hands.example"),
        ("", "the support for sellers of Taobao", "联系淘宝的卖家客服"),
    ],
)
def test_a_seller_is_told_whom_to_ask(mailbox: str, english: str, chinese: str) -> None:
    said = ask_us(mailbox, marketplace_name("taobao"))
    assert english in say(said)
    assert chinese in say(said, "zh")


def test_the_mailbox_for_questions_is_one(tmp_path) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}
    given = settings | {"CLEANHANDS_CONTACT": "help@hands.example"}
    assert config.load(given, makes=True).contact == "help@hands.example"
    with pytest.raises(ConfigurationError, match="CONTACT must be an email address"):
        config.load(settings | {"CLEANHANDS_CONTACT": "help"}, makes=True)
