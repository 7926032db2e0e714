"""The page of a test instance on which all ends that a live one would send: letters, events for
webhooks, orders. A live instance has no such page."""

from __future__ import annotations

from flask import Blueprint, redirect

from complaints.base.errors import not_found
from complaints.kit.pages import ANYONE, OWNERS, Answer, PageCall, page
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.outward.posts import compose_post
from complaints.services.outward import outbox_of_tests
from complaints.web.outbox import linked
from complaints.words import message as _

pages = Blueprint("test_outbox_pages", __name__)


@page(pages, "GET", "/test", who=ANYONE)
def show_kept(call: PageCall) -> Answer:
    """Show what the reader may see of it, of each kind the newest first."""
    kept = outbox_of_tests.read_outbox(call.work, vault=call.context.vault)
    posts = [
        (
            each,
            compose_post(
                each.attempt.event, message_id=each.attempt.message_id,
                secrets=each.attempt.secrets, at=each.at,
            ),
        )
        for each in kept.posts
    ]  # fmt: skip
    return call.render("web/outbox_of_tests.html", kept=kept, posts=posts, linked=linked)


@page(pages, "POST", "/test/letters/<id:letter_id>/open", who=OWNERS, bars=NO_CASE)
def follow_letter(call: PageCall, letter_id: int) -> Answer:
    """Follow the link of a letter, as its addressee does: it is made for this."""
    opened = outbox_of_tests.open_letter(call.work, letter_id, vault=call.context.vault)
    if opened.link is None:
        raise not_found(_("page"))
    return redirect(opened.link.removeprefix(call.context.links.base_url), code=303)
