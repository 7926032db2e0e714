"""The demo's log-ins: one for each role, all with one password that is no secret.

They are made once and shown at each run. Staff get their second factor by e-mail, and the demo's
letters land in an outbox page, so that a newcomer can sign in without a telephone.
"""

from __future__ import annotations

from dataclasses import dataclass

import click
from sqlalchemy.orm import Session

from complaints.clock import utcnow
from complaints.context import Context
from complaints.models import Account
from complaints.queries import accounts, filers
from complaints.queries import people as people_queries
from complaints.rules.accounts import SecondFactor
from complaints.rules.actors import SYSTEM, ActorKind, PersonRole
from complaints.rules.kinds import FilerKind
from complaints.services import people, sign_ups

# The source of the made-up market.
MARKET = "demo"
PASSWORD = "demo-password"  # noqa: S105 - printed at each start, for made-up data


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who signs in to the demo: a person of staff, or for a filer.

    `flagged` takes the busiest filer of the made-up market, one that is flagged or one that is
    not, so that its pages show a record.
    """

    reference: str
    name: str
    does: str
    owner: PersonRole | FilerKind
    flagged: bool | None = None

    @property
    def email(self) -> str:
        return f"{self.reference}@example.com"

    @property
    def is_staff(self) -> bool:
        return isinstance(self.owner, PersonRole)


LOGINS = (
    Login("demo-brand", "Demo Brand Ltd", "brand owner: files complaints", FilerKind.RIGHTS_HOLDER),
    Login("demo-agency", "Demo Agency", "agency: files for brand owners", FilerKind.AGENT),
    Login(
        "old-brand", "Old Brand Ltd", "brand owner with a record", FilerKind.RIGHTS_HOLDER, False
    ),
    Login("flagged", "Flagged Ltd", "brand owner that is flagged", FilerKind.RIGHTS_HOLDER, True),
    Login("ann", "Ann", "reviewer", PersonRole.REVIEWER),
    Login("bo", "Bo", "reviewer", PersonRole.REVIEWER),
    Login("chen", "Chen", "supervisor", PersonRole.SUPERVISOR),
    Login("dee", "Dee", "supervisor", PersonRole.SUPERVISOR),
    Login("ada", "Ada", "administrator", PersonRole.ADMINISTRATOR),
)


def ensure(context: Context) -> None:
    """Make the log-ins that are not there yet."""
    with context.database.reading() as session:
        missing = [login for login in LOGINS if accounts.find(session, login.email) is None]
    if not missing:
        return
    # Imported where it is used: the pages take a second to load.
    from flask_security import hash_password

    from complaints.app import create_app

    app = create_app(context)
    with app.app_context(), context.database.transaction() as session:
        factory = app.extensions["security"].totp_factory
        password_hash = hash_password(PASSWORD)
        for login in missing:
            account = _open(session, login, password_hash)
            if login.is_staff:
                account.second_factor = str(SecondFactor.EMAIL)
                account.totp_secret = factory.generate_totp_secret()


def show(address: str) -> None:
    """Print the log-ins, and where staff find their code."""
    click.echo(f"Sign in at {address}/sign-in (password of all: {PASSWORD}):")
    click.echo("".join(f"  {login.email:<24} {login.does}\n" for login in LOGINS))
    click.echo(f"Staff are asked for a code too: it lands in {address}/demo/outbox\n")


def _open(session: Session, login: Login, password_hash: str) -> Account:
    now = utcnow()
    if isinstance(login.owner, PersonRole):
        owner = people_queries.find_owner(session, ActorKind.PERSON, login.reference)
        if owner is None:
            owner = people.add_person(
                session, SYSTEM, handle=login.reference, name=login.name, role=login.owner, now=now
            ).id
        account = sign_ups.open_for_person(session, SYSTEM, owner, email=login.email, now=now)
        account.password_hash = password_hash
        return account
    owner = people_queries.find_owner(session, ActorKind.FILER, login.reference)
    if login.flagged is not None:
        busiest = filers.busiest(session, MARKET, kind=login.owner, flagged=login.flagged)
        owner = owner or busiest
    if owner is None:
        owner = people.add_filer(
            session, SYSTEM, reference=login.reference, name=login.name, kind=login.owner, now=now
        ).id
    account = sign_ups.open_for_filer(
        session, owner, email=login.email, password_hash=password_hash, language=None, now=now
    )
    account.confirmed_at = now
    return account
