"""How long the desk takes to show listing, evidence and right where very much is alike.

    python -m tests.bench.seen [--alike 50000] [--rounds 15]

A throw-away SQLite database in which so many complaints show the same certificate and the same
evidence and aim at one listing. Prints the rows of the table in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint, ComplaintDocument
from complaints.queries.decisions import sides
from complaints.queries.filing import evidence
from complaints.queries.sellers import listings_seen
from complaints.rules.actors import PersonRole, person
from complaints.settings.config import Config
from complaints.storage.context import Context
from complaints.work import UnitOfWork
from tests.api.bodies import ITEM, complaint
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.callers import app_of, make_caller
from tests.scenes.opened import open_new
from tests.scenes.working import working

COUNT = text(
    "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < :most) "
    "SELECT n FROM x"
)
PANES: dict[str, Callable[[UnitOfWork, Claim], Any]] = {
    "the listing as it was seen": lambda work, claim: listings_seen.of_listing(
        work, claim.listing_id, claim.id
    ),
    "the evidence, with where else it came": evidence.for_claim,
    "the right, with where else its papers came": lambda work, claim: sides.side_shown(
        work, work.session.get_one(Complaint, claim.complaint_id)
    ),
}


def file(context: Context) -> int:
    """File the complaint that is looked at, and return its claim."""
    acme = make_caller(app_of(context), context, "filer", "acme")
    papers = [
        {"kind": kind, "sha256": send(acme, makers.picture(text=kind)).get_json()["sha256"]}
        for kind in ("evidence", "registration")
    ]
    body = complaint(documents=papers, targets=[{"url": f"{ITEM}1", "title": "ACME", "price": 9}])
    claim_id: int = acme.post("/complaints", body).get_json()["targets"][0]["claim_id"]
    return claim_id


def multiply(session: Session, claim: Claim, alike: int) -> None:
    """Add so many complaints like this one, decided."""
    numbers = list(session.scalars(COUNT, {"most": alike}))
    first = claim.complaint_id
    for model, key, others in (
        (Complaint, "id", {"reference": "r"}),
        (ComplaintDocument, "complaint_id", {}),
        (Claim, "complaint_id", {"id": 0, "state": "rejected"}),
    ):
        table: Table = model.__table__  # type: ignore[assignment]
        for row in session.execute(select(table).where(table.c[key] == first)).mappings().all():
            made = [
                {**row, **others, key: first + number}
                | ({"reference": f"r-{number}"} if "reference" in others else {})
                | ({"id": claim.id + number} if "state" in others else {})
                for number in numbers
            ]
            session.connection().execute(table.insert(), made)


def measure(context: Context, claim_id: int, rounds: int) -> dict[str, list[float]]:
    """Return milliseconds of processor time of each pane, by its name."""
    times: dict[str, list[float]] = {name: [] for name in PANES}
    for _ in range(rounds):
        for name, ask in PANES.items():
            with context.database.reading() as session:
                work = working(session, person(1, PersonRole.REVIEWER))
                claim = session.get_one(Claim, claim_id)
                begun = time.process_time()
                ask(work, claim)
                times[name].append((time.process_time() - begun) * 1000)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alike", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        config = Config(
            f"sqlite:///{place / 'seen.db'}", b"s" * 32, b"i" * 32, b"e" * 32,
            documents=str(place / "documents"),
        )  # fmt: skip
        context = Context.of(config)
        open_new(context.database)
        claim_id = file(context)
        with context.database.transaction() as session:
            multiply(session, session.get_one(Claim, claim_id), given.alike)
        for name, times in measure(context, claim_id, given.rounds).items():
            sys.stdout.write(
                f"| {name} | {statistics.median(times):.0f} ms | {max(times):.0f} ms |\n"
            )
        context.database.dispose()


if __name__ == "__main__":
    main()
