"""Whether a scan fits is asked before it begins, at each door that begins one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from abuse import __main__ as alone
from abuse.record import collecting, memory
from abuse.record.table import ClaimTable
from tests.abuse.planted import PLANTED

KIB, GIB = 1 << 10, 1 << 30


def put(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii")


def system(root: Path, available: int, groups: str = "") -> None:
    put(root, proc__meminfo=f"MemTotal: 9 kB\nMemAvailable:   {available // KIB} kB\n")
    put(root, proc__self__cgroup=groups)


def group(root: Path, where: str, limit: str, used: int, files: int | None = 0) -> None:
    """A group of version 2."""
    folder = root / "sys/fs/cgroup" / where
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text(f"{used}\n")
    if files is not None:
        (folder / "memory.stat").write_text(f"anon 5\ninactive_file {files}\nactive_file 7\n")


def test_a_scan_fits_up_to_what_is_free() -> None:
    needed = memory.needed(1000)
    memory.require(1000, needed + 1)
    memory.require(1000, needed)
    with pytest.raises(memory.TooLargeError, match=r"1,000 claims takes up to 0\.3 GiB") as caught:
        memory.require(1000, needed - 1)
    assert (caught.value.claims, caught.value.needed) == (1000, needed)


def test_a_system_that_says_nothing_stops_nobody(tmp_path: Path) -> None:
    assert memory.free(tmp_path) is None


def test_without_groups_the_machine_says_what_is_free(tmp_path: Path) -> None:
    system(tmp_path, 3 * GIB)
    assert memory.free(tmp_path) == 3 * GIB


@pytest.mark.parametrize(
    ("limit", "used", "files", "left"),
    [
        (str(2 * GIB), GIB, 0, GIB),
        # What is read of files gives way.
        (str(2 * GIB), GIB, GIB // 4, GIB + GIB // 4),
        (str(2 * GIB), GIB, None, GIB),
        ("max", GIB, 0, 3 * GIB),
        (str(9 * GIB), GIB, 0, 3 * GIB),
        # The smallest limit there is, and one that is passed already.
        (str(GIB), GIB, 0, 0),
    ],
)
def test_a_group_limits(
    tmp_path: Path, limit: str, used: int, files: int | None, left: int
) -> None:
    system(tmp_path, 3 * GIB, "0::/site/worker\n")
    group(tmp_path, "site/worker", limit, used, files)
    assert memory.free(tmp_path) == left


def test_a_group_above_limits_too(tmp_path: Path) -> None:
    system(tmp_path, 3 * GIB, "0::/site/worker\n")
    group(tmp_path, "site/worker", "max", GIB)
    group(tmp_path, "site", str(2 * GIB), GIB)
    assert memory.free(tmp_path) == GIB


def test_groups_of_the_first_version_limit(tmp_path: Path) -> None:
    system(tmp_path, 3 * GIB, "9:name=systemd:/\n4:cpu,memory:/box\n0::/\n")
    # A container sees its own group as the root, whatever the line says.
    put(
        tmp_path / "sys/fs/cgroup/memory",
        **{
            "memory.limit_in_bytes": f"{2 * GIB}",
            "memory.usage_in_bytes": f"{GIB}",
            "memory.stat": f"inactive_file 3\ntotal_inactive_file {KIB}\n",
        },
    )
    assert memory.free(tmp_path) == GIB + KIB


def test_this_machine_says_what_is_free() -> None:
    if sys.platform == "linux":
        assert (memory.free(Path("/")) or 0) > 0


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan takes more than any machine has."""
    monkeypatch.setattr(memory, "BASE", 1 << 60)


def test_lines_are_not_read_on_when_they_cannot_be_scanned(
    full: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = PLANTED["unfounded_share"]()
    monkeypatch.setattr(collecting, "CHECKED_EVERY", len(lines) + 1)
    ClaimTable.from_lines(lines)
    monkeypatch.setattr(collecting, "CHECKED_EVERY", len(lines))
    monkeypatch.setattr(memory, "PER_CLAIM", 1 << 60)
    with pytest.raises(memory.TooLargeError):
        ClaimTable.from_lines(lines)


def test_the_detector_alone_says_so(
    full: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from abuse.record.history import History
    from abuse.record.parquet import write_tables

    write_tables(History.from_lines(PLANTED["unfounded_share"]()).tables, tmp_path)
    assert alone.main(["scan", str(tmp_path)]) == 1
    assert "GiB are free" in capsys.readouterr().err
