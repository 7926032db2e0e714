"""Settings: environment variables `CLEANHANDS_*` and `DATABASE_URL`, read once at start.

Every setting is a field of `Config` and a row of docs/configuration.md (a test compares them).
An unknown `CLEANHANDS_*` variable is refused, so that a misspelt one cannot be ignored.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import email_validator

from complaints.base.errors import ConfigurationError
from complaints.settings import keyfiles, oidc, origins, rate_limits, smtp
from complaints.settings.encryption import is_loopback, require_certificates
from complaints.settings.oidc import HouseProvider
from complaints.settings.rate_limits import LimitName, Quota
from complaints.settings.smtp import MailServer
from complaints.words import Listed
from complaints.words import message as _

PREFIX = "CLEANHANDS_"
SECRET_NAMES = ("signing_key", "identity_key", "encryption_key")


@dataclass(frozen=True)
class Config:
    """One running service. Times are in days, sizes in bytes, `scan_every` is in minutes."""

    database_url: str
    signing_key: bytes = field(repr=False)
    identity_key: bytes = field(repr=False)
    encryption_key: bytes = field(repr=False)
    # While a key is changed: the one before, which still opens, compares and verifies.
    signing_key_old: bytes | None = field(default=None, repr=False)
    identity_key_old: bytes | None = field(default=None, repr=False)
    encryption_key_old: bytes | None = field(default=None, repr=False)
    base_url: str = "http://127.0.0.1:8000"
    max_body: int = 4_000_000
    max_upload: int = 20 * 1024 * 1024
    documents: str = ""
    reply_days: int = 200
    policy_file: str = ""
    scan_hour: int = 3
    scan_every: int = 60
    heads: str = ""
    head_mail: str = ""
    operator_mail: str = ""
    metrics_key: str = field(default="", repr=False)
    stop_seconds: int = 25
    trusted_proxies: int = 0
    webhook_loopback: bool = False
    public_notices: bool = False
    test: bool = False
    rate_limits: str = ""
    cors_origins: str = ""
    smtp_url: str = field(default="", repr=False)
    smtp_ca: str = ""
    mail_from: str = ""
    contact: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_acr: str = ""
    oidc_ca: str = ""
    log_level: str = "INFO"

    def as_json(self) -> dict[str, Any]:
        """Return all of it, keys too, for a process of our own (`from_json`)."""
        return {
            name: value.hex() if isinstance(value, bytes) else value
            for name, value in vars(self).items()
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Config:
        """Return what `as_json` told."""
        keys = {f"{name}{old}" for name in SECRET_NAMES for old in ("", "_old")}
        read: dict[str, Any] = {
            name: bytes.fromhex(value) if name in keys and value is not None else value
            for name, value in given.items()
        }
        return cls(**read)

    @property
    def is_local(self) -> bool:
        """Whether the base URL is of this machine alone: its loopback."""
        return is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def mail_server(self) -> MailServer | None:
        """The server that letters go out by; None where none is set."""
        return smtp.read_server(self.smtp_url, authority=self.smtp_ca) if self.smtp_url else None

    @property
    def house_provider(self) -> HouseProvider | None:
        """Where staff sign in with a work account; None where they do not."""
        return oidc.read_provider(vars(self))

    @property
    def quotas(self) -> Mapping[LimitName, Quota]:
        """How much an account may ask of the API in a time; empty where nothing is counted."""
        return rate_limits.read_quotas(self.rate_limits)

    @property
    def allowed_origins(self) -> frozenset[str]:
        """The sites whose pages may call the API in a browser."""
        return origins.read_origins(self.cors_origins)

    @property
    def mail_domain(self) -> str:
        """The domain that letters come from."""
        return self.mail_from.rpartition("@")[2]

    @property
    def documents_place(self) -> str:
        """The folder, or s3://bucket/prefix, that holds uploaded documents."""
        if self.documents or not self.database_url.startswith("sqlite:///"):
            return self.documents or ("var/test-documents" if self.test else "var/documents")
        return self._beside("documents")

    @property
    def heads_place(self) -> str:
        """The folder for the nightly heads of the ledger; empty, where there is none."""
        if self.heads or not self.database_url.startswith("sqlite:///"):
            return self.heads
        return self._beside("heads")

    def _beside(self, what: str) -> str:
        database = sqlite_file(self.database_url)
        return str(database.with_name(f"{database.name}.{what}"))


