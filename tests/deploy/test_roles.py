"""The two roles of `deploy/roles.sql` on a real PostgreSQL: the service works, and may no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from complaints import health, migration
from complaints.health import State
from complaints.migration import Excess
from complaints.models import LedgerEntry, LedgerSeal
from complaints.rules.actors import SYSTEM
from complaints.services.upkeep import seals
from complaints.settings.config import Config
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.deploy.files import DEPLOY
from tests.scenes.clock import NOW
from tests.scenes.opened import open_new
from tests.scenes.working import working
from tests.upgrades import rows
from tests.upgrades.making import make_everything

OWNER, SERVICE = "cleanhands_owner", "cleanhands"
# What whoever got into the service would do, in the order of what they would gain.
REFUSED = (
    "COPY note FROM PROGRAM 'true'",
    "CREATE ROLE another",
    "ALTER TABLE ledger DISABLE TRIGGER ALL",
    "DROP TRIGGER ledger_no_update ON ledger",
    "CREATE TABLE mine (id int)",
    "CREATE TEMPORARY TABLE ledger (id int)",
    "TRUNCATE note",
    "UPDATE ledger SET verb = 'never'",
    "DELETE FROM ledger",
    "UPDATE ledger_seal SET position = 0",
    "LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE",
    "LOCK TABLE ledger IN SHARE MODE",
    "UPDATE alembic_version SET version_num = '0001'",
    "DELETE FROM alembic_version",
)


@pytest.fixture(scope="module")
def server(migrated_postgresql: str) -> Iterator[str]:
    """Give the superuser's URL of a database in which `roles.sql` was given, before any table."""
    admin = migrated_postgresql.replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as session:
        session.execute(f"CREATE ROLE {OWNER} LOGIN")
        session.execute(f"CREATE ROLE {SERVICE} LOGIN")
        session.execute("CREATE DATABASE cleanhands")
    url = make_url(migrated_postgresql).set(database="cleanhands")
    give_roles(url.render_as_string(hide_password=False))
    yield url.render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as session:
        session.execute("DROP DATABASE cleanhands WITH (FORCE)")
        session.execute(f"DROP ROLE {SERVICE}")
        session.execute(f"DROP ROLE {OWNER}")


def give_roles(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as session:
        session.execute((DEPLOY / "roles.sql").read_bytes())


def signed_in(server: str, role: str) -> str:
    return make_url(server).set(username=role).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def service(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give the service in a database that its owner migrated and that holds rows of every table."""
    owner = Database(signed_in(server, OWNER))
    open_new(owner)
    owner.dispose()
    documents = str(tmp_path_factory.mktemp("documents"))
    context = Context.of(Config(signed_in(server, SERVICE), documents=documents, **rows.KEYS))
    make_everything(context)
    yield context
    context.database.dispose()


def excess(url: str) -> list[Excess]:
    database = Database(url)
    with database.engine.connect() as connection:
        found = list(migration.find_excess(connection))
    database.dispose()
    return found


def test_the_service_does_its_work_and_may_no_more(server: str, service: Context) -> None:
    migration.require_current(service.database)
    assert excess(signed_in(server, SERVICE)) == []
    states = {each.name: each.state for each in health.run_checks(service, NOW)}
    assert (states["role"], states["schema"], states["writing"]) == (State.OK,) * 3
    with service.database.transaction() as session:
        worded = (
            select(LedgerEntry.id)
            .join(LedgerSeal, LedgerSeal.ledger_id == LedgerEntry.id)
            .where(LedgerEntry.why.is_not(None))
        )
        entry = session.scalars(worded.limit(1)).one()
        seals.erase_words(working(session, SYSTEM), entry, why="The person asked for it.")
        assert session.get_one(LedgerEntry, entry).why is None


@pytest.mark.parametrize("statement", REFUSED)
def test_whoever_gets_into_the_service_is_refused(service: Context, statement: str) -> None:
    with service.database.engine.connect() as connection:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            connection.execute(text(statement))
        connection.rollback()


def test_who_may_more_is_warned_of_and_served(server: str, service: Context) -> None:
    assert excess(server) == [Excess.SUPERUSER]
    owners = [Excess.TABLES, Excess.EMPTYING, Excess.LEDGER, Excess.REVISION]
    assert excess(signed_in(server, OWNER)) == owners
    config = replace(service.config, database_url=signed_in(server, OWNER))
    owner = Context.of(config)
    checks = health.run_checks(owner, NOW)
    (found,) = [each for each in checks if each.name == "role"]
    assert found.state is State.WARN
    assert "makes, changes and drops tables" in str(found.message)
    assert health.is_ready([found])
    owner.database.dispose()


@pytest.mark.parametrize(
    ("given", "more"),
    [
        ("ALTER ROLE cleanhands CREATEROLE", Excess.ROLES),
        ("GRANT pg_read_server_files TO cleanhands WITH INHERIT FALSE", Excess.FILES),
        ("GRANT app TO cleanhands WITH INHERIT FALSE", Excess.SUPERUSER),
        ("GRANT cleanhands_owner TO cleanhands WITH INHERIT FALSE", Excess.TABLES),
        ("GRANT CREATE ON DATABASE cleanhands TO cleanhands", Excess.TABLES),
        ("GRANT CREATE ON SCHEMA public TO cleanhands", Excess.TABLES),
        ("GRANT TRUNCATE ON note TO cleanhands", Excess.EMPTYING),
        ("GRANT UPDATE (verb) ON ledger TO cleanhands", Excess.LEDGER),
        ("GRANT DELETE ON ledger_seal TO cleanhands", Excess.LEDGER),
        ("GRANT UPDATE ON alembic_version TO cleanhands", Excess.REVISION),
    ],
)
def test_each_right_that_is_too_much_is_named(
    server: str, service: Context, given: str, more: Excess
) -> None:
    # Taken back by the rollback, so that no other test sees it.
    database = Database(server)
    with database.engine.connect() as connection:
        connection.execute(text(given))
        connection.execute(text(f"SET ROLE {SERVICE}"))
        assert migration.find_excess(connection) == [more]
        connection.rollback()
    database.dispose()


def test_each_migration_narrows_again_and_one_role_is_moved_to_two(
    server: str, service: Context
) -> None:
    give_roles(server)
    assert excess(signed_in(server, SERVICE)) == [Excess.LEDGER, Excess.REVISION]
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as session:
        session.execute("CREATE ROLE reader")
        session.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        owner = Database(signed_in(server, OWNER))
        migration.upgrade(owner)
        owner.dispose()
        writes = "SELECT has_any_column_privilege('reader', 'ledger', 'INSERT, UPDATE')"
        assert session.execute(writes).fetchone() == (False,)
        session.execute("DROP OWNED BY reader")
        session.execute("DROP ROLE reader")
    assert excess(signed_in(server, SERVICE)) == []


def test_the_image_makes_the_roles_that_the_file_of_grants_names() -> None:
    made = (DEPLOY / "roles.sh").read_text("utf-8")
    assert f"CREATE ROLE {OWNER} LOGIN" in made
    assert f"CREATE ROLE {SERVICE} LOGIN" in made
    assert f"TO {OWNER};" in Path(DEPLOY / "roles.sql").read_text("utf-8")
