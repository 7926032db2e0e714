"""Writes the day's mail to those who chose one, each log-in in a transaction of its own.

The mail itself goes as every letter to a log-in does (`delivering`): what ends this job in between
leaves the other letters to its next try.
"""

from __future__ import annotations

from datetime import datetime

from complaints.queries.mailing import mail_choices
from complaints.rules.actors import SYSTEM
from complaints.services.mailing import mail_choices as mail
from complaints.storage.context import Context
from complaints.work import begin_work

AT_ONCE = 200


def write_digests(context: Context, now: datetime) -> None:
    """Write to every log-in for which letters wait for the day's mail."""
    while True:
        with context.database.reading() as session:
            log_ins = mail_choices.read_daily(session, limit=AT_ONCE)
        if not log_ins:
            return
        for account_id in log_ins:
            with begin_work(context, SYSTEM, now=now) as work:
                mail.write_digest(work, account_id, vault=context.vault)
