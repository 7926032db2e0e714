"""A mail server of a test's own on this machine: it really speaks SMTP, with TLS, and misbehaves
as it is told.

    with mail_server(authority) as server:
        config = server.config(context.config)
"""

from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from complaints.mail import Patience
from complaints.settings.config import Config

SENDER = "desk@hands.example"
# Seconds. A server that is to be slow never answers.
HASTE = Patience(connecting=5, answering=5, whole=20)
NO_PATIENCE = Patience(connecting=5, answering=0.3, whole=20)


@dataclass(frozen=True)
class Authority:
    """An authority that a test made up, with the certificate of a server that it signed."""

    certificate: Path
    served: Path

    def serving(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.served)
        return context


def make_authority(folder: Path, *, name: str = "localhost") -> Authority:
    """Make an authority, and a certificate for the server of this name."""
    folder.mkdir(parents=True, exist_ok=True)
    key, server_key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority for a test")])
    own = _builder(issuer, issuer, key).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    of_server = _builder(subject, issuer, server_key).add_extension(
        x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
    )
    certificate, served = folder / "authority.pem", folder / "server.pem"
    certificate.write_bytes(_pem(own.sign(key, hashes.SHA256())))
    secret = server_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    served.write_bytes(_pem(of_server.sign(key, hashes.SHA256())) + secret)
    return Authority(certificate, served)


def _builder(subject: x509.Name, issuer: x509.Name, key: Any) -> x509.CertificateBuilder:
    began = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + datetime.timedelta(days=36_500))
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@dataclass
class Post:
    """What the server took in, and how it is to misbehave.

    `on_rcpt` and `on_data` get the recipient and the connection; what they return is the answer,
    None for an ordinary one.
    """

    taken: list[EmailMessage] = field(default_factory=list)
    begun: int = 0
    on_mail: Callable[[SMTP], Any] = lambda server: None
    on_rcpt: Callable[[str, SMTP], Any] = lambda to, server: None
    on_data: Callable[[str, SMTP], Any] = lambda to, server: None

    async def handle_MAIL(  # noqa: N802 - so the library calls it
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.begun += 1
        answer = await _answer(self.on_mail(server))
        envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = await _answer(self.on_rcpt(address, server))
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await _answer(self.on_data(envelope.rcpt_tos[0], server))
        if answer is None:
            parsed = message_from_bytes(envelope.original_content, policy=policy.SMTP)
            assert isinstance(parsed, EmailMessage)
            self.taken.append(parsed)
        return answer or "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.taken if message["To"] == address]


async def _answer(given: Any) -> Any:
    return await given if asyncio.iscoroutine(given) else given


def hang_up(server: SMTP) -> str:
    """Drop the connection without a word."""
    server.transport.abort()
    return "421 gone"


async def never() -> None:
    """Do not answer."""
    await asyncio.Event().wait()


@dataclass(frozen=True)
class Served:
    """A running mail server."""

    post: Post
    url: str
    authority: Authority | None

    def config(self, config: Config, **others: Any) -> Config:
        """Return the configuration with this server in it."""
        own = {
            "smtp_url": self.url,
            "smtp_ca": str(self.authority.certificate) if self.authority else "",
            "mail_from": SENDER,
        }
        return replace(config, **(own | others))


@contextmanager
def mail_server(
    authority: Authority | None = None,
    *,
    at_once: bool = False,
    password: str = "",
) -> Iterator[Served]:
    """Run a server on this machine; `at_once`: encrypted from the first byte, else by STARTTLS."""
    post = Post()
    options: dict[str, Any] = {}
    if authority is not None and not at_once:
        options |= {"tls_context": authority.serving(), "require_starttls": True}
    if password:

        def check(
            server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any
        ) -> AuthResult:
            is_right = isinstance(data, LoginPassword) and data.password.decode() == password
            return AuthResult(success=is_right, handled=False)

        options |= {"authenticator": check, "auth_required": True, "auth_require_tls": False}
    controller = Controller(
        post,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=authority.serving() if authority is not None and at_once else None,
        **options,
    )
    controller.start()
    try:
        scheme, user = ("smtps" if at_once else "smtp"), (f"desk:{password}@" if password else "")
        yield Served(post, f"{scheme}://{user}localhost:{controller.port}", authority)
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