def load(
    environ: Mapping[str, str] | None = None, *, makes: bool = False, lost: bool = False
) -> Config:
    """Return the configuration that `environ` (default: the process's) describes.

    The SQLite database and the files of its keys must be there: a misspelt DATABASE_URL makes
    nothing. With `makes` they may be missing both, and keys are made. With `lost` a key whose file
    is missing is a new one, which is in no file yet. Raises ConfigurationError with one sentence
    that names the variable and the mend.
    """
    env = os.environ if environ is None else environ
    settings = {k[len(PREFIX) :].lower(): v for k, v in env.items() if k.startswith(PREFIX)}
    known = {f.name for f in fields(Config)} - {"database_url"}
    unknown = sorted(set(settings) - known)
    if unknown:
        names = ", ".join(PREFIX + name.upper() for name in unknown)
        raise ConfigurationError(
            _("%(names)s: no such setting; docs/configuration.md lists them all.", names=names)
        )
    url = database_url(env)
    if not makes:
        require_database(url)
    keys = _keys(settings, url, makes=makes, lost=lost)
    mail = _mail(settings)
    rate_limits.read_quotas(settings.get("rate_limits", ""))
    origins.read_origins(settings.get("cors_origins", ""))
    return Config(
        database_url=url,
        base_url=_base_url(settings),
        max_body=_integer(settings, "max_body", Config.max_body, 1_000, 100_000_000),
        max_upload=_integer(settings, "max_upload", Config.max_upload, 1_000, 100_000_000),
        documents=_place(settings, "documents"),
        reply_days=_integer(settings, "reply_days", Config.reply_days, 1, 3650),
        policy_file=_existing_file(settings, "policy_file"),
        scan_hour=_integer(settings, "scan_hour", Config.scan_hour, 0, 23),
        scan_every=_integer(settings, "scan_every", Config.scan_every, 5, 1440),
        heads=settings.get("heads", ""),
        head_mail=_mailbox(settings, "head_mail"),
        operator_mail=_mailbox(settings, "operator_mail"),
        metrics_key=_metrics_key(settings),
        stop_seconds=_integer(settings, "stop_seconds", Config.stop_seconds, 1, 600),
        trusted_proxies=_integer(settings, "trusted_proxies", 0, 0, 5),
        webhook_loopback=bool(_integer(settings, "webhook_loopback", 0, 0, 1)),
        public_notices=bool(_integer(settings, "public_notices", 0, 0, 1)),
        test=_is_test(settings),
        rate_limits=settings.get("rate_limits", ""),
        cors_origins=settings.get("cors_origins", ""),
        log_level=_one_of(settings, "log_level", Config.log_level, ("DEBUG", "INFO", "WARNING")),
        smtp_url=mail.url,
        smtp_ca=mail.authority,
        mail_from=mail.sender,
        contact=_address_in(settings, "contact"),
        **oidc.settings_of(settings),
        **keys,
    )


def database_url(environ: Mapping[str, str] | None = None) -> str:
    """Return the database that the environment names, before anything is made for it.

    Raises ConfigurationError where it names none of ours.
    """
    env = os.environ if environ is None else environ
    return _database_url(env.get("DATABASE_URL", "sqlite:///var/cleanhands.db"))


def require_database(url: str) -> None:
    """Raise ConfigurationError where an SQLite file is not there, or is one without tables."""
    if url.startswith("sqlite:") and not _is_there(sqlite_file(url)):
        raise ConfigurationError(
            _(
                "There is no database at %(file)s: `cleanhands migrate` makes one; if there was "
                "one, put it back, or let DATABASE_URL name where it is.",
                file=str(sqlite_file(url).absolute()),
            )
        )


