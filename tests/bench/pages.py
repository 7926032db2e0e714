"""How long the pages of staff take on the server with a million claims stored.

    python -m tests.bench.pages [--claims 1000000] [--postgresql] [--each 9]
        [--only WORDS] [--no-scan]

Fills a throw-away database with a market whose claims have their outcomes, scans it as the nightly
job does, and asks for each page through Flask's client: no network, no browser. Among the cases are
a complaint with 300 targets, a filer with 100,000 claims and a flag with a ring of 60. Beside the
time stands the processor's: other work on the machine makes a page wait, and hardly more to do.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from abuse.arrays import positions
from abuse.record.columns import numbers, times
from complaints import migration
from complaints.app import create_app
from complaints.base.clock import utcnow
from complaints.jobs import scanning
from complaints.models import Claim, Filer, Flag
from complaints.rules.kinds import Merit
from complaints.rules.policy.policies import Policies
from complaints.settings.config import Config
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.bench.draws import Ints
from tests.bench.intake import bind, say, stored
from tests.bench.market import BigMarket, make_big_market
from tests.bench.stored import Parts, store
from tests.scenes.accounts import sign_in
from tests.scenes.working import working

BIG_FILER, TARGETS, RING = 100_000, 300, 60
# What boycotted accounts filed counts as kept back, and what they withdrew as never processed.
KEPT = (
    """UPDATE complaint SET boycott_id =
    (SELECT id FROM boycott WHERE filer_id = complaint.filer_id)
    WHERE filer_id IN (SELECT filer_id FROM boycott)""",
    """UPDATE claim SET state = 'closed' WHERE state = 'withdrawn' AND complaint_id IN
    (SELECT id FROM complaint WHERE boycott_id IS NOT NULL)""",
)
# The queue by each filter; `nothing` fits no case, so that the walk goes to its end.
FILTERS = {
    "unassigned": "whose=unassigned", "mine": "whose=mine", "others": "whose=others",
    "marketplace": "marketplace=taobao", "country": "country=CN", "basis": "basis=patent",
    "regime": "regime=ecl", "language": "language=zh", "age": "older_than=90",
    "proof": "proof=confirmed", "answered": "answered=true", "demand": "demand=true",
    "histories": "histories=true", "two filters": "basis=counterfeit&answered=false",
    "nothing": "marketplace=of-nobody",
}  # fmt: skip
# A page: its name, its status, the milliseconds of every time, and of the processor's time.
Asked = tuple[str, int, list[float], list[float]]
_OPEN = ("received", "countered")
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


def fill(database: Database, claims: int) -> int:
    """Write the market with its outcomes; return the id of the complaint with 300 targets."""
    market = make_big_market(claims)
    chosen: list[int] = []

    def changed(parts: Parts) -> Parts:
        told, complaint_id = _with_cases(market, parts, claims)
        chosen.append(complaint_id)
        return told

    store(database, market, changed)
    with database.transaction() as session:
        bind(session, session.scalar(select(func.max(Filer.id))) or 0)
        for statement in KEPT:
            session.execute(text(statement))
    return chosen[0]


def _with_cases(market: BigMarket, parts: Parts, claims: int) -> tuple[Parts, int]:
    """Give claims their outcomes, one filer 100,000 of them, and one complaint 300 targets."""
    table = market.load().claims
    spot = positions(numbers(table, "key"), numbers(parts["claim"], "id"))
    state = np.array(table["outcome"].to_pylist(), object)[spot]
    merit = np.array(table["merit"].to_pylist(), object)[spot]
    closed = times(table, "decided_at")
    for column in ("withdrawn_at", "gone_at"):
        closed = np.where(np.isnat(closed), times(table, column), closed)
    closed = closed[spot]
    complaint, filer = (numbers(parts["claim"], name) for name in ("complaint_id", "filer_id"))
    right = np.array(parts["claim"]["right_key"].to_pylist(), object)
    complaint_filer = numbers(parts["complaint"], "filer_id")
    busy = int(np.bincount(filer).argmax())
    theirs = _enough(filer, complaint, busy, min(BIG_FILER, claims // 10))
    filer[np.isin(complaint, theirs)] = busy
    complaint_filer[theirs - 1] = busy
    moved = np.isin(complaint, theirs) & np.isin(state, _OPEN)
    state[moved] = "removed"
    wide = _wide(complaint, numbers(parts["claim"], "listing_id"))
    big = int(complaint[wide[0]])
    complaint[wide], filer[wide], right[wide] = big, int(filer[wide[0]]), "trademark:of-many"
    state[wide[:200]], merit[wide[:200]] = "received", None
    is_open = np.isin(state, _OPEN)
    closed = np.where(is_open, np.datetime64("NaT", "us"), closed)
    closed = np.where(~is_open & np.isnat(closed), np.datetime64("2025-01-01", "us"), closed)
    now = np.datetime64(utcnow().replace(tzinfo=None), "us")
    # A clock a complaint, and another where the seller answered.
    minutes = complaint % 20_000 - 5_000 + 97 * (state == "countered")
    due = now + minutes * np.timedelta64(60, "s")
    columns = {
        "state": pa.array(state, pa.string()),
        "merit": pa.array(merit, pa.string(), mask=is_open | ~np.isin(merit, list(Merit))),
        "listing_down": pa.array(state == "removed"),
        "closed_at": pa.array(closed),
        "decide_by": pa.array(np.where(is_open, due, np.datetime64("NaT", "us"))),
        "complaint_id": pa.array(complaint),
        "filer_id": pa.array(filer),
        "right_key": pa.array(right, pa.string()),
    }
    told = dict(parts)
    told["claim"] = _set(parts["claim"], columns)
    told["complaint"] = _set(parts["complaint"], {"filer_id": pa.array(complaint_filer)})
    return told, big


def _enough(filer: Ints, complaint: Ints, busy: int, wanted: int) -> Ints:
    """Complaints, the last ones, that make up so many claims together with the filer's own."""
    missing = max(wanted - int((filer == busy).sum()), 0)
    others = complaint[filer != busy]
    count = np.bincount(others)
    last = np.cumsum(count[::-1])
    return np.arange(len(count))[::-1][: int(np.searchsorted(last, missing)) + 1]


