"""What lies in an account's mailbox, and the link in it."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import or_, select

from complaints.models import Account, AccountLetter, SignUp
from complaints.services.mailing import account_letters
from complaints.storage.context import Context


def letters_to(app: Flask, email: str) -> list[tuple[str, str]]:
    """Return kind and body of the letters to this address, the oldest first."""
    context: Context = app.extensions["cleanhands"]
    with context.database.reading() as session:
        found = session.scalars(
            select(AccountLetter)
            .outerjoin(Account, Account.id == AccountLetter.account_id)
            .outerjoin(SignUp, SignUp.id == AccountLetter.sign_up_id)
            .where(or_(Account.email == email, SignUp.email == email))
            .order_by(AccountLetter.id)
        )
        return [
            (row.kind, account_letters.unsealed(session, row, context.vault).body) for row in found
        ]


def link_to(app: Flask, email: str) -> str:
    """Return the path of the link in the newest letter to this address."""
    base = app.config["BASE_URL"]
    (link,) = re.findall(rf"{re.escape(base)}(\S+)", letters_to(app, email)[-1][1])
    return str(link)


def code_to(app: Flask, email: str) -> str:
    """Return the code in the newest letter to this address."""
    found = re.search(r"\b\d{6}\b", letters_to(app, email)[-1][1])
    assert found is not None
    return found.group()
