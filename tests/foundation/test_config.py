"""Settings: what is asked for, what is refused, and where keys come from."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from complaints.base.errors import ConfigurationError
from complaints.settings import config
from complaints.settings.rate_limits import USUAL, LimitName, Quota

KEY = "ab" * 32


def _load(tmp_path: Path, **environ: str) -> config.Config:
    return config.load({"DATABASE_URL": f"sqlite:///{tmp_path}/ch.db", **environ}, makes=True)


def test_keys_are_made_once_beside_the_sqlite_file_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = _load(tmp_path), _load(tmp_path)
    assert first.identity_key == second.identity_key
    assert len({first.identity_key, first.signing_key, first.encryption_key}) == 3
    for name in config.SECRET_NAMES:
        mode = (tmp_path / f"ch.db.{name}").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


def test_postgresql_refuses_to_start_without_keys() -> None:
    with pytest.raises(ConfigurationError, match="CLEANHANDS_SIGNING_KEY is not set"):
        config.load({"DATABASE_URL": "postgresql://app@db/ch"})


def test_a_bare_postgresql_url_means_psycopg_3() -> None:
    keys = {f"CLEANHANDS_{name.upper()}": KEY for name in config.SECRET_NAMES}
    loaded = config.load({"DATABASE_URL": "postgres://app@db/ch", **keys})
    assert loaded.database_url == "postgresql+psycopg://app@db/ch"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("CLEANHANDS_COLOUR", "red", "no such setting"),
        ("CLEANHANDS_SIGNING_KEY", "short", "64 hexadecimal digits"),
        ("CLEANHANDS_MAX_BODY", "much", "whole number"),
        ("CLEANHANDS_DOCUMENTS", "ftp://x", "s3://"),
        ("CLEANHANDS_MAX_UPLOAD", "1GB", "whole number"),
        ("CLEANHANDS_SCAN_HOUR", "24", "from 0 to 23"),
        ("CLEANHANDS_SCAN_EVERY", "4", "from 5 to 1,440"),
        ("CLEANHANDS_SCAN_EVERY", "1441", "from 5 to 1,440"),
        ("CLEANHANDS_DEMO", "1", "no such setting"),
        ("CLEANHANDS_LOG_LEVEL", "LOUD", "one of"),
        ("CLEANHANDS_POLICY_FILE", "nowhere.toml", "not there"),
        ("DATABASE_URL", "mysql://x", "must begin with"),
        ("CLEANHANDS_BASE_URL", "hands.example", "how people reach this service"),
        ("CLEANHANDS_BASE_URL", "https://", "how people reach this service"),
        ("CLEANHANDS_BASE_URL", "ftp://hands.example", "how people reach this service"),
        ("CLEANHANDS_BASE_URL", "https://me@hands.example", "how people reach this service"),
        ("CLEANHANDS_BASE_URL", "https://hands.example:99999", "how people reach this service"),
        ("CLEANHANDS_SMTP_CA", "nowhere.pem", "not there"),
        ("CLEANHANDS_SMTP_URL", "mail.example.com", "percent-encoded"),
        ("CLEANHANDS_SMTP_URL", "http://mail.example.com", "percent-encoded"),
        ("CLEANHANDS_SMTP_URL", "smtps://desk@mail.example.com", "percent-encoded"),
        ("CLEANHANDS_SMTP_URL", "smtps://mail.example.com:port", "percent-encoded"),
        ("CLEANHANDS_SMTP_URL", "smtps://mail.example.com/inbox", "percent-encoded"),
        ("CLEANHANDS_MAIL_FROM", "the desk", "email address"),
    ],
)
def test_a_setting_that_does_not_hold_is_named(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    with pytest.raises(ConfigurationError, match=says) as caught:
        _load(tmp_path, **{name: value})
    assert name in str(caught.value)


def test_keys_do_not_show_in_a_repr(tmp_path: Path) -> None:
    loaded = _load(tmp_path, CLEANHANDS_SIGNING_KEY=KEY)
    assert KEY not in repr(loaded)
    assert "xab" not in repr(loaded)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://desk:p%40ss@mail.example.com", ("mail.example.com", 465, "tls", "p@ss")),
        ("smtp://desk:p%40ss@mail.example.com", ("mail.example.com", 587, "starttls", "p@ss")),
        ("smtp://mail.example.com:2525", ("mail.example.com", 2525, "starttls", "")),
        ("smtp://127.0.0.1.example.com", ("127.0.0.1.example.com", 587, "starttls", "")),
        ("smtp://127.0.0.1", ("127.0.0.1", 25, "off", "")),
        ("smtp://[::1]", ("::1", 25, "off", "")),
        ("smtp://localhost:1025", ("localhost", 1025, "off", "")),
        ("smtps://localhost", ("localhost", 465, "tls", "")),
    ],
)
def test_only_a_server_on_this_machine_is_spoken_to_in_clear(
    tmp_path: Path, url: str, server: tuple[str, int, str, str]
) -> None:
    mail = {"CLEANHANDS_SMTP_URL": url, "CLEANHANDS_MAIL_FROM": "desk@hands.example"}
    loaded = _load(tmp_path, **mail)
    found = loaded.mail_server
    assert found is not None
    assert (found.host, found.port, str(found.protection), found.password) == server
    assert "p@ss" not in repr(loaded) + repr(found)
    assert "p%40ss" not in repr(loaded)


def test_who_sends_letters_says_from_where(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CLEANHANDS_MAIL_FROM"):
        _load(tmp_path, CLEANHANDS_SMTP_URL="smtp://localhost")
    assert _load(tmp_path).mail_server is None


def test_a_file_without_a_certificate_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "authority.pem"
    empty.write_text("nothing")
    with pytest.raises(ConfigurationError, match="CLEANHANDS_SMTP_CA"):
        _load(tmp_path, CLEANHANDS_SMTP_CA=str(empty))


def test_a_wrong_address_of_the_mail_server_shows_no_password(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, CLEANHANDS_SMTP_URL="smtp://desk:secret@mail.example.com:none")
    assert "secret" not in str(caught.value)


def test_documents_are_kept_beside_the_file_or_where_it_is_said(tmp_path: Path) -> None:
    assert _load(tmp_path).documents_place.endswith(".db.documents")
    assert _load(tmp_path, CLEANHANDS_DOCUMENTS="s3://b/p").documents_place == "s3://b/p"


def test_the_address_is_spelt_as_browsers_spell_it(tmp_path: Path) -> None:
    loaded = _load(tmp_path, CLEANHANDS_BASE_URL="HTTPS://Hands.Example:8443/")
    assert loaded.base_url == "https://hands.example:8443"


@pytest.mark.parametrize(
    "text",
    ["read", "read=0/60", "read=1/0", "read=10000001/60", "read=1/86401", "speak=1/60",
     "off read=1/60", "read=1/60,write=1/60", "read=-1/60"],
)  # fmt: skip
def test_limits_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigurationError, match="CLEANHANDS_RATE_LIMITS must be"):
        _load(tmp_path, CLEANHANDS_RATE_LIMITS=text)


def test_limits_are_the_usual_ones_but_for_those_that_are_set(tmp_path: Path) -> None:
    quotas = _load(tmp_path, CLEANHANDS_RATE_LIMITS="read=10000000/86400 file=1/1").quotas
    assert quotas == {
        **USUAL,
        LimitName.READ: Quota(10_000_000, 86_400),
        LimitName.FILE: Quota(1, 1),
    }
    assert _load(tmp_path).quotas == USUAL
    assert _load(tmp_path, CLEANHANDS_RATE_LIMITS="off").quotas == {}


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "http://shop.example", "https://shop.example/", "https://shop.example/page",
     "https://*.shop.example", "https://shop.example:443", "https://a@shop.example", "shop.example",
     "http://localhost:0", "http://127.0.0.1:*", "https://a.example,https://b.example"],
)  # fmt: skip
def test_an_origin_that_is_none_is_refused(tmp_path: Path, origin: str) -> None:
    with pytest.raises(ConfigurationError, match="CLEANHANDS_CORS_ORIGINS names"):
        _load(tmp_path, CLEANHANDS_CORS_ORIGINS=f"https://good.example {origin}")