def _wide(complaint: Ints, listing: Ints) -> Ints:
    """Claims on listings of their own, of complaints that keep one without them."""
    further = np.flatnonzero(np.r_[False, complaint[1:] == complaint[:-1]])
    _, first = np.unique(listing[further], return_index=True)
    found = further[np.sort(first)][:TARGETS]
    its_own = np.flatnonzero(complaint == complaint[found[0]])
    return found[: TARGETS - len(np.setdiff1d(its_own, found))]


def _set(table: pa.Table, columns: dict[str, pa.Array]) -> pa.Table:
    kept = {name: table[name] for name in table.column_names if name not in columns}
    return pa.table({**kept, **columns})


def scan(database: Database) -> dict[str, float]:
    """Scan and record; return the seconds of the parts."""
    begun = time.perf_counter()
    done = scanning.sweep(database, Policies(), now=utcnow())
    swept = time.perf_counter()
    with database.transaction() as session:
        done.record(working(session, now=utcnow()))
    recorded = time.perf_counter() - swept
    figures = done.report.run["seconds"]["standing"]
    return {"sweep": swept - begun, "standing": figures, "record": recorded}


def cases(database: Database, complaint_id: int) -> dict[str, str]:
    """Return the pages that are asked for, by what they show."""
    with database.transaction() as session:
        busy = session.execute(
            select(Claim.filer_id, func.count())
            .group_by(Claim.filer_id)
            .order_by(func.count().desc())
        ).first()
        store_id = session.execute(
            select(Claim.store_id)
            .where(Claim.store_id.is_not(None))
            .group_by(Claim.store_id)
            .order_by(func.count().desc())
        ).scalar()
        assert busy is not None
        flag = _ring(session)
        claims = session.scalar(
            select(func.count()).select_from(Claim).where(Claim.complaint_id == complaint_id)
        )
        of_many = session.scalars(
            select(Claim.id)
            .where(Claim.complaint_id == complaint_id, Claim.state == "received")
            .order_by(Claim.id)
        ).all()
        countered = session.scalar(
            select(Claim.id).where(Claim.state == "countered").order_by(Claim.id.desc())
        )
        at_store = session.scalar(
            select(Claim.id).where(Claim.store_id == store_id).order_by(Claim.id.desc())
        )
        of_busy = session.scalar(
            select(Claim.id).where(Claim.filer_id == busy[0]).order_by(Claim.id.desc())
        )
    ticked = "&".join(f"claim_ids={each}" for each in of_many[1:])
    reject = "decision=reject&reason=no-evidence"
    found = {
        "the queue": "/console",
        **{f"the queue: {name}": f"/console?{asked}" for name, asked in FILTERS.items()},
        f"a complaint with {claims} targets": f"/console/complaints/{complaint_id}",
        f"the desk of one of {claims} targets": f"/console/desk/{of_many[0]}",
        "the desk of a claim on the store with most claims": f"/console/desk/{at_store}",
        f"the desk of a claim by a filer with {busy[1]:,}": f"/console/desk/{of_busy}",
        "the letters of one decision": f"/console/desk/{of_many[0]}/letters {reject}",
        f"the letters of {len(of_many)} decisions at once": (
            f"/console/desk/{of_many[0]}/letters {reject}&{ticked}"
        ),
        f"a filer with {busy[1]:,} claims": f"/console/filers/{busy[0]}",
        "the store with most claims": f"/console/stores/{store_id}",
        "filers by name": "/console/filers?name=ab",
        "the dashboard": "/console/dashboard",
        "the ledger": "/console/ledger",
    }
    if countered is not None:
        found["the desk of a counter-notice"] = f"/console/desk/{countered}"
    if flag is not None:
        found[f"a flag with a ring of {RING}"] = f"/console/flags/{flag}"
        found["the flags"] = "/console/flags"
    return found