def _is_there(database: Path) -> bool:
    try:
        return database.is_file() and not keyfiles.is_new(database)
    except ConfigurationError:
        # It holds something: what is wrong with it is seen when it is opened.
        return True


def place_of(config: Config, name: str, environ: Mapping[str, str] | None = None) -> str:
    """Return where a key comes from: its variable, or the name of the file beside the database."""
    if is_set(name, environ) or not config.is_sqlite:
        return PREFIX + name.upper()
    return keyfiles.path_of(sqlite_file(config.database_url), name).name


def is_set(name: str, environ: Mapping[str, str] | None = None) -> bool:
    """Say whether a setting comes from the environment."""
    return PREFIX + name.upper() in (os.environ if environ is None else environ)


def policy_file(environ: Mapping[str, str] | None = None) -> str:
    """Return the policy file that the environment names, for what needs nothing else of it.

    Raises ConfigurationError where the file is not there.
    """
    env = os.environ if environ is None else environ
    return _existing_file({"policy_file": env.get(f"{PREFIX}POLICY_FILE", "")}, "policy_file")


def _base_url(settings: Mapping[str, str]) -> str:
    """Return the base URL with scheme and host in lower case, as browsers send them."""
    text = settings.get("base_url", Config.base_url).rstrip("/")
    parts = urlsplit(text)
    try:
        is_address = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_address = False
    too_much = parts.query or parts.fragment or "@" in parts.netloc
    if not is_address or parts.scheme not in ("http", "https") or too_much:
        raise ConfigurationError(
            _(
                "CLEANHANDS_BASE_URL must be how people reach this service, for example "
                "https://hands.example."
            )
        )
    return urlunsplit(parts._replace(netloc=parts.netloc.lower()))


def _database_url(url: str) -> str:
    # SQLAlchemy 2.0 reads a bare postgresql:// as psycopg2, 2.1 as psycopg 3: say which.
    for bare in ("postgresql://", "postgres://"):
        if url.startswith(bare):
            return "postgresql+psycopg://" + url.removeprefix(bare)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigurationError(
            _(
                "DATABASE_URL must begin with sqlite:/// or postgresql://; see "
                "docs/configuration.md."
            )
        )
    # Keys and documents lie beside the file: its name must be what it seems.
    if url.startswith("sqlite:") and _names_no_file(str(sqlite_file(url))):
        raise ConfigurationError(
            _(
                "DATABASE_URL must name a file of its own, as sqlite:///var/cleanhands.db, without "
                "“file:” before its name."
            )
        )
    return url


def _names_no_file(name: str) -> bool:
    return name in (".", ":memory:") or name.startswith("file:")


def _keys(settings: Mapping[str, str], url: str, *, makes: bool, lost: bool) -> dict[str, Any]:
    """Return each key, and the one before it while it is changed, from the same place."""
    keys: dict[str, Any] = {}
    for name in SECRET_NAMES:
        old = f"{name}_old"
        keys[name] = _secret(name, settings, url, makes=makes, lost=lost)
        if old in settings:
            keys[old] = _hexadecimal(old, settings[old])
        elif name not in settings:
            keys[old] = keyfiles.old(sqlite_file(url), name)
        if keys.get(old) == keys[name]:
            keys[old] = None
    return keys


def sqlite_file(url: str) -> Path:
    """Return the file of an SQLite database."""
    return Path(url.removeprefix("sqlite:///").split("?", 1)[0])


