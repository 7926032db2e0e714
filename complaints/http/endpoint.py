"""One route of the API: who may call it, its input and output, and its one transaction.

    @endpoint(blp, "POST", "/rights", scopes={Scope.FILE}, body=RightIn, answer=RightOut,
              status=201)
    def register(call: Call, body: dict[str, Any]) -> Right:
        '''Register a right.'''
        return rights.register(call.work, ...)

A view gets a `Call`, then the query's and the body's values where their schemas are given, then
the path's ids by name. An answer with a `version` carries it as ETag. A POST runs in
`db.transaction()`, a GET in `db.reading()`. Clients that are generated call the route by its
blueprint and its view (`rights.register`): to rename one is to break them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flask import Response, current_app, request
from flask_smorest.blueprint import Blueprint as SmorestBlueprint
from marshmallow import Schema
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.http import conditional, documented, identity, rate_limits, replay
from complaints.http.ending import Ends, said_by
from complaints.http.languages import pick
from complaints.http.parsing import Parser, require_nothing_unexpected
from complaints.queries.sellers import their_ids
from complaints.rules.actors import VISITOR, Actor, Scope
from complaints.rules.staff.door_bars import PROBLEMS, Bars
from complaints.schemas.fields import READER
from complaints.services.staff.door_bars import require_bars
from complaints.settings.rate_limits import LimitName
from complaints.storage.context import Context
from complaints.words import message as _
from complaints.work import UnitOfWork

View = Callable[..., Any]
# Where the database is in trouble that nobody outside can mend.
OF_DATABASE = frozenset({"database-damaged", "disk-full", "read-only", "wrong-schema"})
# What is said of a key alone.
OF_KEYS = frozenset({"unauthorised", "forbidden", "idempotency-mismatch"})
# What the database's integer columns hold; a larger number is an address that does not exist.
ID = "<int(min=1, max=2147483647):"
# A store as its marketplace names it; its id there may hold a slash.
STORE = "/marketplaces/<slug>/stores/<path:store>"


class Blueprint(SmorestBlueprint):
    """flask-smorest's blueprint with our parser, so that its errors are problem details.

    What describes a route is copied when the description is asked for (`describe_routes`): to copy
    it as each route is made takes a tenth of a start.
    """

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, import_name: str, *, description: str) -> None:
        super().__init__(name, import_name, description=description)
        self._undescribed: list[tuple[Any, Any]] = []

    def _store_endpoint_docs(self, *route: Any, **options: Any) -> None:
        self._undescribed.append((route, options))

    def describe_routes(self) -> None:
        """Give flask-smorest what describes the routes that were added so far."""
        for route, options in self._undescribed:
            view = route[1]
            named = {"operationId": documented.operation_id(self.name, view.__name__)}
            view._apidoc["manual_doc"] = named | view.described()
            super()._store_endpoint_docs(*route, **options)
        self._undescribed.clear()


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request. `expected` is the version that If-Match names, where it counts."""

    work: UnitOfWork
    context: Context
    expected: int | None

    @property
    def session(self) -> Session:
        return self.work.session

    @property
    def actor(self) -> Actor:
        return self.work.actor

    @property
    def now(self) -> datetime:
        return self.work.now


