"""The provider: where it sends people, and whom it vouches for.

What a browser brings is believed for nothing: the code is changed for an ID token at the provider
itself, and of the token every word is checked. Somebody is known by issuer and subject, never by a
mailbox: a provider lets people write that themselves.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.common.security import generate_token
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from complaints.oidc.line import Line, Patience, Unanswered
from complaints.settings.oidc import HouseProvider, is_guarded

# Signatures by a key of the provider alone: what is signed by the shared secret, or not at all, is
# no proof of who signed.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
              "EdDSA")  # fmt: skip
KEY_TYPES = ("RSA", "EC", "OKP")
# How far the provider's clock may be from ours, in seconds.
SKEW = 60
# How long the provider's own description is good, and how long we do not ask again after it failed.
KNOWN_FOR = 3600
FAILED_FOR = 15
LONGEST_SUBJECT = 255


class NotBelieved(Exception):
    """The provider answered, and did not vouch: `reason`, a code for the log, says what for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class AskedOfProvider:
    """What we asked, kept by the browser that is to bring the answer, and by no other.

    `fresh` says that its owner was to be asked for at once, whoever was signed in there.
    """

    state: str
    nonce: str
    verifier: str
    fresh: bool
    at: int

    @classmethod
    def anew(cls, *, fresh: bool, now: datetime) -> AskedOfProvider:
        return cls(
            secrets.token_urlsafe(24), secrets.token_urlsafe(24), generate_token(64), fresh,
            int(now.timestamp()),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the provider vouched for. The name is what it calls the person, and proves nothing."""

    issuer: str
    subject: str
    name: str


class Provider:
    """One issuer, and our registration with it. Threads share it."""

    def __init__(
        self, house: HouseProvider, *, comes_back_to: str, patience: Patience | None = None
    ) -> None:
        self._house = house
        self._comes_back_to = comes_back_to
        self._line = Line(house, patience or Patience())
        self._known: tuple[float, dict[str, Any] | Unanswered] = (0, Unanswered("not_asked"))
        self._keys: KeySet | None = None
        self._asking = threading.Lock()

    def address_to_ask(self, asked: AskedOfProvider) -> str:
        """Return the address at the provider to which a browser is sent. Raises Unanswered."""
        endpoint = self._guarded("authorization_endpoint")
        more = {"max_age": "0", "prompt": "login"} if asked.fresh else {}
        if self._house.acr:
            more["acr_values"] = self._house.acr
        url, _state = self._client().create_authorization_url(
            endpoint, state=asked.state, code_verifier=asked.verifier, nonce=asked.nonce, **more
        )
        return str(url)

    def address_to_leave(self, *, back_to: str) -> str | None:
        """Return the address at the provider at which people sign out there, where it has one.
        Raises Unanswered."""
        if not self._described().get("end_session_endpoint"):
            return None
        facts = {"client_id": self._house.client_id, "post_logout_redirect_uri": back_to}
        return str(add_params_to_uri(self._guarded("end_session_endpoint"), list(facts.items())))

    def is_answer_of(self, brought: Mapping[str, str], asked: AskedOfProvider) -> bool:
        """Say whether what a browser brought is this provider's answer to what we asked: no other
        provider's (RFC 9207), and to no other question. Raises Unanswered."""
        names_itself = self._described().get("authorization_response_iss_parameter_supported")
        issuer = brought.get("iss", "" if names_itself else self._house.issuer)
        is_ours = secrets.compare_digest(brought.get("state", "").encode(), asked.state.encode())
        return is_ours and issuer == self._house.issuer

    def identify(self, code: str, asked: AskedOfProvider, *, now: datetime) -> Vouched:
        """Change the code for an ID token, and return whom it names. Raises Unanswered;
        NotBelieved."""
        try:
            sent = self._client().fetch_token(
                self._described().get("token_endpoint", ""),
                grant_type="authorization_code", code=code, code_verifier=asked.verifier,
            )  # fmt: skip
            claims = self._read(sent, asked, now)
        except OAuth2Error as error:
            raise NotBelieved(_code(error.error)) from None
        except JoseError as error:
            raise NotBelieved(_code(f"{error.error}_{getattr(error, 'claim', '')}")) from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise NotBelieved("malformed") from None
        subject, name = claims["sub"], claims.get("name")
        if not subject or len(subject) > LONGEST_SUBJECT or not subject.isprintable():
            raise NotBelieved("subject")
        return Vouched(self._house.issuer, subject, name[:200] if isinstance(name, str) else "")

    def _read(self, sent: Mapping[str, Any], asked: AskedOfProvider, now: datetime) -> CodeIDToken:
        token = self._opened(sent["id_token"])
        wanted: dict[str, Any] = {
            "iss": {"essential": True, "value": self._house.issuer},
            "aud": {"essential": True, "value": self._house.client_id},
        }
        if self._house.acr:
            wanted["acr"] = {"essential": True, "values": self._house.acr.split()}
        of_ours = {
            "nonce": asked.nonce,
            "client_id": self._house.client_id,
            "access_token": sent.get("access_token"),
        }
        claims = CodeIDToken(token.claims, token.header, wanted, of_ours)
        claims.validate(now=int(now.timestamp()), leeway=SKEW)
        if asked.fresh:
            # Its owner gave the password after we asked for it, and not some time before.
            since = claims.get("auth_time")
            is_time = isinstance(since, int | float)
            if not is_time or not asked.at - SKEW <= since <= now.timestamp() + SKEW:
                raise NotBelieved("not_asked_again")
        return claims

    def _opened(self, id_token: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        if self._keys is not None:
            try:
                return jwt.decode(id_token, self._keys, registry=registry)
            except InvalidKeyIdError:
                # The provider has changed its keys since.
                pass
        self._keys = self._fetched_keys()
        return jwt.decode(id_token, self._keys, registry=registry)

    def _fetched_keys(self) -> KeySet:
        published = self._line.get(self._described().get("jwks_uri", ""))
        return KeySet.import_key_set(
            {"keys": [each for each in published["keys"] if each.get("kty") in KEY_TYPES]}
        )

    def _described(self) -> dict[str, Any]:
        """Return the provider's description of itself. Raises Unanswered, also without asking where
        it failed a moment ago. While one thread asks, the others wait a second
        for it, then go by what was known."""
        if self._is_old() and self._asking.acquire(timeout=1):
            try:
                if self._is_old():
                    self._known = self._asked_anew()
            finally:
                self._asking.release()
        _until, known = self._known
        if isinstance(known, Unanswered):
            raise Unanswered(known.reason)
        return known

    def _is_old(self) -> bool:
        return time.monotonic() >= self._known[0]

    def _asked_anew(self) -> tuple[float, dict[str, Any] | Unanswered]:
        try:
            return time.monotonic() + KNOWN_FOR, self._fetched_description()
        except Unanswered as error:
            return time.monotonic() + FAILED_FOR, error

    def _fetched_description(self) -> dict[str, Any]:
        issuer = self._house.issuer
        described = self._line.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if not isinstance(described, dict) or described.get("issuer") != issuer:
            raise Unanswered("another_issuer")
        return described

    def _guarded(self, name: str) -> str:
        address = self._described().get(name)
        if not isinstance(address, str) or not is_guarded(address):
            raise Unanswered(f"no_{name}")
        return address

    def _client(self) -> OAuth2Client:
        takes = self._described().get("token_endpoint_auth_methods_supported")
        basic, posted = "client_secret_basic", "client_secret_post"
        return OAuth2Client(
            self._line,
            client_id=self._house.client_id,
            client_secret=self._house.client_secret,
            token_endpoint_auth_method=posted if takes and basic not in takes else basic,
            scope="openid profile",
            redirect_uri=self._comes_back_to,
            code_challenge_method="S256",
        )


def _code(text: str) -> str:
    """Return what of a provider's own words goes into the log."""
    return "".join(sign for sign in str(text) if sign.isalnum() or sign == "_")[:60]
