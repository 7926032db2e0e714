"""One check: its name, how it fares, and a sentence that says what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from complaints.base.errors import ConfigurationError, Refusal
from complaints.rules.upkeep.health import State
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.storage.db_errors import SAID, Trouble
from complaints.words import Message, counted
from complaints.words import message as _

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """How a check fares, and why, with what to do where something is to be done."""

    state: State
    message: Message


Look = Callable[[Context, datetime], Found]


@dataclass(frozen=True, slots=True)
class Check:
    """A check by its name, as docs/operations.md lists it."""

    name: str
    state: State
    message: Message
    # The database's own first line, for the terminal of its owner alone.
    detail: str = ""


def well(message: Message) -> Found:
    """Return that nothing is to be done."""
    return Found(State.OK, message)


def bad(message: Message) -> Found:
    """Return that something does not work."""
    return Found(State.BAD, message)


def tried(name: str, look: Look, context: Context, now: datetime) -> Check:
    """Return what a check finds; one that itself fails is bad, and stops no other."""
    detail = ""
    try:
        seen = look(context, now)
    except (ConfigurationError, Refusal) as error:
        seen = bad(error.message)
    except SQLAlchemyError as error:
        seen, detail = bad(_of_database(error)), db_errors.first_line(error)
    except OSError as error:
        seen = bad(not_allowed(error))
    except Exception as error:
        log.error("the check %s failed: %s", name, db_errors.for_log(error))
        seen = bad(_("This could not be checked: the log says where it failed."))
    return Check(name, seen.state, seen.message, detail)


def not_allowed(error: OSError) -> Message:
    """Return the sentence for a file or folder that this user cannot enter, read or write."""
    return _(
        "%(file)s: %(why)s. Run this as the user of the service, and see that it may read and "
        "write there.",
        file=str(error.filename or "?"),
        why=error.strerror or type(error).__name__,
    )


def _of_database(error: SQLAlchemyError) -> Message:
    trouble = db_errors.trouble_of(error)
    if trouble is Trouble.OTHER:
        log.error("the database: %s", db_errors.for_log(error))
        return _("The database does not answer as it must: the log says where it failed.")
    return SAID[trouble].operator


def lasting(age: timedelta) -> Message:
    """Return how long something lasts, in the largest unit that fits it.

    >>> [str(lasting(timedelta(seconds=s))) for s in (20, 3600, 90_000, 200_000)]
    ['1 minute', '60 minutes', '25 hours', '2 days']
    """
    minutes = max(round(age.total_seconds() / 60), 1)
    if minutes < 120:
        return counted("%(num)s minute", "%(num)s minutes", minutes)
    if minutes < 48 * 60:
        return counted("%(num)s hour", "%(num)s hours", minutes // 60)
    return counted("%(num)s day", "%(num)s days", minutes // (24 * 60))
