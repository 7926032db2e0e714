"""The ledger is chained by hash, and its triggers hold against REPLACE

The entries that are there are sealed in order of their numbers: from here on nobody can change them
unnoticed; what was done to them before cannot be known. The bytes are those of docs/ledger.md,
written out here once more: a later version of them must not change what this revision makes.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

AT_ONCE = 10_000
GROWS = "the ledger is append-only"
KEPT = ("id", "at", "actor_kind", "actor_id", "hand_kind", "hand_id", "verb", "subject",
        "subject_id")  # fmt: skip
SEALED = ("position", "ledger_id", "words", "hash", "sealed_at")

# Free words alone may go: from an entry that is sealed, and their salt after them.
SQLITE = f"""
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
WHEN NOT (OLD.why IS NOT NULL AND NEW.why IS NULL AND NEW.facts IS OLD.facts
  AND {" AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in KEPT)}
  AND EXISTS (SELECT 1 FROM ledger_seal WHERE ledger_id = OLD.id))
BEGIN SELECT RAISE(ABORT, '{GROWS}'); END;

CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, '{GROWS}'); END;

CREATE TRIGGER ledger_seal_no_update BEFORE UPDATE ON ledger_seal
WHEN NOT (OLD.salt IS NOT NULL AND NEW.salt IS NULL
  AND {" AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in SEALED)}
  AND EXISTS (SELECT 1 FROM ledger WHERE id = OLD.ledger_id AND why IS NULL))
BEGIN SELECT RAISE(ABORT, '{GROWS}'); END;

CREATE TRIGGER ledger_seal_no_delete BEFORE DELETE ON ledger_seal
BEGIN SELECT RAISE(ABORT, '{GROWS}'); END;

CREATE TRIGGER ledger_seal_no_replace BEFORE INSERT ON ledger_seal
WHEN EXISTS (SELECT 1 FROM ledger_seal
  WHERE position = NEW.position OR ledger_id = NEW.ledger_id)
BEGIN SELECT RAISE(ABORT, '{GROWS}'); END
"""  # noqa: S608
POSTGRESQL = f"""
CREATE FUNCTION ledger_words_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.why IS NOT NULL AND NEW.why IS NULL AND NEW.facts::text = OLD.facts::text
    AND {" AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in KEPT)}
    AND EXISTS (SELECT 1 FROM ledger_seal WHERE ledger_id = OLD.id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '{GROWS}';
END $$;

CREATE FUNCTION ledger_salt_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.salt IS NOT NULL AND NEW.salt IS NULL
    AND {" AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in SEALED)}
    AND EXISTS (SELECT 1 FROM ledger WHERE id = OLD.ledger_id AND why IS NULL) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '{GROWS}';
END $$;

CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
FOR EACH ROW EXECUTE FUNCTION ledger_words_only();

CREATE TRIGGER ledger_append_only BEFORE DELETE OR TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();

CREATE TRIGGER ledger_seal_no_update BEFORE UPDATE ON ledger_seal
FOR EACH ROW EXECUTE FUNCTION ledger_salt_only();

CREATE TRIGGER ledger_seal_append_only BEFORE DELETE OR TRUNCATE ON ledger_seal
FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()
"""  # noqa: S608
DROPS = {
    "sqlite": """
DROP TRIGGER ledger_no_update;
DROP TRIGGER ledger_no_delete;
DROP TRIGGER ledger_seal_no_update;
DROP TRIGGER ledger_seal_no_delete;
DROP TRIGGER ledger_seal_no_replace
""",
    "postgresql": """
DROP TRIGGER ledger_no_update ON ledger;
DROP TRIGGER ledger_append_only ON ledger;
DROP TRIGGER ledger_seal_no_update ON ledger_seal;
DROP TRIGGER ledger_seal_append_only ON ledger_seal;
DROP FUNCTION ledger_words_only;
DROP FUNCTION ledger_salt_only
""",
}
# As the first revision made them.
BEFORE = {
    "sqlite": f"""
CREATE TRIGGER ledger_no_UPDATE BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, '{GROWS}'); END;

CREATE TRIGGER ledger_no_DELETE BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, '{GROWS}'); END
""",
    "postgresql": """
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()
""",
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    with _as_stored(op.get_bind()):
        _chain(op.get_bind())
    if dialect == "sqlite":
        _each("DROP TRIGGER ledger_no_UPDATE;\n\nDROP TRIGGER ledger_no_DELETE")
        _each(SQLITE)
    else:
        op.execute("DROP TRIGGER ledger_append_only ON ledger")
        op.execute(POSTGRESQL)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    _each(DROPS[dialect].replace(";\n", ";\n\n"))
    op.execute("DELETE FROM ledger_seal")
    _each(BEFORE[dialect])


def _each(statements: str) -> None:
    """Run statements that blank lines part: SQLite takes one at a time."""
    for statement in statements.split(";\n\n"):
        op.execute(statement)


@contextmanager
def _as_stored(bind: sa.Connection) -> Iterator[None]:
    """Read texts that are no UTF-8, too: whatever was put in before is chained as it is."""
    if bind.dialect.name != "sqlite":
        yield
        return
    driver: Any = bind.connection.driver_connection
    driver.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def _chain(bind: sa.Connection) -> None:
    """Seal what is there, a page at a time."""
    is_sqlite = bind.dialect.name == "sqlite"
    page = sa.text(_page(is_sqlite))
    now = datetime.now(UTC)
    sealed_at = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    stored = now.replace(tzinfo=None) if is_sqlite else now
    seal = sa.table(
        "ledger_seal",
        *(sa.column(name) for name in ("position", "ledger_id", "words", "hash")),
        sa.column("salt", sa.LargeBinary()),
        sa.column("sealed_at", sa.DateTime(timezone=True)),
    )
    name = bind.execute(sa.text("SELECT database FROM installation")).scalar_one()
    previous = hashlib.sha256(name.encode()).hexdigest()
    position, last = 0, None
    rows = bind.execute(page, {"last": -1, "count": AT_ONCE}).mappings().all()
    while rows:
        made = []
        for row in rows:
            entry = dict(row)
            position += 1
            why, salt, words = entry.pop("why"), None, None
            if why is not None:
                salt = secrets.token_bytes(16)
                written = str(why).encode("utf-8", "surrogateescape")
                words = hashlib.sha256(salt + written).hexdigest()
            entry |= {"position": position, "previous": previous, "words": words}
            entry["sealed_at"] = sealed_at
            line = json.dumps(entry, sort_keys=True, separators=(",", ":"), default=repr)
            previous = hashlib.sha256(line.encode()).hexdigest()
            made.append(
                {"position": position, "ledger_id": entry["id"], "salt": salt, "words": words,
                 "hash": previous, "sealed_at": stored}
            )  # fmt: skip
        bind.execute(seal.insert(), made)
        last = made[-1]["ledger_id"]
        rows = bind.execute(page, {"last": last, "count": AT_ONCE}).mappings().all()


def _page(is_sqlite: bool) -> str:
    at = "replace(at, ' ', 'T') || 'Z'"
    if not is_sqlite:
        at = """to_char(timezone('UTC', at), 'YYYY-MM-DD"T"HH24\\:MI\\:SS.US"Z"')"""
    columns = ", ".join(f'"{name}"' for name in KEPT if name != "at")
    return (
        f"SELECT {columns}, {at} AS at, why, CAST(facts AS TEXT) AS facts FROM ledger"  # noqa: S608
        " WHERE id > :last ORDER BY id LIMIT :count"
    )