def _hexadecimal(name: str, text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ConfigurationError(
            _(
                "%(variable)s must be 64 hexadecimal digits; make one with: openssl rand -hex 32",
                variable=PREFIX + name.upper(),
            )
        )
    return key


def _secret(name: str, settings: Mapping[str, str], url: str, *, makes: bool, lost: bool) -> bytes:
    variable = PREFIX + name.upper()
    if name in settings:
        return _hexadecimal(name, settings[name])
    if not url.startswith("sqlite:///"):
        raise ConfigurationError(
            _(
                "%(variable)s is not set, and a PostgreSQL database needs it: give the key that "
                "the database is under. For a new database make one with `openssl rand -hex 32`, "
                "and keep it as safe as the database.",
                variable=variable,
            )
        )
    database = sqlite_file(url)
    if lost:
        return keyfiles.found_or_made(database, name)
    return keyfiles.kept_or_made(database, name) if makes else keyfiles.key_of(database, name)


def _integer(settings: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = settings.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise ConfigurationError(
            _(
                "%(setting)s must be a whole number from %(low)s to %(high)s.",
                setting=PREFIX + name.upper(),
                low=low,
                high=high,
            )
        )
    return int(text)


def _is_test(settings: Mapping[str, str]) -> bool:
    is_test = bool(_integer(settings, "test", 0, 0, 1))
    if is_test and settings.get("smtp_url"):
        raise ConfigurationError(
            _(
                "A test instance (CLEANHANDS_TEST=1) sends no mail, its letters end on its page: "
                "unset CLEANHANDS_SMTP_URL."
            )
        )
    return is_test


def _one_of(settings: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    text = settings.get(name, default)
    if text not in allowed:
        raise ConfigurationError(
            _(
                "%(setting)s must be one of %(choices)s.",
                setting=PREFIX + name.upper(),
                choices=Listed(allowed, "or"),
            )
        )
    return text


def _address_in(settings: Mapping[str, str], name: str) -> str:
    text = settings.get(name, "")
    if text and _address(text) is None:
        raise ConfigurationError(
            _("%(setting)s must be an email address.", setting=PREFIX + name.upper())
        )
    return text


def _mailbox(settings: Mapping[str, str], name: str) -> str:
    text = _address_in(settings, name)
    if text and not settings.get("smtp_url"):
        raise ConfigurationError(
            _(
                "%(setting)s needs a mail server: set CLEANHANDS_SMTP_URL too.",
                setting=PREFIX + name.upper(),
            )
        )
    return text


def _metrics_key(settings: Mapping[str, str]) -> str:
    text = settings.get("metrics_key", "")
    if text and (len(text) < 32 or not text.isascii() or not text.isprintable() or " " in text):
        raise ConfigurationError(
            _(
                "CLEANHANDS_METRICS_KEY must have 32 or more printable characters, without "
                "spaces; make one with: openssl rand -hex 32"
            )
        )
    return text


class _Mail(NamedTuple):
    url: str
    authority: str
    sender: str


def _mail(settings: Mapping[str, str]) -> _Mail:
    url, authority = settings.get("smtp_url", ""), _existing_file(settings, "smtp_ca")
    sender = settings.get("mail_from", "")
    if authority:
        require_certificates("CLEANHANDS_SMTP_CA", authority)
    if url:
        smtp.read_server(url, authority=authority)
    if url or sender:
        address = _address(sender)
        if address is None:
            raise ConfigurationError(
                _("CLEANHANDS_MAIL_FROM must be the email address that letters come from.")
            )
        sender = address
    return _Mail(url, authority, sender)


def _address(text: str) -> str | None:
    """Return an email address that letters can go to and come from; None for what is none."""
    try:
        return email_validator.validate_email(text, check_deliverability=False).ascii_email
    except email_validator.EmailNotValidError:
        return None


def _place(settings: Mapping[str, str], name: str) -> str:
    text = settings.get(name, "")
    if "://" in text and not text.startswith("s3://"):
        raise ConfigurationError(
            _("%(setting)s must be a folder or s3://bucket/prefix.", setting=PREFIX + name.upper())
        )
    return text


def _existing_file(settings: Mapping[str, str], name: str) -> str:
    text = settings.get(name, "")
    if text and not Path(text).is_file():
        raise ConfigurationError(
            _("%(setting)s names a file that is not there.", setting=PREFIX + name.upper())
        )
    return text