def endpoint(
    blueprint: Blueprint,
    method: str,
    path: str,
    *,
    scopes: Collection[Scope],
    answer: type[Schema] | Schema | None = None,
    status: int = 200,
    body: type[Schema] | Schema | None = None,
    query: type[Schema] | Schema | None = None,
    refuses: Collection[str] = (),
    stores: bool = True,
    upload: Callable[[Context], Any] | None = None,
    matches: bool = False,
    anew: bool = False,
    many: bool = False,
    media: Sequence[str] = (),
    also: Mapping[int, str] = MappingProxyType({}),
    bars: Bars | None = None,
    costly: bool = False,
    filing: Callable[[Actor, Any], None] | None = None,
    ends: Ends | None = None,
    notices: bool = False,
    anyone: bool = False,
) -> Callable[[View], View]:
    """Return the decorator that makes a view a route of the API.

    `scopes`: the key needs one of them. `refuses`: slugs that this route can refuse with, beside
    those of every such route (OpenAPI documents them all). `stores=False` is for a question too
    long for an address: a POST that reads, and takes no Idempotency-Key. `upload`: the body
    is one file; the view gets what this makes of it before the transaction begins.
    `matches`: `call.expected` is the version that If-Match names. `anew`: the answer holds a secret
    that is stored nowhere, so a request that is repeated is done anew. `many`: the view
    opens a transaction for each item of the body (`begin_work`), and takes no Idempotency-Key.
    `media`: the types of a file that is answered in place of JSON. `also`: other statuses of the
    same answer, and when. `bars`: what stands in the way of whoever writes here about a case, asked
    before the view. `costly`: it takes much work, and is counted as files are. `filing`:
    counts, before the transaction, the complaints that are filed by this body (None for none).
    `ends`: from when the route is deprecated, and gone. `notices`: whoever came in by the link of a
    letter may call it too. `anyone`: no key is asked for, and none is looked at: it takes no
    Idempotency-Key, and the limits are those of the network that asks.
    """
    writes = method != "GET" and stores
    at_once = writes and not many
    repeats = at_once and not anyone
    limit = _limit_of(costly=costly or bool(upload or media), writes=writes)

    def described() -> dict[str, Any]:
        barred = {PROBLEMS[bar] for bar in bars.all} if bars is not None else set()
        barring = {*refuses, *barred}
        possible = _possible_problems(method, path, body, barring, matches=matches)
        if anyone:
            possible = [each for each in possible if each not in OF_KEYS]
        made = _documentation(possible, scopes, writes=repeats, matches=matches)
        if anyone:
            made["security"] = []
        if notices:
            made["x-notices"] = True
        if method == "GET" and not media and not documented.has_version(answer):
            made["responses"] = {**made["responses"], **documented.UNCHANGED}
        # What is left out counts as its method says: as `read`, or as `write`.
        if filing or limit is LimitName.COSTLY:
            made["x-limits"] = [limit, *([LimitName.FILE] if filing else [])]
        ending = ends.described if ends is not None else {}
        return made | (documented.UPLOAD if upload else {}) | ending

    def decorate(view: View) -> View:
        decorated = _answering(
            blueprint, view, answer=documented.file_answer(media) if media else answer,
            status=status, media=media, also=also,
        )  # fmt: skip
        decorated = _barred(decorated, bars)
        decorated = _by_their_ids(decorated)
        decorated = _with_transaction(
            decorated, scopes=scopes, writes=at_once, repeats=repeats, matches=matches, anew=anew
        )
        if filing:
            decorated = _counting(decorated, filing)
        for schema, location in ((body, "json"), (query, "query")):
            if schema is not None:
                # One for all requests: to make one costs as much as to load a body by it.
                made = schema() if isinstance(schema, type) else schema
                decorated = blueprint.arguments(made, location=location)(decorated)
        if upload:
            decorated = _with_upload(decorated, upload)
        decorated = _refusing_unexpected(
            decorated, body=upload is not None or body is not None, query=query is not None
        )
        served: Any = (
            _as_visitor(decorated, limit)
            if anyone
            else _with_identity(
                decorated, frozenset(scopes), limit, files=filing is not None, notices=notices
            )
        )
        if ends is not None:
            served = said_by(served, ends)
        served.takes_files = int(upload is not None)
        # The test of all doors reads them.
        served.bars, served.scopes, served.writes = bars, frozenset(scopes), writes
        served.described = described
        served._apidoc.get("arguments", {}).pop("responses", None)
        blueprint.route(path.replace("<id:", ID), methods=[method], parameters=["Language"])(served)
        return view

    return decorate


def _answering(
    blueprint: Blueprint,
    view: View,
    *,
    answer: Any,
    status: int,
    media: Sequence[str],
    also: Mapping[int, str],
) -> View:
    """Return the view with its answer rendered, and all its answers described."""
    first, *others = media or [documented.JSON]
    headers = documented.headers(answer, status, media=media)
    decorated = blueprint.response(status, answer, content_type=first, headers=headers)(view)
    for other in others:
        decorated = blueprint.alt_response(status, schema=answer, content_type=other)(decorated)
    for code, description in also.items():
        headers = documented.headers(answer, code, media=media)
        decorated = blueprint.alt_response(
            code, schema=answer, description=description, headers=headers
        )(decorated)
    described: View = decorated
    return described


def _limit_of(*, costly: bool, writes: bool) -> LimitName:
    if costly:
        return LimitName.COSTLY
    return LimitName.WRITE if writes else LimitName.READ


def _as_visitor(view: View, limit: LimitName) -> View:
    @functools.wraps(view)
    def visited(*args: Any, **kwargs: Any) -> Any:
        rate_limits.admit_anyone(request, limit)
        request.environ["cleanhands.actor"] = VISITOR
        return view(*args, **kwargs)

    return visited


def _with_identity(
    view: View, scopes: frozenset[Scope], limit: LimitName, *, files: bool, notices: bool
) -> View:
    @functools.wraps(view)
    def identified(*args: Any, **kwargs: Any) -> Any:
        token = identity.sent_key(request)
        find = functools.partial(identity.actor_of_key, context(), token)
        actor = rate_limits.admit(request, token, find, limit, files=files)
        request.environ["cleanhands.actor"] = actor
        identity.require_scopes(actor, scopes, notices=notices)
        return view(*args, **kwargs)

    return identified


def _counting(view: View, count: Callable[[Actor, Any], None]) -> View:
    """Return the view with the complaints counted that its body files."""

    @functools.wraps(view)
    def counted(*args: Any, **kwargs: Any) -> Any:
        count(_actor(), args[-1] if args else None)
        return view(*args, **kwargs)

    return counted


