"""Who counts as one person with a filer: whoever alone took the second factor off its log-in."""

from __future__ import annotations

from datetime import datetime

from complaints.rules.actors import SYSTEM, Actor
from complaints.services.logins import access, sign_ups
from complaints.storage.db import Database
from tests.scenes.working import working
from tests.services.decisions.desk import VAULT


def tie(database: Database, who: Actor, filer_id: int, now: datetime) -> None:
    """Open a log-in of the filer, and have `who` take its second factor off."""
    with database.transaction() as session:
        account = sign_ups.open_for_filer(
            working(session, SYSTEM, now), filer_id, email=f"f{filer_id}@example.com",
            password_hash=None, language=None,
        )  # fmt: skip
        access.reset_second_factor(working(session, who, now), account, vault=VAULT)
