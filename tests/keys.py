"""A key for a member of staff whom a test writes straight into the tables: who has neither a key
nor a log-in can act by nothing, and is counted nowhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.models import ApiKey, ApiKeyScope
from complaints.rules.actors import PersonRole, Scope


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
