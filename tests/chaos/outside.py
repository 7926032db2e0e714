"""Who stands outside: a receiver of webhooks, a marketplace that carries orders out, and those who
follow events. Each is a process or a thread of its own."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import ColumnElement, func, select, update

from complaints.base.clock import utcnow
from complaints.models import Order, OutwardEvent, Webhook, WebhookDelivery
from complaints.models.base import Base
from examples.marketplace.shop import Shop
from tests.chaos import processes
from tests.chaos.asking import must_ask
from tests.chaos.followers import Follower
from tests.chaos.place import Place
from tests.chaos.processes import Process
from tests.outward.receiver import Receiver
from tests.scenes.outsiders import marketplace_key, reviewer_key

SLUG = "taobao"
# Of what the marketplace may read, what its webhook is sent.
SENT = ["order.requested", "order.done", "order.reversed", "claim.taken_down", "claim.withdrawn"]
IN_HAND = ("requested", "accepted")


@dataclass
class Outside:
    """All of them; the first follower is the marketplace's, which has the webhook too, the second
    one of staff, who read every event."""

    place: Place
    shop: Shop
    receiver: Receiver
    market: Process
    followers: tuple[Follower, Follower]
    reviewer: str
    over: threading.Event
    threads: list[threading.Thread] = field(default_factory=list)
    # Orders that the marketplace had done and not reported when it was killed.
    unreported: set[int] = field(default_factory=set)

    def begin(self) -> None:
        """Have events sent and followed from now on, and start the marketplace."""
        partner = self.followers[0]
        must_ask(
            partner.ports[0], "POST", "/webhooks", partner.key, url=self.receiver.at("take"),
            types=SENT,
        )  # fmt: skip
        for each in self.followers:
            each.begin()
            thread = threading.Thread(target=each.run, name=each.name)
            thread.start()
            self.threads.append(thread)
        self.market.start()

    def settle(self, patience: float) -> None:
        """Let what was cut off be taken for lost, and wait so long until all has arrived and is
        done; whatever is not then is counted."""
        let_go(self.place, webhooks=True, orders=True)
        latest = time.monotonic() + patience
        while any(self.waiting().values()) and time.monotonic() < latest:
            time.sleep(0.1)
        self._join()

    def waiting(self) -> dict[str, int]:
        """Return how much is still under way."""
        with self.place.context.database.reading() as session:

            def many(model: type[Base], *which: ColumnElement[bool]) -> int:
                return session.scalar(select(func.count()).select_from(model).where(*which)) or 0

            newest = select(func.max(OutwardEvent.position)).scalar_subquery()
            return {
                "events without a place": many(OutwardEvent, OutwardEvent.position.is_(None)),
                "webhooks behind": many(Webhook, Webhook.position < newest),
                "messages under way": many(WebhookDelivery, WebhookDelivery.done_at.is_(None)),
                "orders under way": many(Order, Order.state.in_(IN_HAND)),
            }

    def _join(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def end(self) -> None:
        self._join()
        self.market.kill()
        self.receiver.end()


def make(place: Place, ports: list[int], rng: random.Random) -> Outside:
    """Make their accounts and records; the service need not run yet."""
    over, shop = threading.Event(), place.folder / "shop.db"
    partner, reviewer = marketplace_key(place.context, SLUG), reviewer_key(place.context)
    followers = [
        Follower(name, key, ports, random.Random(rng.random()), over)
        for name, key in (("marketplace", partner), ("staff", reviewer))
    ]
    return Outside(
        place, Shop(str(shop), SLUG), Receiver(Path(place.folder)),
        processes.market(place, shop, partner, ports[0]), (followers[0], followers[1]),
        reviewer, over,
    )  # fmt: skip


def let_go(place: Place, *, webhooks: bool = False, orders: bool = False) -> None:
    """Let the time pass after which what somebody had in hand is given out again: a minute for a
    message, a quarter of an hour for an order."""
    now = utcnow()
    with place.context.database.transaction() as session:
        if webhooks:
            busy = update(Webhook).where(Webhook.busy_until.is_not(None))
            session.execute(busy.values(busy_until=now))
        if orders:
            taken = update(Order).where(Order.state == "accepted")
            session.execute(taken.values(leased_until=now))
