"""Keeps the head of the ledger each night: in the log, in a file, and in a mailbox if one is set.

A head is worth something where whoever can write the database cannot change it: docs/operations.md
says where to keep it.
"""

from __future__ import annotations

import logging
import os
from datetime import datetime
from pathlib import Path

from complaints import mail
from complaints.mail import NotSent
from complaints.queries.upkeep import ledger_chain as chain
from complaints.rules.upkeep.ledger_heads import Head
from complaints.settings.config import Config
from complaints.storage.context import Context
from complaints.words.failures import why_not

log = logging.getLogger(__name__)


def keep_head(context: Context, now: datetime) -> None:
    """Keep where the chain ends now."""
    with context.database.snapshot(as_stored=True) as connection:
        head = chain.head_of_chain(connection, now=now)
    log.info("head of the ledger: %s", head.line())
    if context.config.heads_place:
        append(Path(context.config.heads_place) / f"{head.database}.jsonl", head)
    if context.config.head_mail:
        post(context.config, head, now)


def post(config: Config, head: Head, now: datetime) -> None:
    """Mail the head; the same night's again has the same Message-ID.

    Raises NotSent: the job tries again.
    """
    message = mail.compose(
        config,
        to=config.head_mail,
        subject=f"Head of the ledger, {now:%Y-%m-%d}",
        body=f"{head.line()}\n",
        message_id=f"<head.{now:%Y%m%d}.{head.database}@{config.mail_domain}>",
        at=now,
    )
    try:
        mail.send_mail(config, message)
    except NotSent as error:
        why = why_not(error.failure, error.answer, for_good=False)
        log.warning("the head of the ledger was not mailed: %s", why)
        raise


def append(file: Path, head: Head) -> None:
    """Add a line to the file of heads, readable by its owner alone, and see that it is on disk."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a") as handle:
        handle.write(head.line() + "\n")
        handle.flush()
        os.fsync(descriptor)
