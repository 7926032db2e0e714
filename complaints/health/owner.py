"""What only the owner of the machine can ask: files, limits, the mail server, what looks wrong."""

from __future__ import annotations

import resource
import stat
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from complaints import drift, mail
from complaints.health.check import Check, Found, Look, bad, tried, well
from complaints.health.disk import look_at, places, written
from complaints.mail import NotSent, Patience
from complaints.rules.upkeep.health import OPEN_FILES, State
from complaints.settings import keyfiles
from complaints.settings.config import SECRET_NAMES, is_set, sqlite_file
from complaints.storage.context import Context
from complaints.words import Listed
from complaints.words import message as _
from complaints.words.failures import why_not

# What others than the owner may do with a file.
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
# Somebody waits for the answer.
_PATIENCE = Patience(connecting=5, answering=10, whole=20)


def check_machine(context: Context, now: datetime, *, has_database: bool) -> list[Check]:
    """Return every check of the machine, and what is to be seen of a database that answers."""
    checks = _CHECKS | _OF_DATABASE if has_database else _CHECKS
    return [tried(name, check, context, now) for name, check in checks.items()]


def _key_files(context: Context, _now: datetime) -> Found:
    """Look for keys that others can read."""
    config = context.config
    if not config.is_sqlite:
        return well(_("The keys are in the environment."))
    database = sqlite_file(config.database_url)
    files = [keyfiles.path_of(database, name) for name in SECRET_NAMES if not is_set(name)]
    opened = [path.name for path in files if path.is_file() and _is_open(path)]
    if not opened:
        return well(_("Nobody else can read the key files."))
    return bad(
        _(
            "Others can read %(files)s: chmod 600 each, and change the keys if somebody may have "
            "(`cleanhands secrets rotate`).",
            files=Listed(opened, "and"),
        )
    )


def _database_files(context: Context, _now: datetime) -> Found:
    """Look whether others can read the file of the database."""
    config = context.config
    if not config.is_sqlite or not _is_open(sqlite_file(config.database_url)):
        return well(_("Nobody else can read the database's file."))
    return Found(
        State.WARN,
        _(
            "Others can read %(file)s: chmod 600 it.",
            file=sqlite_file(config.database_url).name,
        ),
    )


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & _OTHERS)


def _folders(context: Context, _now: datetime) -> Found:
    """Look whether each folder that the service writes into takes a file."""
    config = context.config
    seen = [look_at(folder) for folder in places(config).values()]
    others = [Path(tempfile.gettempdir())]
    if config.heads_place:
        others.append(Path(config.heads_place))
    seen += filter(None, [written(folder) for folder in others if folder.is_dir()])
    shut = (each for each in seen if each.state is State.BAD)
    return next(shut, well(_("Each folder can be written.")))


def _open_files(_context: Context, _now: datetime) -> Found:
    """Look how many files the service may open: it raises its own limit as far as it may."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = 2**31 if hard == resource.RLIM_INFINITY else hard
    if OPEN_FILES.of(limit) is State.OK:
        return well(_("Enough files can be opened."))
    return Found(
        OPEN_FILES.of(limit),
        _(
            "A process may open %(limit)s files, so fewer than 1,000 connections are kept: raise "
            "it to 3,200 (LimitNOFILE= of systemd, ulimit -n).",
            limit=str(limit),
        ),
    )


def _settings(context: Context, _now: datetime) -> Found:
    """Look for settings that hold, and are not what somebody wants in earnest."""
    config = context.config
    is_encrypted = urlsplit(config.base_url).scheme == "https"
    if not is_encrypted and not config.is_local:
        return Found(
            State.WARN,
            _(
                "CLEANHANDS_BASE_URL is without TLS: passwords and complaints go over the network "
                "for anybody to read. Let a proxy end TLS, and begin it with https:."
            ),
        )
    if is_encrypted and not config.trusted_proxies:
        return Found(
            State.WARN,
            _(
                "CLEANHANDS_BASE_URL begins with https:, which `cleanhands run` does not speak: "
                "count the proxy in front in CLEANHANDS_TRUSTED_PROXIES."
            ),
        )
    return well(_("No setting looks wrong."))


def _mail_server(context: Context, _now: datetime) -> Found:
    """Sign in at the mail server, and leave."""
    if context.config.mail_server is None:
        return well(_("No mail server is set: letters go by hand."))
    try:
        mail.greet(context.config, patience=_PATIENCE)
    except NotSent as error:
        return bad(why_not(error.failure, error.answer, for_good=False))
    return well(_("The mail server lets us in."))


def _extra(context: Context, _now: datetime) -> Found:
    """Look for what somebody added to the tables: it does no harm until a revision meets it."""
    drifted = drift.find_drift(context.database)
    if not drifted.extra:
        return well(_("The database holds nothing that is not ours."))
    return Found(
        State.WARN,
        _(
            "The database holds tables, columns or indexes that are not ours (%(names)s): a later "
            "version may not expect them. See docs/operations.md.",
            names=drifted.more,
        ),
    )


_CHECKS: Final[dict[str, Look]] = {
    "settings": _settings,
    "key_files": _key_files,
    "database_files": _database_files,
    "folders": _folders,
    "open_files": _open_files,
    "mail_server": _mail_server,
}
_OF_DATABASE: Final[dict[str, Look]] = {"schema_extra": _extra}
NAMES: Final = (*_CHECKS, *_OF_DATABASE)
