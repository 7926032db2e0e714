"""Keys that tests write straight into the tables.

Who has neither a key nor a log-in can act by nothing, and is counted nowhere. A key makes its
successor only where a last day was set for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.models import ApiKey, ApiKeyScope
from complaints.rules.actors import PersonRole, Scope
from complaints.storage.context import Context
from tests.scenes.callers import Caller


def give_key(session: Session, person_id: int, role: PersonRole, now: datetime) -> None:
    """Give a person a key, whose secret nobody knows, with what the role may do in casework."""
    key = ApiKey(
        prefix=f"test_{person_id}", secret_hash="x", label="test", person_id=person_id,
        created_at=now,
    )  # fmt: skip
    session.add(key)
    session.flush()
    reviews = () if role is PersonRole.COUNSEL else (Scope.REVIEW,)
    for scope in (Scope.JUDGE_APPEALS, *reviews):
        session.add(ApiKeyScope(api_key_id=key.id, scope=scope))
    session.flush()


def let_renew(context: Context, caller: Caller, days: int = 100) -> datetime:
    """Let the caller's key make its successor for some days, and return until when."""
    until = utcnow() + timedelta(days=days)
    mine = update(ApiKey).where(ApiKey.prefix == caller.secret.rpartition("_")[0])
    with context.database.transaction() as session:
        session.execute(mine.values(renews_until=until))
    return until
