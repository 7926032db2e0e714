"""What the operator enters of letters on their way: bounced, posted, returned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from complaints.base.errors import Refusal
from complaints.cli import cli
from complaints.models import Boycott, Delivery, LetterReport
from complaints.storage.context import Context
from tests.api.test_deliveries import BOUNCE, Warned
from tests.scenes.callers import Caller

HEAD = """From: MAILER-DAEMON@relay.example
To: desk@hands.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

The mail to <kim@brand.example> could not be delivered.
"""
STATUS = """--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example
Arrival-Date: Tue, 1 Dec 2026 09:00:00 +0000

Final-Recipient: rfc822; kim@brand.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <kim@brand.example>: user unknown

"""
WHOLE = """--B
Content-Type: message/rfc822

From: desk@hands.example
To: kim@brand.example
Message-ID: {message_id}
Subject: Warning about your complaints

Read the case.
--B--
"""
HEADERS = """--B
Content-Type: text/rfc822-headers

From: desk@hands.example
To: kim@brand.example
Message-Id: {message_id}
--B--
"""


def notification(returned: str = WHOLE, **said: str) -> str:
    facts = {"action": "failed", "status": "5.1.1", "message_id": BOUNCE["message_id"], **said}
    return HEAD + STATUS.format(**facts) + returned.format(**facts)


@pytest.fixture
def house(caller: Callable[..., Caller], context: Context) -> Warned:
    return Warned(caller, context)


def bounced(house: Warned, text: str) -> Result:
    return CliRunner().invoke(cli, ["letters", "bounced"], input=text, obj=house.context)


@pytest.mark.parametrize("returned", [WHOLE, HEADERS])
@pytest.mark.parametrize("status", ["5.1.1", "4.4.7"])
def test_a_notification_is_read_from_standard_input(
    house: Warned, returned: str, status: str
) -> None:
    said = bounced(house, notification(returned, status=status))
    assert (said.exit_code, said.output) == (0, "The letter bounced.\n")
    with house.context.database.reading() as session:
        (report,) = session.query(LetterReport)
        assert report.status == status
        kept: list[Any] = [*session.query(LetterReport), *session.query(Delivery)]
        assert "kim@brand.example" not in str([vars(row) for row in kept])


def test_a_delay_changes_nothing(house: Warned) -> None:
    said = bounced(house, notification(action="delayed", status="4.4.1"))
    assert (said.exit_code, said.output) == (0, "No bounce: nothing changed.\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no delivery status notification"),
        ("Subject: Hello\n\nI am on holiday.\n", "no delivery status notification"),
        (HEAD + "--B--\n", "no delivery status notification"),
        (notification("--B--\n"), "no delivery status notification"),
        (notification(message_id="<x@mail.example>"), "There is no such letter, or you"),
    ],
)
def test_what_is_about_no_letter_of_ours_ends_with_an_error(
    house: Warned, text: str, says: str
) -> None:
    said = bounced(house, text)
    assert isinstance(said.exception, Refusal)
    assert says in str(said.exception)
    assert "kim@brand.example" not in str(said.exception)


def test_a_reply_that_names_our_message_is_one(house: Warned) -> None:
    """Some servers return nothing of the message, and answer it."""
    text = f"In-Reply-To: {BOUNCE['message_id']}\n" + notification("--B--\n")
    assert bounced(house, text).output == "The letter bounced.\n"


def test_the_operator_enters_what_the_post_did(house: Warned) -> None:
    number = str(house.letter)
    assert house.run("letters", "send", number).exit_code == 0
    posted = house.run("letters", "posted", number, "--on", "2020-01-01")
    assert "was printed, or came back, after that day" in str(posted.exception)
    today = house.case()["warned_at"][:10]
    assert house.run("letters", "posted", number, "--on", today).exit_code == 0
    back = house.run("letters", "returned", number, "--why", "Moved.")
    assert back.output == f"Letter {number} did not arrive by post.\n"
    with house.context.database.reading() as session:
        assert session.query(Boycott).one().delivered_at is None
        reports = [row.report for row in session.query(LetterReport).order_by(LetterReport.id)]
        assert reports == ["posted", "failed"]
