"""Keys as a backup sees them: their fingerprints, and where they lie. It never holds a key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from complaints.queries.upkeep import known_keys as queries
from complaints.rules.kinds import SecretKind
from complaints.rules.upkeep.known_keys import Fault, Known, faults
from complaints.settings import config as configuration
from complaints.settings import keyfiles
from complaints.settings.config import PREFIX, Config
from complaints.storage.context import Context


def fingerprints(connection: Connection, context: Context) -> dict[str, list[str]]:
    """Return the fingerprints of the keys that the database is under, by kind: while one is
    changed, that of the new key and that of the one before."""
    with Session(connection) as session:
        known = queries.known(session)
    given = queries.fingerprints_of(context.vault, context.config)
    return {
        str(kind): list(each.change or [each.fingerprint or given[kind].key])
        for kind, each in known.items()
    }


def whereabouts(config: Config) -> list[tuple[str, str]]:
    """Return each key's kind, and the file or the variable that it is in."""
    places = []
    for kind in SecretKind:
        places.append((str(kind), _place(config, kind)))
        if getattr(config, f"{kind}_key_old") is not None:
            places.append((f"{kind} (the one before)", _place(config, kind, old=True)))
    return places


def new_files(url: str) -> list[Path]:
    """Return the files of keys that are not there, as the configuration would make them."""
    if not url.startswith("sqlite"):
        return []
    return [each for each in _files(url, SecretKind) if not each.exists()]


def _files(url: str, kinds: Iterable[SecretKind]) -> list[Path]:
    database = configuration.sqlite_file(url)
    return [keyfiles.path_of(database, f"{kind}_key") for kind in kinds]


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
    files = dict(zip(kinds, _files(url, kinds), strict=True))
    return [
        f"The {kind} key is not there: put it where it was, into {file}, or set "
        f"{PREFIX}{kind.upper()}_KEY."
        for kind, file in files.items()
        if not file.exists()
    ]


def refusals(wanted: Mapping[str, Sequence[str]], context: Context) -> list[str]:
    """Return a sentence for each key that is not the one of the backup (`fingerprints`)."""
    known = {kind: _known(wanted[kind]) for kind in SecretKind if wanted.get(kind)}
    given = queries.fingerprints_of(context.vault, context.config)
    return [
        _sentence(kind, wrong, wanted[kind], given[kind].key, _place(context.config, kind))
        for kind, wrong in faults(known, given).items()
    ]


def _known(names: Sequence[str]) -> Known:
    return Known(change=(names[0], names[1])) if len(names) == 2 else Known(names[0])


def _sentence(kind: SecretKind, wrong: Fault, names: Sequence[str], given: str, place: str) -> str:
    if wrong is Fault.UNFINISHED:
        variable = f"{PREFIX}{kind.upper()}_KEY"
        return (
            f"The {kind} key was being changed when the backup was made: give the new one "
            f"({names[0]}) and the one before ({names[1]}), as {variable} and {variable}_OLD."
        )
    return (
        f"The {kind} key in {place} is {given}, the backup is under {names[0]}: give the one that "
        "was in use when the backup was made."
    )


def _place(config: Config, kind: SecretKind, *, old: bool = False) -> str:
    """Return the variable that a key is in, or the path of its file."""
    name = f"{kind}_key"
    place = configuration.place_of(config, name)
    if place.startswith(PREFIX) or (old and configuration.is_set(f"{name}_old")):
        return f"{PREFIX}{name.upper()}{'_OLD' if old else ''}"
    file = configuration.sqlite_file(config.database_url).with_name(place)
    return f"{file}.old" if old else str(file)
