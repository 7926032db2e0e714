"""What a test instance would send: letters, webhooks and orders end here. A live one has no such
route."""

from __future__ import annotations

from dataclasses import asdict

from complaints.api.outward.events import READERS
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.outward.outbox_of_tests import OpenedLetterOut, TestOutboxOut
from complaints.schemas.outward.posts import compose_post
from complaints.services.mailing.letters import Outgoing
from complaints.services.outward import outbox_of_tests

test_blp = Blueprint(
    "test_outbox", __name__, description="What a test instance would send; a live one has no such"
)
WRITERS = (Scope.FILE, Scope.FILE_ON_BEHALF, Scope.SPEAK_FOR_SELLERS, Scope.DECIDE)


@endpoint(test_blp, "GET", "/test/outbox", scopes=READERS, answer=TestOutboxOut)
def read_outbox(call: Call) -> dict[str, object]:
    """Read what would have left, of each kind the newest 40: letters to your accounts and to the
    sellers of your claims, what would have been posted to your webhooks, and orders."""
    kept = outbox_of_tests.read_outbox(call.work, vault=call.context.vault)
    posts = []
    for each in kept.posts:
        sent = each.attempt
        post = compose_post(
            sent.event, message_id=sent.message_id, secrets=sent.secrets, at=each.at
        )
        posts.append({"url": sent.url, "at": each.at, **asdict(post)})
    return {"letters": kept.letters, "posts": posts, "orders": kept.orders}


@endpoint(test_blp, "POST", "/test/letters/<id:letter_id>/open", scopes=WRITERS,
          answer=OpenedLetterOut, anew=True, bars=NO_CASE)  # fmt: skip
def open_letter(call: Call, letter_id: int) -> Outgoing:
    """Open a letter as its addressee does, also a seller's: its link is made for this."""
    return outbox_of_tests.open_letter(call.work, letter_id, vault=call.context.vault)
