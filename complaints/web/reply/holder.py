"""Makes a page one of whoever holds a seller's link, and keeps the link secret."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint

from complaints.kit.pages import Answer, PageCall
from complaints.queries import complaints
from complaints.rules import actors
from complaints.rules.actors import Actor
from complaints.web.secret_links import keep_secret

pages = Blueprint("reply", __name__, url_prefix="/reply")
keep_secret(pages)


def holds_link(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Make a view one of whoever holds the link: `call.actor` is the seller.

    A link that is too old leads to a page that offers a new one.
    Refuses with: not-found, for a forged or damaged link.
    """

    @functools.wraps(view)
    def with_seller(call: PageCall, token: str, **path: object) -> Answer:
        reply = call.context.links.read_reply(token)
        if call.now >= reply.ends_at:
            reference = complaints.reference_of(call.session, reply.seller.complaint_id)
            return call.render(
                "web/reply/expired.html", status=410, token=token, reference=reference
            )
        return view(replace(call, work=call.work.by(actors.seller(reply.seller))), token, **path)

    return with_seller


def sender(call: PageCall, token: str, **_path: object) -> Actor:
    """Return who sends files with a form. Refuses with: not-found; link-expired."""
    reply = call.context.links.read_reply(token)
    reply.require_current(call.now)
    return actors.seller(reply.seller)
