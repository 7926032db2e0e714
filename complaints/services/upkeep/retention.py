"""Deletes rows that have ended (`rules/upkeep/retention.py`), a batch of one table a
transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from complaints.models import (
    Account,
    AccountLetter,
    AccountSession,
    ApiKey,
    Delivery,
    Document,
    DocumentAsSent,
    DocumentContent,
    DocumentKey,
    DocumentLook,
    Filer,
    LetterReport,
    Party,
    Passkey,
    SignUp,
    Upload,
    WebhookDelivery,
)
from complaints.queries.upkeep import retention
from complaints.queries.upkeep.retention import Key
from complaints.rules.staff.search_words import Thing
from complaints.services.staff import search_index
from complaints.work import UnitOfWork

# What hangs on a letter to an account.
OF_LETTERS = (Delivery, LetterReport)


def delete_ended(work: UnitOfWork, name: str, keys: Collection[Key]) -> int:
    """Delete those of the table's rows with these keys that have ended, with what hangs on them;
    return how many.

    Whether they have is asked again: somebody may have used one since the keys were read.
    """
    statement = retention.ended_among(name, keys, now=work.now)
    over = [tuple(row) for row in work.session.execute(statement)]
    if over:
        _DELETE.get(name, _rows)(work.session, name, over)
    return len(over)


def _rows(session: Session, name: str, keys: Collection[Key]) -> None:
    table = retention.table_of(name)
    session.execute(delete(table).where(retention.with_keys(table, keys)))


def _letters(session: Session, _name: str, keys: Collection[Key]) -> None:
    ids = [key for (key,) in keys]
    for model in OF_LETTERS:
        session.execute(delete(model).where(model.account_letter_id.in_(ids)))
    session.execute(delete(AccountLetter).where(AccountLetter.id.in_(ids)))


def _events(session: Session, name: str, keys: Collection[Key]) -> None:
    """Delete events, also those that wait for a receiver who took nothing for so long: were some
    left out, whoever follows could not tell that others are gone."""
    ids = [key for (key,) in keys]
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.event_id.in_(ids)))
    _rows(session, name, keys)


def _accounts(session: Session, _name: str, keys: Collection[Key]) -> None:
    """Delete accounts, and their filers and parties where nothing else names them."""
    ids = [key for (key,) in keys]
    filers = session.scalars(select(Account.filer_id).where(Account.id.in_(ids))).all()
    letters = select(AccountLetter.id).where(AccountLetter.account_id.in_(ids))
    for of_letter in OF_LETTERS:
        session.execute(delete(of_letter).where(of_letter.account_letter_id.in_(letters)))
    for model in (AccountLetter, AccountSession, Passkey):
        session.execute(delete(model).where(model.account_id.in_(ids)))
    session.execute(delete(Account).where(Account.id.in_(ids)))
    unnamed = session.execute(retention.unnamed_filers([f for f in filers if f])).all()
    session.execute(delete(Filer).where(Filer.id.in_([row.id for row in unnamed])))
    search_index.forget_rows(session, Thing.FILER, [row.id for row in unnamed])
    parties = retention.unnamed_parties([row.party_id for row in unnamed])
    session.execute(delete(Party).where(Party.id.in_(session.scalars(parties).all())))


def _sessions(session: Session, _name: str, keys: Collection[Key]) -> None:
    """Delete sessions; a key that was made in one outlives what is known of that."""
    ids = [key for (key,) in keys]
    made = update(ApiKey).where(ApiKey.session_id.in_(ids)).values(session_id=None)
    session.execute(made)
    session.execute(delete(AccountSession).where(AccountSession.id.in_(ids)))


def _sign_ups(session: Session, _name: str, keys: Collection[Key]) -> None:
    """Delete sign-ups, and the letters to their mailboxes."""
    ids = [key for (key,) in keys]
    letters = select(AccountLetter.id).where(AccountLetter.sign_up_id.in_(ids))
    _letters(session, "account_letter", [(each,) for each in session.scalars(letters)])
    session.execute(delete(SignUp).where(SignUp.id.in_(ids)))


def _uploads(session: Session, _name: str, keys: Collection[Key]) -> None:
    """Delete uploads, and papers that nothing names any more; the sweep deletes their files."""
    ids = [key for (key,) in keys]
    papers = session.scalars(select(Upload.document_id).where(Upload.id.in_(ids))).all()
    session.execute(delete(Upload).where(Upload.id.in_(ids)))
    unnamed = session.scalars(retention.unnamed_documents(papers)).all()
    for model in (DocumentKey, DocumentLook, DocumentAsSent, DocumentContent):
        session.execute(delete(model).where(model.document_id.in_(unnamed)))
    session.execute(delete(Document).where(Document.id.in_(unnamed)))


_DELETE: Final[Mapping[str, Callable[[Session, str, Collection[Key]], Any]]] = {
    "account": _accounts,
    "outward_event": _events,
    "account_letter": _letters,
    "account_session": _sessions,
    "sign_up": _sign_ups,
    "upload": _uploads,
}
