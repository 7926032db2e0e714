"""Each night the head of the ledger is mailed to whoever audits, where a mailbox is set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaints.base.errors import ConfigurationError
from complaints.jobs import heads
from complaints.mail import NotSent
from complaints.rules.upkeep import ledger_heads
from complaints.settings import config as configuration
from complaints.storage.context import Context
from tests.scenes.chains import seal, verify, write
from tests.scenes.clock import NOW
from tests.scenes.mailing import free_port, mail_server

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
AUDITOR = "auditor@outside.example"


def test_the_head_is_mailed_and_holds(context: Context) -> None:
    write(context, "Why.")
    seal(context)
    with mail_server() as server:
        mailing = replace(context, config=server.config(context.config, head_mail=AUDITOR))
        heads.keep_head(mailing, NOW)
        heads.keep_head(mailing, NOW)
        first, second = server.post.taken
    assert first["To"] == AUDITOR
    assert first["Message-ID"] == second["Message-ID"]
    assert verify(context, *ledger_heads.read_heads(first.get_content().splitlines())).holds


def test_without_a_mailbox_nothing_is_mailed(context: Context) -> None:
    with mail_server() as server:
        heads.keep_head(replace(context, config=server.config(context.config)), NOW)
        assert server.post.taken == []


def test_a_server_that_is_away_is_told_in_the_log_with_the_head(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    away = replace(
        context.config, smtp_url=f"smtp://localhost:{free_port()}", mail_from="a@b.example",
        head_mail=AUDITOR,
    )  # fmt: skip
    with caplog.at_level("INFO"), pytest.raises(NotSent):
        heads.keep_head(replace(context, config=away), NOW)
    told, why = (record.getMessage() for record in caplog.records)
    assert told.startswith("head of the ledger: ")
    assert why.startswith("the head of the ledger was not mailed: The mail server could not be")


@pytest.mark.parametrize("text", ["me", "auditor@outside", "a..b@outside.example", "ü@x.example"])
def test_a_mailbox_that_no_mail_goes_to_is_refused_at_the_start(
    tmp_path, database_url: str, text: str
) -> None:
    settings = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/a.db", "CLEANHANDS_SMTP_URL": "smtp://localhost",
        "CLEANHANDS_MAIL_FROM": "desk@hands.example",
    }  # fmt: skip
    assert (
        configuration.load(settings | {"CLEANHANDS_HEAD_MAIL": AUDITOR}, makes=True).head_mail
        == AUDITOR
    )
    with pytest.raises(ConfigurationError, match="HEAD_MAIL must be an email address"):
        configuration.load(settings | {"CLEANHANDS_HEAD_MAIL": text}, makes=True)


def test_a_mailbox_needs_a_server(tmp_path, database_url: str) -> None:
    with pytest.raises(ConfigurationError, match="CLEANHANDS_SMTP_URL"):
        configuration.load(
            {"DATABASE_URL": f"sqlite:///{tmp_path}/a.db", "CLEANHANDS_HEAD_MAIL": AUDITOR},
            makes=True,
        )
    with pytest.raises(ConfigurationError, match="must be an email address"):
        configuration.load(
            {"DATABASE_URL": f"sqlite:///{tmp_path}/a.db", "CLEANHANDS_HEAD_MAIL": "me"},
            makes=True,
        )
