"""One page: who may see it, what it shows or does, and its one transaction.

    @page(pages, "GET", "/<id:flag_id>", who=STAFF)
    def show(call: PageCall, flag_id: int) -> Answer:
        return call.render("console/flags/show.html", flag=flags.get(call.work, ...))

    @page(pages, "POST", "/<id:flag_id>/dismiss", who=STAFF, again=show)
    def dismiss(call: PageCall, flag_id: int) -> Answer:
        sent = call.form(WhyIn)
        flags.dismiss(call.work, flag_id, why=sent["why"])
        return call.redirect("flags.show", flag_id=flag_id, message=_("The flag is dismissed."))

A GET runs in `db.reading()`, a POST in `db.transaction()`. After a refusal nothing is stored and
`again` shows the page with what was typed and the errors beside the fields. To somebody who may not
see a page it does not exist.
"""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import make_response as respond
from marshmallow import Schema
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from complaints.base.clock import utcnow
from complaints.base.errors import FieldError, Refusal, not_found
from complaints.http import identity, problems
from complaints.http.endpoint import ID, Call, context
from complaints.http.identity import Me
from complaints.http.languages import say_here
from complaints.kit import arrivals, forms, once
from complaints.kit.forms import Sent
from complaints.kit.navigation import MenuPlace
from complaints.rules.actors import VISITOR
from complaints.rules.staff.door_bars import Bars, OneOf
from complaints.services.staff.door_bars import require_bars
from complaints.storage import db_errors
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork

Answer = str | Response
View = Callable[..., Answer]

FILERS = frozenset({"filer"})
# Whoever files, also without an account: what concerns single notices, and nothing of an account.
NOTIFIERS = FILERS | {"notifier"}
STAFF = frozenset({"reviewer", "supervisor", "administrator"})
# Counsel works outside: of the console it sees the appeals that it judges, and nothing else.
COUNSEL = frozenset({"counsel"})
SUPERVISORS = frozenset({"supervisor", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})
SIGNED_IN = FILERS | STAFF
# Whoever has an account, and so a page of its own.
OWNERS = SIGNED_IN | COUNSEL
ANYONE = OWNERS | NOTIFIERS | {"visitor"}

LOGIN = "security.login"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PageCall(Call):
    """One request of a page. `me` is None for a visitor; `sent` is filled only after a refusal."""

    me: Me | None
    sent: Sent

    def form(
        self,
        schema: type[Schema] | Schema,
        *,
        besides: Collection[str] = (),
        form: MultiDict[str, str] | None = None,
        also: Collection[FieldError] = (),
        check: forms.Check | None = None,
    ) -> dict[str, Any]:
        """Return the sent form, loaded by the schema. Refuses with: invalid-request.

        `form` replaces the request's form where the page filled something in; `also` and `check`
        are what else is wrong, so that everything is said at once (kit/forms.py).
        """
        given = request.form if form is None else form
        return forms.read_form(schema, given, besides=besides, also=also, check=check)

    def query(self, schema: type[Schema] | Schema) -> dict[str, Any]:
        """Return the parameters of the address, loaded by the API's query schema.

        Empty parameters count as left out, as a filter's empty fields do. Refuses with:
        invalid-request.
        """
        return forms.read_form(schema, request.args, besides={"lang"})

    def render(self, template: str, *, status: int = 200, **facts: Any) -> Response:
        """Return the page."""
        page = render_template(template, sent=self.sent, me=self.me, now=self.now, **facts)
        return respond(page, status)

    def redirect(self, endpoint: str, *, message: Message | None = None, **values: Any) -> Response:
        """Redirect to another page, which shows the message of what was done."""
        if message:
            flash(say_here(message))
        return redirect(url_for(endpoint, **values), code=303)

    def lead(self, address: str, *, message: Message | None = None) -> Response:
        """Redirect to an address of ours, which shows the message of what was done."""
        if message:
            flash(say_here(message))
        return redirect(address, code=303)


def page(
    blueprint: Blueprint,
    method: str,
    path: str,
    *,
    who: Collection[str],
    again: View | None = None,
    files: arrivals.Sender | None = None,
    arrive: arrivals.Arrive = arrivals.arrive,
    menu: MenuPlace | None = None,
    bars: Bars | OneOf | None = None,
) -> Callable[[View], View]:
    """Return the decorator that makes a view a page. `again` is shown when a POST is refused; of
    the parts of its address it gets those that it takes.

    `menu` puts it into the console's menu. `bars` is what stands in the way of whoever writes here
    about a case, asked before the view; the form's fields name a case as the address does.

    `files` says who sends the files that the form may have (see kit/uploads.py); they are stored
    before its transaction begins, as documents where `arrive` does nothing else with them.
    """

    def decorate(view: View) -> View:
        barred = _barred(view, bars)
        served = functools.partial(
            _serve, barred, frozenset(who), again, method != "GET", files, arrive
        )
        functools.update_wrapper(served, view)
        # The tests of permissions read it.
        served.who = frozenset(who)  # type: ignore[attr-defined]
        served.bars = bars  # type: ignore[attr-defined]
        # And the console's menu, where the page stands in it.
        served.menu = menu  # type: ignore[attr-defined]
        served.takes_files = arrivals.MOST_FILES if files else 0  # type: ignore[attr-defined]
        rule = path.replace("<id:", ID)
        blueprint.add_url_rule(rule, view.__name__, served, methods=[method])
        return view

    return decorate


