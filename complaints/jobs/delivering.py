"""Sends what is due by mail, one letter after another: A, the mail server, B.

A, a transaction: pick the letter, note that it is being tried, make its link. Then the mail server,
with nothing open. B, a transaction: it has gone, or why not. Whoever dies between the server's
acknowledgement and B leaves a letter that is being tried: after 15 minutes it is tried again, with
the same Message-ID, by which a mailbox knows the second copy.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from complaints import mail
from complaints.mail import NotSent, Patience
from complaints.queries.mailing import deliveries as waiting
from complaints.queries.mailing import mail_choices
from complaints.queries.upkeep import clock_jumps
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import Failure
from complaints.rules.mailing.letter_kinds import ByMail
from complaints.services.mailing import deliveries
from complaints.services.mailing import mail_choices as choices
from complaints.services.mailing.deliveries import Attempt
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.storage.db_errors import Trouble
from complaints.work import UnitOfWork, begin_work

ENROLLED_AT_ONCE = 200
# Then the job ends, so that none holds a lease for long.
AT_MOST = timedelta(minutes=1)
# Seconds between the attempts to note what became of a letter, while the database is away.
PAUSES = (0.2, 1.0, 5.0, 15.0)
# They are about the server, not the letter: the next letter would fare as this one.
THE_SERVERS = frozenset(
    {Failure.UNREACHABLE, Failure.CERTIFICATE, Failure.SIGN_IN, Failure.BROKE_OFF}
)


def deliver(
    context: Context,
    now: datetime,
    *,
    patience: Patience = Patience(),  # noqa: B008
    pauses: Sequence[float] = PAUSES,
) -> None:
    """Send the letters that are due, for a minute; end early where the server is in trouble, or the
    service is to stop.

    A letter whose turn did not come stays as it is. Without a mail server nothing happens, and in
    a demo, whose addresses are made up.
    """
    if context.config.mail_server is None or context.demo:
        return
    began = time.monotonic()
    enrol(context, now)
    with context.database.reading() as session:
        in_doubt = bool(clock_jumps.unsettled(session))
    moment = now
    stopping = context.stopping
    while (
        moment < now + AT_MOST
        and not stopping.is_set()
        and not _is_over(context, moment, patience, pauses, in_doubt)
    ):
        moment = now + timedelta(seconds=time.monotonic() - began)


def enrol(context: Context, now: datetime) -> None:
    """Find what goes by mail, or does again, and note it."""
    with context.database.reading() as session:
        letters = waiting.going_by_mail(session, context.vault, now=now, limit=ENROLLED_AT_ONCE)
        to_accounts = waiting.account_letters_to_go(
            session, context.vault, now=now, limit=ENROLLED_AT_ONCE
        )
        revived = session.scalar(waiting.with_another_mailbox().limit(1)) is not None
        unwanted = session.scalar(mail_choices.letters_to_digest(ByMail.NONE).limit(1)) is not None
    if not (letters or to_accounts or revived or unwanted):
        return
    domain = context.config.mail_domain
    with begin_work(context, SYSTEM, now=now) as work:
        deliveries.enrol(work, letters=letters, account_letters=to_accounts, domain=domain)
        deliveries.revive(work, vault=context.vault)
        choices.keep_in_accounts(work)


def _is_over(
    context: Context,
    now: datetime,
    patience: Patience,
    pauses: Sequence[float],
    in_doubt: bool,
) -> bool:
    """Try one letter; say whether none was due, or the server is in trouble."""
    with begin_work(context, SYSTEM, now=now) as work:
        attempt = deliveries.begin_attempt(work, vault=context.vault, in_doubt=in_doubt)
    if attempt is None:
        return True
    began = time.monotonic()
    try:
        _send(context, attempt, patience)
    except NotSent as error:
        ended = now + timedelta(seconds=time.monotonic() - began)
        _note(context, ended, pauses, _failure_of(attempt, error))
        return error.failure in THE_SERVERS
    ended = now + timedelta(seconds=time.monotonic() - began)
    _note(context, ended, pauses, lambda work: deliveries.note_acknowledged(work, attempt))
    return False


def _failure_of(attempt: Attempt, error: NotSent) -> Callable[[UnitOfWork], None]:
    return lambda work: deliveries.failed(
        work,
        attempt,
        error.failure,
        error.answer,
        for_good=error.for_good,
        may_have_arrived=error.may_have_arrived,
    )


def _send(context: Context, attempt: Attempt, patience: Patience) -> None:
    message = mail.compose(
        context.config,
        to=attempt.to,
        subject=attempt.subject,
        body=attempt.body,
        message_id=attempt.message_id,
        at=attempt.began_at,
    )
    mail.send_mail(context.config, message, patience=patience)


def _note(
    context: Context, now: datetime, pauses: Sequence[float], verb: Callable[[UnitOfWork], None]
) -> None:
    """Do what ends an attempt, again while the database is away for a moment."""
    for pause in (*pauses, None):
        try:
            with begin_work(context, SYSTEM, now=now) as work:
                verb(work)
            return
        except DBAPIError as error:
            if pause is None or db_errors.trouble_of(error) is Trouble.OTHER:
                raise
            time.sleep(pause)
