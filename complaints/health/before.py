"""What is looked at before the database is opened.

A monitor or an operator asks just when something is missing, and nothing may be made in its place.
"""

from __future__ import annotations

from complaints.base.errors import ConfigurationError
from complaints.health.check import Check, not_allowed
from complaints.rules.upkeep.health import State
from complaints.settings import config
from complaints.settings.config import Config


def load_settings() -> Config | Check:
    """Return the settings; where they cannot be had, the check that says why."""
    name = "settings"
    try:
        url = config.database_url()
        name = "database"
        config.require_database(url)
        name = "settings"
        config.load(lost=True)
        # What does not hold now is a key whose file is missing.
        name = "keys"
        return config.load()
    except ConfigurationError as error:
        return Check(name, State.BAD, error.message)
    except OSError as error:
        return Check("database", State.BAD, not_allowed(error))
