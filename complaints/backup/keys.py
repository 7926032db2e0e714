"""Keys as a backup sees them: their fingerprints, and where they lie. It never holds a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from complaints import config as configuration
from complaints import keyfiles
from complaints.config import PREFIX, Config
from complaints.rules.kinds import SecretKind
from complaints.vault import key_name


def fingerprints(config: Config) -> dict[str, list[str]]:
    """Return the fingerprints of the keys, by kind, that of the key in use first."""
    return {
        str(kind): [
            key_name(key)
            for key in (getattr(config, f"{kind}_key"), getattr(config, f"{kind}_key_old"))
            if key is not None
        ]
        for kind in SecretKind
    }


def whereabouts(config: Config) -> list[tuple[str, str]]:
    """Return each key's kind, and the file or the variable that it is in."""
    places = []
    for kind in SecretKind:
        name = f"{kind}_key"
        old = getattr(config, f"{name}_old") is not None
        places.append((str(kind), _place(config, name)))
        if old:
            places.append((f"{kind} (the one before)", _place(config, name, old=True)))
    return places


def missing(url: str) -> list[str]:
    """Return a sentence for each key that is in neither a variable nor a file beside the database.

    Asked before anything reads the configuration, which makes keys for a new SQLite database.
    """
    kinds = [kind for kind in SecretKind if not configuration.is_set(f"{kind}_key")]
    if not url.startswith("sqlite"):
        return [
            f"The {kind} key is not there: set {PREFIX}{kind.upper()}_KEY to the one of the backup."
            for kind in kinds
        ]
    files = {kind: _file(configuration.sqlite_file(url), f"{kind}_key") for kind in kinds}
    return [
        f"The {kind} key is not there: put it where it was, into {file}, or set "
        f"{PREFIX}{kind.upper()}_KEY."
        for kind, file in files.items()
        if not file.exists()
    ]


def refusals(wanted: Mapping[str, Sequence[str]], config: Config) -> list[str]:
    """Return a sentence for each key of the backup that is not among those given.

    A signing key of before is wanted by nobody: what it signed ends.
    """
    given = fingerprints(config)
    return [
        f"The {kind} key in {_place(config, f'{kind}_key')} is {given[kind][0]}, the backup is "
        f"under {fingerprint}: give the one that was in use when the backup was made."
        for kind, names in wanted.items()
        for fingerprint in (names[:1] if kind == SecretKind.SIGNING else names)
        if kind in given and fingerprint not in given[kind]
    ]


def _place(config: Config, name: str, *, old: bool = False) -> str:
    if configuration.is_set(name) or not config.is_sqlite:
        return f"{PREFIX}{name.upper()}{'_OLD' if old else ''}"
    file = _file(configuration.sqlite_file(config.database_url), name)
    return f"{file}.old" if old else str(file)


def _file(database: Path, name: str) -> Path:
    return keyfiles.file(database, name)
