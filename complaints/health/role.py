"""May the service's role in the database do more than a service needs? SQLite has no roles."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Final

from complaints import migration
from complaints.health.check import Found, well
from complaints.migration import Excess
from complaints.rules.upkeep.health import State
from complaints.storage.context import Context
from complaints.words import Listed
from complaints.words import message as _

_SAID: Final = MappingProxyType({
    Excess.SUPERUSER: _("it is the superuser, whom nothing stops"),
    Excess.ROLES: _("it makes databases or roles, or copies the whole server"),
    Excess.FILES: _("it reads or writes files of the server, or runs programs there"),
    Excess.TABLES: _("it makes, changes and drops tables"),
    Excess.EMPTYING: _("it empties tables at once, or puts triggers on them"),
    Excess.LEDGER: _("it changes or deletes entries of the ledger"),
    Excess.REVISION: _("it changes which revision the database says it has"),
})  # fmt: skip


def allowed_no_more(context: Context, _now: datetime) -> Found:
    """Look what the role may besides its work: whoever gets into the service may it too."""
    with context.database.engine.connect() as connection:
        excess = migration.find_excess(connection)
    if not excess:
        return well(_("The service's role in the database may no more than it needs."))
    return Found(
        State.WARN,
        _(
            "The role of DATABASE_URL may more than the service needs: %(what)s. Give it a role of "
            "its own (docs/operations.md, Two roles).",
            what=Listed([_SAID[each] for each in excess], "and"),
        ),
    )