def _ring(session: Session) -> int | None:
    """Return the flag with the largest ring, filled up to 60 filers."""
    flags = session.scalars(select(Flag).where(Flag.ring.is_not(None)).limit(500)).all()
    if not flags:
        return None
    flag = max(flags, key=lambda each: len(each.ring_filers))
    more = session.scalars(
        select(Filer.id).where(Filer.id.not_in([flag.filer_id, *flag.ring_filers])).limit(RING)
    ).all()
    flag.ring_filers = [*flag.ring_filers, *more][: RING - 1]
    return int(flag.id)


def measure(app: Flask, pages: dict[str, str], each: int) -> Iterator[Asked]:
    """Yield for each page its name, its status, the milliseconds of every time, and of the
    processor's time. What follows a page's path is a form that is sent there."""
    client = app.test_client()
    sign_in(client, "supervisor", "bench")
    for name, address in pages.items():
        spent, work, status = [], [], 0
        for _ in range(each + 1):
            begun, worked = time.perf_counter(), time.process_time()
            path, _, form = address.partition(" ")
            kind = "application/x-www-form-urlencoded"
            status = (
                client.post(path, data=form, content_type=kind, headers=FROM_HERE)
                if form
                else client.get(path)
            ).status_code
            spent.append(1000 * (time.perf_counter() - begun))
            work.append(1000 * (time.process_time() - worked))
        # The first fills caches, as of compiled templates and statements.
        yield name, status, spent[1:], work[1:]


def main() -> None:
    """Fill, scan, ask, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=9, help="times that each page is asked for")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--no-scan", action="store_true", help="for pages that show none")
    parser.add_argument("--only", default="", help="pages whose name has these words")
    given = parser.parse_args()
    kind = "PostgreSQL" if given.postgresql else "SQLite"
    with stored(given.postgresql) as url:
        context = Context.of(Config(url, bytes(32), bytes(32), bytes(32), log_level="WARNING"))
        migration.upgrade(context.database)
        begun = time.perf_counter()
        complaint_id = fill(context.database, given.claims)
        say(f"{kind}, {given.claims:,} claims, filled in {time.perf_counter() - begun:.0f} s")
        if not given.no_scan:
            scanned = scan(context.database).items()
            say("scanned: " + ", ".join(f"{name} {taken:.1f} s" for name, taken in scanned))
        say(f"load {os.getloadavg()[0]:.1f}")
        say("| page | status | median | longest | processor |")
        say("|---|---|---|---|---|")
        app = create_app(context)
        asked = cases(context.database, complaint_id)
        chosen = {name: address for name, address in asked.items() if given.only in name}
        for name, status, spent, work in measure(app, chosen, given.each):
            middle, longest, worked = statistics.median(spent), max(spent), statistics.median(work)
            say(f"| {name} | {status} | {middle:.0f} ms | {longest:.0f} ms | {worked:.0f} ms |")
        context.database.dispose()


if __name__ == "__main__":
    main()
