"""Keys end, show when they were used, and are listed and revoked at every door."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.commands.keys import key_group
from complaints.models import ApiKey, Person
from complaints.queries.logins import people
from complaints.rules.actors import Scope
from complaints.storage.context import Context
from tests.api.bodies import slug
from tests.keys import let_renew
from tests.noted import noted
from tests.scenes.accounts import make_account, sign_in
from tests.scenes.callers import Caller
from tests.web.accounts.mailbox import letters_to

Callers = Callable[..., Caller]


def prefix_of(caller: Caller) -> str:
    return caller.secret.rpartition("_")[0]


def stored(context: Context, prefix: str) -> ApiKey:
    with context.database.reading() as session:
        return session.scalars(select(ApiKey).where(ApiKey.prefix == prefix)).one()


def change(context: Context, prefix: str, **values: Any) -> None:
    with context.database.transaction() as session:
        session.execute(update(ApiKey).where(ApiKey.prefix == prefix).values(**values))


@pytest.mark.parametrize(("days", "status"), [(0, 422), (1, 201), (730, 201), (731, 422)])
def test_a_successor_is_made_for_a_time(
    context: Context, caller: Callers, days: int, status: int
) -> None:
    filer = caller("filer")
    let_renew(context, filer, 1_000)
    answer = filer.post("/keys", {"label": "x", "days": days})
    assert answer.status_code == status
    if status == 201:
        key = stored(context, answer.get_json()["prefix"])
        assert key.ends_at == key.created_at + timedelta(days=days)


@pytest.mark.parametrize(("days", "is_cut"), [(9, False), (10, True), (730, True)])
def test_no_successor_outlives_the_last_day(
    context: Context, caller: Callers, days: int, is_cut: bool
) -> None:
    """Else a stolen key would live for ever: it would make the next one before its end."""
    filer = caller("filer")
    end = let_renew(context, filer, 10)
    made = filer.post("/keys", {"label": "x", "days": days}).get_json()
    key = stored(context, made["prefix"])
    assert key.ends_at == (end if is_cut else key.created_at + timedelta(days=days))
    assert (made["ends_at"], made["renews_until"]) == (key.ends_at.isoformat(), end.isoformat())
    assert key.successor_of == stored(context, prefix_of(filer)).id


@pytest.mark.parametrize("until", [None, timedelta(0), -timedelta(seconds=1)])
def test_a_key_without_a_day_that_was_set_makes_none(
    context: Context, caller: Callers, until: timedelta | None
) -> None:
    for role in ("filer", "partner", "reviewer", "administrator"):
        one = caller(role, f"one-{role}")
        if until is not None:
            change(context, prefix_of(one), renews_until=utcnow() + until)
        assert slug(one.post("/keys", {"label": "x"})) == "no-successor"


@pytest.mark.both_databases
def test_a_service_account_rotates_by_itself_with_overlap(
    app: Flask, context: Context, caller: Callers
) -> None:
    """Each makes the next, and both are good until the older one ends."""
    partner = caller("partner", "robot")
    until = let_renew(context, partner)
    for label in ("second", "third"):
        made = partner.post("/keys", {"label": label, "days": 30}).get_json()
        successor = Caller(app, made["secret"], partner.kind, partner.id)
        for each in (partner, successor):
            assert each.get("/me").get_json()["scopes"] == partner.get("/me").get_json()["scopes"]
        again = partner.post("/keys", {"label": "x"})
        assert slug(again) == "no-successor"
        assert made["prefix"] in again.get_json()["detail"], "it names the one that is in use"
        partner = successor
    listed = {key["label"]: key for key in partner.get("/keys").get_json()["items"]}
    assert listed["third"]["successor_of"] == listed["second"]["prefix"]
    assert {key["renews_until"] for key in listed.values()} == {until.isoformat()}


def test_a_successor_whose_answer_was_lost_is_replaced(
    app: Flask, context: Context, caller: Callers
) -> None:
    partner = caller("partner", "robot")
    let_renew(context, partner)
    lost = partner.post("/keys", {"label": "x"}).get_json()
    made = partner.post("/keys", {"label": "x"}).get_json()
    replaced = stored(context, lost["prefix"])
    assert replaced.revoked_at is not None
    assert noted(context.database, "revoked") == [("api_key", replaced.id, "partner")]
    assert Caller(app, made["secret"], partner.kind, partner.id).get("/me").status_code == 200


def test_a_successor_may_no_more(context: Context, caller: Callers) -> None:
    filer = caller("filer")
    let_renew(context, filer)
    made = filer.post("/keys", {"label": "x", "scopes": ["read"]}).get_json()
    assert made["scopes"] == ["read"]
    assert slug(filer.post("/keys", {"label": "x", "scopes": ["decide"]})) == "scope-not-yours"


def test_each_successor_is_told_by_letter(app: Flask, context: Context, caller: Callers) -> None:
    """To whoever signs in for the owner; where nobody does, to administrators."""
    admin = make_account(app, "administrator", "ada")
    filer, partner = caller("filer", "acme"), caller("partner", "robot")
    owner = make_account(app, "filer", "acme")
    for each in (filer, partner):
        let_renew(context, each)
        each.post("/keys", {"label": f"of {each.kind}"})
    (to_owner,) = letters_to(app, owner)
    *_issued, to_admin = letters_to(app, admin)
    assert (to_owner[0], to_admin[0]) == ("key_renewed", "key_renewed")
    assert "of filer" in to_owner[1]
    assert "of partner" in to_admin[1]
    assert "/console/keys" in to_admin[1]


def test_the_day_is_set_by_who_signs_in_or_by_the_operator(
    app: Flask, context: Context, caller: Callers
) -> None:
    caller("partner", "robot")
    caller("filer", "acme")
    make_account(app, "filer", "acme")

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(key_group, ["issue", *arguments], obj=context)

    made = run("partner", "robot", "--renew-days", "1095")
    assert made.exit_code == 0
    key = stored(context, made.stdout.strip().rpartition("_")[0])
    assert key.renews_until == key.created_at + timedelta(days=1_095)
    assert run("partner", "robot", "--renew-days", "1096").exit_code != 0
    refused = run("filer", "acme", "--renew-days", "30")
    assert refused.exit_code != 0
    client = app.test_client()
    for days, status in (("0", 422), ("1", 201), ("1095", 201), ("1096", 422)):
        sign_in(client, "filer", "acme")
        form = {"label": "till", "scopes": "read", "renew_days": days}
        answer = client.post("/account/keys", data=form)
        assert answer.status_code == status, days
    with context.database.reading() as session:
        newest = session.scalars(select(ApiKey).order_by(ApiKey.id.desc()).limit(1)).one()
        assert newest.renews_until == newest.created_at + timedelta(days=1_095)


def test_a_key_is_refused_from_its_end_on(context: Context, caller: Callers) -> None:
    filer = caller("filer")
    key = stored(context, prefix_of(filer))
    assert key.ends_at == key.created_at + timedelta(days=365)
    with context.database.reading() as session:
        people.actor_of_key(session, filer.secret, now=key.ends_at - timedelta(seconds=1))
        with pytest.raises(Refusal) as caught:
            people.actor_of_key(session, filer.secret, now=key.ends_at)
    assert caught.value.slug == "unauthorised"
    assert "Make another" in str(caught.value)
    change(context, key.prefix, ends_at=utcnow())
    assert filer.get("/me").status_code == 401


@pytest.mark.both_databases
def test_the_last_use_is_kept_to_the_hour(context: Context, caller: Callers) -> None:
    filer = caller("filer")
    assert filer.get("/me").status_code == 200
    first = stored(context, prefix_of(filer)).last_used_at
    assert first is not None
    filer.get("/me")
    assert stored(context, prefix_of(filer)).last_used_at == first
    earlier = first - timedelta(hours=1)
    change(context, prefix_of(filer), last_used_at=earlier)
    filer.get("/me")
    assert stored(context, prefix_of(filer)).last_used_at != earlier


@pytest.mark.both_databases
def test_a_reader_does_not_wait_for_the_writer(context: Context, caller: Callers) -> None:
    """A use that cannot be written at once is written next time."""
    filer = caller("filer")
    with context.database.transaction() as session, ThreadPoolExecutor(1) as pool:
        session.scalars(select(ApiKey).with_for_update()).all()
        answer = pool.submit(lambda: filer.get("/me").status_code).result(timeout=20)
    assert answer == 200
    assert stored(context, prefix_of(filer)).last_used_at is None
    filer.get("/me")
    assert stored(context, prefix_of(filer)).last_used_at is not None


@pytest.mark.both_databases
def test_an_owner_lists_its_own_and_an_administrator_all(context: Context, caller: Callers) -> None:
    filer, other = caller("filer", "acme"), caller("filer", "other")
    cleo = caller("administrator", "cleo")
    let_renew(context, filer)
    made = filer.post("/keys", {"label": "laptop", "scopes": ["read"], "days": 30}).get_json()
    mine = filer.get("/keys").get_json()["items"]
    assert [key["prefix"] for key in mine] == [made["prefix"], prefix_of(filer)]
    assert (mine[0]["state"], mine[0]["scopes"]) == ("ends_soon", ["read"])
    assert "secret" not in mine[0]
    first = cleo.get("/keys/all?limit=2").get_json()
    rest = cleo.get(f"/keys/all?limit=100&cursor={first['next']}").get_json()
    listed = {key["prefix"]: key for key in [*first["items"], *rest["items"]]}
    assert {made["prefix"], prefix_of(other), prefix_of(cleo)} <= listed.keys()
    assert listed[made["prefix"]]["owner"] == "acme"
    assert filer.get("/keys/all").status_code == 403
    # Anybody's, also one with scopes that no administrator has.
    assert cleo.post("/keys/revoke", {"prefix": prefix_of(other)}).status_code == 200
    assert other.get("/me").status_code == 401
    again = {key["prefix"]: key for key in cleo.get("/keys/all").get_json()["items"]}
    assert again[prefix_of(other)]["state"] == "revoked"


def test_the_keys_of_who_left_are_shown_as_such(context: Context, caller: Callers) -> None:
    ann, cleo = caller("reviewer", "ann"), caller("administrator", "cleo")
    with context.database.transaction() as session:
        session.execute(update(Person).where(Person.handle == "ann").values(active=False))
    listed = {key["prefix"]: key for key in cleo.get("/keys/all").get_json()["items"]}
    assert listed[prefix_of(ann)]["state"] == "owner_left"


def test_the_page_shows_a_new_key_once_and_revokes_it(app: Flask, context: Context) -> None:
    client = app.test_client()
    sign_in(client, "filer", "acme")
    form = {"label": "till", "days": "10", "scopes": ["read"], "once": "0" * 32}
    made = client.post("/account/keys", data=form)
    assert made.status_code == 201
    secret = made.get_data(as_text=True).partition("<code>")[2].partition("</code>")[0]
    with context.database.reading() as session:
        made_for = people.actor_of_key(session, secret, now=utcnow())
    assert made_for.filer_id is not None
    assert made_for.scopes == {Scope.READ}
    again = client.post("/account/keys", data=form)
    assert (again.status_code, again.location) == (303, "/account/keys")
    listed = client.get("/account/keys").get_data(as_text=True)
    prefix = secret.rpartition("_")[0]
    assert prefix in listed
    assert secret not in listed
    assert "Ends soon" in listed
    client.post("/account/keys/revoke", data={"prefix": prefix, "confirmed": "true"})
    assert stored(context, prefix).revoked_at is not None
    for wrong in (
        {"days": "731", "scopes": "read"},
        {"days": "10"},
        {"days": "10", "scopes": "decide"},
        {"days": "10", "scopes": "fly"},
    ):
        sign_in(client, "filer", "acme")
        assert client.post("/account/keys", data={"label": "till"} | wrong).status_code == 422


def test_an_administrators_page_revokes_anybodys(
    app: Flask, context: Context, caller: Callers
) -> None:
    filer, client = caller("filer", "acme"), app.test_client()
    sign_in(client, "administrator", "cleo")
    assert prefix_of(filer) in client.get("/console/keys").get_data(as_text=True)
    answer = client.post(
        "/console/keys/revoke", data={"prefix": prefix_of(filer), "confirmed": "true"}
    )
    assert answer.status_code == 303
    assert filer.get("/me").status_code == 401


def test_the_command_names_owner_and_state(context: Context, caller: Callers) -> None:
    filer, ann = caller("filer", "acme"), caller("reviewer", "ann")
    change(context, prefix_of(filer), ends_at=utcnow())

    def typed(*arguments: str) -> str:
        result = CliRunner().invoke(key_group, ["list", *arguments], obj=context)
        assert result.exception is None, result.exception
        return result.stdout

    (line,) = [line for line in typed().splitlines() if prefix_of(filer) in line]
    assert all(part in line for part in ("filer acme", "ended", "file,read", "used never"))
    assert prefix_of(ann) not in typed("--owner", "acme")
    assert prefix_of(filer) not in typed("--state", "valid")
    assert prefix_of(filer) not in typed("--kind", "person")