def _barred(view: View, bars: Bars | OneOf | None) -> View:
    if bars is None:
        return view

    @functools.wraps(view)
    def barred(call: PageCall, **path: Any) -> Answer:
        require_bars(call.work, bars, {**request.form, **path})
        return view(call, **path)

    return barred


def _serve(
    view: View, who: frozenset[str], again: View | None, writes: bool,
    files: arrivals.Sender | None, arrive: arrivals.Arrive, /, **path: Any,
) -> Answer:  # fmt: skip
    try:
        if files is not None:
            turned_away = _receive(who, files, arrive, path)
            if turned_away is not None:
                return turned_away
        with _opened(writes=writes) as session:
            call = _call(session)
            turned_away = _turn_away(call.me, who)
            if turned_away is not None:
                return turned_away
            return _act(view, call, path) if writes else view(call, **path)
    except Refusal as refusal:
        if again is None or refusal.slug == "not-found":
            raise
        return _show_again(again, refusal, path)
    except SQLAlchemyError as error:
        return _keep_form(error, again, path)


@contextmanager
def _opened(*, writes: bool) -> Iterator[Session]:
    """Give the request's session, in `g.session` for the layout too.

    Nothing may use it afterwards: a session that is used after its end begins a new transaction
    that nobody ends, and a POST's would hold the one lock of SQLite's writers.
    """
    database = context().database
    with database.transaction() if writes else database.reading() as session:
        g.session = session
        try:
            yield session
        finally:
            g.pop("session")


def _receive(
    who: frozenset[str], files: arrivals.Sender, arrive: arrivals.Arrive, path: dict[str, Any]
) -> Answer | None:
    """Store the files of somebody who may send them; turn others away first."""
    with _opened(writes=True) as session:
        call = _call(session)
        turned_away = _turn_away(call.me, who)
        if turned_away is not None:
            return turned_away
        sender = files(call, **path)
    arrive(sender, now=call.now)
    return None


def _call(session: Any, sent: Sent | None = None) -> PageCall:
    me = identity.signed_in(session)
    g.me, g.language = me, me.language if me else None
    actor = me.actor if me else VISITOR
    service = context()
    work = UnitOfWork(session, actor, utcnow(), service.links)
    return PageCall(work, service, None, me, sent or Sent())


def _turn_away(me: Me | None, who: frozenset[str]) -> Answer | None:
    """Return the answer for a visitor who must sign in first; None where the page may be shown.

    Refuses with: not-found, where the page is for another role.
    """
    if me is None and "visitor" not in who:
        if request.method == "GET":
            return redirect(url_for(LOGIN, next=request.full_path.rstrip("?")))
        return _keep_typed()
    if (me.role if me else "visitor") not in who:
        raise not_found(_("page"))
    return None


def _keep_typed() -> Response:
    """Show what was typed to somebody whose session has ended, so that it can be sent again."""
    typed = [(n, v) for n, v in request.form.items(multi=True) if n != once.NAME]
    # The form's labels are not known here, and its codes say nothing to anybody: of what travels,
    # only what somebody wrote in words is shown.
    written = [value for _name, value in typed if " " in value.strip() or not value.isascii()]
    files = any(file.filename for file in request.files.values())
    page = render_template(
        "kit/signed_out.html", typed=typed, written=written, files=files, action=request.full_path
    )
    return respond(page, 401)


def _act(view: View, call: PageCall, path: dict[str, Any]) -> Answer:
    digest = once.digest_of(request, call.me.account_id if call.me else None)
    if digest is not None:
        location = once.claim_form(call.session, digest, now=call.now)
        if location is not None:
            return redirect(once.address_with_secret(location, path), code=303)
    answer = view(call, **path)
    if digest is not None and isinstance(answer, Response) and answer.location:
        once.keep_address(call.session, digest, location=once.hidden(answer.location, path))
    return answer


def _keep_form(error: SQLAlchemyError, again: View | None, path: dict[str, Any]) -> Answer:
    """Show what was typed again where the database could not store it: a full disk can be read."""
    refusal = db_errors.refusal_of(error)
    if refusal is None or again is None:
        raise error
    log.error("database: %s", db_errors.for_log(error))
    return _show_again(again, refusal, path)


def _show_again(again: View, refusal: Refusal, path: dict[str, Any]) -> Answer:
    sent = forms.again(refusal, request.form)
    taken = inspect.signature(again).parameters
    with _opened(writes=False) as session:
        parts = {name: part for name, part in path.items() if name in taken}
        answer = respond(again(_call(session, sent), **parts))
    if answer.status_code == 200:
        answer.status_code = problems.PROBLEMS[refusal.slug].status
    return problems.with_retry_after(answer, refusal)
