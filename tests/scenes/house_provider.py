"""A house's own OpenID provider, in a process of its own on loopback: Authlib's server.

    with running_provider() as issuer: ...

Whoever is at the browser says who they are by `who=` in the address, and types the password by
`typed=1`; without it they are signed in there for an hour already. `behave` makes it misbehave:

    behave(issuer, claims={"aud": "another"})          what the next ID tokens say
    behave(issuer, from_now={"exp": -90})              by seconds from then
    behave(issuer, sign="none" | "secret" | "stranger" | "new-key")
    behave(issuer, paths={"/token": "error" | "hang" | "drip" | "huge" | "redirect" | "page"})
    behave(issuer, description={"issuer": "..."})      what it says of itself
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

CLIENT, SECRET = "clean-hands", "a secret that no log may hold"
BACK = "http://127.0.0.1:8000/sign-in/work/return"


@contextmanager
def running_provider() -> Iterator[str]:
    """Run the provider; give its issuer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.scenes.house_provider"],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def behave(issuer: str, **how: Any) -> None:
    """Let it behave so, and in all else well."""
    _open(issuer + "/behave", json.dumps(how).encode())


def asked_at(issuer: str) -> list[str]:
    """Return the paths that it was asked since it was told how to behave."""
    with _open(issuer + "/asked") as answer:
        asked: list[str] = json.load(answer)
        return asked


def go_to_provider(address: str, who: str = "ada", *, typed: bool = False) -> str:
    """Open an address of the provider as somebody; return where it sends the browser then, as path
    and query. Where it asks for the password that is not typed, the answer is empty."""
    more = {"who": who} | ({"typed": "1"} if typed else {})
    with _open(f"{address}&{urlencode(more)}") as answer:
        sent: str = answer.headers.get("Location", "")
    return sent.removeprefix("http://127.0.0.1:8000")


class _Stay(urllib.request.HTTPRedirectHandler):
    def http_error_302(self, _request: Any, answer: Any, *_more: Any) -> Any:
        return answer


def _open(address: str, data: bytes | None = None) -> HTTPResponse:
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))
    answer: HTTPResponse = opener.open(address, data, timeout=10)
    return answer


