"""Sends events to webhooks: A, the receiver, B.

A, a transaction: what is due at an address, and that it is being tried. Then the receiver, with
nothing open. B, a transaction: it arrived, or why not. Whoever dies between the receiver's answer
and B leaves an attempt that counts as lost after a minute: the event comes once more, under the
same id. Several addresses are called at once, each once at a time: a slow one waits for itself.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from complaints import outgoing
from complaints.base.clock import utcnow
from complaints.outgoing import NotTakenError
from complaints.queries.outward import events
from complaints.queries.outward import webhooks as waiting
from complaints.rules.actors import SYSTEM
from complaints.schemas.outward.posts import compose_post
from complaints.services.outward import webhooks
from complaints.services.outward.events import number_events
from complaints.services.outward.webhooks import EventPost
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.work import begin_work

# Seconds between two looks where there was nothing to do.
PAUSE = 1.0
# Addresses that are called at once.
AT_ONCE = 16
# What stands in the log of a test instance where a receiver's answer would.
KEPT = "Not sent: this is a test instance. See GET /api/v1/test/outbox."
log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Calls = dict[int, Future[int]]


def call_until_stopped(context: Context, stop: threading.Event) -> None:
    """Number events and send them until `stop` is set. Nothing that goes wrong ends it."""
    calls: Calls = {}
    with ThreadPoolExecutor(AT_ONCE, "webhooks") as pool:
        while not stop.is_set():
            try:
                begin_calls(context, utcnow, pool, calls, stop)
            except Exception as error:
                log.error("webhooks wait: %s", db_errors.for_log(error))
            stop.wait(PAUSE)


def begin_calls(
    context: Context, clock: Clock, pool: ThreadPoolExecutor, calls: Calls, stop: threading.Event
) -> None:
    """Have each address called at which something is due, and which is not being called. `calls`
    are those under way: an address that is slow waits for itself alone."""
    for webhook_id in [each for each, call in calls.items() if call.done()]:
        del calls[webhook_id]
    put_on_their_way(context, clock())
    with context.database.reading() as session:
        due = waiting.with_work(session, clock())
    for webhook_id in due:
        if webhook_id not in calls:
            calls[webhook_id] = pool.submit(call_address, context, clock, webhook_id, stop)


def call_address(context: Context, clock: Clock, webhook_id: int, stop: threading.Event) -> int:
    """Send what is due at an address, one event after another; return how many attempts it took."""
    attempts = 0
    try:
        while not stop.is_set() and _call(context, clock, webhook_id):
            attempts += 1
    except Exception as error:
        log.error("webhook %s waits: %s", webhook_id, db_errors.for_log(error))
    return attempts


def put_on_their_way(context: Context, now: datetime) -> None:
    """Give new events their place, and note for each address what goes there."""
    with context.database.reading() as session:
        unnumbered = events.has_unnumbered(session)
        too_long = waiting.waits_too_long(session, now)
    if too_long:
        with context.database.transaction() as session:
            webhooks.shorten_waits(session, now)
    if unnumbered:
        with context.database.transaction() as session:
            number_events(session)
    with context.database.reading() as session:
        behind = waiting.behind(session, events.newest_place(session))
    for webhook_id in behind:
        with begin_work(context, SYSTEM, now=now) as work:
            webhooks.put_on_their_way(work, webhook_id)


def _call(context: Context, clock: Clock, webhook_id: int) -> bool:
    """Make one attempt at an address; say whether there was one to make."""
    with begin_work(context, SYSTEM, now=clock()) as work:
        attempt = webhooks.begin_attempt(work, webhook_id, vault=context.vault)
    if attempt is None:
        return False
    status, answer, failure = None, "", None
    try:
        taken = _post(context, attempt, clock())
        status, answer = taken.status, taken.text
    except NotTakenError as error:
        status, answer, failure = error.status, error.answer, error.failure
    with begin_work(context, SYSTEM, now=clock()) as work:
        webhooks.end_attempt(
            work, attempt, status=status, answer=answer, failure=failure,
            jitter=random.uniform(-1, 1),  # noqa: S311 - so that what failed together comes apart
            vault=context.vault,
        )  # fmt: skip
    return True


def _post(context: Context, attempt: EventPost, now: datetime) -> outgoing.Taken:
    if context.config.test:
        return outgoing.Taken(200, KEPT)
    post = compose_post(
        attempt.event, message_id=attempt.message_id, secrets=attempt.secrets, at=now
    )
    loopback = context.config.webhook_loopback
    return outgoing.post(attempt.url, post.body.encode(), post.headers, loopback=loopback)
