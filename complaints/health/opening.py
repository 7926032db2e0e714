"""Makes a service ready before a door opens: the database is migrated and under the keys that
were given, is of this kind of instance, live or test, a policy is in force, and whether it is the
demo is known.

The file that CLEANHANDS_POLICY_FILE names seeds the first policy. Afterwards the row in force
stays in force, whatever the file says. Only `migrate` and what serves (`ready`, `serving`) store
it; any other command, which may only read, requires that this was done (`require_ready`).
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from complaints import migration
from complaints.base.clock import utcnow
from complaints.base.errors import ConfigurationError, Refusal
from complaints.health.documents import require_place
from complaints.models import KnownKey, Policy
from complaints.queries.policy import policies as policy_queries
from complaints.queries.upkeep import installations, rotations
from complaints.queries.upkeep import known_keys as key_queries
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import SecretKind
from complaints.rules.policy import policies
from complaints.services.policy.policies import renew, seed
from complaints.services.upkeep import known_keys
from complaints.services.upkeep.installations import become_test
from complaints.services.upkeep.rotations import begin_rotation
from complaints.storage.context import Context
from complaints.storage.vault import key_name
from complaints.words import Message
from complaints.words import message as _
from complaints.work import begin_work
from complaints.work.policy import in_force, parsed

log = logging.getLogger(__name__)
ALL = tuple(SecretKind)


def ready(context: Context) -> None:
    """Check that the database is at this version's revision and under these keys, which it knows
    from now on; put the first policy if none is.

    A version with other built-in thresholds gives the policy its next number, so that one number
    always means the same values. Raises ConfigurationError where the database is not migrated, or
    the file of the first policy is wrong.
    """
    migration.require_current(context.database)
    current = _newest(context)
    if context.config.test and not _is_of_a_kind(context):
        with begin_work(context, SYSTEM) as work:
            become_test(work)
    require_kind(context)
    require_keys(context)
    _take_keys(context)
    if current is None:
        _seed(context)
        return
    digest = _digest(current)
    if digest != current.digest:
        with begin_work(context, SYSTEM) as work:
            renew(work, current.text, digest=digest)


def require_ready(context: Context, *, keys: Collection[SecretKind] = ALL) -> None:
    """Check what `ready` makes so, and store nothing but that a key is being changed.

    Keys of other kinds than `keys` may be others. Raises ConfigurationError where it is not so.
    """
    migration.require_current(context.database)
    require_kind(context)
    require_keys(context, keys=keys)
    current = _newest(context)
    if current is None:
        raise ConfigurationError(_("No policy is in force yet: run `cleanhands migrate`."))
    if _digest(current) != current.digest:
        raise ConfigurationError(
            _(
                "This version has other built-in thresholds than policy %(number)s: run "
                "`cleanhands migrate`.",
                number=str(current.number),
            )
        )


def require_kind(context: Context) -> None:
    """Raise ConfigurationError where a test instance opens a live database, or the reverse."""
    with context.database.reading() as session:
        is_test = installations.is_test(session)
    if is_test == context.config.test:
        return
    if is_test:
        raise ConfigurationError(
            _(
                "This database is a test instance's, and nothing in it is real: a live service "
                "does not open it. Set CLEANHANDS_TEST=1 to run the test instance, or name the "
                "live database with DATABASE_URL."
            )
        )
    raise ConfigurationError(
        _(
            "This database is live, and a test instance does not open it. Unset CLEANHANDS_TEST to "
            "run the live service, or name the test instance's own database with DATABASE_URL."
        )
    )


def require_known_keys(context: Context) -> None:
    """Raise ConfigurationError where a key is not the one that the database knows, or the database
    is one of the other kind.

    For what is done before the tables are this version's: a database that no instance has opened
    yet passes.
    """
    if _is_of_a_kind(context):
        require_kind(context)
    if inspect(context.database.engine).has_table(KnownKey.__tablename__):
        with context.database.reading() as session:
            wrong = known_keys.refusal(session, context.vault, context.config, proves=False)
        if wrong is not None:
            raise ConfigurationError(wrong)


def wrong_keys(context: Context, *, keys: Collection[SecretKind] = ALL) -> Message | None:
    """Return the sentence where a key is not the database's, or one is missing whose change is not
    at its end; None where all are right. It stores nothing."""
    with context.database.reading() as session:
        if rotations.binding(session) is not None:
            return _(
                "Sealed values are not bound to their rows yet: run `cleanhands migrate`, with "
                "the keys that were in use."
            )
        return known_keys.refusal(session, context.vault, context.config, kinds=keys)


def require_keys(context: Context, *, keys: Collection[SecretKind] = ALL) -> None:
    """Raise ConfigurationError where a key is wrong (`wrong_keys`). Note a change that has begun:
    what is written from now on is under the new key.
    """
    wrong = wrong_keys(context, keys=keys)
    if wrong is not None:
        raise ConfigurationError(wrong)
    with context.database.reading() as session:
        unnoted = known_keys.unnoted(session, context.vault, context.config)
    if unnoted:
        with begin_work(context, SYSTEM) as work:
            for kind in unnoted:
                if kind is SecretKind.SIGNING:
                    # Nothing is moved: what signs from now on is the database's.
                    new = key_name(context.config.signing_key)
                    known_keys.change_signing(work, new, kept=True)
                else:
                    begin_rotation(work, kind, vault=context.vault, archive=context.archive)


def _take_keys(context: Context) -> None:
    """Have the database know its keys from now on, which `require_keys` has looked at."""
    with context.database.reading() as session:
        if all(each.fingerprint for each in key_queries.known(session).values()):
            return
    try:
        with begin_work(context, SYSTEM) as work:
            known_keys.remember_keys(work, vault=context.vault, config=context.config)
    except IntegrityError:
        log.info("the keys were taken by another process")
    require_keys(context)


def check_first_policy(context: Context) -> None:
    """Parse the file that is to seed the first policy, before a database is migrated for it.

    Once there is a policy the file is not read. Raises ConfigurationError where it does not hold.
    """
    if not _is_opened(context):
        policies.load_policies(context.config.policy_file)


def _is_opened(context: Context) -> bool:
    """Say whether an instance opened the database before: then there is a policy."""
    has_table = inspect(context.database.engine).has_table(Policy.__tablename__)
    return has_table and _has_policy(context)


def _is_of_a_kind(context: Context) -> bool:
    """Say whether it is settled of which kind the database is: an instance opened it, or there is
    something in it, put there before the record had policies or put back from a backup."""
    if _is_opened(context):
        return True
    with context.database.reading() as session:
        return installations.is_test(session) or not installations.is_empty(session)


def _has_policy(context: Context) -> bool:
    """Say whether there is a policy, also in a database that is still to be migrated: its table may
    lack columns that the model has."""
    with context.database.reading() as session:
        return session.scalar(select(Policy.number).limit(1)) is not None


def _newest(context: Context) -> Policy | None:
    with context.database.reading() as session:
        return policy_queries.newest_policy(session)


def _digest(current: Policy) -> str:
    """The digest of the row's values as this version reads them; the row's where it cannot.

    `serving` refuses to start on such a row; the command that puts another must still run.
    """
    try:
        return parsed(current.number, current.text).digest
    except ConfigurationError:
        return current.digest


def _seed(context: Context) -> None:
    text = policies.read_policy_file(context.config.policy_file)
    try:
        with context.database.transaction() as session:
            seed(session, text, now=utcnow())
    except IntegrityError:
        log.info("the first policy was put by another process")


def serving(context: Context) -> Context:
    """Make ready to serve, and log it where the configured file is not the policy in force.

    Return the context with what its database says of itself. Raises ConfigurationError as `ready`
    does, where this version cannot read the policy, and where a demo could be reached from afar.
    """
    ready(context)
    with context.database.reading() as session:
        in_force(session)
    _mark_documents(context)
    warning = differs(context)
    if warning:
        log.warning("%s", warning)
    opened = of_database(context)
    if opened.demo:
        require_local(opened)
    return opened


def _mark_documents(context: Context) -> None:
    """Mark the place of the documents where it has no mark yet; what is wrong with it is said by
    its check, and by whoever is asked for a document."""
    try:
        require_place(context)
    except Refusal as refusal:
        log.error("the place of the documents was not marked: %s", refusal.slug)


def of_database(context: Context) -> Context:
    """Return the context with what its database says of itself: whether it is the demo."""
    with context.database.reading() as session:
        demo = installations.is_demo(session)
    # The demo's letters go to its outbox page, as if by mail.
    links = replace(context.links, mails=context.links.mails or demo)
    return replace(context, demo=demo, links=links)


def require_local(context: Context) -> None:
    """Raises ConfigurationError where the service, a demo, could be reached from afar."""
    config = context.config
    if not config.is_local or config.trusted_proxies:
        raise ConfigurationError(
            _(
                "This database is the demo, whose log-ins and letters are open to everybody. It "
                "is served on this machine alone: unset CLEANHANDS_TRUSTED_PROXIES, and let "
                "CLEANHANDS_BASE_URL begin with http://127.0.0.1 or http://localhost. For real "
                "work name another database with DATABASE_URL."
            )
        )


def differs(context: Context) -> str | None:
    """Return a warning where the configured file is not the policy in force; else None."""
    path = context.config.policy_file
    if not path:
        return None
    with context.database.reading() as session:
        current = policy_queries.get_policy(session).policy
    try:
        text = policies.read_policy_file(path)
    except ConfigurationError as error:
        return f"{error} Policy {current.number} stays in force."
    if text == current.text:
        return None
    return (
        f"The file {path} (CLEANHANDS_POLICY_FILE) is not policy {current.number}, which is in "
        f"force and stays so. Put it into force by a draft on the policy's page."
    )
