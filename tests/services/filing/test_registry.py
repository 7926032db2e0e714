"""The register: the same thing is one row, the newest word counts, other writers are let in."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.models import (
    Filer,
    FilerIdentity,
    FilerStore,
    Listing,
    Operator,
    Right,
    RightsHolder,
    Store,
)
from complaints.rules.filing.listing_urls import UrlProblem
from complaints.rules.filing.targets import Target
from complaints.services.registry import Marks, Registry, Stated, aim_at, event_digest
from complaints.storage.vault import Vault
from tests.scenes.sealing import opened

VAULT = Vault(b"i" * 32, b"e" * 32)
DAY = timedelta(days=1)
PHONES = "138 1234 5678; +442079460018"
FILER = {"reference": "F-1", "name": "Acme Agency", "email": "Legal@Acme.example", "country": "CN"}
TARGET = {"url": "https://www.ebay.com/itm/123456789012", "store_id": "s-1", "price": 9.99}


def registry(session, now, source="one"):
    return Registry(session, VAULT, source=source, now=now)


def aim(target, at):
    return (aim_at(Target.of(target)), at)


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


@pytest.mark.both_databases
def test_a_filer_is_one_row_a_source_and_its_newest_filing_names_it(database, now):
    with database.transaction() as session:
        newer = {"reference": "F-1", "name": "Acme Ltd"}
        first, again = registry(session, now).filers([(newer, now), (FILER, now - DAY)])
        other = registry(session, now, "two").filers([(FILER, now)])[0]
        assert first == again != other
        stored = session.get_one(Filer, first)
        assert (stored.name, stored.country, stored.reported_at) == ("Acme Ltd", "CN", now)


def test_an_older_filing_in_a_later_batch_fills_gaps_only(database, now):
    with database.transaction() as session:
        registry(session, now).filers([({"reference": "F-1", "name": "Newest"}, now)])
    with database.transaction() as session:
        filer_id = registry(session, now).filers([(FILER, now - DAY)])[0]
        stored = session.get_one(Filer, filer_id)
        assert (stored.name, stored.country) == ("Newest", "CN")


@pytest.mark.both_databases
def test_identities_meet_in_their_normal_form_and_widen(database, now):
    shown: list[dict[str, Any]] = [
        {**FILER, "ip": "203.0.113.9"},
        {**FILER, "email": "legal@acme.example", "ip": "203.0.113.10"},
    ]
    with database.transaction() as session:
        reg = registry(session, now)
        filer_id = reg.filers([(shown[0], now)])[0]
        first, second = reg.identities(
            [Marks(filer_id, shown[0], now), Marks(filer_id, shown[1], now - DAY)]
        )
        assert len(first) == len(second) == 3
        assert len(set(first) & set(second)) == 2, "the mailbox and the network"
    with database.transaction() as session:
        registry(session, now).identities([Marks(filer_id, FILER, now + DAY)])
    with database.reading() as session:
        found = {row.kind: row for row in session.scalars(select(FilerIdentity))}
        assert count(session, FilerIdentity) == 4
        email = found["email"]
        assert email.sealed is not None
        assert opened(email, VAULT) == "Legal@Acme.example"
        assert (email.domain, email.key_id) == ("acme.example", VAULT.key_id)
        assert (email.first_seen, email.last_seen) == (now - DAY, now + DAY)
        assert email.digest == VAULT.digest("email", "legal@acme.example")
        assert found["ip_net"].sealed is None


def test_each_of_several_phones_is_sealed_by_itself(database, now):
    filer = {
        "reference": "F",
        "name": "F",
        "country": "CN",
        "phone": "138 1234 5678; +442079460018",
    }
    with database.transaction() as session:
        reg = registry(session, now)
        reg.identities([Marks(reg.filers([(filer, now)])[0], filer, now)])
        kept = session.scalars(select(FilerIdentity)).all()
        assert {opened(one, VAULT) for one in kept} == {"+8613812345678", "+442079460018"}


def test_statements_of_one_right_share_its_key_and_are_kept_apart(database, now):
    holder = {"name": "Brand"}
    right = {"kind": "patent", "number": "7", "jurisdiction": "US"}
    with database.transaction() as session:
        reg = registry(session, now)
        filer_id = reg.filers([(FILER, now)])[0]
        holder_id, spelt, nobody = reg.holders([holder, {"name": " BRAND"}, None])
        assert holder_id == spelt
        assert nobody is None
        dated = {**right, "registered_on": "2020-02-29"}
        stated = [Stated(filer_id, holder, holder_id, one) for one in (right, dated, right)]
        a, b, c = reg.rights(stated)
        assert a == c
        assert a.id != b.id
        assert a.key == b.key
        assert count(session, Right) == 2
        assert count(session, RightsHolder) == 1
        allowed = Stated(filer_id, holder, holder_id, right, {"valid_to": "2027-01-01"})
        first, second, none = reg.authorizations([allowed, allowed, stated[0]])
        assert first == second
        assert none is None


@pytest.mark.both_databases
def test_targets_find_listing_store_and_operator_and_keep_the_newest_word(database, now):
    with database.transaction() as session:
        known = registry(session, now).targets(
            [
                aim({**TARGET, "title": "new", "operator": "Op"}, now),
                aim({**TARGET, "title": "old", "category": "toys"}, now - DAY),
            ]
        )
        assert known[0].listing_id == known[1].listing_id
        assert known[0].operator_id is not None
        assert known[1].operator_id is None
        listing = session.get_one(Listing, known[0].listing_id)
        assert (listing.title, listing.category, listing.store_id) == (
            "new", "toys", known[0].store_id,
        )  # fmt: skip
    with database.transaction() as session:
        bare = {"url": TARGET["url"]}
        again = registry(session, now).targets([aim(bare, now)])[0]
        assert again.listing_id == known[0].listing_id
        assert (again.store_id, again.operator_id) == (None, None), "others' words are not its own"


@pytest.mark.both_databases
def test_the_catalogue_is_the_last_word_on_a_listing(database, now):
    said = {**TARGET, "operator": "Op", "title": "true"}
    with database.transaction() as session:
        own = registry(session, now).targets([aim(said, now)], catalogue=True)[0]
    with database.transaction() as session:
        lie = {"url": TARGET["url"], "title": "false", "category": "toys"}
        known = registry(session, now).targets([aim(lie, now + DAY)])[0]
        assert known == replace(own, aim=known.aim), "store and operator are the catalogue's"
        listing = session.get_one(Listing, known.listing_id)
        assert (listing.title, listing.category) == ("true", "toys")


def test_what_a_target_says_wins_over_its_address():
    said = aim_at(Target.of({**TARGET, "marketplace": " MyShop ", "listing_id": "X1"}))
    assert said.key == ("myshop", "X1")
    seen = aim_at(Target("https://m.ebay.com/itm/123456789012?hash=item1"))
    assert seen.key == ("ebay", "123456789012")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "https://"])
def test_what_is_no_address_is_none_whatever_else_is_said(url):
    with pytest.raises(UrlProblem):
        aim_at(Target(url, "m", "1"))


def test_operated_stores_are_those_of_the_marketplaces_aimed_at(database, now):
    with database.transaction() as session:
        reg = registry(session, now)
        filer_id = reg.filers([(FILER, now)])[0]
        reg.targets([aim({**TARGET, "store_id": "mine"}, now)])
        for _ in range(2):
            reg.operated([(filer_id, ["ebay"], ["mine"])])
        assert count(session, Store) == 1
        assert count(session, FilerStore) == 1


def test_documents_are_known_by_their_content(database, now):
    with database.transaction() as session:
        reg = registry(session, now)
        first = reg.documents(["a" * 64, "b" * 64])
        assert reg.documents(["a" * 64]) == {"a" * 64: first["a" * 64]}


def test_an_event_is_told_by_what_the_contract_carries(now):
    event = {"kind": "takedown", "by": "staff"}
    plain = event_digest(event, at=now, listing_ids=None)
    assert plain == event_digest({**event, "merit": None}, at=now, listing_ids=None)
    assert plain != event_digest(event, at=now, listing_ids=["1"])
    assert event_digest(event, at=now, listing_ids=["1", "2"]) == event_digest(
        event, at=now, listing_ids=["2", "1"]
    )


@pytest.mark.both_databases
def test_many_writers_of_the_same_things_make_them_once(database, now):
    failures: list[BaseException] = []

    def write(turn: int) -> None:
        try:
            with database.transaction() as session:
                reg = registry(session, now)
                names = [f"Op {number}" for number in range(20)]
                if turn % 2:
                    names.reverse()
                urls = [f"https://www.ebay.com/itm/12345678901{number}" for number in range(10)]
                reg.filers([(FILER, now)])
                reg.targets(
                    [aim({**TARGET, "url": u, "operator": o}, now) for u in urls for o in names]
                )
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        assert [count(session, model) for model in (Filer, Operator, Listing)] == [1, 20, 10]
