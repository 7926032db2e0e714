"""Settings: what is asked for, what is refused, and where keys come from."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from complaints import config
from complaints.errors import ConfigurationError

KEY = "ab" * 32


def _load(tmp_path: Path, **environ: str) -> config.Config:
    return config.load({"DATABASE_URL": f"sqlite:///{tmp_path}/ch.db", **environ})


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
        ("CLEANHANDS_DEMO", "1", "no such setting"),
        ("CLEANHANDS_LOG_LEVEL", "LOUD", "one of"),
        ("CLEANHANDS_POLICY_FILE", "nowhere.toml", "not there"),
        ("DATABASE_URL", "mysql://x", "must begin with"),
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


def test_documents_are_kept_beside_the_file_or_where_it_is_said(tmp_path: Path) -> None:
    assert _load(tmp_path).documents_place.endswith(".db.documents")
    assert _load(tmp_path, CLEANHANDS_DOCUMENTS="s3://b/p").documents_place == "s3://b/p"
