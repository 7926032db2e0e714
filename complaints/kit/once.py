"""A form sent twice acts once: by a double click, the back button or a reload.

Each form carries a hidden key, made when its page was rendered. A digest of the key and of all
fields is stored in the transaction that acts; a repeated form is redirected to where the first one
was. A form that was changed after going back counts as another form.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

from flask import Request
from markupsafe import Markup
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from complaints.kit import arrivals
from complaints.models import FormKey
from complaints.storage.db import insertion

NAME = "once"
# The part of an address that a letter's link holds. It is stored nowhere.
SECRET, IN_PLACE = "token", "[token]"


def once() -> Markup:
    """Return the hidden field that each form carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(NAME, secrets.token_hex(16))


def digest_of(request: Request, account_id: int | None) -> str | None:
    """Return the digest of a sent form; None for a form without a key.

    It includes the account, so that nobody is redirected to where somebody else was.
    """
    if not request.form.get(NAME):
        return None
    digest = hashlib.sha256(f"{account_id} {request.full_path}".encode())
    for name, value in request.form.items(multi=True):
        digest.update(f"\0{name}\0{value}".encode("utf-8", "replace"))
    for name, file in request.files.items(multi=True):
        digest.update(f"\0{name}\0{file.filename}".encode("utf-8", "replace"))
        # A telephone calls every picture image.jpg. What was taken in already is known by its id.
        if not file.stream.closed:
            digest.update(hashlib.sha256(file.stream.read()).digest())
            file.stream.seek(0)
    for received in arrivals.received():
        digest.update(f"\0{received.document_id}".encode())
    return digest.hexdigest()


def claim_form(session: Session, digest: str, *, now: datetime) -> str | None:
    """Claim the digest for this request; return where an earlier one was redirected, or None."""
    row = {"digest": digest, "created_at": now}
    claimed = session.execute(
        insertion(session, FormKey).values(row).on_conflict_do_nothing().returning(FormKey.id)
    ).scalar()
    if claimed is not None:
        return None
    return session.scalar(select(FormKey.location).where(FormKey.digest == digest))


def keep_address(session: Session, digest: str, *, location: str) -> None:
    """Store the address that the form's sender is redirected to."""
    session.execute(update(FormKey).where(FormKey.digest == digest).values(location=location))


def forget_form(session: Session, at: datetime) -> None:
    """Let the form that was sent at this moment act again: what it did was undone."""
    session.execute(delete(FormKey).where(FormKey.created_at == at))


def hidden(location: str, path: Mapping[str, object]) -> str:
    """Return an address without the secret that the form's own address holds."""
    secret = path.get(SECRET)
    return location.replace(str(secret), IN_PLACE) if secret else location


def address_with_secret(location: str, path: Mapping[str, object]) -> str:
    """Return a stored address with the secret that the repeated form's address holds."""
    secret = path.get(SECRET)
    return location.replace(IN_PLACE, str(secret)) if secret else location
