"""Runs the marketplace: one thread follows Clean Hands, the server shows pages."""

from __future__ import annotations

import argparse
import logging
import os
import threading
import time
from http.client import HTTPException

from waitress import serve

from examples.marketplace.client import Client
from examples.marketplace.following import feed, follow
from examples.marketplace.pages import make_pages
from examples.marketplace.shop import Shop

log = logging.getLogger(__name__)


def keep_following(shop: Shop, client: Client, pause: float) -> None:
    """Follow for ever."""
    while True:
        try_to_follow(shop, client, pause)
        time.sleep(pause)


def try_to_follow(shop: Shop, client: Client, pause: float) -> None:
    """Take up what is new. Where Clean Hands is not there, refuses, or breaks off in the middle of
    an answer, that is for the next time, in `pause` seconds."""
    try:
        feed(shop, client)
        follow(shop, client)
    except (OSError, HTTPException) as error:
        log.warning("asked again in %g s: %s", pause, error)


def main() -> None:
    parser = argparse.ArgumentParser(prog="examples.marketplace", description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000", help="where Clean Hands is")
    parser.add_argument("--slug", default="taobao", help="what it calls this marketplace")
    parser.add_argument("--database", default="marketplace.db")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two looks")
    parser.add_argument("--offer", action="append", default=[], metavar="ID=TITLE",
                        help="put a listing on offer; may be repeated")  # fmt: skip
    given = parser.parse_args()
    shop = Shop(given.database, given.slug)
    for offer in given.offer:
        id_, _, title = offer.partition("=")
        shop.offer(id_, store="store-1", title=title, price="19.90")
    # A key is read where no list of processes shows it.
    client = Client(given.base, os.environ["MARKETPLACE_KEY"])
    follower = threading.Thread(
        target=keep_following, args=(shop, client, given.every), daemon=True
    )
    follower.start()
    serve(make_pages(shop), host="127.0.0.1", port=given.port)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
