"""`demo`: a made-up marketplace with planted abuse, scanned, with a key for each role.

Run again, it keeps the data and shows the keys again. The database says of itself that it is a
demo, from before its first row on: it is never served but on this machine.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.commands.context import pass_starting
from complaints.commands.demo import (
    draft as demo_draft,
)
from complaints.commands.demo import (
    flaggers as demo_flaggers,
)
from complaints.commands.demo import (
    ladder as demo_ladder,
)
from complaints.commands.demo import (
    law as demo_law,
)
from complaints.commands.demo import (
    links as demo_links,
)
from complaints.commands.demo import (
    logins as demo_logins,
)
from complaints.commands.demo import (
    look_alike as demo_look_alike,
)
from complaints.commands.demo import (
    notices as demo_notices,
)
from complaints.commands.demo import (
    official_orders as demo_official_orders,
)
from complaints.commands.demo import (
    redress as demo_redress,
)
from complaints.commands.demo import (
    today as demo_today,
)
from complaints.health import opening
from complaints.importers import batches, interchange, listings
from complaints.importers.histories import take_in
from complaints.importers.lines import RawLine
from complaints.importers.rejects import Reject, without_rejects
from complaints.models import ApiKey, Marketplace
from complaints.queries.logins import people as people_queries
from complaints.rules.actors import SELLERS_SIDE, SYSTEM, ActorKind, PersonRole, Scope
from complaints.rules.kinds import FilerKind
from complaints.services.logins import partners, people
from complaints.services.sellers import listings as catalogue
from complaints.services.sellers.listings import Catalogued, Offer
from complaints.services.upkeep import installations
from complaints.storage.context import Context
from complaints.work import UnitOfWork, begin_work
from complaints.work.policy import in_force

if TYPE_CHECKING:
    from abuse.market import Market

SEED = 7
SOURCE = "demo"
KEYS = Path("var/demo-keys.txt")
TEST_KEYS = Path("var/test-demo-keys.txt")
CASES = (*demo_law.CASES, *demo_redress.CASES)
DATED = re.compile(r"\d{4}-\d{2}-\d{2}(T[0-9:.]+(Z|[+-]\d{2}:\d{2}))?")
SHOWN = 5


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """An owner of a key in the demo."""

    label: str
    kind: ActorKind
    reference: str
    name: str
    role: PersonRole | None = None
    scopes: frozenset[Scope] | None = None


PARTS = (
    KeyOwner("filer", ActorKind.FILER, "demo-brand", "Demo Brand Ltd"),
    KeyOwner("partner", ActorKind.PARTNER, "demo-portal", "Demo Portal"),
    KeyOwner(
        "platform",
        ActorKind.PARTNER,
        "demo-market",
        "Demo Market",
        scopes=SELLERS_SIDE | {Scope.READ},
    ),
    KeyOwner("reviewer-1", ActorKind.PERSON, "ann", "Ann", PersonRole.REVIEWER),
    KeyOwner("reviewer-2", ActorKind.PERSON, "bo", "Bo", PersonRole.REVIEWER),
    KeyOwner("supervisor-1", ActorKind.PERSON, "chen", "Chen", PersonRole.SUPERVISOR),
    KeyOwner("supervisor-2", ActorKind.PERSON, "dee", "Dee", PersonRole.SUPERVISOR),
)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--complaints", default=3000, show_default=True, type=click.IntRange(800, 50_000))
@pass_starting
def demo(context: Context, port: int, complaints: int) -> None:
    """Load the demo marketplace, scan it, say who is flagged and why, and print log-ins and keys.

    Example: cleanhands demo && cleanhands run
    """
    if not context.demo:
        context = _marked(context)
    keys = _stored_keys(context)
    if keys is None:
        # Imported where they are used: the detector takes a second to load.
        from abuse.market import make_market

        _load(context, moved_to_today(make_market(SEED, complaints=complaints), utcnow().date()))
        demo_ladder.scan(context)
        _scan(context)
        demo_links.write_letter(context, SOURCE)
        keys = _make_keys(context)
        demo_logins.ensure(context)
        demo_today.file_complaints(context, SOURCE)
        demo_look_alike.file_look_alike(context, SOURCE)
        demo_flaggers.enter_made_up_flagger(context, utcnow())
        demo_law.file_cases(context, utcnow(), CASES)
        demo_official_orders.enter_orders(context, utcnow())
        demo_ladder.walk_ladder(context)
        demo_draft.put_forward(context)
        # Last, so that its letters are the newest in the outbox.
        demo_notices.file_notices(context, utcnow())
    address = f"http://127.0.0.1:{port}"
    demo_logins.ensure(context)
    demo_logins.print_logins(address)
    demo_links.print_link(context, SOURCE, address)
    demo_law.print_cases(CASES)
    click.echo(f"API keys (kept in {_keys_file(context)}, for you alone):")
    click.echo("".join(f"  {label:<13} {secret}\n" for label, secret in keys.items()))
    reviewer = keys["reviewer-1"]
    click.echo(f"Try:  curl -H 'Authorization: Bearer {reviewer}' {address}/api/v1/flags")


def _keys_file(context: Context) -> Path:
    return TEST_KEYS if context.config.test else KEYS


def _stored_keys(context: Context) -> dict[str, str] | None:
    """Return the keys that the last run kept, where this database still knows them."""
    kept = _keys_file(context)
    if not kept.is_file():
        return None
    pairs = [line.split() for line in kept.read_text(encoding="utf-8").splitlines()]
    keys = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    with context.database.reading() as session:
        known = set(session.scalars(select(ApiKey.prefix).where(ApiKey.revoked_at.is_(None))))
    wanted = {part.label for part in PARTS}
    is_known = all(secret.rpartition("_")[0] in known for secret in keys.values())
    return keys if set(keys) == wanted and is_known else None


def _marked(context: Context) -> Context:
    """Make the empty database the demo, before anything is in it.

    Refuses with: wrong-state. Raises ConfigurationError where the demo could not be served.
    """
    with begin_work(context, SYSTEM) as work:
        installations.become_demo(work)
        opening.require_local(context)
    return opening.of_database(context)


def moved_to_today(market: Market, today: date) -> Market:
    """Return the market with its dates moved by whole weeks, so that it ends in the last days.

    Boycotts count the claims of the last year: a demo must not grow old.
    """
    happened = (event["at"] for line in market.lines for event in line.get("events", ()))
    newest = max([line["filed_at"] for line in market.lines] + list(happened))
    yesterday = today - timedelta(days=1)
    weeks = (yesterday - datetime.fromisoformat(newest).date()) // timedelta(weeks=1)
    by = timedelta(weeks=weeks)
    return replace(market, lines=_moved(market.lines, by), listings=_moved(market.listings, by))


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, dict):
        return {name: _moved(inner, by) for name, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner, by) for inner in value]
    if isinstance(value, str) and DATED.fullmatch(value):
        if len(value) == len("2026-06-30"):
            return (date.fromisoformat(value) + by).isoformat()
        return (datetime.fromisoformat(value) + by).isoformat()
    return value


def _load(context: Context, market: Market) -> None:
    """Load the catalogue and the complaints; a repeated load adds nothing."""
    now = utcnow()
    lines = enumerate(map(json.dumps, market.listings), 1)
    rows = (RawLine(number, text.encode()) for number, text in lines)
    offers = without_rejects(listings.read_offers(rows, now=now), _fail)

    def store(session: Session, batch: list[Offer]) -> Catalogued:
        return catalogue.load_offers(
            UnitOfWork(session, SYSTEM, now, context.links), batch, vault=context.vault
        )

    batches.store_batches(context.database, offers, store, weight=lambda _: 1, counts=Catalogued())
    histories = (
        interchange.read_value(
            line, number=number, raw="", source=SOURCE, now=now, vouched=(SOURCE,)
        )
        for number, line in enumerate(market.lines, 1)
    )
    loaded = take_in(
        context.database, context.vault, histories, links=context.links, now=now, reject=_fail
    )
    counts = loaded.counts
    click.echo(
        f"The demo marketplace: {counts.complaints + counts.known:,} complaints, "
        f"{len(market.listings):,} listings; every name in it is made up.\n"
    )


def _fail(reject: Reject) -> None:
    raise AssertionError(f"the demo market does not fit its own contract: {reject.reason}")


def _scan(context: Context) -> None:
    from abuse.explain.report_text import as_table
    from complaints.jobs import scanning

    now = utcnow()
    with context.database.reading() as session:
        policy = in_force(session)
    scanned = scanning.sweep(context.database, policy, now=now)
    with begin_work(context, SYSTEM, now=now) as work:
        scanned.record(work)
    click.echo(as_table(scanned.report, limit=SHOWN) + "\n")


def _make_keys(context: Context) -> dict[str, str]:
    now = utcnow()
    with begin_work(context, SYSTEM, now=now) as work:
        keys = {
            part.label: people.issue_key(
                work,
                kind=part.kind,
                owner_id=_owner(work, part),
                label=f"demo {part.label}",
                scopes=part.scopes,
                vault=context.vault,
            ).secret
            for part in PARTS
        }
    kept = _keys_file(context)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.unlink(missing_ok=True)
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{label} {secret}\n" for label, secret in keys.items())
    return keys


def _owner(work: UnitOfWork, part: KeyOwner) -> int:
    """Return the id of the demo's person, partner or filer, made where it is not there."""
    known = people_queries.find_owner(work.session, part.kind, part.reference)
    if known is not None:
        return known
    if part.role is not None:
        return people.add_person(
            work,
            handle=part.reference,
            name=part.name,
            role=part.role,
        ).id
    if part.kind is ActorKind.PARTNER:
        partner = people.add_partner(work, slug=part.reference, name=part.name)
        if part.scopes is not None:
            partners.run_marketplaces(
                work, part.reference, add=work.session.scalars(select(Marketplace.slug)).all()
            )
        return partner.id
    return people.add_filer(
        work,
        reference=part.reference,
        name=part.name,
        kind=FilerKind.RIGHTS_HOLDER,
    ).id
