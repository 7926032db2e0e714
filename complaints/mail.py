"""Hands one letter to the mail server, and says exactly what became of it. Knows no rows.

The server's certificate and name are always checked, except where it is on this machine without
encryption (`settings/smtp.py`). What the server says is not repeated: it may quote the address.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

import email_validator

from complaints.rules.kinds import Failure
from complaints.settings.config import Config
from complaints.settings.smtp import MailServer, Protection

LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)
# Answers before the letter is handed over by which a server says who it takes letters from.
WANTS_SIGN_IN = frozenset({530, 534, 535, 538})
GOING_DOWN = 421


class NotSent(Exception):
    """The letter was not acknowledged. `answer` is the code of the server's refusal.

    `for_good` says that trying again is of no use. Only after `Failure.BROKE_OFF` may the letter
    have arrived all the same.
    """

    def __init__(
        self, failure: Failure, answer: int | None = None, *, for_good: bool = False
    ) -> None:
        super().__init__(failure)
        self.failure = failure
        self.answer = answer
        self.for_good = for_good

    @property
    def may_have_arrived(self) -> bool:
        return self.failure is Failure.BROKE_OFF


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, for one answer, and for the whole. A server that drips is cut off."""

    connecting: float = 20
    answering: float = 60
    whole: float = 180


def compose(
    config: Config, *, to: str, subject: str, body: str, message_id: str, at: datetime
) -> EmailMessage:
    """Return the message as it goes out. Links and codes are in its body alone.

    Raises NotSent where `to` is no address.
    """
    try:
        address = email_validator.validate_email(to, check_deliverability=False)
    except email_validator.EmailNotValidError:
        raise NotSent(Failure.RECIPIENT, for_good=True) from None
    # Seven bits, so that every server takes it as it is.
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    message["From"] = config.mail_from
    message["To"] = address.ascii_email or address.normalized
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, charset="utf-8")
    return message


def send_mail(config: Config, message: EmailMessage, *, patience: Patience = Patience()) -> None:
    """Hand one message to the configured server; return once the server has acknowledged it.

    Raises NotSent.
    """
    server = config.mail_server
    assert server is not None
    with _conversation(config, server, patience) as client:
        with _before_the_letter():
            _introduce(config, server, client)
            _name_both(config, client, message)
        _hand_over(client, message)
        # Its answer is not awaited: the letter is acknowledged.
        _leave(client)


def greet(config: Config, *, patience: Patience = Patience()) -> None:
    """Sign in at the configured server, and leave without a letter.

    Raises NotSent, where letters would not go either.
    """
    server = config.mail_server
    assert server is not None
    with _conversation(config, server, patience) as client:
        with _before_the_letter():
            _introduce(config, server, client)
        _leave(client)


@contextlib.contextmanager
def _before_the_letter() -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise NotSent(Failure.CERTIFICATE) from None
    # smtplib's own errors are OSErrors too.
    except OSError:
        raise NotSent(Failure.UNREACHABLE) from None


def _leave(client: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError):
        client.putcmd("quit")


@contextlib.contextmanager
def _conversation(config: Config, server: MailServer, patience: Patience) -> Iterator[smtplib.SMTP]:
    # Its own name is looked up otherwise, in a directory that may be slow.
    client = smtplib.SMTP(local_hostname=config.mail_domain)
    try:
        client.sock = _connected(config, server, patience)
    except ssl.SSLCertVerificationError:
        raise NotSent(Failure.CERTIFICATE) from None
    except (OSError, UnicodeError):
        raise NotSent(Failure.UNREACHABLE) from None
    cut_off = threading.Timer(patience.whole, _shut, [client])
    cut_off.daemon = True
    cut_off.start()
    try:
        yield client
    finally:
        cut_off.cancel()
        client.close()


def _connected(config: Config, server: MailServer, patience: Patience) -> socket.socket:
    plain = socket.create_connection((server.host, server.port), timeout=patience.connecting)
    try:
        sock = _encrypted(config, server, plain) if server.protection is Protection.TLS else plain
    except OSError:
        plain.close()
        raise
    sock.settimeout(patience.answering)
    return sock


def _encrypted(config: Config, server: MailServer, sock: socket.socket) -> ssl.SSLSocket:
    checked = ssl.create_default_context(cafile=config.smtp_ca or None)
    return checked.wrap_socket(sock, server_hostname=server.host)


def _shut(client: smtplib.SMTP) -> None:
    if client.sock is not None:
        with contextlib.suppress(OSError):
            client.sock.shutdown(socket.SHUT_RDWR)


def _introduce(config: Config, server: MailServer, client: smtplib.SMTP) -> None:
    _require(client.getreply()[0], 220)
    _require(client.ehlo()[0], 250)
    if server.protection is Protection.STARTTLS:
        if client.docmd("STARTTLS")[0] != 220:
            # Somebody between us and the server may have taken the offer out.
            raise NotSent(Failure.CERTIFICATE)
        assert client.sock is not None
        client.sock = _encrypted(config, server, client.sock)
        # What was said before is forgotten: anybody could have said it.
        client.file, client.ehlo_resp, client.esmtp_features = None, None, {}
        _require(client.ehlo()[0], 250)
    if server.user:
        _sign_in(server, client)


def _require(code: int, wanted: int) -> None:
    if code != wanted:
        raise NotSent(Failure.UNREACHABLE, code if code > 0 else None)


def _sign_in(server: MailServer, client: smtplib.SMTP) -> None:
    try:
        client.login(server.user, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        raise NotSent(Failure.SIGN_IN, getattr(error, "smtp_code", None)) from None


def _name_both(config: Config, client: smtplib.SMTP, message: EmailMessage) -> None:
    """Name sender and recipient, and ask leave to hand the letter over."""
    to = str(message["To"])
    options = [] if to.isascii() else ["SMTPUTF8"]
    if options and not client.has_extn("smtputf8"):
        raise NotSent(Failure.RECIPIENT, for_good=True)
    _take(client.mail(config.mail_from, options)[0], Failure.REFUSED, may_end=False)
    _take(client.rcpt(to)[0], Failure.RECIPIENT)
    _take(client.docmd("DATA")[0], Failure.REFUSED, wanted=354)


def _hand_over(client: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand the letter over. From here on a silence does not say that it did not arrive."""
    form = policy.SMTP if str(message["To"]).isascii() else policy.SMTPUTF8
    content = message.as_bytes(policy=form.clone(cte_type="7bit"))
    try:
        client.send(LINE_WITH_DOT.sub(b"..", content.removesuffix(b"\r\n")) + b"\r\n.\r\n")
        code = client.getreply()[0]
    except OSError:
        raise NotSent(Failure.BROKE_OFF) from None
    if not 200 <= code < 300 and not 400 <= code < 600:
        raise NotSent(Failure.BROKE_OFF)
    _take(code, Failure.REFUSED)


def _take(code: int, failure: Failure, *, wanted: int = 2, may_end: bool = True) -> None:
    """Raises NotSent, where the answer is none of the wanted ones: a code, or its first digit."""
    if code == wanted or code // 100 == wanted:
        return
    if code in WANTS_SIGN_IN:
        raise NotSent(Failure.SIGN_IN, code)
    if code == GOING_DOWN or not 400 <= code < 600:
        raise NotSent(Failure.UNREACHABLE, code if code > 0 else None)
    raise NotSent(failure, code, for_good=may_end and code >= 500)
