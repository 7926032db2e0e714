"""One running service: its configuration and what is made from it, handed to every door."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.base.stopping import Stopping
from complaints.settings import config as configuration
from complaints.settings.config import Config
from complaints.storage.archive import Archive
from complaints.storage.db import Database
from complaints.storage.links import Links
from complaints.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Context:
    """What a door needs to open transactions, keep secrets and write links.

    `demo` is what the database says of itself, read once as a door opens (`opening.of_database`).
    `stopping` is set once the process is to end: whatever takes long ends at its next good place.
    """

    config: Config
    database: Database
    vault: Vault
    links: Links
    archive: Archive
    stopping: Stopping
    demo: bool = False

    @classmethod
    def of(cls, config: Config) -> Context:
        vault = Vault.of(config)
        return cls(
            config,
            Database.of(config),
            vault,
            Links.of(config),
            Archive.of(config, vault),
            Stopping(config.stop_seconds),
        )

    @classmethod
    def from_environment(cls, *, makes: bool = False) -> Context:
        """Raises ConfigurationError, see complaints.settings.config.load."""
        return cls.of(configuration.load(makes=makes))
