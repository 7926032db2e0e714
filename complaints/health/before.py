"""What is looked at before the settings are read and the database is opened: both would make files.

A monitor or an operator asks just when something is missing, and nothing may be made in its place.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from complaints import config, keyfiles
from complaints.config import PREFIX, SECRET_NAMES, Config
from complaints.errors import ConfigurationError
from complaints.health.check import Check
from complaints.rules.health import State
from complaints.words import Listed, Message
from complaints.words import message as _


def look(environ: Mapping[str, str] | None = None) -> Config | Check:
    """Return the settings; where they cannot be had, the check that says why."""
    env = os.environ if environ is None else environ
    try:
        url = config.database_url(env)
        if url.startswith("sqlite:"):
            missing = _missing(config.sqlite_file(url), env)
            if missing is not None:
                return missing
        return config.load(env)
    except ConfigurationError as error:
        return Check("settings", State.BAD, error.message)


def unreachable(error: OSError) -> Message:
    """Return the sentence for a folder of the database that cannot be entered."""
    return _("The system does not allow it: %(why)s.", why=error.strerror or "?")


def _missing(database: Path, env: Mapping[str, str]) -> Check | None:
    if not database.is_file():
        return Check(
            "database",
            State.BAD,
            _(
                "There is no database at %(file)s: `cleanhands migrate` makes one; if there was "
                "one, put it back, or let DATABASE_URL name where it is.",
                file=str(database.absolute()),
            ),
        )
    keys = [
        keyfiles.file(database, name)
        for name in SECRET_NAMES
        if f"{PREFIX}{name.upper()}" not in env
    ]
    lost = [key.name for key in keys if not key.is_file()]
    if not lost:
        return None
    return Check(
        "keys",
        State.BAD,
        _(
            "Beside the database are no %(files)s: put the key files back where they were. New "
            "keys read nothing of what is stored.",
            files=Listed(lost, "and"),
        ),
    )
