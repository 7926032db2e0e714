"""Permissions of rights holders: registered with their scope, revoked by who may."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from complaints.base.errors import Refusal
from complaints.rules.actors import Actor
from complaints.rules.kinds import FilerKind
from complaints.services.authority import authorizations, rights
from complaints.services.filing.intake import Accepted
from complaints.storage.db import Database
from tests.refusals import refused
from tests.services.decisions.desk import HOLDER, ITEM, MARK, VAULT, Desk


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


@pytest.fixture
def agent(desk: Desk) -> Actor:
    return desk.filer("agent", FilerKind.AGENT)


def register(desk: Desk, actor: Actor, terms: dict[str, Any], **options: Any) -> Any:
    given = {"rights_holder": HOLDER, "filer": None, "vault": VAULT, **options}
    return desk.do(authorizations.register, actor, terms=terms, **given)


@pytest.mark.both_databases
def test_the_same_statement_is_one_row(desk: Desk, agent: Actor) -> None:
    terms = {"reference": "A-1", "valid_from": date(2026, 1, 1)}
    assert register(desk, agent, terms).id == register(desk, agent, terms).id
    scoped = [register(desk, agent, {**terms, "right_kind": k}).id for k in ("patent", "design")]
    assert len(set(scoped)) == 2


def test_dates_out_of_order_are_refused(desk: Desk, agent: Actor) -> None:
    with pytest.raises(Refusal) as caught:
        register(desk, agent, {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)})
    assert [field.pointer for field in caught.value.fields] == ["/valid_to"]


def test_the_scope_names_a_right_of_the_same_account_and_holder(desk: Desk, agent: Actor) -> None:
    given: dict[str, Any] = {"right": MARK, "rights_holder": HOLDER, "filer": None, "vault": VAULT}
    mine = desk.do(rights.register, agent, **given)
    yours = desk.do(rights.register, desk.filer("other"), **given)
    assert register(desk, agent, {"right_id": mine.id}).right_id == mine.id
    assert refused(register, desk, agent, {"right_id": yours.id}).slug == "not-found"
    with pytest.raises(Refusal, match="another rights holder"):
        register(desk, agent, {"right_id": mine.id}, rights_holder={"name": "Bond"})


def test_a_revoked_permission_carries_no_complaint(desk: Desk, agent: Actor) -> None:
    given = register(desk, agent, {"reference": "A-1"})
    notice: dict[str, Any] = {"rights_holder": HOLDER}
    assert isinstance(desk.file(agent, **notice), Accepted)
    assert desk.do(authorizations.revoke, agent, given.id, on=None).revoked_on == desk.now.date()
    second = [{"url": f"{ITEM}2"}]
    with pytest.raises(Refusal, match="add the authorization that you have"):
        desk.file(agent, **notice, targets=second)
    with pytest.raises(Refusal, match="revoked on"):
        desk.file(agent, **notice, targets=second, authorization_id=given.id)
    assert refused(desk.do, authorizations.revoke, agent, given.id, on=None).slug == "wrong-state"


@pytest.mark.both_databases
def test_a_revoked_permission_does_not_come_back_by_being_stated_again(
    desk: Desk, agent: Actor
) -> None:
    terms = {"reference": "A-1", "valid_from": date(2026, 1, 1)}
    given = register(desk, agent, terms)
    bare = register(desk, agent, {"valid_to": date(2030, 1, 1)})
    for row in (given, bare):
        desk.do(authorizations.revoke, agent, row.id, on=None)
    later = {"reference": "A-1", "valid_from": date(2026, 2, 1)}
    for stated in (terms, later, {"valid_to": date(2030, 1, 1)}):
        with pytest.raises(Refusal, match="was revoked") as caught:
            desk.file(agent, rights_holder=HOLDER, authorization=stated)
        assert [field.pointer for field in caught.value.fields] == ["/authorization"]
    with pytest.raises(Refusal, match="was revoked") as caught:
        register(desk, agent, later)
    assert [field.pointer for field in caught.value.fields] == ["/reference"]
    renewed = desk.file(agent, rights_holder=HOLDER, authorization={"reference": "A-2"})
    assert isinstance(renewed, Accepted)


def test_who_revokes_and_from_when(desk: Desk, agent: Actor) -> None:
    given = register(desk, agent, {"reference": "A-1"})
    revoke = authorizations.revoke
    assert refused(desk.do, revoke, desk.filer("other"), given.id, on=None).slug == "not-found"
    with pytest.raises(Refusal, match="future"):
        desk.do(revoke, agent, given.id, on=(desk.now + timedelta(days=9)).date())
    earlier = date(2026, 6, 1)
    assert desk.do(revoke, desk.staff("rev"), given.id, on=earlier).revoked_on == earlier
