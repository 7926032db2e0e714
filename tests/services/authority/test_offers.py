"""Permissions between accounts: what makes two of them one, who offers, accepts and ends them."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.models import (
    Authorization,
    AuthorizationOffer,
    Filer,
    LedgerEntry,
    Letter,
    Marketplace,
    Right,
    RightsHolder,
)
from complaints.rules.actors import SYSTEM, Actor
from complaints.rules.kinds import FilerKind
from complaints.services.authority import authorizations, rights
from complaints.services.authority.authorizations.terms import digest_of, lock_authorization
from complaints.services.registry.keys import authorization_digest
from complaints.storage.db import Database
from tests.refusals import refused
from tests.scenes.staged import staged
from tests.services.decisions.desk import HOLDER, MARK, VAULT, Desk

TERMS: dict[str, Any] = {"reference": "A-1", "valid_from": date(2026, 1, 1)}


class Pair:
    """A holder's account with a right, and two agents."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.desk, self.now = Desk(database, now), now
        self.acme = self.desk.filer("acme")
        self.guards = self.desk.filer("guards", FilerKind.AGENT)
        self.watch = self.desk.filer("watch", FilerKind.AGENT)
        self.right = self.desk.do(
            rights.register, self.acme, right=MARK, rights_holder=None, filer=None, vault=VAULT
        ).id

    def offer(self, to: Actor | None = None, by: Actor | None = None, **terms: Any) -> int:
        agent = to or self.guards
        with self.desk.database.reading() as session:
            name = session.get_one(Filer, agent.id).name
        row = self.desk.do(
            authorizations.offer, by or self.acme, agent={"number": agent.id, "name": name},
            terms=terms, vault=VAULT,
        )  # fmt: skip
        offered: int = row.id
        return offered

    def register(self, actor: Actor, **terms: Any) -> int:
        row = self.desk.do(
            authorizations.register, actor, rights_holder=HOLDER, terms=terms, filer=None,
            vault=VAULT,
        )  # fmt: skip
        registered: int = row.id
        return registered

    def accept(self, actor: Actor, row_id: int) -> Authorization:
        row: Authorization = self.desk.do(authorizations.accept, actor, row_id, vault=VAULT)
        return row

    def revoke(self, actor: Actor, row_id: int, on: date | None = None) -> Authorization:
        row: Authorization = self.desk.do(authorizations.revoke, actor, row_id, on=on)
        return row

    def entries(self, verb: str) -> list[tuple[int, dict[str, Any]]]:
        with self.desk.database.reading() as session:
            found = select(LedgerEntry).where(LedgerEntry.verb == verb).order_by(LedgerEntry.id)
            rows = session.scalars(found)
            return [(row.subject_id, row.facts) for row in rows if row.subject == "authorization"]

    def told(self, kind: str) -> list[int | None]:
        with self.desk.database.reading() as session:
            found = select(Letter.filer_id).where(Letter.kind == kind).order_by(Letter.id)
            return list(session.scalars(found))

    def row(self, row_id: int) -> Authorization:
        with self.desk.database.reading() as session:
            return session.get_one(Authorization, row_id)


@pytest.fixture
def pair(database, now) -> Pair:
    return copy(staged(database, "offers: pair", lambda: Pair(database, now)))


def test_what_makes_two_permissions_one() -> None:
    plain = digest_of(TERMS, HOLDER)
    assert plain == authorization_digest(TERMS, HOLDER)
    scopes: list[dict[str, Any]] = [
        {"right_id": 3},
        {"right_kind": "patent"},
        {"marketplace": "taobao"},
        {"right_id": 4},
    ]
    scoped = [digest_of({**TERMS, **scope}, HOLDER) for scope in scopes]
    assert len({plain, *scoped}) == 5
    assert digest_of({**TERMS, "right_id": None}, HOLDER) == plain


def test_a_permission_is_an_accounts_own(pair: Pair) -> None:
    first = pair.register(pair.guards, **TERMS)
    assert pair.register(pair.watch, **TERMS) not in (first, None)
    assert pair.register(pair.guards, **TERMS) == first
    assert pair.entries("registered")[0] == (first, {"filer": pair.guards.id})
    assert len(pair.entries("registered")) == 2
    kept = pair.row(first)
    assert (kept.reference, kept.valid_from, kept.marketplace_id) == ("A-1", date(2026, 1, 1), None)
    limited = pair.row(pair.register(pair.guards, marketplace="taobao", right_kind="trademark"))
    with pair.desk.database.reading() as session:
        assert session.get_one(Marketplace, limited.marketplace_id).slug == "taobao"


@pytest.mark.both_databases
def test_an_offer_is_made_once_to_each_agent_for_the_same_terms(pair: Pair) -> None:
    first = pair.offer(**TERMS)
    made = [pair.offer(pair.watch, **TERMS), pair.offer(reference="A-2"),
            pair.offer(by=pair.watch, **TERMS)]  # fmt: skip
    assert len({first, *made}) == 4
    assert first == pair.offer(**TERMS)
    assert made == [pair.offer(pair.watch, **TERMS), pair.offer(reference="A-2"),
                    pair.offer(by=pair.watch, **TERMS)]  # fmt: skip
    assert pair.entries("offered")[:2] == [
        (first, {"filer": pair.guards.id}), (made[0], {"filer": pair.watch.id}),
    ]  # fmt: skip
    assert pair.told("authorization_offered") == [
        pair.guards.id, pair.watch.id, pair.guards.id, pair.guards.id,
    ]  # fmt: skip
    pair.revoke(pair.acme, first)
    again = pair.offer(**TERMS)
    assert again not in (first, *made)


