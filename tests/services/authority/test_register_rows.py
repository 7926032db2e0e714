"""What the register writes: each fact in its column, by the newest word, and no row twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from abuse.identity.origins import Origin
from complaints.models import (
    Authorization,
    Filer,
    FilerIdentity,
    FilerStore,
    Listing,
    Marketplace,
    Operator,
    Right,
    RightsHolder,
    Store,
)
from complaints.rules.filing.targets import Target
from complaints.rules.law.regimes import law_of
from complaints.services.registry import Aim, Marks, Registry, Stated, aim_at, claim_columns, rows
from complaints.services.registry.targets import KnownTarget
from complaints.storage.db import Database
from tests.scenes.sealing import opened
from tests.services.decisions.desk import VAULT

DAY = timedelta(days=1)
EBAY, AMAZON = "https://www.ebay.com/itm/123456789012", "https://www.amazon.com/dp/B000000001"
FILER: dict[str, Any] = {
    "reference": "F-1", "name": "Acme Agency Ltd", "kind": "agent", "country": "CN",
    "registered_at": "2020-01-01t00:00:00z", "email": "Legal@Acme.example",
    "phone": "138 1234 5678", "address": "1 Long Road", "ip": "203.0.113.9", "device": "D-1",
    "payment": "P 1", "website": "https://www.acme.example/contact",
}  # fmt: skip
SAID: dict[str, Any] = {
    "url": EBAY, "store_id": "s-1", "store_name": "Shop", "operator": "Op", "category": "toys",
    "title": "Lamp", "listed_on": "2025-05-05", "price": 9.99, "currency": "USD", "sales_30d": 7,
    "status_at_filing": "live", "delivers_to": ["FR"],
}  # fmt: skip


def register(session: Session, now: datetime, source: str = "one") -> Registry:
    return Registry(session, VAULT, source=source, now=now)


def aim(at: datetime, position: int = 0, **said: Any) -> tuple[Aim, datetime]:
    return (aim_at(Target.of({"url": EBAY, **said}), position), at)


def columns(row: Any, *names: str) -> list[Any]:
    return [getattr(row, name) for name in names]


@pytest.mark.both_databases
def test_a_filers_facts_are_its_newest(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        (filer_id,) = register(session, now).filers([(FILER, now - DAY)])
        session.expire_all()
        facts = ("source", "reference", "name", "folded_name", "kind", "country", "created_at")
        assert columns(session.get_one(Filer, filer_id), *facts) == [
            "one", "F-1", "Acme Agency Ltd", "acmeagency", "agent", "CN", now,
        ]  # fmt: skip
        assert session.get_one(Filer, filer_id).registered_at == datetime.fromisoformat(
            "2020-01-01T00:00:00Z"
        )
        newer = {
            **FILER, "name": "Bond GmbH", "kind": "individual", "country": "DE",
            "registered_at": now - 9 * DAY,
        }  # fmt: skip
        assert register(session, now + DAY).filers([(newer, now)]) == [filer_id]
        session.expire_all()
        assert columns(session.get_one(Filer, filer_id), *facts) == [
            "one", "F-1", "Bond GmbH", "bond", "individual", "DE", now,
        ]  # fmt: skip
        stored = session.get_one(Filer, filer_id)
        assert (stored.registered_at, stored.reported_at) == (now - 9 * DAY, now)


def test_each_kind_of_identity_is_kept_sealed_and_compared(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        reg = register(session, now)
        (filer_id,) = reg.filers([(FILER, now)])
        (shown,) = reg.identities([Marks(filer_id, FILER, now)])
        found = {row.kind: row for row in session.scalars(select(FilerIdentity))}
        assert sorted(row.id for row in found.values()) == sorted(shown)
        sealed = {kind: opened(row, VAULT) for kind, row in found.items()}
        assert sealed.pop("ip_net") is None
        assert found["ip_net"].key_id is None
        assert sealed == {kind: FILER[kind] for kind in sealed}
        assert len(sealed) == 7
        assert {row.key_id for kind, row in found.items() if kind != "ip_net"} == {VAULT.key_id}
        domains = {kind: row.domain for kind, row in found.items() if row.domain}
        assert domains == {"email": "acme.example", "website": "acme.example"}
        # A number without its country's digits is read by the filer's country.
        assert found["phone"].digest == VAULT.digest("phone", "+8613812345678")


@pytest.mark.both_databases
def test_an_attribute_is_one_row_a_filer_and_its_times_widen(
    database: Database, now: datetime
) -> None:
    mail = {"reference": "F-1", "name": "F", "email": "a@b.example"}

    def times() -> list[tuple[datetime, datetime]]:
        session.expire_all()
        found = select(FilerIdentity).order_by(FilerIdentity.id)
        return [(row.first_seen, row.last_seen) for row in session.scalars(found)]

    with database.transaction() as session:
        reg = register(session, now)
        one, two = reg.filers([(mail, now), ({**mail, "reference": "F-2"}, now)])
        (mine,), (yours,) = reg.identities([Marks(one, mail, now), Marks(two, mail, now)])
        assert mine != yours
        assert times() == [(now, now)] * 2
        reg.identities([Marks(one, mail, now + DAY)])
        assert times() == [(now, now + DAY), (now, now)]
        reg.identities([Marks(one, mail, now - DAY)])
        assert times() == [(now - DAY, now + DAY), (now, now)]
        # Within them nothing changes; two filings at once widen both ways.
        both = Marks(two, mail, now - DAY), Marks(two, mail, now + DAY)
        reg.identities([Marks(one, mail, now), *both])
        assert times() == [(now - DAY, now + DAY)] * 2


@pytest.mark.both_databases
def test_how_an_attribute_is_known_only_gets_better(database: Database, now: datetime) -> None:
    face = {"reference": "F-1", "name": "F", "email": "a@b.example", "device": "d", "ip": "8.8.8.8"}
    typed, confirmed = Origin.TYPED, {"email": Origin.CONFIRMED}

    def known(kind: str) -> tuple[str, datetime]:
        session.expire_all()
        row = session.scalars(select(FilerIdentity).where(FilerIdentity.kind == kind)).one()
        return row.origin, row.known_since

    with database.transaction() as session:
        reg = register(session, now)
        (one,) = reg.filers([(face, now)])
        reg.identities([Marks(one, face, now)])
        # Nothing is said of them.
        assert known("email") == (typed, now)
        assert {known(kind) for kind in ("device", "ip", "ip_net")} == {(Origin.SEEN, now)}
        # It was typed before; then it is confirmed, twice, and typed again.
        reg.identities([Marks(one, face, now - DAY)])
        assert known("email") == (typed, now - DAY)
        reg.identities([Marks(one, face, now + 2 * DAY, confirmed)])
        reg.identities([Marks(one, face, now + DAY, confirmed)])
        reg.identities([Marks(one, face, now + 3 * DAY)])
        assert known("email") == (Origin.CONFIRMED, now + DAY)
        assert known("device") == (Origin.SEEN, now - DAY)
        # A history comes in later than what it tells of.
        reg.identities([Marks(one, face, now - DAY, confirmed), Marks(one, face, now)])
        assert known("email") == (Origin.CONFIRMED, now - DAY)


def test_a_rights_holder_is_kept_as_first_stated(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        stated = {"reference": "H-1", "name": "Acme Inc", "country": "US"}
        reg = register(session, now)
        one, nobody, two = reg.holders([stated, None, {**stated, "name": "Acme"}])
        assert nobody is None
        assert one == two
        assert register(session, now, "two").holders([stated]) != [one]
        row = session.get_one(RightsHolder, one)
        assert columns(row, "source", "key", "reference", "name", "folded_name", "country") == [
            "one", "ref:H-1", "H-1", "Acme Inc", "acme", "US",
        ]  # fmt: skip
        assert row.created_at == now


RIGHT: dict[str, Any] = {
    "kind": "trademark", "number": "1,234,567", "jurisdiction": "US", "title": "ACME",
    "url": "https://acme.example", "applied_on": "2014-01-01", "priority_on": "2013-01-01",
    "registered_on": "2015-01-01", "first_published_on": "2012-01-01", "classes": [9, 25],
    "status": "registered",
}  # fmt: skip


@pytest.mark.both_databases
def test_a_right_and_its_authorization_are_kept_as_stated(
    database: Database, now: datetime
) -> None:
    terms = {"valid_from": "2026-01-01", "valid_to": "2027-01-01", "revoked_on": "2026-05-05"}
    permit = {"reference": "POA-1", **terms}
    holder = {"name": "Acme Inc"}
    with database.transaction() as session:
        reg = register(session, now)
        one, two = reg.filers([(FILER, now), ({**FILER, "reference": "F-2"}, now)])
        (holder_id,) = reg.holders([holder])
        stated = [
            Stated(one, holder, holder_id, RIGHT, permit),
            Stated(two, holder, holder_id, RIGHT, {**permit, "reference": "POA-2"}),
            Stated(one, holder, holder_id, {**RIGHT, "title": "ACME II"}),
        ]
        known = reg.rights(stated)
        assert len({right.id for right in known}) == 3
        assert {right.key for right in known} == {"trademark|us|1234567"}
        right = session.get_one(Right, known[0].id)
        dates = ("applied_on", "priority_on", "registered_on", "first_published_on")
        assert columns(right, *dates) == [date.fromisoformat(RIGHT[name]) for name in dates]
        plain = ("kind", "number", "jurisdiction", "title", "url", "classes", "status")
        assert columns(right, *plain) == [RIGHT[name] for name in plain]
        assert columns(right, "filer_id", "rights_holder_id", "created_at") == [
            one, holder_id, now,
        ]  # fmt: skip
        permits = reg.authorizations([stated[2], *stated[:2]])
        assert permits[0] is None
        assert len(set(permits)) == 3
        allowed = session.get_one(Authorization, permits[1])
        assert columns(allowed, *terms) == [date.fromisoformat(day) for day in terms.values()]
        assert columns(allowed, "filer_id", "rights_holder_id", "reference", "created_at") == [
            one, holder_id, "POA-1", now,
        ]  # fmt: skip


@pytest.mark.both_databases
def test_a_target_is_kept_with_all_that_it_states(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        said = aim(now, 4, **SAID)
        (known,) = register(session, now).targets([said])
        listing = session.get_one(Listing, known.listing_id)
        place = session.get_one(Marketplace, listing.marketplace_id)
        assert (place.slug, place.name) == ("ebay", "eBay")
        assert columns(listing, "reference", "url", "kind", "store_id", "reported_at") == [
            "123456789012", EBAY, "listing", known.store_id, now,
        ]  # fmt: skip
        facts = ("category", "title", "listed_on", "price", "currency", "sales_30d")
        values = ["toys", "Lamp", date(2025, 5, 5), Decimal("9.9900"), "USD", 7]
        assert columns(listing, *facts) == values
        assert (listing.created_at, listing.catalogued_at) == (now, None)
        store = session.get_one(Store, known.store_id)
        assert columns(store, "reference", "name", "operator_id", "reported_at") == [
            "s-1", "Shop", known.operator_id, now,
        ]  # fmt: skip
        assert session.get_one(Operator, known.operator_id).name == "Op"
        claimed = claim_columns(known, law_of("house"))
        assert claimed == {
            **dict(zip(facts, values, strict=True)), "url": EBAY, "store_name": "Shop",
            "status_at_filing": "live", "listing_id": known.listing_id,
            "store_id": known.store_id, "operator_id": known.operator_id, "position": 4,
            "regime": "house", "adding": [], "calendar": "", "delivers_to": ["FR"],
        }  # fmt: skip


@pytest.mark.both_databases
def test_a_later_word_changes_store_and_listing_and_an_earlier_does_not(
    database: Database, now: datetime
) -> None:
    changes: dict[str, Any] = {
        "store_name": "Store", "operator": " New ", "category": "lamps", "title": "Lamp II",
        "listed_on": "2025-06-06", "price": 8, "currency": "EUR", "sales_30d": 9,
    }  # fmt: skip
    with database.transaction() as session:
        reg = register(session, now)
        (before,) = reg.targets([aim(now, **SAID)])
        for at, new in ((now + DAY, True), (now - DAY, False)):
            reg.targets([aim(at, **{**SAID, **changes, "store_id": "s-2"})])
            session.expire_all()
            listing = session.get_one(Listing, before.listing_id)
            stores = {row.reference: row for row in session.scalars(select(Store))}
            assert listing.store_id == stores["s-2"].id
            assert columns(listing, "category", "title", "price", "currency", "sales_30d") == [
                "lamps", "Lamp II", 8, "EUR", 9,
            ]  # fmt: skip
            assert (listing.listed_on, listing.reported_at) == (date(2025, 6, 6), now + DAY), new
        names = {row.id: row.name for row in session.scalars(select(Operator))}
        assert (stores["s-2"].name, names[stores["s-2"].operator_id or 0]) == ("Store", "New")
        assert (stores["s-1"].name, names[stores["s-1"].operator_id or 0]) == ("Shop", "Op")


def test_a_target_without_a_store_makes_none(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        bare, named = register(session, now).targets([aim(now), aim(now, url=AMAZON, operator=" ")])
        assert (bare.store_id, bare.operator_id, named.operator_id) == (None, None, None)
        assert session.scalars(select(Store)).all() == []
        assert session.scalars(select(Operator)).all() == []


def test_a_claim_takes_store_and_operator_from_the_catalogue_alone(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        reg = register(session, now)
        # What complaints said of a listing and of a store is not another complaint's.
        reg.targets([aim(now, **SAID)])
        (own,) = reg.targets([aim(now, store_id="s-1")])
        assert own.store_id is not None
        assert own.operator_id is None
        catalogue = aim(now, store_id="s-2", operator="True Op")
        (true,) = reg.targets([catalogue], catalogue=True)
        assert session.get_one(Listing, true.listing_id).catalogued_at == now
        said = [aim(now), aim(now, store_id="s-1"), aim(now, operator="Mine")]
        plain, stated, other = reg.targets(said)
        assert plain == replace(true, aim=said[0][0])
        # A store that it states is its own; its operator is known from where the store is.
        operators = {row.name: row.id for row in session.scalars(select(Operator))}
        assert stated == KnownTarget(said[1][0], true.listing_id, own.store_id, operators["Op"])
        assert other == KnownTarget(said[2][0], true.listing_id, true.store_id, operators["Mine"])
        (elsewhere,) = reg.targets([aim(now, url=AMAZON, store_id="s-1")])
        assert (elsewhere.store_id, elsewhere.operator_id) != (own.store_id, operators["Op"])


@pytest.mark.both_databases
def test_the_catalogue_overwrites_what_complaints_said_and_they_fill_its_gaps(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        reg = register(session, now)
        reg.targets([aim(now, title="said", category="said")])
        (known,) = reg.targets([aim(now, title="true")], catalogue=True)
        reg.targets([aim(now + DAY, title="lie", currency="USD")])
        session.expire_all()
        listing = session.get_one(Listing, known.listing_id)
        assert columns(listing, "title", "category", "currency") == ["true", "said", "USD"]
        reg.targets([aim(now + 2 * DAY, title="truer")], catalogue=True)
        session.expire_all()
        assert session.get_one(Listing, known.listing_id).title == "truer"


def test_a_store_that_is_run_is_one_of_each_marketplace_aimed_at(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        reg = register(session, now)
        one, two = reg.filers([(FILER, now), ({**FILER, "reference": "F-2"}, now)])
        reg.operated([(one, ["ebay", "amazon"], ["s-1", "s-2"]), (two, ["ebay"], ["s-1"])])
        reg.operated([(two, [], ["s-3"]), (two, ["ebay"], [])])
        question = (
            select(FilerStore.filer_id, Marketplace.slug, Store.reference)
            .join(Store, Store.id == FilerStore.store_id)
            .join(Marketplace, Marketplace.id == Store.marketplace_id)
        )
        assert set(session.execute(question).tuples()) == {
            (one, place, store) for place in ("ebay", "amazon") for store in ("s-1", "s-2")
        } | {(two, "ebay", "s-1")}
        assert len(session.scalars(select(Store)).all()) == 4


@pytest.mark.both_databases
def test_a_newer_report_that_another_writer_stored_stays(database: Database, now: datetime) -> None:
    table: Any = Filer.__table__
    with database.transaction() as session:
        (filer_id,) = register(session, now).filers([({"reference": "F", "name": "held"}, now)])

        def say(name: str, at: datetime) -> str:
            said = [{"id": filer_id, "name": name, "reported_at": at}]
            rows.update_by_id(session, table, ("name", "reported_at"), said)
            session.expire_all()
            return session.get_one(Filer, filer_id).name

        assert say("older", now - DAY) == "held"
        assert say("as new", now) == "as new"
        assert say("newer", now + DAY) == "newer"
        session.execute(table.update().values(reported_at=None))
        assert say("first", now - 9 * DAY) == "first"
        rows.update_by_id(session, table, ("name",), [{"id": filer_id, "name": "bare"}])
        session.expire_all()
        assert session.get_one(Filer, filer_id).name == "bare"


@pytest.mark.both_databases
@pytest.mark.parametrize("key", [("source", "reference"), ("id",)])
def test_rows_are_found_by_one_column_or_by_several(
    database: Database, now: datetime, key: tuple[str, ...]
) -> None:
    table: Any = Filer.__table__
    with database.transaction() as session:
        ids = register(session, now).filers(
            [({"reference": name, "name": name.upper()}, now) for name in ("a", "b", "c")]
        )
        keys: list[rows.Key] = [("one", "a"), ("one", "c"), ("two", "b")]
        if key == ("id",):
            keys = [(ids[0],), (ids[2],), (999,)]
        found = rows.fetch(session, table, key, keys, also=("name",))
        assert {one: (row.id, row.name) for one, row in found.items()} == {
            keys[0]: (ids[0], "A"), keys[1]: (ids[2], "C"),
        }  # fmt: skip


@pytest.mark.both_databases
def test_a_row_that_is_there_is_left_as_it_is(database: Database, now: datetime) -> None:
    table: Any = Operator.__table__
    with database.transaction() as session:
        one = {"name": "one"}
        known = rows.ensure(session, table, ("name",), [one, one, {"name": "two"}])
        again = rows.ensure(session, table, ("name",), [{"name": "three"}, one], also=("name",))
        assert again["one",].id == known["one",].id
        assert again["three",].name == "three"
        rows.insert_new(session, table, [one, {"name": "four"}])
        rows.insert_new(session, table, [])
        rows.insert_all(session, table, [])
        names = session.scalars(select(Operator.name).order_by(Operator.name)).all()
        assert names == ["four", "one", "three", "two"]


@pytest.mark.both_databases
def test_ids_are_reserved_behind_those_in_use(database: Database) -> None:
    table: Any = Operator.__table__
    with database.transaction() as session:
        assert rows.reserve(session, table, 0) == []
        first = rows.reserve(session, table, 3)
        assert first == [first[0], first[0] + 1, first[0] + 2]
        assert first[0] == 1 or database.engine.dialect.name != "sqlite"
        new = [{"id": each, "name": f"Op {each}"} for each in first]
        rows.insert_all(session, table, new)
        (following,) = rows.reserve(session, table, 1)
        assert following == first[2] + 1
