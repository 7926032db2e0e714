"""What revision 0024 cut out of letters is put back word by word, where it can be told."""

from __future__ import annotations

import importlib.util
import logging
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, text

from complaints import migration
from complaints.migration import revisions
from complaints.models import Installation, Letter
from complaints.storage.db import Database
from tests.services.decisions.desk import Desk

pytestmark = pytest.mark.both_databases

WARNING = """What you can do
Read the case and answer it by 11 December 2026, 16:06 UTC: {link}
You need no account; whoever holds this link answers for you, so keep it to yourselves.

———

您可以采取的措施
请在 2026年12月11日 16:06 UTC 之前查看并答复本案：{link}
无需登录账户；持有该链接者即可代表贵方答复，请妥善保管。"""
OF_A_DAY = WARNING.replace(" 16:06 UTC", "")
IMPOSED = """What you can do
Appeal, once, by this link: {link}
A third person who took no part so far will decide.

———

您可以采取的措施
您可通过以下链接申诉一次：{link}
申诉将由此前未参与本案的第三人裁决。"""
JOINED = """What you can do
If this is wrong, appeal, once, by this link: {link}
A third person who took no part so far will decide.

———

您可以做什么
如有错误，请通过此链接提出申诉（仅一次）：{link}
将由此前未参与的第三人裁决。
无需账户；持有此链接者即可代表您答复，请妥善保管。"""
BOUND = """What you can do
If you have nothing to do with that account, read why yours is counted together with it, and \
appeal: {link}
You need no account; whoever holds this link answers for you, so keep it to yourselves.

———

您可以做什么
若您与该账户无关，请查看您的账户为何与其合并计算，并提出申诉：{link}
无需账户；持有此链接者即可代表您答复，请妥善保管。"""
SELLERS = """Read the complaint, answer it and follow what becomes of it, without an account:
[/link]

———

查看投诉、答复并跟进处理（无需账户）：
[/link]
持有该链接者即可代表您答复，请妥善保管。"""
# As a later version words the same.
LATER = IMPOSED.replace("申诉将由", "此外还需要另行发送的验证码，或您的登录账户。\n申诉将由")
LETTERS = (
    ("boycott_warning", WARNING), ("boycott_warning", OF_A_DAY), ("boycott_imposed", IMPOSED),
    ("account_joined", JOINED), ("party_warned", BOUND), ("party_bound", BOUND),
)  # fmt: skip
# Somebody's own words stood before an address: what they were is nowhere.
OWN_WORDS = "理由\n见我店的答复{link}\n完"
LINK = "http://127.0.0.1:8000/answer/MQ.WMKSTlMsxAiHLeZhYaGDduo2r4U"


@pytest.fixture(scope="module")
def cut():
    """What revision 0024 did to a text."""
    (file,) = (revisions.FOLDER / "versions").glob("0024_*.py")
    spec = importlib.util.spec_from_file_location("revision_0024", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda body: module.LINK.sub(module.PLACE, body)


def put(database: Database, filer_id: int, at: datetime, *letters: tuple[str, str]) -> None:
    with database.transaction() as session:
        for number, (kind, body) in enumerate(letters):
            sent = at if number % 2 else None
            row = {"kind": kind, "language": "en", "subject": "x", "body": body,
                   "created_at": at, "sent_at": sent, "filer_id": filer_id}  # fmt: skip
            session.execute(insert(Letter).values(row))


def bodies(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(select(Letter.kind, Letter.body).order_by(Letter.id))
        return [(kind, body) for kind, body in rows]


def test_what_was_cut_out_is_there_again_and_nothing_else_changes(
    database: Database, now: datetime, cut, caplog: pytest.LogCaptureFixture
) -> None:
    acme = Desk(database, now).filer().id
    with database.reading() as session:
        made_at = session.scalars(select(Installation.made_at)).one()
    earlier, later = made_at - timedelta(days=1), made_at + timedelta(days=1)
    migration.downgrade(database, "0034")
    was = [(kind, cut(body.format(link=LINK))) for kind, body in LETTERS]
    assert not any("[/link]" in body and "：[/link]" in body for _kind, body in was)
    others = [("claim_decided", SELLERS), ("boycott_imposed", LATER.format(link="[/link]"))]
    put(database, acme, earlier, *was, *others, ("claim_decided", cut(OWN_WORDS.format(link=LINK))))
    put(database, acme, later, ("note", "完\n[/link]"), *others)
    with caplog.at_level(logging.WARNING, logger="complaints.migration"):
        migration.upgrade(database)
    mended = [(kind, body.format(link="[/link]")) for kind, body in LETTERS]
    untold = ("claim_decided", "理由\n[/link]\n完")
    assert bodies(database) == [*mended, *others, untold, ("note", "完\n[/link]"), *others]
    number = len(LETTERS) + len(others) + 1
    (told,) = [each.getMessage() for each in caplog.records if each.name == "complaints.migration"]
    assert told.startswith(f"letter {number} (claim_decided): ")
    assert "见我店" not in told
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM delivery")).scalar() == 0
    # There and back: nothing is put in twice.
    migration.downgrade(database, "0034")
    migration.upgrade(database)
    assert bodies(database)[: len(mended)] == mended