def test_an_offer_names_its_holder_with_its_country(pair: Pair) -> None:
    with pair.desk.database.transaction() as session:
        session.execute(update(Filer).where(Filer.id == pair.acme.id).values(country="DE"))
    named = {}
    for by in (pair.acme, pair.watch):
        row = pair.row(pair.offer(by=by))
        with pair.desk.database.reading() as session:
            holder = session.get_one(RightsHolder, row.rights_holder_id)
            named[holder.name] = holder.country
    assert named == {"acme": "DE", "watch": None}


@pytest.mark.parametrize(
    ("numbered", "name"), [(None, "guards"), ("guards", "acme"), ("acme", "acme")]
)
def test_an_agent_is_named_by_number_and_name(pair: Pair, numbered: str | None, name: str) -> None:
    agent = {"number": getattr(pair, numbered).id if numbered else 9_999, "name": name}
    refusal = refused(
        pair.desk.do, authorizations.offer, pair.acme, agent=agent, terms={}, vault=VAULT
    )
    assert [field.pointer for field in refusal.fields] == ["/agent/number"]


def test_an_offer_is_of_a_right_of_ones_own(pair: Pair) -> None:
    theirs = pair.desk.do(
        rights.register, pair.watch, right={**MARK, "number": "7"}, rights_holder=HOLDER,
        filer=None, vault=VAULT,
    ).id  # fmt: skip
    for right_id in (theirs, 999):
        refusal = refused(pair.offer, right_id=right_id)
        assert (refusal.slug, [field.pointer for field in refusal.fields]) == (
            "not-found", ["/right_id"],
        )  # fmt: skip
    late = refused(pair.offer, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))
    assert [field.pointer for field in late.fields] == ["/valid_to"]


@pytest.mark.both_databases
def test_an_agent_accepts_once_what_was_offered_to_it(pair: Pair) -> None:
    offered = pair.offer(right_id=pair.right)
    assert refused(pair.accept, pair.watch, offered).slug == "not-found"
    assert refused(pair.accept, pair.acme, offered).slug == "forbidden"
    row = pair.accept(pair.guards, offered)
    with pair.desk.database.reading() as session:
        offer = session.get_one(AuthorizationOffer, offered)
        assert (offer.offered_by, offer.accepted_at) == (pair.acme.id, pair.now)
        stated = session.get_one(Right, row.right_id)
        assert (stated.filer_id, stated.number) == (pair.guards.id, MARK["number"])
        assert stated.rights_holder_id == row.rights_holder_id
    assert pair.entries("accepted") == [(offered, {})]
    own = pair.register(pair.guards, reference="A-9")
    ended = pair.offer(reference="A-3")
    pair.revoke(pair.acme, ended)
    for there in (offered, own, ended):
        refusal = refused(pair.accept, pair.guards, there)
        assert (refusal.slug, refusal.facts) == ("wrong-state", {"possible": []})


def test_an_offer_without_a_right_is_for_all(pair: Pair) -> None:
    assert pair.accept(pair.guards, pair.offer()).right_id is None


def test_the_agent_hears_when_the_holder_ends_its_permission(pair: Pair) -> None:
    first, second = pair.offer(reference="1"), pair.offer(reference="2")
    own = pair.register(pair.guards, reference="3")
    yesterday = (pair.now - timedelta(days=1)).date()
    pair.revoke(pair.guards, first, yesterday)
    pair.revoke(pair.guards, own)
    assert pair.told("authorization_ended") == []
    assert pair.entries("revoked")[0] == (first, {"revoked_on": yesterday.isoformat()})
    pair.revoke(pair.acme, second)
    assert pair.told("authorization_ended") == [pair.guards.id]
    twice = refused(pair.revoke, pair.acme, second)
    assert (twice.slug, twice.facts) == ("wrong-state", {"possible": []})
    assert [pair.row(each).revoked_on for each in (first, second)] == [yesterday, pair.now.date()]


def test_a_locked_permission_is_read_anew(pair: Pair) -> None:
    first, second = pair.offer(reference="1"), pair.offer(reference="2")
    with pair.desk.database.transaction() as session:
        seen = session.get_one(Authorization, second)
        changed = update(Authorization).where(Authorization.id == second)
        session.execute(
            changed.values(reference="3"), execution_options={"synchronize_session": False}
        )
        assert seen.reference == "2"
        assert lock_authorization(session, second).reference == "3"
        assert lock_authorization(session, first).reference == "1"


def test_an_account_is_needed_to_offer(pair: Pair) -> None:
    for actor in (SYSTEM, pair.desk.staff("rev")):
        assert refused(pair.offer, by=actor).slug == "forbidden"
