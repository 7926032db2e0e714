"""What people are told where code and database do not go together, and the way out."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from complaints import drift
from complaints.migration.revisions import base_revision, head_revision
from complaints.words import Message
from complaints.words import message as _

# What complaints that are exported do not take along.
STAYS_BEHIND = ("account", "boycott", "ledger", "document_content", "filer_identity")
NOT_OURS = _(
    "The database holds tables, but says no revision: `cleanhands migrate` did not make them. Name "
    "an empty database with DATABASE_URL."
)


def changed_by_hand(here: str, drifted: drift.Drift) -> Message:
    """Say what differs where the database says that it is at the newest revision."""
    return _(
        "The database says revision %(at)s, but is not as this revision makes it: %(what)s. "
        "Somebody changed it by hand: undo that, or put a backup back.",
        at=here,
        what=drifted.sentence,
    )


def too_new(here: str) -> Message:
    """Say that a newer version made the database, and that this code cannot run beside it."""
    return _(
        "The database is at revision %(at)s, which is newer than this version (%(head)s) and does "
        "not let it run beside: start the version that migrated it, or put back the backup from "
        "before.",
        at=here,
        head=head_revision(),
    )


def too_old(connection: Connection, here: str) -> Message:
    """Say that no revision leads from there to here, and the way out."""
    return _(
        "The database is at revision %(at)s, older than the first that this version can bring "
        "forward (%(first)s). Nothing was changed. %(way_out)s",
        at=here,
        first=base_revision(),
        way_out=_way_out(connection),
    )


def not_as_made(connection: Connection, here: str, drifted: drift.Drift) -> Message:
    """Say what differs before a migration, and the way out."""
    return _(
        "The database says revision %(at)s, but is not as this revision makes it: %(what)s. "
        "Nothing was changed. Where somebody changed it by hand, undo that, or put a backup back. "
        "Where an earlier version made it so: %(way_out)s",
        at=here,
        what=drifted.sentence,
        way_out=_way_out(connection),
    )


def _way_out(connection: Connection) -> Message:
    """Say how complaints get into a new database, and first what does not, with counts."""
    counts = {}
    there = set(inspect(connection).get_table_names())
    for table in STAYS_BEHIND:
        counts[table] = 0
        if table in there:
            statement = text(f"SELECT count(*) FROM {table}")  # noqa: S608
            counts[table] = connection.execute(statement).scalar() or 0
    return _(
        "What stays behind then: accounts (%(account)s), boycotts (%(boycott)s), the ledger "
        "(%(ledger)s entries), stored documents (%(document_content)s). Complaints go over: with "
        "the code that made the database run `cleanhands export complaints --out all.jsonl`, with "
        "`--with-identities --as HANDLE` where the identities of filers (%(filer_identity)s) are "
        "not to stay behind too; then name a new database with DATABASE_URL, run `cleanhands "
        "migrate`, and `cleanhands import complaints all.jsonl`.",
        **counts,
    )
