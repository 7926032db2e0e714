"""Flask-Security's datastore over the request's session. It never commits: the door does."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_security.datastore import UserDatastore
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.http.endpoint import context
from complaints.models import Account, Passkey
from complaints.queries.logins import accounts
from complaints.rules.actors import SYSTEM
from complaints.services.logins import access
from complaints.web.accounts.user import User
from complaints.work import UnitOfWork


def session() -> Session:
    """Return the request's session, which the wrapper around the view opened."""
    opened: Session = g.session
    return opened


class Accounts(UserDatastore):
    """Finds and changes accounts. `commit()` is a flush."""

    def __init__(self) -> None:
        super().__init__(User, None, Passkey)

    def commit(self) -> None:
        # Flask-Security asks for it after the view, when the door has committed already.
        if g.get("session") is not None:
            session().flush()

    def put(self, model: Any) -> Any:
        # Every row is in its session from the moment that it is loaded or created.
        return model

    def delete(self, model: Any) -> None:
        session().delete(model)

    def reload(self, model: Any) -> None:
        return None

    def find_role(self, role: str) -> None:
        return None

    def find_user(self, case_insensitive: bool = False, **criteria: Any) -> User | None:
        ((name, value),) = criteria.items()
        if not isinstance(value, str | int):
            return None
        if name == "email":
            account = accounts.find_account(session(), str(value))
        else:
            account = session().scalar(select(Account).where(getattr(Account, name) == value))
        return None if account is None else User(session(), account)

    def find_webauthn(self, credential_id: bytes) -> Passkey | None:
        return session().scalar(select(Passkey).where(Passkey.credential_id == credential_id))

    def find_user_from_webauthn(self, webauthn: Passkey) -> User:
        return User(session(), session().get_one(Account, webauthn.account_id))

    def create_webauthn(self, user: User, **columns: Any) -> None:
        user.account.passkeys.append(Passkey(lastuse_datetime=utcnow(), **columns))

    def mf_set_recovery_codes(self, user: User, rcs: list[str] | None) -> None:
        super().mf_set_recovery_codes(user, rcs)
        running = context()
        work = UnitOfWork(session(), SYSTEM, utcnow(), running.links)
        access.note_second_factor(work, user.account, vault=running.vault)

    def mf_delete_recovery_code(self, user: User, idx: int) -> bool:
        codes = list(user.account.recovery_codes or ())
        del codes[idx]
        user.account.recovery_codes = codes
        return True
