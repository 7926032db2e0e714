"""Administrators invite staff, end access, take second factors off: by page, API and command."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.cli import cli
from complaints.models import LedgerEntry, Person
from complaints.queries.logins import accounts
from complaints.queries.logins import people as asked
from complaints.rules.actors import ActorKind, PersonRole, Scope, person
from complaints.rules.kinds import FilerKind
from complaints.rules.mailing.inboxes import Reach
from complaints.services.logins import people
from complaints.services.mailing import letters
from complaints.storage.context import Context
from tests.scenes.accounts import PASSWORD, make_account, sign_in
from tests.scenes.callers import Caller
from tests.scenes.working import working
from tests.web.accounts.mailbox import letters_to, link_to

SURE = {"confirmed": "true"}
BO = {"name": "Bo Lin", "email": "bo@example.com", "role": "reviewer", "language": "zh"}


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def verbs(context: Context) -> list[str]:
    with context.database.reading() as session:
        entries = session.scalars(select(LedgerEntry).where(LedgerEntry.actor_id != 0))
        return [f"{entry.verb} {entry.subject}" for entry in entries]


def person_id(context: Context, handle: str) -> int:
    with context.database.reading() as session:
        found = asked.find_owner(session, ActorKind.PERSON, handle)
    assert found is not None
    return found


def test_an_administrator_invites_by_page(app: Flask, context: Context) -> None:
    client = app.test_client()
    sign_in(client, "administrator", "ada")
    assert client.post("/console/people/invite", data=BO).headers["Location"] == "/console/people"
    assert letters_to(app, BO["email"]) == []
    page = client.get("/console/people").get_data(as_text=True)
    assert page.count("Waiting for approval") == 1
    row = person_id(context, "bo")
    assert ("Approve Bo Lin" in page, "Somebody else has to approve this" in page) == (False, True)
    own = client.post(f"/console/people/{row}/approve")
    assert (own.status_code, "took no earlier part" in own.text) == (403, True)
    second = app.test_client()
    sign_in(second, "administrator", "bea")
    assert "Approve Bo Lin" in second.get("/console/people").text
    assert second.post(f"/console/people/{row}/approve", data=SURE).status_code == 303
    ((kind, body),) = letters_to(app, BO["email"])
    assert (kind, "您" in body) == ("invited", True)
    page = client.get("/console/people").get_data(as_text=True)
    assert "Open approvals" not in page
    assert "Bo Lin" in page
    assert "Not set up" in page
    assert {"added person", "opened account"} <= set(verbs(context))
    twice = client.post("/console/people/invite", data={**BO, "email": "BO@example.com"})
    assert twice.status_code == 409
    text = twice.get_data(as_text=True)
    assert text.count("There is an account with this email address.") == 2
    assert "Bo Lin" in text


def test_ended_access_ends_pages_and_keys_and_can_be_given_again(
    app: Flask, context: Context
) -> None:
    admin, ann = app.test_client(), app.test_client()
    sign_in(admin, "administrator", "ada")
    sign_in(ann, "reviewer", "ann")
    row = person_id(context, "ann")
    with context.database.transaction() as session:
        key = people.issue_key(
            working(session), kind=ActorKind.PERSON, owner_id=row, label="k", vault=context.vault
        )
    ann_s_key = Caller(app, key.secret, ActorKind.PERSON, row)
    assert ann_s_key.get("/me").status_code == 200
    assert "End the access of Ann?" in admin.get(f"/console/people/{row}/end").text
    admin.post(f"/console/people/{row}/end")
    assert ann.get("/console").status_code == 302
    assert ann_s_key.get("/me").status_code == 401
    typed = {"email": "ann@example.com", "password": PASSWORD}
    assert ann.post("/sign-in", data=typed).status_code == 422
    admin.post(f"/console/people/{row}/restore")
    assert ann_s_key.get("/me").status_code == 401, "a revoked key stays revoked"
    assert ann.post("/sign-in", data=typed).status_code == 302
    page = admin.get("/console/people").text
    assert ("Access restored" in page, "Refuse" in page) == (True, False)
    assert {"removed person", "restored person"} <= set(verbs(context))


def test_nobody_ends_their_own_access(app: Flask, context: Context) -> None:
    admin = app.test_client()
    sign_in(admin, "administrator", "ada")
    row = person_id(context, "ada")
    assert admin.post(f"/console/people/{row}/end").status_code == 403
    answer = admin.post("/console/people/second-factor", data={"email": "ada@example.com"})
    assert answer.status_code == 403
    assert admin.get("/console/people").status_code == 200


def test_a_lost_second_factor_is_taken_off(app: Flask, context: Context) -> None:
    admin, ann = app.test_client(), app.test_client()
    sign_in(admin, "administrator", "ada")
    email = sign_in(ann, "reviewer", "ann").email
    unknown = admin.post("/console/people/second-factor", data={"email": "no@example.com"})
    assert unknown.status_code == 422
    admin.post("/console/people/second-factor", data={"email": email, **SURE})
    assert ann.get("/console").status_code == 302
    answer = ann.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/second-factor"
    assert "reset_second_factor account" in verbs(context)


def test_the_api_does_the_same(caller: Callable[..., Caller], app: Flask) -> None:
    admin = caller("administrator", "ada")
    body = {key: value for key, value in BO.items() if key != "language"}
    made = admin.post("/people", body)
    assert (made.status_code, made.get_json()["handle"], made.get_json()["second_factors"]) == (
        201,
        "bo",
        [],
    )
    assert admin.post("/people", body).status_code == 409
    for email in ("bo", "bo@", "bo@corp.invalid", "bo@ex\x00ample.com"):
        assert admin.post("/people", {**body, "email": email}).status_code == 422, email
    assert [one["handle"] for one in admin.get("/people").get_json()["items"]] == ["ada", "bo"]
    path = f"/people/{made.get_json()['id']}"
    assert made.get_json()["active"] is False
    assert [each["kind"] for each in made.get_json()["waiting"]] == ["admitted"]
    approved = caller("administrator", "bea").post(f"{path}/approve").get_json()
    assert (approved["active"], approved["waiting"]) == (True, [])
    assert admin.post(f"{path}/end").get_json()["active"] is False
    again = admin.post(f"{path}/restore").get_json()
    assert (again["active"], [each["kind"] for each in again["waiting"]]) == (True, ["restored"])
    reset = admin.post("/accounts/reset-second-factor", {"email": BO["email"]})
    assert reset.status_code == 204
    told = [kind for kind, _ in letters_to(app, BO["email"])]
    assert told == ["invited", "factor_taken_off"]


def test_who_is_refused_never_comes_in_and_the_address_is_free(
    caller: Callable[..., Caller],
) -> None:
    admin = caller("administrator", "ada")
    body = {key: value for key, value in BO.items() if key != "language"}
    path = f"/people/{admin.post('/people', body).get_json()['id']}"
    refused = admin.post(f"{path}/refuse").get_json()
    assert (refused["active"], refused["email"], refused["waiting"]) == (False, None, [])
    for step in ("approve", "restore", "refuse"):
        answer = caller("administrator", f"bea-{step}").post(f"{path}/{step}")
        assert (step, answer.status_code) == (step, 409)
    assert admin.post("/people", body).get_json()["handle"] == "bo2"


@pytest.mark.parametrize("path", ["/sign-up", "/recover"])
def test_nobody_writes_to_who_waits_and_so_keeps_it_from_being_refused(
    caller: Callable[..., Caller], app: Flask, path: str
) -> None:
    admin = caller("administrator", "ada")
    made = admin.post("/people", BO).get_json()
    asked_for = {"email": BO["email"], "password": PASSWORD, "password_confirm": PASSWORD,
                 "name": "Bo", "kind": "individual", "country": "DE", "terms": "y"}  # fmt: skip
    assert app.test_client().post(path, data=asked_for).status_code < 500
    assert letters_to(app, BO["email"]) == []
    assert admin.post(f"/people/{made['id']}/refuse").status_code == 200


def test_a_key_administers_only_where_it_was_asked_for(context: Context, app: Flask) -> None:
    make_account(app, "administrator", "ada")
    row = person_id(context, "ada")
    with context.database.transaction() as session:
        plain = people.issue_key(
            working(session), kind=ActorKind.PERSON, owner_id=row, label="k", vault=context.vault
        )
        person = session.get_one(Person, row)
        asked_for = people.issue_key(
            working(session), kind=ActorKind.PERSON, owner_id=row, label="k",
            scopes=[Scope.ADMINISTER], vault=context.vault,
        )  # fmt: skip
    statuses = [
        Caller(app, key.secret, ActorKind.PERSON, row).get("/people").status_code
        for key in (plain, asked_for)
    ]
    assert statuses == [403, 200]
    with context.database.transaction() as session:
        session.get_one(Person, person.id).role = "reviewer"
    key = Caller(app, asked_for.secret, ActorKind.PERSON, row)
    assert key.get("/people").status_code == 403, "not once the role is gone"


def test_the_first_administrator_comes_by_command(app: Flask, context: Context) -> None:
    def run(*args: str) -> str:
        done = CliRunner().invoke(cli, ["user", *args], obj=context, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    wrong = CliRunner().invoke(
        cli, ["user", "add", "ada", "--name", "Ada", "--role", "administrator"], obj=context
    )
    assert isinstance(wrong.exception, Refusal)
    said = run("add", "Ada@example.com", "--name", "Ada Wong", "--role", "administrator")
    path = said.strip().splitlines()[-1].removeprefix(context.config.base_url)
    client = app.test_client()
    both = {"password": PASSWORD, "password_confirm": PASSWORD}
    assert client.post(path, data=both).headers["Location"] == "/sign-in"
    assert client.post(path, data=both).headers["Location"] == "/recover", "good once"
    typed = {"email": "ada@example.com", "password": PASSWORD}
    answer = client.post("/sign-in", data=typed)
    assert answer.headers["Location"] == "/account/second-factor"
    assert "ada  administrator  Ada Wong  ada@example.com  no second factor" in run("list")
    assert "/recover/" in run("link", "ada@example.com")
    make_account(app, "reviewer", "ann")
    run("reset-second-factor", "ann@example.com")
    with context.database.reading() as session:
        assert accounts.get_account(session, "ann@example.com").second_factor is None
    run("end", "ann@example.com")
    assert "(no access)" in run("list")
    run("restore", "ann")
    assert "(no access)" not in run("list")


def test_a_known_filer_is_given_a_log_in_by_command(app: Flask, context: Context) -> None:
    with context.database.transaction() as session:
        people.add_filer(
            working(session), reference="acme", name="Acme", kind=FilerKind.RIGHTS_HOLDER
        )
    args = ["user", "add-login", "kim@example.com", "--filer", "acme"]
    CliRunner().invoke(cli, args, obj=context, catch_exceptions=False)
    client = app.test_client()
    client.post(
        link_to(app, "kim@example.com"), data={"password": PASSWORD, "password_confirm": PASSWORD}
    )
    client.post("/sign-in", data={"email": "kim@example.com", "password": PASSWORD})
    assert "Acme" in client.get("/account").get_data(as_text=True)
    # The ledger says whose log-in it is, and that a command opened it, not its owner.
    with context.database.reading() as session:
        about = select(LedgerEntry).where(LedgerEntry.subject == "account").order_by(LedgerEntry.id)
        hands = [(each.verb, each.actor_kind, each.hand_kind) for each in session.scalars(about)]
    assert hands == [
        ("signed_up", "filer", "command"),
        ("confirmed", "filer", "log_in"),
        ("chose_password", "filer", "log_in"),
    ]


def test_the_operator_sees_what_waits(app: Flask, context: Context) -> None:
    client = app.test_client()
    sign_in(client, "administrator", "ada")
    client.post("/console/people/invite", data=BO)
    email = make_account(app, "filer", "kim")
    client.post("/console/people/second-factor", data={"email": email, **SURE})
    said = CliRunner().invoke(cli, ["user", "list"], obj=context, catch_exceptions=False).output
    assert said.splitlines()[-2:] == [
        "Waiting for approval: bo: Access given, by Ada",
        "Waiting for approval: kim@example.com: Second factor removed, by Ada",
    ]


def test_who_counts_as_one_with_the_granter_is_offered_no_approval(app: Flask) -> None:
    ada, bea = app.test_client(), app.test_client()
    sign_in(ada, "administrator", "ada")
    sign_in(bea, "administrator", "bea")
    ada.post("/console/people/second-factor", data={"email": "bea@example.com", **SURE})
    ada.post("/console/people/invite", data=BO)
    sign_in(bea, "administrator", "bea")
    page = bea.get("/console/people").text
    assert (page.count("Somebody else has to approve this"), "Approve Bo Lin" in page) == (2, False)


def test_a_key_that_the_operator_makes_names_the_command(context: Context) -> None:
    def run(*args: str) -> str:
        done = CliRunner().invoke(cli, list(args), obj=context, catch_exceptions=False)
        return done.output.strip()

    run("user", "add-person", "ann", "--name", "Ann", "--role", "reviewer")
    run("key", "revoke", run("key", "issue", "person", "ann").rpartition("_")[0])
    with context.database.reading() as session:
        about = select(LedgerEntry).where(LedgerEntry.subject == "api_key").order_by(LedgerEntry.id)
        hands = [(each.verb, each.actor_kind, each.hand_kind) for each in session.scalars(about)]
    assert hands == [("issued", "system", "command"), ("revoked", "system", "command")]


def test_letters_to_log_ins_leave_the_outbox_by_command(app: Flask, context: Context) -> None:
    email = make_account(app, "filer", "kim")
    make_account(app, "reviewer", "ann")
    app.test_client().post("/recover", data={"email": email})

    def run(*args: str) -> str:
        done = CliRunner().invoke(cli, ["letters", *args], obj=context)
        return f"{done.output}{done.exception or ''}"

    assert "a1" in run("list")
    assert "/recover/" not in run("list")
    with (
        context.database.transaction() as session,
        pytest.raises(Refusal, match="Whoever has this letter can sign in"),
    ):
        ann = session.scalars(select(Person.id).where(Person.handle == "ann")).one()
        work = working(session, person(ann, PersonRole.REVIEWER))
        letters.hand_out_code(work, 1, Reach.BY_HAND, vault=context.vault)
    assert "/recover/" in run("send", "a1")
    assert "a1" not in run("list")
    assert "A letter has a number" in run("send", "b1")


def test_an_operator_puts_somebody_into_a_team(context: Context) -> None:
    def run(*args: str) -> str:
        done = CliRunner().invoke(cli, ["user", *args], obj=context, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    run("add-person", "ann", "--name", "Ann Li", "--role", "reviewer")
    said = run("place", "ann", "--team", "north", "--language", "zh", "--language", "en")
    assert said == "ann: team north, languages en, zh.\n"
    assert "team north  en, zh" in run("list")
    assert run("place", "ann") == "ann: team –, languages none stated.\n"
    assert verbs(context) == []
    with context.database.reading() as session:
        placed = select(LedgerEntry.facts).where(LedgerEntry.verb == "placed")
        assert [each["team"] for each in session.scalars(placed)] == ["north", None]
