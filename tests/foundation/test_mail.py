"""One letter handed to a real mail server, and what is known of it afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaints import mail
from complaints.mail import NotSent
from complaints.rules.kinds import Failure
from complaints.settings.config import Config
from tests.scenes.mailing import (
    HASTE,
    NO_PATIENCE,
    SENDER,
    Post,
    Served,
    free_port,
    hang_up,
    mail_server,
    make_authority,
    never,
)

# Over TLS from the first byte, and over none in a test, the library does not see that there is TLS.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

AT = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
CONFIG = Config("sqlite:///x", b"s" * 32, b"i" * 32, b"e" * 32)
BODY = (
    "Answer here:\n\nhttps://x.example/answer/secret-token\n\n.\n.a line with a dot\n\n请回复。\n"
)
TO = "shop@stores.example"


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory):
    return make_authority(tmp_path_factory.mktemp("authority"))


def send(server: Served, *, to: str = TO, patience=HASTE, **others) -> None:
    config = server.config(CONFIG, **others)
    message = mail.compose(
        config,
        to=to,
        subject="A warning\r\nBcc: x",
        body=BODY,
        message_id="<m@hands.example>",
        at=AT,
    )
    mail.send_mail(config, message, patience=patience)


def refused(server: Served, **options) -> NotSent:
    with pytest.raises(NotSent) as caught:
        send(server, **options)
    return caught.value


@pytest.mark.parametrize("at_once", [False, True])
def test_a_letter_arrives_as_it_was_written_under_tls(authority, at_once):
    with mail_server(authority, at_once=at_once, password="p@ss") as server:
        server = Served(server.post, server.url.replace("p@ss", "p%40ss"), authority)
        send(server)
        (taken,) = server.post.taken
    assert taken.get_content().replace("\r\n", "\n") == BODY
    assert (taken["From"], taken["To"], taken["Message-ID"]) == (SENDER, TO, "<m@hands.example>")
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Subject"] == "A warning Bcc: x"
    assert taken["Bcc"] is None
    assert "secret-token" not in str(taken.items())


def test_a_server_on_this_machine_needs_no_certificate():
    with mail_server() as server:
        send(server)
        assert len(server.post.taken) == 1


def test_a_server_that_is_down_is_told_from_one_that_refuses():
    down = Served(Post(), f"smtp://localhost:{free_port()}", None)
    error = refused(down)
    assert (error.failure, error.answer, error.for_good) == (Failure.UNREACHABLE, None, False)


@pytest.mark.parametrize("at_once", [False, True])
def test_a_server_of_another_name_gets_no_letter(tmp_path: Path, at_once):
    another = make_authority(tmp_path, name="mail.stranger.example")
    with mail_server(another, at_once=at_once) as server:
        error = refused(server)
        assert (error.failure, error.for_good) == (Failure.CERTIFICATE, False)
        assert server.post.begun == 0


@pytest.mark.parametrize("at_once", [False, True])
def test_a_server_whose_authority_nobody_knows_gets_no_letter(tmp_path, authority, at_once):
    unknown = make_authority(tmp_path)
    with mail_server(unknown, at_once=at_once) as server:
        error = refused(server, smtp_ca=str(authority.certificate))
        assert error.failure is Failure.CERTIFICATE
        assert server.post.begun == 0


def test_nothing_is_said_to_a_server_that_offers_no_encryption(authority):
    with mail_server(password="secret") as server:
        error = refused(server, smtp_ca=str(authority.certificate))
        assert error.failure is Failure.CERTIFICATE
        assert server.post.begun == 0


def test_a_wrong_password_is_told(authority):
    with mail_server(authority, password="right") as server:
        error = refused(server, smtp_url=server.url.replace("right", "wrong"))
        assert (error.failure, error.answer, error.for_good) == (Failure.SIGN_IN, 535, False)
        assert server.post.begun == 0


def test_a_server_that_asks_for_a_password_that_is_not_set_is_told(authority):
    with mail_server(authority, password="right") as server:
        error = refused(server, smtp_url=server.url.replace("desk:right@", ""))
        assert (error.failure, error.answer, error.for_good) == (Failure.SIGN_IN, 530, False)


@pytest.mark.parametrize(
    ("code", "for_good"), [(450, False), (499, False), (500, True), (550, True), (599, True)]
)
def test_a_refused_recipient_is_tried_again_unless_the_server_says_never(code, for_good):
    with mail_server() as server:
        server.post.on_rcpt = lambda to, _server: f"{code} no"
        error = refused(server)
    assert (error.failure, error.answer, error.for_good) == (Failure.RECIPIENT, code, for_good)


@pytest.mark.parametrize(("code", "for_good"), [(451, False), (554, True)])
def test_a_refused_letter_is_tried_again_unless_the_server_says_never(code, for_good):
    with mail_server() as server:
        server.post.on_data = lambda to, _server: f"{code} no"
        error = refused(server)
    assert (error.failure, error.answer, error.for_good) == (Failure.REFUSED, code, for_good)
    assert not error.may_have_arrived


def test_a_refused_sender_is_the_houses_fault_and_no_letter_ends_by_it():
    with mail_server() as server:
        server.post.on_mail = lambda _server: "550 not you"
        error = refused(server)
    assert (error.failure, error.answer, error.for_good) == (Failure.REFUSED, 550, False)


def test_a_server_that_goes_down_says_nothing_of_the_recipient():
    with mail_server() as server:
        server.post.on_rcpt = lambda to, _server: "421 closing"
        error = refused(server)
    assert (error.failure, error.answer) == (Failure.UNREACHABLE, 421)


def test_dropped_before_the_letter_it_surely_did_not_arrive():
    with mail_server() as server:
        server.post.on_rcpt = lambda to, connection: hang_up(connection)
        error = refused(server)
    assert error.failure is Failure.UNREACHABLE
    assert not error.may_have_arrived


def test_dropped_after_the_letter_it_may_have_arrived():
    with mail_server() as server:
        server.post.on_data = lambda to, connection: hang_up(connection)
        error = refused(server)
    assert error.failure is Failure.BROKE_OFF
    assert error.may_have_arrived


def test_a_server_that_does_not_answer_in_time_is_left():
    with mail_server() as server:
        server.post.on_rcpt = lambda to, _server: never()
        assert refused(server, patience=NO_PATIENCE).failure is Failure.UNREACHABLE
    with mail_server() as server:
        server.post.on_data = lambda to, _server: never()
        assert refused(server, patience=NO_PATIENCE).failure is Failure.BROKE_OFF


def test_a_server_that_drags_on_is_cut_off():
    with mail_server() as server:
        server.post.on_rcpt = lambda to, _server: never()
        slow = mail.Patience(connecting=5, answering=60, whole=0.3)
        assert refused(server, patience=slow).failure is Failure.UNREACHABLE


def test_what_is_no_address_is_told_without_a_server():
    with mail_server() as server:
        error = refused(server, to="nobody at all")
        assert (error.failure, error.for_good) == (Failure.RECIPIENT, True)
        assert server.post.begun == 0


def test_an_address_in_other_letters_goes_where_the_server_can_and_is_told_where_not():
    with mail_server() as server:
        send(server, to="店@商店.example")
        send(server, to="shop@商店.example")
        first, second = server.post.taken
    assert first["To"] == "店@商店.example"
    assert second["To"].startswith("shop@xn--")
