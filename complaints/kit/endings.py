"""What ends with a new password, or with all sessions: said before, with everything by its name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.models import Account
from complaints.queries.logins import accounts, api_keys
from complaints.words import Message
from complaints.words import message as _


def sentences(
    session: Session, account: Account, *, now: datetime, but: int | None = None
) -> Sequence[Message]:
    """Return what ends, a sentence for each session, except `but`, and for each key."""
    role = accounts.role_of(session, account)
    ending = accounts.open_sessions(session, account.id, role, now=now)
    keys = api_keys.usable_of(session, account, now=now)
    return [
        *(
            _("The session of %(browser)s in the network %(network)s.",
              browser=row.browser or "?", network=row.network)
            for row in ending
            if row.id != but
        ),
        *(
            _("The API key “%(label)s”, %(prefix)s.", label=key.label, prefix=key.prefix)
            for key in keys
        ),
    ]  # fmt: skip