def _refusing_unexpected(view: View, *, body: bool, query: bool) -> View:
    @functools.wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        require_nothing_unexpected(request, body=body, query=query)
        return view(*args, **kwargs)

    return checked


def _with_upload(view: View, receive: Callable[[Context], Any]) -> View:
    @functools.wraps(view)
    def received(*args: Any, **kwargs: Any) -> Any:
        return view(receive(context()), *args, **kwargs)

    return received


def _barred(view: View, bars: Bars | None) -> View:
    """Return the view as it is behind its bars: the body's members name a case as the path does."""

    @functools.wraps(view)
    def barred(call: Call, *sent: Any, **path: Any) -> Any:
        bodies = [each for each in sent if isinstance(each, dict)]
        require_bars(call.work, bars, {**(bodies[-1] if bodies else {}), **path})
        return view(call, *sent, **path)

    return barred


def _by_their_ids(view: View) -> View:
    """Return the view as it is called where a path names a store as its marketplace does, by
    `slug` and `store`: the view, and its bars, get our number as `store_id`."""

    @functools.wraps(view)
    def numbered(call: Call, *sent: Any, **path: Any) -> Any:
        if "store" in path:
            path["store_id"] = their_ids.id_of_store(call.work, path.pop("slug"), path.pop("store"))
        return view(call, *sent, **path)

    return numbered


def _with_transaction(
    view: View,
    *,
    scopes: Collection[Scope],
    writes: bool,
    repeats: bool,
    matches: bool,
    anew: bool,
) -> View:
    @functools.wraps(view)
    def transacted(*args: Any, **kwargs: Any) -> Response:
        expected = _expected_version() if matches else None
        if writes:
            sent = replay.read_sent(request, _actor(), scopes, expected) if repeats else None
            return _write(view, args, kwargs, expected=expected, sent=sent, anew=anew)
        with context().database.reading() as session:
            answered = _answer(view, _call(session, expected), args, kwargs)
        return conditional.spare(request, answered) if request.method == "GET" else answered

    return transacted


def _write(
    view: View,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    expected: int | None,
    sent: replay.SentRequest | None,
    anew: bool,
) -> Response:
    with context().database.transaction() as session:
        call = _call(session, expected)
        if sent is None:
            return _answer(view, call, args, kwargs)
        stored = replay.claim_key(session, sent, now=call.now)
        if stored is not None and not anew:
            return stored
        response = _answer(view, call, args, kwargs)
        if not anew:
            replay.remember(session, sent, response)
        return response


def _answer(view: View, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Response:
    reader = READER.set(pick(request))
    try:
        response: Response = view(call, *args, **kwargs)
    finally:
        READER.reset(reader)
    version = _version_in(response)
    if version is not None:
        response.headers["ETag"] = f'"{version}"'
    return response


def _version_in(response: Response) -> int | None:
    document = response.get_json() if response.is_json else None
    version = document.get("version") if isinstance(document, dict) else None
    return version if isinstance(version, int) else None


def _call(session: Session, expected: int | None) -> Call:
    service = context()
    return Call(UnitOfWork(session, _actor(), utcnow(), service.links), service, expected)


def _actor() -> Actor:
    actor: Actor = request.environ["cleanhands.actor"]
    return actor


def context() -> Context:
    """Return the service that this application runs."""
    service: Context = current_app.extensions["cleanhands"]
    return service


def _expected_version() -> int | None:
    tag = request.headers.get("If-Match")
    if tag is None or tag.strip() == "*":
        return None
    if not re.fullmatch(documented.VERSION, tag.strip()):
        raise invalid(
            "",
            Code.WRONG_FORMAT,
            _("If-Match must be the ETag that reading it gave."),
            format="etag",
        )
    return int(tag.strip().removeprefix("W/").strip('"'))


def _possible_problems(
    method: str,
    path: str,
    body: object,
    refuses: Collection[str],
    *,
    matches: bool,
) -> list[str]:
    slugs = {"unauthorised", "forbidden", "rate-limited", "invalid-request", "too-large", *refuses}
    slugs |= {"internal", "unavailable", "damaged", "unreadable", *OF_DATABASE}
    names_one = "<id:" in path or STORE in path
    if names_one:
        slugs.add("not-found")
    if body is not None:
        slugs |= {"malformed", "unsupported-media-type"}
    if method in ("PUT", "DELETE"):
        # An id out of range, on a path that has other methods too, is answered as a wrong method.
        slugs.add("method-not-allowed")
    if method != "GET":
        slugs |= {"idempotency-mismatch", "not-found"}
    if method != "GET" and names_one:
        slugs.add("wrong-state")
    if matches:
        slugs.add("stale")
    return sorted(slugs)


def _documentation(
    possible: Collection[str], scopes: Collection[Scope], *, writes: bool, matches: bool
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "responses": documented.refusals(possible),
        "x-scopes": sorted(scopes),
    }
    headers = ["IdempotencyKey"] * writes + ["IfMatch"] * matches
    # They replace the parameters of the query's schema: a route has one or the other.
    return described | ({"parameters": headers} if headers else {})
