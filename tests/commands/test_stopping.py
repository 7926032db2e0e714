"""A service that is told to stop ends what it has in hand: a letter that the mail server has."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from sqlalchemy import update

from complaints.clock import utcnow
from complaints.context import Context
from complaints.models import Delivery, Letter
from tests.jobs.test_delivering import KIM, count, delivery, sent_at, to_filer
from tests.mailing import free_port, mail_server

pytestmark = pytest.mark.slow
CODE = "from complaints.cli import main; main()"
PATIENCE = 60


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_a_letter_that_the_mail_server_has_is_noted_before_the_end(
    context: Context, order: signal.Signals
) -> None:
    letter_id = to_filer(context)
    with context.database.transaction() as session:
        session.execute(update(Letter).values(created_at=utcnow()))
    with mail_server() as server:
        command = [sys.executable, "-c", CODE, "run", "--port", str(free_port())]
        with subprocess.Popen(
            command, env=environment(context, server.url), stdout=subprocess.DEVNULL
        ) as service:
            # The answer comes once the service was told to stop.
            server.post.on_data = lambda to, _server: service.send_signal(order)
            try:
                service.wait(PATIENCE)
            finally:
                service.kill()
        assert [message["To"] for message in server.post.taken] == [KIM]
    assert sent_at(context, letter_id) == delivery(context, letter_id).gone_at is not None
    assert count(context, Delivery) == 1


def environment(context: Context, smtp_url: str) -> dict[str, str]:
    config = context.config
    own = {
        "DATABASE_URL": config.database_url,
        "CLEANHANDS_SIGNING_KEY": config.signing_key.hex(),
        "CLEANHANDS_IDENTITY_KEY": config.identity_key.hex(),
        "CLEANHANDS_ENCRYPTION_KEY": config.encryption_key.hex(),
        "CLEANHANDS_SMTP_URL": smtp_url,
        "CLEANHANDS_MAIL_FROM": "desk@hands.example",
        "CLEANHANDS_DOCUMENTS": config.documents,
    }
    return os.environ | own
