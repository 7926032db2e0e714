"""How many boycotted filers that come back are held at their first complaint, and how many honest.

    python -m lab.bench.returns [--maker first] [--seeds 1 20] [--size N]

Loads made markets as histories, writes boycotts at their end, and has newcomers file one complaint
each; nothing of theirs stays. Prints the rows of the table in docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from abuse.identity.registers import number_of
from abuse.market.made import Market
from complaints import migration
from complaints.importers.histories import take_in
from complaints.models import Document, DocumentLook, Filer, Flag, Right, ScanRun
from complaints.rules.actors import Actor
from complaints.schemas.filing.complaints import ComplaintIn
from complaints.services.cases import matches
from complaints.services.cases.matches import Shown
from complaints.services.filing import histories, intake
from complaints.services.filing.intake import Notice
from complaints.storage.db import Database
from lab.bench import comers
from lab.bench.comers import Account, Comer, Strangers
from lab.makers import FIRST, make, makers
from tests.api.bodies import ANSWERS, SIGNED
from tests.scenes.contacts import with_contact
from tests.scenes.working import LINKS, working
from tests.services.decisions.desk import ITEM, VAULT, Desk

BAR_RETURNED, BAR_HONEST = 0.95, 0.001
# Of honest filers, flagged by mistake.
FLAGGED = 0.02
DAY = timedelta(days=1)


class Undo(Exception):
    """Ends a filing of which nothing is to stay."""


def measure(
    maker: str, seed: int, size: int | None = None, step: int = 1
) -> Iterator[tuple[str, bool, str]]:
    """Yield (kind of newcomer, whether it was held, by what) for every `step`th newcomer of one
    market."""
    market = make(maker, seed, size=size)
    others = make(maker, seed + 10_000, size=size)
    now = datetime.fromisoformat(market.lines[-1]["filed_at"]).astimezone(UTC) + 30 * DAY
    strangers = Strangers(others, seed)
    with record(market, now) as desk:
        portal = desk.partner()
        bound, elders, arrivals = cast(market, strangers)
        for line in elders:
            file(desk, portal, line, now - 90 * DAY)
        ids = numbers(desk.database)
        for account in bound:
            desk.boycott(ids[account.reference])
        flag_some(desk, market, ids, now, seed)
        for comer in arrivals[::step]:
            held = first_complaint(desk, portal, comer)
            yield comer.kind, held is not None, " ".join(held or ())


@contextmanager
def record(market: Market, now: datetime) -> Iterator[Desk]:
    """Give a desk over a database that has the market as its history."""
    with tempfile.TemporaryDirectory(prefix="cleanhands-bench-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'record.db'}")
        migration.upgrade(database)
        lines = [histories.read_history(line, source="market", now=now) for line in market.lines]
        take_in(database, VAULT, lines, links=LINKS, now=now, reject=_refuse)
        yield Desk(database, now)
        database.dispose()


def _refuse(reject: object) -> None:
    raise AssertionError(reject)


def numbers(database: Database) -> dict[str, int]:
    """Return the filers' ids by reference."""
    with database.reading() as session:
        return dict(session.execute(select(Filer.reference, Filer.id)).tuples().all())


def cast(
    market: Market, strangers: Strangers
) -> tuple[list[Account], list[comers.Line], list[Comer]]:
    """Return who is boycotted, what others of their halls and households filed before, and who
    comes: abusers, and honest filers of whom one is bound."""
    accounts = comers.accounts_of(market)
    truth = market.truth
    abusers = [each for ref, each in sorted(accounts.items()) if truth[ref].pattern]
    honest = [each for ref, each in sorted(accounts.items()) if not truth[ref].pattern]

    def kind(name: str) -> list[Account]:
        return [each for each in honest if truth[each.reference].innocent_kind == name]

    stolen = comers.stolen_numbers(market)
    arrivals = [
        comer
        for old in abusers
        for comer in comers.returners(strangers, old, old.reference in stolen)
    ]
    bound = list(abusers)
    arrivals += [
        comer for old in abusers for comer in comers.copied_from_a_register(strangers, old)
    ]
    elders = []
    for group in comers.grouped(kind("one_lawyer"), lambda each: each.filer.get("email")):
        if len(group) > 1:
            bound.append(group[0])
            arrivals += comers.clients_of_a_lawyer(strangers, group[0], 20)
    for group in comers.grouped(kind("market_hall"), lambda each: each.filer.get("ip")):
        bound.append(group[0])
        elders.append(comers.elder(strangers, group[0]))
        arrivals += comers.tenants(strangers, group[0], 20)
    agencies = [each for each in honest if each.is_agent]
    agencies = strangers.random.sample(agencies, min(5, len(agencies)))
    # Who shows a lawyer's or a hall's line has no landline of a household.
    homes = [
        each
        for each in honest
        if "address" in each.filer
        and not each.is_agent
        and truth[each.reference].innocent_kind is None
    ]
    homes = strangers.random.sample(homes, min(10, len(homes)))
    bound += agencies + [each for each in homes if each not in bound]
    names = {each.filer["name"] for each in accounts.values()}
    for agent in [*(each for each in abusers if each.is_agent), *agencies]:
        arrivals += comers.agents_returning(strangers, agent)
    for agency in agencies:
        arrivals += comers.clients_of(strangers, agency, names)
    for number, home in enumerate(homes):
        if number % 2:
            elders.append(comers.elder(strangers, home))
        arrivals += comers.relatives(strangers, home, 5, line_of_all=bool(number % 2))
        arrivals += comers.relatives_at_one_device(strangers, home)
    arrivals += [
        Comer("ordinary newcomer", strangers.line(each))
        for each in strangers.random.sample(strangers.all, min(100, len(strangers.all)))
    ]
    return bound, elders, arrivals


