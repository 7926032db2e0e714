"""An operator leaves the demo's switch on, on a service that everybody reaches, and its outbox with
recovery links, second factors and all letters is open to the world.

There is no switch any more: a database is the demo, or it is not, and the demo stays at home.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from flask import Flask

from complaints.app import create_app
from complaints.base.errors import ConfigurationError, Refusal
from complaints.cli import cli
from complaints.commands.demo import demo
from complaints.commands.service import run as run_service
from complaints.health import opening
from complaints.settings import config as configuration
from complaints.storage.context import Context
from tests.commands.conftest import run
from tests.scenes.accounts import make_account
from tests.scenes.opened import demo_of

__all__ = ["run"]
OPEN_IN_A_DEMO = ("/demo", "/demo/outbox")
PUBLIC = "https://hands.example"


def test_the_variable_opens_nothing(tmp_path) -> None:
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path}/real.db", "CLEANHANDS_DEMO": "1"}
    with pytest.raises(ConfigurationError, match="CLEANHANDS_DEMO: no such setting"):
        configuration.load(environ)


def test_a_real_database_shows_no_letter_to_visitors(app: Flask) -> None:
    email = make_account(app, "reviewer", "ann")
    client = app.test_client()
    client.post("/recover", data={"email": email})
    for path in OPEN_IN_A_DEMO:
        assert client.get(path).status_code == 404
    page = client.get("/sign-in").get_data(as_text=True)
    assert "demo-password" not in page
    assert "outbox" not in page


def test_no_second_factor_goes_by_mail_there(app: Flask, context: Context) -> None:
    with app.app_context():
        assert app.config["SECURITY_TWO_FACTOR_ENABLED_METHODS"] == ["authenticator"]


@pytest.mark.parametrize(
    "settings", [{"base_url": PUBLIC}, {"base_url": "http://10.0.0.1:8000"}, {"trusted_proxies": 1}]
)
def test_the_demo_is_not_served_to_others(demo_context: Context, settings) -> None:
    reached = replace(demo_context, config=replace(demo_context.config, **settings), demo=False)
    with pytest.raises(ConfigurationError, match="This database is the demo"):
        create_app(reached)


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]"])
def test_it_is_served_at_home(demo_context: Context, base_url: str) -> None:
    config = replace(demo_context.config, base_url=base_url)
    client = create_app(replace(demo_context, config=config, demo=False)).test_client()
    for path in OPEN_IN_A_DEMO:
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "hands.example"])
def test_it_listens_at_home_alone(run, context: Context, host: str) -> None:
    demo_of(context)
    run(run_service, "--host", host)
    assert run.code == 1
    assert f"Leave out --host {host}" in run.stderr


def test_nobody_else_is_answered_though_it_were_reached(demo_app: Flask) -> None:
    client = demo_app.test_client()
    path = "/demo/outbox"
    assert client.get(path, environ_base={"REMOTE_ADDR": "10.0.0.7"}).status_code == 404
    assert client.get(path, base_url="http://hands.example").status_code == 400
    for header in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "Via"):
        assert client.get(path, headers={header: "10.0.0.7"}).status_code == 404
    assert client.get(path).status_code == 200


def test_the_demo_is_not_loaded_where_it_could_not_be_served(run, context: Context) -> None:
    config = replace(context.config, base_url=PUBLIC)
    with pytest.raises(ConfigurationError, match="This database is the demo"):
        CliRunner().invoke(demo, obj=replace(context, config=config), catch_exceptions=False)
    assert not opening.of_database(context).demo


@pytest.mark.both_databases
def test_a_real_database_does_not_become_the_demo(run, app: Flask, context: Context) -> None:
    make_account(app, "filer", "kim")
    with pytest.raises(Refusal, match="This database is not empty"):
        run(demo)
    public = replace(context, config=replace(context.config, base_url=PUBLIC))
    with pytest.raises(Refusal, match="This database is not empty"):
        CliRunner().invoke(demo, obj=public, catch_exceptions=False)
    assert not opening.of_database(context).demo


def test_nor_does_one_that_holds_a_catalogue_alone(run, context: Context, tmp_path) -> None:
    path = tmp_path / "catalogue.jsonl"
    path.write_text('{"marketplace": "ebay", "listing_id": "123456789012", "store_id": "s"}\n')
    run(cli, "import", "listings", str(path))
    assert run.code == 0
    with pytest.raises(Refusal, match="This database is not empty"):
        run(demo)
    assert not opening.of_database(context).demo
