"""Makes a service ready before a door opens: the database is migrated, a policy is in force.

The file that CLEANHANDS_POLICY_FILE names seeds the first policy. Afterwards the row in force
stays in force, whatever the file says.
"""

from __future__ import annotations

import logging

from sqlalchemy.exc import IntegrityError

from complaints import migration
from complaints.clock import utcnow
from complaints.context import Context
from complaints.errors import ConfigurationError
from complaints.policy import in_force, parsed
from complaints.queries import policies as stored
from complaints.rules import policies
from complaints.rules.actors import SYSTEM
from complaints.services.policies import renew, seed
from complaints.work import Work

log = logging.getLogger(__name__)


def ready(context: Context) -> None:
    """See that the database is at this version's revision and that there is a policy.

    A version with other built-in thresholds gives the policy its next number: what rests on a
    number rests on the same values for good. Raises ConfigurationError where the database is not
    migrated, or the file does not hold that the first policy is read from.
    """
    migration.needs_current(context.database)
    with context.database.reading() as session:
        held = stored.newest(session)
    if held is None:
        _seed(context)
        return
    try:
        digest = parsed(held.number, held.text).digest
    except ConfigurationError:
        # Servers and workers say so (`serving`); the command that puts another one must run.
        return
    if digest != held.digest:
        with context.database.transaction() as session:
            work = Work(session, SYSTEM, utcnow(), context.links)
            renew(work, held.text, digest=digest)


def _seed(context: Context) -> None:
    text = policies.read(context.config.policy_file)
    try:
        with context.database.transaction() as session:
            seed(session, text, now=utcnow())
    except IntegrityError:
        log.info("the first policy was put by another process")


def serving(context: Context) -> None:
    """Make ready to serve, and say where the setting's file is not the policy in force.

    Raises ConfigurationError, as `ready`, and where this version cannot read the policy.
    """
    ready(context)
    with context.database.reading() as session:
        in_force(session)
    said = differs(context)
    if said:
        log.warning("%s", said)


def differs(context: Context) -> str | None:
    """Return what to say where the setting's file is not the policy in force."""
    path = context.config.policy_file
    if not path:
        return None
    with context.database.reading() as session:
        held = stored.get(session).policy
    try:
        text = policies.read(path)
    except ConfigurationError as error:
        return f"{error} Policy {held.number} stays in force."
    if text == held.text:
        return None
    return (
        f"The file {path} (CLEANHANDS_POLICY_FILE) is not policy {held.number}, which is in force "
        f"and stays so. Put it into force: cleanhands policy put {path}"
    )