def flag_some(desk: Desk, market: Market, ids: dict[str, int], now: datetime, seed: int) -> None:
    """Flag a few honest filers as a scan that errs would."""
    draw = random.Random(f"flags {seed}")
    honest = sorted(ref for ref, truth in market.truth.items() if not truth.pattern)
    with desk.database.transaction() as session:
        run = ScanRun(
            as_of=now, started_at=now, finished_at=now, policy="p", data="d", filers=1,
            complaints=1, claims=1, flagged=1, seconds={},
        )  # fmt: skip
        session.add(run)
        session.flush()
        flagged = set(session.scalars(select(Flag.filer_id)))
        flag = {
            "scan_run_id": run.id, "state": "open", "level": "warning", "score": 0.7,
            "findings": "f", "speaks_for": [], "opened_at": now - DAY, "updated_at": now - DAY,
        }  # fmt: skip
        some = {ids[each] for each in draw.sample(honest, max(1, round(FLAGGED * len(honest))))}
        session.add_all(Flag(filer_id=each, **flag) for each in sorted(some - flagged))


def first_complaint(desk: Desk, portal: Actor, comer: Comer) -> list[str] | None:
    """File a newcomer's complaint, take it back, and return what it is held by, if it is."""
    held = None
    with suppress(Undo), desk.database.transaction() as session:
        work = working(session, portal, desk.now)
        filed = intake.submit(work, _notice(comer.line), vault=VAULT, reference="CH-1")
        assert isinstance(filed, intake.Accepted)
        papers = _look(session, comer, desk.now)
        filer = session.get_one(Filer, filed.complaint.filer_id)
        right = session.get_one(Right, filed.complaint.right_id)
        numbered = number_of(right.kind, right.jurisdiction, right.number) != ""
        shown = Shown(
            right_key=right.key if numbered else None,
            holder_id=filed.complaint.rights_holder_id,
            document_ids=papers,
            text=filed.complaint.statement,
        )
        match = matches.match(work, filer, shown)
        held = list(match.shared) if match is not None else None
        raise Undo
    return held


def file(desk: Desk, portal: Actor, line: comers.Line, at: datetime) -> None:
    """File a complaint that stays."""
    with desk.database.transaction() as session:
        work = working(session, portal, at)
        reference = f"CH-{line['filer']['reference']}"
        intake.submit(work, _notice(line), vault=VAULT, reference=reference)


def _notice(line: comers.Line) -> Notice:
    left_out = ("events", "filed_at", "reference", "source", "targets")
    body = {name: value for name, value in line.items() if name not in left_out}
    # What a sender says of itself is not read at this door: neither its stores nor its origins.
    unread = ("operates", "origins")
    body["filer"] = {name: each for name, each in body["filer"].items() if name not in unread}
    # Of markets whose rights run out: who files again has renewed it, or nothing would be taken.
    body["right"] = {name: each for name, each in body["right"].items() if name != "status"}
    body["targets"] = [{"url": f"{ITEM}{77_000_000}"}]
    body["declaration"] = SIGNED
    body["answers"] = ANSWERS.get(body["basis"])
    body["filer"] = with_contact(body["filer"])
    return Notice.of(ComplaintIn().load(body))


def _look(session: Session, comer: Comer, now: datetime) -> list[int]:
    """Return the papers' ids, after the job's work: copies of one paper are known as such."""
    shown = [each["sha256"] for each in comer.line["documents"]]
    papers = select(Document.sha256, Document.id).where(Document.sha256.in_(shown))
    ids = dict(session.execute(papers).tuples().all())
    if comer.copy_of is not None:
        first = session.scalars(select(Document.id).where(Document.sha256 == comer.copy_of)).one()
        copy = ids[comers.copied(comer.copy_of)]
        looks = [DocumentLook(document_id=each, alike_id=first, looked_at=now)
                 for each in (first, copy)]  # fmt: skip
        session.add_all(looks)
        session.flush()
    return list(ids.values())


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m lab.bench.returns")
    parser.add_argument("--maker", choices=makers(), default=FIRST)
    parser.add_argument("--seeds", type=int, nargs=2, default=(1, 20), metavar=("FIRST", "LAST"))
    parser.add_argument("--size", type=int)
    parser.add_argument("--why", action="store_true", help="print what honest ones were held by")
    given = parser.parse_args()
    came: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for seed in range(given.seeds[0], given.seeds[1] + 1):
        for kind, was_held, by in measure(given.maker, seed, given.size):
            came[kind] += 1
            held[kind] += was_held
            if given.why and was_held != kind.startswith("returned") and "not a bar" not in kind:
                say(f"{seed}: {kind}: {by or 'not held'}")
    say("| who comes | complaints | held | share |")
    say("|---|---|---|---|")
    for kind in sorted(came, key=lambda kind: (not kind.startswith("returned"), kind)):
        say(f"| {kind} | {came[kind]:,} | {held[kind]:,} | {held[kind] / came[kind]:.4f} |")
    for name, some in (("all returned", True), ("all honest", False)):
        kinds = [k for k in came if k.startswith("returned") == some and "not a bar" not in k]
        all_came, all_held = sum(came[k] for k in kinds), sum(held[k] for k in kinds)
        say(f"| {name} | {all_came:,} | {all_held:,} | {all_held / max(all_came, 1):.4f} |")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
