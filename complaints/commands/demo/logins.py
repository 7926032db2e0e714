"""Makes the demo's log-ins once, and shows them at each run.

Staff get their second factor by email, and the demo's letters land in an outbox page, so that a
newcomer can sign in without a telephone.
"""

from __future__ import annotations

from datetime import timedelta

import click

from complaints.models import Account
from complaints.queries.logins import accounts, filers
from complaints.queries.logins import people as people_queries
from complaints.rules.actors import SYSTEM, ActorKind, PersonRole
from complaints.rules.logins.accounts import SecondFactor
from complaints.rules.logins.demo_logins import LOGINS, PASSWORD, Login
from complaints.services.logins import people, sign_ups
from complaints.storage.context import Context
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork, begin_work

# The source of the made-up market.
MARKET = "demo"
# The window of a boycott's count: a filer with an older record could not be put under one.
COUNTED = timedelta(days=365)


def ensure(context: Context) -> None:
    """Make the log-ins that are not there yet."""
    with context.database.reading() as session:
        missing = [login for login in LOGINS if accounts.find_account(session, login.email) is None]
    if not missing:
        return
    # Imported where it is used: the pages take a second to load.
    from flask_security import hash_password

    from complaints.app import create_app

    app = create_app(context)
    with app.app_context(), begin_work(context, SYSTEM) as work:
        factory = app.extensions["security"].totp_factory
        password_hash = hash_password(PASSWORD)
        for login in missing:
            account = _open(work, login, password_hash, context.vault)
            if login.is_staff:
                account.second_factor = str(SecondFactor.EMAIL)
                account.totp_secret = factory.generate_totp_secret()


def print_logins(address: str) -> None:
    """Print the log-ins, and where staff find their code."""
    click.echo(f"Sign in at {address}/sign-in (password of all: {PASSWORD}):")
    click.echo("".join(f"  {login.email:<24} {login.does}\n" for login in LOGINS))
    click.echo(f"Staff are asked for a code too: it lands in {address}/demo/outbox\n")


def _open(work: UnitOfWork, login: Login, password_hash: str, vault: Vault) -> Account:
    session = work.session
    if isinstance(login.owner, PersonRole):
        owner = people_queries.find_owner(session, ActorKind.PERSON, login.reference)
        if owner is None:
            owner = people.add_person(
                work,
                handle=login.reference,
                name=login.name,
                role=login.owner,
            ).id
        account = sign_ups.open_for_person(work, owner, email=login.email, vault=vault)
        account.password_hash = password_hash
        return account
    owner = people_queries.find_owner(session, ActorKind.FILER, login.reference)
    if login.flagged is not None:
        busiest = filers.busiest(
            session, MARKET, kind=login.owner, flagged=login.flagged, since=work.now - COUNTED
        )
        owner = owner or busiest
    if owner is None:
        owner = people.add_filer(
            work,
            reference=login.reference,
            name=login.name,
            kind=login.owner,
        ).id
    account = sign_ups.open_for_filer(
        work,
        owner,
        email=login.email,
        password_hash=password_hash,
        language=None,
    )
    account.confirmed_at = work.now
    return account
