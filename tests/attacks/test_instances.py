"""Test and live are mixed up: a test key at the live service, a test process on the live database,
a letter to a real seller about a claim that is none. Or somebody who only tests becomes another.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook as Verifier

from complaints import migration
from complaints.app import create_app
from complaints.backup import restoring, taking
from complaints.backup.errors import BackupError
from complaints.backup.reading import Source
from complaints.base.clock import utcnow
from complaints.base.errors import ConfigurationError
from complaints.cli import cli
from complaints.commands.doctor import doctor
from complaints.health import opening
from complaints.jobs import calling
from complaints.models import Installation, Policy, WebhookDelivery
from complaints.services.logins import sign_ups
from complaints.settings import config as configuration
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.api.test_printing import words
from tests.commands.conftest import run
from tests.scenes.accounts import make_account, sign_in
from tests.scenes.callers import app_of, make_caller
from tests.scenes.clock import NOW
from tests.scenes.links import HTML
from tests.scenes.opened import as_test_instance
from tests.scenes.working import working
from tests.upgrades import rows

__all__ = ["run"]
RECEIVER = "https://hooks.example.org/in?t=1"


@pytest.fixture
def instance(context: Context) -> Context:
    return as_test_instance(context)


def of_kind(context: Context, *, test: bool) -> Context:
    return replace(context, config=replace(context.config, test=test))


@pytest.mark.both_databases
@pytest.mark.parametrize("test", [False, True])
def test_neither_kind_opens_the_database_of_the_other(run, context: Context, test: bool) -> None:
    known = as_test_instance(context) if test else context
    opening.ready(known)
    other = of_kind(known, test=not test)
    says = "is a test instance's" if test else "is live"
    for opened in (
        lambda: create_app(other),
        lambda: opening.ready(other),
        lambda: opening.require_ready(other),
        lambda: opening.require_known_keys(other),
    ):
        with pytest.raises(ConfigurationError, match=says):
            opened()
    assert known.database.is_up()


def test_a_new_database_is_of_the_kind_that_opens_it_first(context: Context) -> None:
    with context.database.transaction() as session:
        session.query(Policy).delete()
    instance = of_kind(context, test=True)
    opening.ready(instance)
    opening.ready(instance)
    with context.database.reading() as session:
        assert session.scalars(select(Installation.database)).one().count("test-") == 1
    with pytest.raises(ConfigurationError, match="is a test instance's"):
        opening.ready(context)


def test_a_live_record_from_before_there_were_test_instances_stays_live(context: Context) -> None:
    """At 0023 a database had no name, at 0015 no policy either."""
    for revision in ("0023", "0015"):
        migration.downgrade(context.database, revision)
        if revision == "0015":
            opening.require_known_keys(of_kind(context, test=True))
            rows.load(context.database, rows.read(revision).rows)
        with pytest.raises(ConfigurationError, match="is live"):
            opening.require_known_keys(of_kind(context, test=True))
        opening.require_known_keys(context)


def test_what_somebody_is_in_does_not_become_a_test_instances(context: Context) -> None:
    make_caller(app_of(context), context, "filer", "acme")
    with context.database.transaction() as session:
        session.query(Policy).delete()
    with pytest.raises(ConfigurationError, match="is live"):
        opening.ready(of_kind(context, test=True))


@pytest.mark.parametrize("test", [False, True])
def test_neither_kind_takes_a_backup_of_the_other(
    context: Context, tmp_path: Path, test: bool
) -> None:
    known = as_test_instance(context) if test else context
    taking.take_backup(known, tmp_path / "backup", now=NOW)
    place = replace(
        known.config, test=not test, database_url=f"sqlite:///{tmp_path}/empty.db",
        documents=f"{tmp_path}/papers",
    )  # fmt: skip
    target = Context.of(place)
    whose = "a test instance's" if test else "a live service's"
    for lost_keys in (False, True):
        with pytest.raises(BackupError, match=f"The backup is {whose}"):
            restoring.restore(target, Source(tmp_path / "backup"), now=NOW, lost_keys=lost_keys)
    target.database.dispose()


def test_the_command_line_refuses_it_too(run, context: Context, tmp_path) -> None:
    as_test_instance(context)
    for command in (
        ["migrate"], ["flags", "list"], ["backup", f"{tmp_path}/kept"],
        ["secrets", "lost", "signing", "--yes"],
    ):  # fmt: skip
        with pytest.raises(ConfigurationError, match="is a test instance's"):
            run(cli, *command)
    assert "bad   keys            This database is a test instance's" in run(doctor)


@pytest.mark.parametrize("test", [False, True])
def test_each_kind_refuses_the_keys_of_the_other_by_name(
    context: Context, test: bool, caplog: pytest.LogCaptureFixture
) -> None:
    here = as_test_instance(context) if test else context
    client = app_of(here).test_client()
    own, other = ("chk_test_", "chk_") if test else ("chk_", "chk_test_")
    tail = "0123456789_" + "ab" * 32
    said = {}
    for beginning in (own, other):
        bearer = {"Authorization": f"Bearer {beginning}{tail}"}
        answer = client.get("/api/v1/me", headers=bearer)
        assert answer.status_code == 401
        said[beginning] = answer.get_json()["detail"]
        assert tail not in said[beginning]
    assert "unknown" in said[own]
    assert ("live key" if test else "test key") in said[other]
    assert f"{here.config.base_url}/account/keys" in said[other]
    assert tail not in caplog.text


def test_keys_made_there_are_test_keys_and_it_says_what_it_is(instance: Context) -> None:
    acme = make_caller(app_of(instance), instance, "filer", "acme")
    assert acme.secret.startswith("chk_test_")
    assert acme.get("/me").get_json()["test"] is True
    client = app_of(instance).test_client()
    assert client.get("/healthz").get_json() == {"status": "ok", "test": True}
    assert client.get("/readyz").get_json()["test"] is True
    assert "nothing here is real" in client.get("/", headers=HTML).text
    assert "此处一切均非真实" in client.get("/?lang=zh", headers=HTML).text


def test_what_is_printed_there_says_so(instance: Context) -> None:
    acme = make_caller(app_of(instance), instance, "filer", "acme")
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    claim = filed["targets"][0]["claim_id"]
    acme.post(f"/test/claims/{claim}/advance", {"to": "rejected"})
    statement = acme.get(f"/claims/{claim}/statements").get_json()["items"][0]
    assert "nothing here is real" in statement["text"]
    for path in (
        f"/complaints/{filed['id']}/receipt.pdf", f"/statements/{statement['id']}/statement.pdf"
    ):  # fmt: skip
        assert "test instance: nothing here is real" in words(acme.get(path).data)


def test_a_live_service_has_none_of_its_routes_and_pages(context: Context) -> None:
    app = app_of(context)
    acme = make_caller(app, context, "filer", "acme")
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    claim = filed["targets"][0]["claim_id"]
    assert acme.post(f"/test/claims/{claim}/advance", {"to": "removed"}).status_code == 404
    assert acme.get("/test/outbox").status_code == 404
    client = app.test_client()
    assert client.get("/test", headers=HTML).status_code == 404
    assert not [p for p in client.get("/api/v1/openapi.json").get_json()["paths"] if "/test/" in p]
    assert acme.get("/me").get_json()["test"] is False
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_no_mail_server_goes_with_a_test_instance(tmp_path) -> None:
    environ = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/a.db", "CLEANHANDS_TEST": "1",
        "CLEANHANDS_SMTP_URL": "smtp://localhost:25", "CLEANHANDS_MAIL_FROM": "a@hands.example",
    }  # fmt: skip
    with pytest.raises(ConfigurationError, match="sends no mail"):
        configuration.load(environ, makes=True)
    del environ["CLEANHANDS_SMTP_URL"], environ["CLEANHANDS_MAIL_FROM"]
    loaded = configuration.load(environ, makes=True)
    assert (loaded.test, loaded.mail_server) == (True, None)
    elsewhere = replace(loaded, database_url="postgresql+psycopg://db/test")
    assert elsewhere.documents_place != replace(elsewhere, test=False).documents_place


def test_no_event_leaves_a_test_instance(instance: Context) -> None:
    """Sockets are shut in tests: an event that were sent would fail."""
    acme = make_caller(app_of(instance), instance, "filer", "acme")
    made = acme.post("/webhooks", {"url": RECEIVER, "types": ["complaint.filed"]}).get_json()
    acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}]))
    calling.put_on_their_way(instance, utcnow())
    assert calling.call_address(instance, utcnow, made["id"], instance.stopping) == 1
    with instance.database.reading() as session:
        row = session.scalars(select(WebhookDelivery)).one()
        assert (row.status, row.failure, row.answer) == (200, None, calling.KEPT)
        assert row.done_at is not None
    (post,) = acme.get("/test/outbox").get_json()["posts"]
    assert post["url"] == RECEIVER
    Verifier(made["secret"]).verify(post["body"].encode(), post["headers"])
    assert json.loads(post["body"])["type"] == "complaint.filed"
    assert make_caller(app_of(instance), instance, "filer", "zed").get(
        "/test/outbox"
    ).get_json()["posts"] == []  # fmt: skip


def _subjects(caller: Any) -> list[str]:
    return [each["to"] for each in caller.get("/test/outbox").get_json()["letters"]]


def test_each_reads_its_own_letters_alone(instance: Context) -> None:
    app = app_of(instance)
    acme, zed = (make_caller(app, instance, "filer", name) for name in ("acme", "zed"))
    partner = make_caller(app, instance, "partner")
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    claim = filed["targets"][0]["claim_id"]
    assert acme.post(f"/test/claims/{claim}/advance", {"to": "removed"}).status_code == 200
    letters = acme.get("/test/outbox").get_json()["letters"]
    assert all("nothing here is real" in letter["body"] for letter in letters)
    to_seller = next(each["letter_id"] for each in letters if each["letter_id"])
    assert "/reply/" in acme.post(f"/test/letters/{to_seller}/open").get_json()["link"]
    for other in (zed, partner):
        assert _subjects(other) == []
        assert other.get("/test/outbox").get_json()["orders"] == []
        assert other.post(f"/test/letters/{to_seller}/open").status_code == 404
    assert [each["act"] for each in acme.get("/test/outbox").get_json()["orders"]] == ["take_down"]

    ann = app.test_client()
    sign_in(ann, "reviewer", "ann")
    colleague = make_account(app, "supervisor", "ben")
    ann.post("/recover", data={"email": colleague}, headers=HTML)
    brand = make_account(app, "filer", "kim")
    ann.post("/recover", data={"email": brand}, headers=HTML)
    with instance.database.transaction() as session:
        work = replace(working(session), links=instance.links)
        sign_ups.ask_for_account(
            work, email="newcomer@brand.example", network="", language="en", vault=instance.vault
        )
    page = ann.get("/test", headers=HTML).text
    assert brand in page
    assert colleague not in page
    visitor = app.test_client().get("/test", headers=HTML).text
    assert "ne…@brand.example" in visitor
    assert "/confirm/" in visitor
    assert brand not in visitor
    assert "/recover/" not in visitor
    assert f"/test/letters/{to_seller}/open" in page
    followed = ann.post(f"/test/letters/{to_seller}/open", headers=HTML)
    assert followed.location.startswith("/reply/")
    assert app.test_client().post(
        f"/test/letters/{to_seller}/open", headers=HTML
    ).status_code == 401  # fmt: skip