def _serve() -> None:
    from authlib.integrations.flask_oauth2 import AuthorizationServer
    from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
    from authlib.oauth2.rfc6749.models import ClientMixin
    from authlib.oauth2.rfc7636 import CodeChallenge
    from authlib.oidc.core import AuthorizationCodeMixin, UserInfo
    from authlib.oidc.core.grants import OpenIDCode
    from flask import Flask, Response, redirect, request
    from joserfc import jwt
    from joserfc.jwk import OctKey, RSAKey
    from werkzeug.serving import make_server

    app = Flask("house")
    keys = {name: RSAKey.generate_key(2048, {"kid": name}) for name in ("old", "new", "other")}
    how: dict[str, Any] = {}
    codes: dict[str, Code] = {}
    asked: list[str] = []
    stop = threading.Event()

    class Client(ClientMixin):  # type: ignore[misc]
        client_id = CLIENT

        def get_client_id(self) -> str:
            return CLIENT

        def get_default_redirect_uri(self) -> str:
            return BACK

        def get_allowed_scope(self, scope: str) -> str:
            return scope

        def check_redirect_uri(self, uri: str) -> bool:
            return uri == BACK

        def check_client_secret(self, secret: str) -> bool:
            return secret == SECRET

        def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
            return method == "client_secret_basic"

        def check_response_type(self, kind: str) -> bool:
            return kind == "code"

        def check_grant_type(self, kind: str) -> bool:
            return kind == "authorization_code"

    class Code(AuthorizationCodeMixin):  # type: ignore[misc]
        def __init__(self, sent: dict[str, str], who: str) -> None:
            self.sent, self.who = sent, who
            self.code_challenge = sent.get("code_challenge")
            self.code_challenge_method = sent.get("code_challenge_method")
            self.at = int(time.time()) - (0 if sent.get("typed") else 3600)

        def get_redirect_uri(self) -> str:
            return self.sent.get("redirect_uri", "")

        def get_scope(self) -> str:
            return self.sent.get("scope", "")

        def get_nonce(self) -> str | None:
            return self.sent.get("nonce")

        def get_auth_time(self) -> int:
            return self.at

        def get_acr(self) -> str | None:
            return self.sent.get("acr_values")

        def get_amr(self) -> None:
            return None

    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, asking: Any) -> None:
            codes[code] = Code(asking.payload.data, asking.user["sub"])

        def query_authorization_code(self, code: str, _client: Any) -> Code | None:
            return codes.get(code)

        def delete_authorization_code(self, code: Code) -> None:
            for each in [name for name, kept in codes.items() if kept is code]:
                del codes[each]

        def authenticate_user(self, code: Code) -> dict[str, str]:
            return {"sub": code.who}

    class Identified(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, _nonce: str, _asking: Any) -> bool:
            return False

        def get_client_claims(self, _client: Any) -> dict[str, Any]:
            return {"iss": issuer, "aud": [CLIENT]}

        def generate_user_info(self, user: Any, _scope: str) -> UserInfo:
            return UserInfo(sub=user["sub"], name=user["sub"].title())

        def resolve_client_private_key(self, _client: Any) -> Any:
            return keys["old"]

        def encode_id_token(self, token: Any, asking: Any) -> str:
            made = jwt.decode(super().encode_id_token(token, asking), keys["old"])
            later = {name: time.time() + by for name, by in how.get("from_now", {}).items()}
            claims = {**made.claims, **later, **how.get("claims", {})}
            claims = {name: value for name, value in claims.items() if value is not None}
            return _signed(claims, how.get("sign", "old"))

    def _signed(claims: dict[str, Any], sign: str) -> str:
        if sign == "none":
            return str(jwt.encode({"alg": "none"}, claims, None, ["none"]))  # type: ignore[arg-type]
        if sign == "secret":
            return str(jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), ["HS256"]))
        key = {"stranger": "other", "new-key": "new"}.get(sign, "old")
        # A stranger says that it is the key that we know.
        header = {"alg": "RS256", "kid": "old" if sign == "stranger" else key}
        return str(jwt.encode(header, claims, keys[key]))

    server = AuthorizationServer(app, lambda name: Client() if name == CLIENT else None,
                                 lambda *_token: None)  # fmt: skip
    server.register_grant(Grant, [CodeChallenge(required=True), Identified(require_nonce=True)])

    @app.before_request
    def misbehave() -> Any:
        if request.path in ("/behave", "/asked"):
            return None
        asked.append(request.path)
        match how.get("paths", {}).get(request.path):
            case "error":
                return Response("<h1>Oh no</h1>", 503)
            case "hang":
                stop.wait(5)
            case "drip":
                return Response(b"{" for _ in iter(lambda: stop.wait(0.05), True))
            case "huge":
                return Response(b"[" + b"1," * 500_000)
            case "redirect":
                return redirect("http://127.0.0.1:9/elsewhere")
            case "page":
                return Response("<h1>Welcome to the network</h1>")
        return None

    @app.get("/.well-known/openid-configuration")
    def describe() -> dict[str, Any]:
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "end_session_endpoint": f"{issuer}/leave",
            "authorization_response_iss_parameter_supported": True,
            # A careless provider says that it signs by anything.
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **how.get("description", {}),
        }

    @app.get("/keys")
    def show_keys() -> dict[str, Any]:
        shown = ["old", "new"] if how.get("sign") == "new-key" else ["old"]
        return {"keys": [keys[name].as_dict(private=False) for name in shown]}

    @app.get("/authorize")
    def authorize() -> Any:
        if request.args.get("prompt") == "login" and not request.args.get("typed") \
                and not how.get("careless"):  # fmt: skip
            return "Enter your password."
        grant = server.get_consent_grant(end_user={"sub": request.args["who"]})
        answer = server.create_authorization_response(
            grant_user={"sub": request.args["who"]}, grant=grant
        )
        parts = urlsplit(answer.headers["Location"])
        query = dict(parse_qsl(parts.query)) | {"iss": issuer} | how.get("answer", {})
        return redirect(f"{BACK}?{urlencode(query)}")

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.post("/behave")
    def take_behaviour() -> str:
        how.clear()
        how.update(json.loads(request.get_data()))
        asked.clear()
        return ""

    @app.get("/asked")
    def tell_asked() -> list[str]:
        return asked

    http = make_server("127.0.0.1", 0, app, threaded=True)
    issuer = f"http://127.0.0.1:{http.port}"
    sys.stdout.write(f"{issuer}\n")
    sys.stdout.flush()
    http.serve_forever()


if __name__ == "__main__":
    _serve()
