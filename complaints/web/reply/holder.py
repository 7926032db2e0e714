"""Makes a page one of whoever holds a seller's link, and keeps the link secret."""

from __future__ import annotations

import functools
from collections.abc import Callable

from flask import Blueprint

from complaints.kit.pages import Answer, PageCall
from complaints.rules.mailing.secret_links import Door
from complaints.web import link_codes, secret_links
from complaints.web.secret_links import may_act

pages = Blueprint("reply", __name__, url_prefix="/reply")
link_codes.add(pages, Door.REPLY)

holds_link = secret_links.reads(Door.REPLY)
acts_by_link = secret_links.acts(Door.REPLY)
sender = secret_links.sender(Door.REPLY)


def fills_in(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Make a view a form of the link's holder; whoever may only read is led to enter the code."""

    @holds_link
    @functools.wraps(view)
    def for_confirmed(call: PageCall, token: str, **path: object) -> Answer:
        if may_act(call):
            return view(call, token, **path)
        if call.sent.summary:
            return call.render(
                "web/links/code.html", token=token, door=Door.REPLY, then=view.__name__
            )
        return call.redirect("reply.code", token=token, then=view.__name__)

    return for_confirmed
