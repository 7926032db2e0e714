"""Follows Clean Hands: events say that something changed, orders what to do, boycotts whom not to
serve.

Each step can be taken again: what we did is written down before it is reported, and an order that
we took and did not report is given to us anew.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from examples.marketplace.client import Client
from examples.marketplace.shop import Shop, thing_of

# The complaints that our own form takes.
BASIS = "counterfeit"


def follow(shop: Shop, client: Client, *, wait: int = 0) -> None:
    """Take up what is new, having waited up to `wait` seconds for news. Whatever the news is,
    lists are asked: an event may be missed by whoever was away for long, an order never."""
    after = shop.place("events")
    if after is None:
        page = client.ask("GET", "/events", from_now="true")
    else:
        page = client.ask("GET", "/events", after=after, wait=wait or None)
    carry_out_orders(shop, client)
    shop.serve_not(client.read_all("/boycotts"), BASIS)
    # Only now: if we die before, the same news comes again.
    shop.stand("events", page["next"])


def carry_out_orders(shop: Shop, client: Client) -> None:
    """Take the orders that wait, do them, and say so."""
    while taken := client.ask("POST", "/orders/lease", {"limit": 50})["items"]:
        done = [report for order in taken if (report := _do(shop, order)) is not None]
        client.ask("POST", "/orders/reports", {"orders": done})


def _do(shop: Shop, order: dict[str, Any]) -> dict[str, object] | None:
    """Carry an order out and return what is reported of it: nothing, where we did a later one."""
    report = {"order_id": order["id"], "at": datetime.now(UTC).isoformat()}
    thing = thing_of(order)
    if not shop.has(thing, order[thing]["id"]):
        return {**report, "did": "failed", "why": f"We have no such {thing}."}
    return {**report, "did": "done"} if shop.carry_out(order) else None


def feed(shop: Shop, client: Client) -> None:
    """Send our catalogue. What was sent before, in the same version, changes nothing there."""
    rows = [
        {"marketplace": shop.slug, "id": row["id"], "version": row["version"],
         "store_id": row["store"], "title": row["title"], "price": row["price"],
         "currency": "CNY"}
        for row in shop.listings(all_=True)
    ]  # fmt: skip
    for start in range(0, len(rows), 1_000):
        client.ask("PUT", "/listings", {"items": rows[start : start + 1_000]})
