"""What did not go by mail, as staff see it: on pages, over the API and on the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from complaints.app import create_app
from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.commands.letters import letters_group
from complaints.commands.mail import mail_group
from complaints.jobs.delivering import deliver
from complaints.models import Delivery
from complaints.rules.actors import PersonRole, person
from complaints.services.mailing import deliveries
from tests.commands.conftest import run
from tests.console.test_casework import once
from tests.jobs.test_delivering import (
    KIM,
    MINUTE,
    delivery,
    sent_at,
    served,
    service,
    to_account,
    to_filer,
    with_mail,
)
from tests.scenes.accounts import sign_in
from tests.scenes.clock import NOW
from tests.scenes.mailing import HASTE, Post, Served, free_port
from tests.scenes.working import working

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
__all__ = ["run", "served", "service"]


@pytest.fixture
def refused(service, served) -> int:
    """Return a letter whose mailbox the server refused for good."""
    letter_id = to_filer(service)
    served.post.on_rcpt = lambda to, _server: "550 no such mailbox here: kim@brand.example"
    deliver(service, NOW, patience=HASTE)
    return letter_id


def test_staff_see_what_did_not_go_and_why_and_have_it_tried_again(
    ann, service, served, refused, context
):
    path = f"/console/letters/{refused}"
    listed = ann.get("/console/letters?did_not_go=true").get_data(as_text=True)
    assert path in listed
    shown = ann.get(path).get_data(as_text=True)
    for page in (listed, shown):
        assert "The email address does not exist. Add another one" in page
        assert "550" in page
        assert KIM not in page
        assert "no such mailbox here" not in page
    assert 'class="ch-count">1<' in ann.get("/console/letters").get_data(as_text=True)
    sent = ann.post(
        f"{path}/try-again", data={"once": once(shown)}, follow_redirects=True
    ).get_data(as_text=True)
    assert "goes by mail within a minute" in sent
    served.post.on_rcpt = lambda to, _server: None
    deliver(service, delivery(service, refused).due_at, patience=HASTE)
    assert sent_at(service, refused) is not None
    assert path not in ann.get("/console/letters?did_not_go=true").get_data(as_text=True)
    assert "ch-count" not in ann.get("/console/letters").get_data(as_text=True)
    assert "Try again" not in ann.get(path).get_data(as_text=True)
    assert ann.post(f"{path}/try-again").status_code == 409


def test_a_letter_that_goes_another_way_cannot_be_tried_again(ann, context):
    letter_id = to_filer(context)
    assert ann.post(f"/console/letters/{letter_id}/try-again").status_code == 404
    assert ann.post("/console/letters/to-log-ins/1/try-again").status_code == 404


def test_a_letter_of_long_ago_goes_once_somebody_says_so(context, served):
    client = create_app(with_mail(context, served)).test_client()
    sign_in(client, "reviewer", "ann")
    letter_id = to_filer(context)
    path = f"/console/letters/{letter_id}"
    shown = client.get(path).get_data(as_text=True)
    assert "Waiting for your decision" in shown
    said = client.post(f"{path}/try-again", data={"once": once(shown)}, follow_redirects=True)
    assert "The letter goes by mail within a minute" in said.get_data(as_text=True)
    assert "Waiting for your decision" not in said.get_data(as_text=True)
    deliver(with_mail(context, served), utcnow(), patience=HASTE)
    assert [message["To"] for message in served.post.taken] == [KIM]


def test_a_letter_that_is_being_tried_is_not_tried_a_second_time(ann, service, refused):
    with service.database.transaction() as session:
        session.execute(update(Delivery).values(trying_since=utcnow()))
    assert ann.post(f"/console/letters/{refused}/try-again").status_code == 409


def test_letters_to_log_ins_that_did_not_go_are_told_without_what_is_in_them(
    ann, service, served, context
):
    number = to_account(service, "code", "123456")
    served.post.on_rcpt = lambda to, _server: "450 full"
    deliver(service, NOW, patience=HASTE)
    page = ann.get("/console/letters?did_not_go=true").get_data(as_text=True)
    assert f"a{number}" in page
    assert "The mailbox takes no letter at present. (It answered 450.)" in page
    assert "123456" not in page
    assert KIM not in page
    again = f"/console/letters/to-log-ins/{number}/try-again"
    assert ann.post(again, data={"once": once(page)}).status_code == 303
    deliver(service, NOW + 5 * MINUTE, patience=HASTE)
    page = ann.get("/console/letters?did_not_go=true").get_data(as_text=True)
    # It is due from the moment the button was pressed, which is years after the test's present.
    assert "out of date" in page
    assert ann.post(again).status_code == 409


def test_the_api_says_how_a_letter_fares(caller, service, served, refused):
    other = to_filer(service, "lea@brand.example")
    bo = caller("reviewer", "bo")
    (shown,) = bo.get("/letters?did_not_go=true").get_json()["items"]
    assert shown["id"] == refused
    fares = shown["delivery"]
    assert fares.pop("failed_at") is not None
    assert fares == {
        "attempts": 1, "failure": "recipient", "answer": 550, "due_at": None, "gone_at": None,
    }  # fmt: skip
    deliver(service, NOW + MINUTE, patience=HASTE)
    by_id = {each["id"]: each for each in bo.get("/letters").get_json()["items"]}
    assert by_id[other]["delivery"]["failure"] == "recipient"
    served.post.on_rcpt = lambda to, _server: None
    third = to_filer(service, "max@brand.example")
    deliver(service, NOW + MINUTE, patience=HASTE)
    gone = bo.get("/letters").get_json()["items"][0]
    assert (gone["id"], gone["delivery"]["failure"]) == (third, None)
    assert gone["delivery"]["gone_at"] == gone["sent_at"]


def test_the_command_line_says_why_and_tries_again(run, caller, service, refused):
    bo = caller("reviewer", "bo")
    number = to_account(service)
    listed = run(letters_group, "list")
    assert f"{'':>6}  did not go by mail: The email address does not exist" in listed
    assert listed.count("did not go by mail") == 1
    run(letters_group, "retry", str(refused))
    assert delivery(service, refused).due_at is not None
    # Letters to log-ins are the operator's.
    reviewer = person(bo.id, PersonRole.REVIEWER)
    with (
        service.database.transaction() as session,
        pytest.raises(Refusal, match="no such letter"),
    ):
        deliveries.try_again(
            working(session, reviewer), "account_letter", number, domain="hands.example"
        )


def test_a_test_message_says_in_one_sentence_what_is_wrong(run, context, service, served):
    run(mail_group, "test", KIM)
    assert "CLEANHANDS_SMTP_URL" in run.stderr
    assert run.code == 1


def test_a_test_message_goes_to_the_mail_server(context, served):
    def typed(service):
        result = CliRunner().invoke(mail_group, ["test", KIM], obj=service)
        return result.exit_code, result.output

    assert typed(with_mail(context, served)) == (0, "The mail server took the message.\n")
    assert [message["To"] for message in served.post.taken] == [KIM]
    down = with_mail(context, Served(Post(), f"smtp://localhost:{free_port()}", None))
    code, said = typed(down)
    assert (code, "could not be reached" in said) == (1, True)
