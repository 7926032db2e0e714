"""How long the check at intake takes with many claims stored: boycott, duplicate, authority, burst;
and what matching the account with bound and flagged parties adds to a filing.

    python -m tests.bench.intake [--claims 1000000] [--postgresql]

Makes a record of its own in a throw-away database, files as four kinds of account, and counts the
milliseconds that each filing spends in the check; then files as newcomers and others, by turns with
and without the match. Nothing that it files stays.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from abuse.identity.attributes import normalise
from complaints import migration
from complaints.models import (
    Boycott,
    ComplaintDocument,
    Filer,
    Flag,
    PartyMatch,
    Right,
    ScanRun,
)
from complaints.queries.cases import boycotts
from complaints.rules import actors
from complaints.rules.filing.targets import Target
from complaints.services.cases import matches
from complaints.services.cases.matches import Shown
from complaints.services.filing import intake
from complaints.services.filing.intake import Notice, submission
from complaints.services.logins import people
from complaints.storage.db import Database
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork
from tests.api.bodies import ANSWERS, SIGNED
from tests.scenes.contacts import with_contact
from tests.scenes.postgresql import throwaway
from tests.scenes.working import working

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
FAMOUS = 20  # accounts that file for one holder by one number: a fifth of all complaints
BUSY = 30  # an account that filed a tenth of all complaints in its last ninety-seven days
BOUND = 100  # a boycotted account, from whose device newcomers file
NUMBERED = ("party", "filer", "right", "listing", "complaint", "marketplace")
DEVICE, LINE = "a-boycotted-device", "198.51.100.9"
VAULT = Vault(b"i" * 32, b"e" * 32)
MARK = {"kind": "trademark", "number": "1234567", "jurisdiction": "US", "title": "VELORA"}

# Both databases count up alike; {at} is a moment so many days before NOW.
FILL = (
    """INSERT INTO party (id, made_at) SELECT i, {old} FROM n""",
    """INSERT INTO filer (id, source, reference, name, party_id, folded_name, kind, registered_at,
    created_at) SELECT i, 'partner-1', 'f' || i, CASE WHEN i <= {famous} THEN 'Velora GmbH'
    ELSE 'Firm ' || i END, i, CASE WHEN i <= {famous} AND i > 17 THEN 'velora' ELSE 'firm' || i END,
    CASE WHEN i % 10 = 0 THEN 'agent' ELSE 'rights_holder' END, {old}, {old} FROM n""",
    """INSERT INTO filer_identity (filer_id, kind, digest, domain, first_seen, last_seen)
    SELECT i, 'email', 'd' || i, CASE WHEN i <= {famous} THEN 'velora.example' ELSE 'firm' || i ||
    '.test' END, {old}, {old} FROM n""",
    """INSERT INTO filer_identity (filer_id, kind, digest, first_seen, last_seen)
    SELECT i, 'phone', 'p' || i, {old}, {old} FROM n""",
    """INSERT INTO filer_identity (filer_id, kind, digest, first_seen, last_seen)
    SELECT i, 'device', CASE WHEN i = {bound} THEN '{device}' ELSE 'e' || i END, {old}, {old}
    FROM n""",
    """INSERT INTO filer_identity (filer_id, kind, digest, first_seen, last_seen)
    SELECT i, 'ip', CASE WHEN i % 2 = 0 THEN '{line}' ELSE 'l' || i / 12 END, {old}, {old}
    FROM n""",
    """INSERT INTO "right" (id, filer_id, key, digest, kind, number, jurisdiction, created_at)
    SELECT i, i, CASE WHEN i <= {famous} THEN 'trademark|us|1234567' ELSE 'trademark|us|' || i END,
    's' || i, 'trademark', CASE WHEN i <= {famous} THEN '1234567' ELSE '' || i END, 'US', {old}
    FROM n""",
    """INSERT INTO listing (id, marketplace_id, reference, url, kind, created_at)
    SELECT i, 1, 'l' || i, 'https://shop.example/' || i, 'listing', {old} FROM n""",
    """INSERT INTO complaint (id, source, reference, filer_id, right_id, basis, filed_at,
    recorded_at, unlisted_rejected) SELECT i, 'import', 'c' || i, {who}, {who}, 'counterfeit',
    {at}, {at}, 0 FROM n""",
    """INSERT INTO claim (complaint_id, listing_id, filer_id, right_key, position, url, state,
    listing_down, version) SELECT (i + 1) / 2, 1 + (i * 7) % {listings}, c.filer_id, r.key, i % 2,
    'u', CASE WHEN i % 4 = 0 THEN 'rejected' ELSE 'removed' END, {down}, 1
    FROM n JOIN complaint c ON c.id = (i + 1) / 2 JOIN "right" r ON r.id = c.right_id""",
)


def fill(database: Database, claims: int) -> None:
    """Write the record: a filer for thirty claims, two claims a complaint."""
    filers, listings = max(claims // 30, 100), max(claims // 3, 100)
    sqlite = database.is_sqlite
    before = _before_on_sqlite if sqlite else _before_on_postgresql
    words = {
        "famous": FAMOUS,
        "bound": BOUND,
        "device": _digest("device", DEVICE),
        "line": _digest("ip", LINE),
        "listings": listings,
        "down": "0" if sqlite else "false",
        "old": before("2000"),
        "at": before("CASE WHEN i % 10 = 1 THEN i % 97 ELSE i % 730 END"),
        "who": f"CASE WHEN i % 5 = 0 THEN 1 + (i / 5) % {FAMOUS} WHEN i % 10 = 1 THEN {BUSY} "
        f"ELSE 1 + (i * 13) % {filers} END",
    }
    sizes = (*[filers] * 7, listings, claims // 2, claims)
    with database.transaction() as session:
        session.execute(text("INSERT INTO marketplace (id, slug, name) VALUES (1, 'shop', 'Shop')"))
        made = f"INSERT INTO partner (slug, name, created_at) VALUES ('p', 'p', {words['old']})"
        session.execute(text(made))
        for statement, size in zip(FILL, sizes, strict=True):
            session.execute(text(_counted(statement.format(**words), size)))
        bind(session, filers)
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # As a server in use has it: statistics, and on PostgreSQL pages known to be visible.
        connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))
        for table in () if sqlite else NUMBERED:
            sequence = f"pg_get_serial_sequence('\"{table}\"', 'id')"
            newest = f'SELECT setval({sequence}, (SELECT max(id) FROM "{table}"))'
            connection.execute(text(newest))


def bind(session: Session, filers: int) -> None:
    """Flag one account in fifty, and boycott every other one of these."""
    desk = working(session, actors.SYSTEM, NOW)
    ann, ben = (
        people.add_person(desk, handle=name, name=name, role=actors.PersonRole.SUPERVISOR).id
        for name in ("ann", "ben")
    )
    run = ScanRun(
        as_of=NOW, started_at=NOW, finished_at=NOW, policy="p", data="d", filers=1, complaints=1,
        claims=1, flagged=1, seconds={},
    )  # fmt: skip
    session.add(run)
    session.flush()
    some = range(50, filers + 1, 50)
    flag = {
        "scan_run_id": run.id, "state": "open", "level": "warning", "score": 0.7, "near": 0.0,
        "findings": "f", "speaks_for": [], "explained": {}, "ring_filers": [], "opened_at": NOW,
        "updated_at": NOW, "version": 1,
    }  # fmt: skip
    flags = insert(Flag).returning(Flag.filer_id, Flag.id)
    rows = session.execute(flags, [{**flag, "filer_id": each} for each in some]).tuples()
    day = timedelta(days=1)
    boycott = {
        "proposal": "P", "state": "in_force", "reasons": "r", "manifestly_unfounded": 3,
        "graded_otherwise": 0, "ungraded": 0, "window_from": NOW - 30 * day, "window_to": NOW,
        "gravity": "g", "intention": "i", "proposed_by": ann, "proposed_at": NOW - 20 * day,
        "warned_by": ann, "warned_at": NOW - 19 * day, "delivered_at": NOW - 19 * day,
        "delivered_by": "opened", "imposed_by": ben, "imposed_at": NOW - day,
        "starts_at": NOW - day, "ends_at": NOW + 30 * day, "version": 1,
    }  # fmt: skip
    bound = [
        {**boycott, "filer_id": each, "flag_id": flag_id}
        for each, flag_id in rows
        if each % 100 == 0
    ]
    session.execute(insert(Boycott), bound)


def _digest(kind: str, value: str) -> str:
    form, normal = normalise(kind, value)[0]
    return VAULT.digest(form, normal)


def _counted(statement: str, size: int) -> str:
    """The statement with its rows numbered from 1 in `n`."""
    into, rows = statement.split("SELECT", 1)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"
    return f"{into} {numbers.format(size)} SELECT {rows}"


def _before_on_sqlite(days: str) -> str:
    return f"strftime('%Y-%m-%d 09:00:00.000000', '{NOW:%Y-%m-%d}', '-' || ({days}) || ' days')"


def _before_on_postgresql(days: str) -> str:
    return f"timestamptz '{NOW.isoformat()}' - ({days}) * interval '1 day'"


class Clock:
    """Sums up the time inside the parts of the check, while it is entered."""

    PARTS = ((boycotts, "binding"), (submission, "_open_claims"), (submission, "note_checks"))

    def __init__(self) -> None:
        self.spent = 0.0
        self.kept = [getattr(module, part) for module, part in self.PARTS]

    def __enter__(self) -> Clock:
        for (module, part), work in zip(self.PARTS, self.kept, strict=True):
            setattr(module, part, self.timed(work))
        return self

    def __exit__(self, *_: object) -> None:
        for (module, part), work in zip(self.PARTS, self.kept, strict=True):
            setattr(module, part, work)

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            begun = time.perf_counter()
            try:
                return work(*arguments, **options)
            finally:
                self.spent += time.perf_counter() - begun

        return run


class Undo(Exception):
    """Takes a filing back."""


def measure(database: Database, each: int) -> Iterator[tuple[str, list[float], list[float], int]]:
    """Yield for each kind of account its milliseconds in the check, in all, and how many were
    asked for their authority."""
    for kind, face in FACES.items():
        checked, whole, asked = [], [], 0
        for number in range(each):
            with Clock() as clock:
                begun = time.perf_counter()
                asked += _file(database, *face(number), number)
                whole.append(1000 * (time.perf_counter() - begun))
            checked.append(1000 * clock.spent)
        yield kind, checked, whole, asked


def _file(database: Database, filer: dict[str, Any], mark: dict[str, Any], number: int) -> bool:
    """File a complaint, take it back, and say whether authority was asked."""
    items = [f"https://item.taobao.com/item.htm?id={9000 + number}{i}" for i in range(3)]
    targets = [Target(item) for item in items]
    notice = Notice(
        basis="counterfeit", filer=with_contact(filer), right=mark, targets=targets,
        answers=ANSWERS["counterfeit"], declaration=SIGNED,
    )  # fmt: skip
    now = NOW + timedelta(minutes=number)
    portal, vault = actors.partner(1, key_id=1), VAULT
    asked = False
    with suppress(Undo), database.transaction() as session:
        answer = intake.submit(
            working(session, portal, now), notice, vault=vault, reference=f"B-{number}"
        )
        asked = getattr(answer, "authority_asked", False)
        raise Undo
    return asked


COMERS: dict[str, Callable[[int], tuple[dict[str, Any], dict[str, Any]]]] = {
    "a newcomer with nothing in common": lambda number: _comer(number),
    "a newcomer at a boycotted account’s device": lambda number: _comer(number, device=DEVICE),
    "a newcomer behind half the market’s line": lambda number: _comer(number, ip=LINE),
    "an ordinary account": lambda number: _account(140 + number),
    "the busiest account": lambda number: _account(BUSY),
}


def _comer(number: int, **shown: str) -> tuple[dict[str, Any], dict[str, Any]]:
    face = {
        "reference": f"c{number}", "name": f"Comer {number} Ltd", "kind": "rights_holder",
        "email": f"ip@comer{number}.example", "phone": f"+861390{number:07d}",
        "device": f"comer-{number}", "payment": f"pay-{number}", "ip": "203.0.113.7",
        "address": f"{number} Elm Street, Springfield",
    }  # fmt: skip
    return {**face, **shown}, {**MARK, "number": f"8{number:06d}"}


def measure_matching(
    database: Database, each: int
) -> Iterator[tuple[str, list[float], list[float], int]]:
    """Yield for each kind of account the milliseconds of filings without and with the match, filed
    by turns, and how many were matched. On SQLite they are of processor time, which other work on
    the machine does not change."""
    matching = matches.match
    # Whether intake calls it or not: here it is called once, or not at all.
    matches.match = lambda *_: None
    try:
        for kind, face in COMERS.items():
            taken: dict[bool, list[float]] = {False: [], True: []}
            matched = 0
            for number in range(2 * each):
                matched_now, took = _file_matched(
                    database, *face(number // 2), number, matching if number % 2 else None
                )
                matched += matched_now
                taken[bool(number % 2)].append(took)
            yield kind, taken[False], taken[True], matched
    finally:
        matches.match = matching


def _file_matched(
    database: Database,
    filer: dict[str, Any],
    mark: dict[str, Any],
    number: int,
    matching: Callable[[UnitOfWork, Filer, Shown], PartyMatch | None] | None,
) -> tuple[bool, float]:
    """File a complaint with two papers, match its account, take it back; return whether there was a
    match, and the milliseconds."""
    papers = [{"kind": "registration", "sha256": f"{n:064x}"} for n in (2 * number, 2 * number + 1)]
    notice = Notice(
        basis="counterfeit", filer=with_contact(filer), right=mark, documents=papers,
        answers=ANSWERS["counterfeit"], declaration=SIGNED,
        targets=[Target(f"https://item.taobao.com/item.htm?id={9000 + number}")],
    )  # fmt: skip
    clock = time.process_time if database.is_sqlite else time.perf_counter
    found, begun = None, clock()
    with suppress(Undo), database.transaction() as session:
        work = working(session, actors.partner(1, key_id=1), NOW + timedelta(minutes=number))
        filed = intake.submit(work, notice, vault=VAULT, reference=f"M-{number}")
        if matching is not None and isinstance(filed, intake.Accepted):
            complaint = filed.complaint
            right = session.get_one(Right, complaint.right_id)
            ids = session.scalars(
                select(ComplaintDocument.document_id).where(
                    ComplaintDocument.complaint_id == complaint.id
                )
            ).all()
            shown = Shown(right.key, ids, complaint.statement, complaint.rights_holder_id)
            found = matching(work, session.get_one(Filer, complaint.filer_id), shown)
        raise Undo
    return found is not None, 1000 * (clock() - begun)


def _account(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    named = {"reference": f"f{number}", "name": f"Firm {number}", "kind": "rights_holder"}
    return named, {**MARK, "number": str(number)}


VELORA = {"name": "Velora", "kind": "rights_holder"}
FACES: dict[str, Callable[[int], tuple[dict[str, Any], dict[str, Any]]]] = {
    "impostor of the famous holder": lambda number: (
        {"reference": f"new{number}", **VELORA, "email": f"ip@velora-{number}.example"},
        MARK,
    ),
    "one of the famous holder’s accounts": lambda number: (
        {**VELORA, "reference": "f3", "name": "Velora GmbH"},
        MARK,
    ),
    "an ordinary account": lambda number: _account(40 + number),
    "the busiest account": lambda number: _account(BUSY),
}


@contextmanager
def stored(postgresql: bool) -> Iterator[str]:
    """Give the URL of a database that is gone afterwards."""
    if postgresql:
        with throwaway() as url:
            yield url
    else:
        with tempfile.TemporaryDirectory(prefix="cleanhands-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'record.db'}"


def main() -> None:
    """Fill, file, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.intake")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=200, help="filings of each kind of account")
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with stored(given.postgresql) as url:
        database = Database(url)
        migration.upgrade(database)
        begun = time.perf_counter()
        fill(database, given.claims)
        kind, took = "PostgreSQL" if given.postgresql else "SQLite", time.perf_counter() - begun
        load = os.getloadavg()[0]
        say(f"{kind}, {given.claims:,} claims, filled in {took:.0f} s, load {load:.1f}")
        say("| account | asked | check, median | 95 % | longest | the whole filing, median |")
        say("|---|---|---|---|---|---|")
        for name, checked, whole, asked in measure(database, given.each):
            rank = sorted(checked)
            high = rank[int(len(rank) * 0.95)]
            figures = (statistics.median(rank), high, rank[-1], statistics.median(whole))
            times = " | ".join(f"{figure:.1f} ms" for figure in figures)
            say(f"| {name} | {asked}/{len(rank)} | {times} |")
        say("| account | matched | filing, median | with the match | added | ratio |")
        say("|---|---|---|---|---|---|")
        for name, without, matching, found in measure_matching(database, given.each):
            plain, more = statistics.median(without), statistics.median(matching)
            say(
                f"| {name} | {found}/{len(matching)} | {plain:.1f} ms | {more:.1f} ms | "
                f"{more - plain:.1f} ms | {more / plain:.2f} |"
            )
        database.dispose()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
