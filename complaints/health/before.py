"""What is looked at before the database is opened: to open one that is not there makes files.

A monitor or an operator asks just when something is missing, and nothing may be made in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from complaints import config, keyfiles
from complaints.config import Config
from complaints.errors import ConfigurationError
from complaints.health.check import Check, not_allowed
from complaints.rules.health import State
from complaints.words import message as _


def look(environ: Mapping[str, str] | None = None) -> Config | Check:
    """Return the settings; where they cannot be had, the check that says why."""
    name = "settings"
    try:
        url = config.database_url(environ)
        if url.startswith("sqlite:") and not _is_there(config.sqlite_file(url)):
            sentence = _(
                "There is no database at %(file)s: `cleanhands migrate` makes one; if there was "
                "one, put it back, or let DATABASE_URL name where it is.",
                file=str(config.sqlite_file(url).absolute()),
            )
            return Check("database", State.BAD, sentence)
        config.load(environ, lost=True)
        # What does not hold now is a key whose file is missing.
        name = "keys"
        return config.load(environ)
    except ConfigurationError as error:
        return Check(name, State.BAD, error.message)
    except OSError as error:
        return Check("database", State.BAD, not_allowed(error))


def _is_there(database: Path) -> bool:
    try:
        return database.is_file() and not keyfiles.is_new(database)
    except ConfigurationError:
        # It holds something: what is wrong with it is seen when it is opened.
        return True
