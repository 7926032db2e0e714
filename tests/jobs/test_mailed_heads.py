"""Each night the head of the ledger is mailed to whoever audits, where a mailbox is set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaints import config as configuration
from complaints.context import Context
from complaints.errors import ConfigurationError
from complaints.jobs import heads
from complaints.mail import NotSent
from complaints.rules import ledger_heads
from tests.chains import seal, verify, write
from tests.clock import NOW
from tests.mailing import free_port, mail_server

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
AUDITOR = "auditor@outside.example"


def test_the_head_is_mailed_and_holds(context: Context) -> None:
    write(context, "Why.")
    seal(context)
    with mail_server() as server:
        mailing = replace(context, config=server.config(context.config, head_mail=AUDITOR))
        heads.keep(mailing, NOW)
        heads.keep(mailing, NOW)
        first, second = server.post.taken
    assert first["To"] == AUDITOR
    assert first["Message-ID"] == second["Message-ID"]
    assert verify(context, *ledger_heads.read(first.get_content().splitlines())).holds


def test_without_a_mailbox_nothing_is_mailed(context: Context) -> None:
    with mail_server() as server:
        heads.keep(replace(context, config=server.config(context.config)), NOW)
        assert server.post.taken == []


def test_a_server_that_is_away_is_told_after_the_file_is_written(context: Context) -> None:
    away = replace(
        context.config, smtp_url=f"smtp://localhost:{free_port()}", mail_from="a@b.example",
        head_mail=AUDITOR,
    )  # fmt: skip
    with pytest.raises(NotSent):
        heads.keep(replace(context, config=away), NOW)
    with pytest.raises(NotSent):
        heads.keep(replace(context, config=away), NOW)


def test_a_mailbox_needs_a_server(tmp_path, database_url: str) -> None:
    with pytest.raises(ConfigurationError, match="CLEANHANDS_SMTP_URL"):
        configuration.load(
            {"DATABASE_URL": f"sqlite:///{tmp_path}/a.db", "CLEANHANDS_HEAD_MAIL": AUDITOR}
        )
    with pytest.raises(ConfigurationError, match="must be an e-mail address"):
        configuration.load(
            {"DATABASE_URL": f"sqlite:///{tmp_path}/a.db", "CLEANHANDS_HEAD_MAIL": "me"}
        )
