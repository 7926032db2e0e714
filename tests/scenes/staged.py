"""A state that takes long to build: built once a worker, put back for each test that begins there.

    town = staged(database, "town", build)

The first test of a worker builds it; `build` returns what later tests get as well, and must name no
session. On SQLite the file is kept, on PostgreSQL the rows, beside the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psycopg

from complaints.storage.db import Database

Built = TypeVar("Built")
_kept: dict[tuple[str, str], tuple[object, Callable[[], None], dict[Path, bytes]]] = {}

# As a replica no trigger fires and no key is checked: see tests/scenes/postgresql.py.
KEEP = """
DO $$
DECLARE one record; holds boolean;
BEGIN
  CREATE SCHEMA {stage};
  CREATE TABLE {stage}.sequences AS
    SELECT seqrelid::regclass::text AS name, pg_sequence_last_value(seqrelid) AS last
    FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
  FOR one IN SELECT relname AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', one.name) INTO holds;
    IF holds THEN
      EXECUTE format('CREATE TABLE {stage}.%I AS TABLE public.%I', one.name, one.name);
    END IF;
  END LOOP;
END $$
"""
PUT_BACK = """
DO $$
DECLARE one record;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT relname AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = '{stage}'::regnamespace AND relname <> 'sequences'
  LOOP
    EXECUTE format('DELETE FROM public.%I', one.name);
    EXECUTE format('INSERT INTO public.%I SELECT * FROM {stage}.%I', one.name, one.name);
  END LOOP;
  PERFORM setval(name::regclass, last) FROM {stage}.sequences;
END $$
"""


def staged(
    database: Database, name: str, build: Callable[[], Built], *, documents: str = ""
) -> Built:
    """Bring the test's database, which is as it was opened, to the state that `build` makes, and
    the folder of its documents, where one is named."""
    key = str(database.engine.url), name
    if key not in _kept:
        built = build()
        keep = _keep_file if database.is_sqlite else _keep_rows
        papers = _files(Path(documents)) if documents else {}
        _kept[key] = built, keep(database, f"stage_{len(_kept)}"), papers
        return built
    value, put_back, papers = _kept[key]
    put_back()
    for path, data in papers.items():
        file = Path(documents) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return value  # type: ignore[return-value]


def _files(folder: Path) -> dict[Path, bytes]:
    return {
        each.relative_to(folder): each.read_bytes() for each in folder.rglob("*") if each.is_file()
    }


def _keep_file(database: Database, _stage: str) -> Callable[[], None]:
    path = Path(str(database.engine.url.database))
    # Whoever closes the last connection brings everything into the one file.
    database.dispose()
    data = path.read_bytes()

    def put_back() -> None:
        database.dispose()
        path.write_bytes(data)

    return put_back


def _keep_rows(database: Database, stage: str) -> Callable[[], None]:
    url = database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")

    def run(statement: str) -> None:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(statement.format(stage=stage))

    run(KEEP)
    return lambda: run(PUT_BACK)
