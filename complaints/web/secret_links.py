"""Pages behind the links of letters: reading needs the link, acting a code beside it, or a sign-in.

Whoever holds a link may have come by it. So what is sent through one (answers, appeals, files)
needs a code that went to its addressee apart from it, or that the account is signed in which the
letter was written to. The token in the address is a secret: no answer here is cached, indexed, or
named to another site.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, g
from flask import session as cookie

from complaints.base.errors import Refusal
from complaints.http.identity import CONFIRMED
from complaints.kit.pages import Answer, PageCall
from complaints.queries.mailing import secret_links
from complaints.queries.mailing.secret_links import HeldLink
from complaints.queries.sellers import places
from complaints.rules import actors
from complaints.rules.actors import Actor, HandKind
from complaints.rules.mailing.secret_links import ACTS_FOR, Door
from complaints.words import message as _

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
# The most links that a browser acts through at once.
MOST_KEPT = 8


def keep_secret(pages: Blueprint) -> None:
    """Add the headers to every answer of these pages."""

    def with_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    pages.after_request(with_headers)


def reads(door: Door) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Make a view one of whoever holds a link of this door: `call.actor` is the addressee.

    A link that is over leads to a page that offers a new one.
    Refuses with: not-found, for an unknown link.
    """
    return _behind(door, lambda _call: None)


def acts(door: Door) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Make a view one of a link's holder who may act: by a code, or signed in as the addressee.

    Refuses with: not-found; code-needed.
    """
    return _behind(door, require_may_act)


def _behind(
    door: Door, check: Callable[[PageCall], None]
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    def decorate(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @functools.wraps(view)
        def with_holder(call: PageCall, token: str, **path: object) -> Answer:
            held = secret_links.get_link(call.session, door, token)
            if held.is_over(call.now):
                return call.render("web/links/over.html", status=410, token=token, door=door)
            mine = replace(call, work=call.work.by(actor_of(call, held)))
            if held.letter.filer_id is None:
                # A seller reads moments by the clocks of its place, as in its letters.
                g.zone = places.find_place(call.session, held.seller).zone
            check(mine)
            return view(mine, token, **path)

        return with_holder

    return decorate


def actor_of(call: PageCall, held: HeldLink) -> Actor:
    """Return whom a link's holder acts for: the account that the letter was written to, by its
    log-in where that is signed in, else by the link; or the seller."""
    filer_id = held.letter.filer_id
    if filer_id is None:
        return actors.seller(held.seller).by(HandKind.LINK, held.id)
    if call.me is not None and call.me.actor.filer_id == filer_id:
        return call.me.actor
    return actors.filer(filer_id).by(HandKind.LINK, held.id)


def may_act(call: PageCall) -> bool:
    """Say whether the holder of the link may send something now, not only read."""
    link_id = call.actor.link_id
    if link_id is None:
        return True
    until = cookie.get(CONFIRMED, {}).get(str(link_id))
    return isinstance(until, str) and call.now < datetime.fromisoformat(until)


def require_may_act(call: PageCall) -> None:
    """Refuses with: code-needed, where the holder may only read."""
    if not may_act(call):
        raise Refusal(
            "code-needed",
            _("Enter the code that we send you separately. What you wrote has not been sent yet."),
        )


def note_confirmed(held: HeldLink, now: datetime) -> None:
    """Let this browser act through the link from now on, for a while."""
    known = {
        link_id: until
        for link_id, until in cookie.get(CONFIRMED, {}).items()
        if datetime.fromisoformat(until) > now
    }
    known[str(held.id)] = (now + ACTS_FOR).isoformat()
    cookie[CONFIRMED] = dict(list(known.items())[-MOST_KEPT:])


def sender(door: Door) -> Callable[..., Actor]:
    """Return the function that says who sends files with a form of this door.

    It refuses with: not-found; link-expired; code-needed.
    """

    def of(call: PageCall, token: str, **_path: object) -> Actor:
        held = secret_links.get_link(call.session, door, token)
        held.require_current(call.now)
        actor = actor_of(call, held)
        require_may_act(replace(call, work=call.work.by(actor)))
        return actor

    return of
