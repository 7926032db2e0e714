"""Whether a process still lives, by its name alone; with real processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from complaints.base import machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


def name_of(pid: int) -> str:
    return machine._holder(pid)


def test_a_process_is_proven_dead_from_its_end_on_a_zombie_too() -> None:
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE) as process:
        name = name_of(process.pid)
        assert not machine.is_proven_dead(name)
        process.kill()
        # It has ended, and nobody has asked how.
        assert process.stdin is not None
        while machine._start(process.pid) is not None:
            pass
        assert machine.is_proven_dead(name)
    assert machine.is_proven_dead(name)


def test_one_lives_and_nobody_else_has_its_name() -> None:
    ours = machine.holder()
    assert not machine.is_proven_dead(ours)
    assert machine.is_proven_dead(f"{ours}0")
    here, pid, started = ours.rsplit(":", 2)
    assert machine.is_proven_dead(f"{here}:{pid}:{int(started) - 1}")


@pytest.mark.parametrize("name", ["", "-", "x", "-:1:2", "another-boot/1:4194304:7", "a:b:c:d"])
def test_of_others_nothing_is_proven(name: str) -> None:
    assert not machine.is_proven_dead(name)


@pytest.mark.parametrize("rest", ["4194304:-", "-:7", "x:7"])
def test_a_name_that_says_too_little_proves_nothing(rest: str) -> None:
    here = machine.holder().rsplit(":", 2)[0]
    assert not machine.is_proven_dead(f"{here}:{rest}")


def test_the_clock_since_the_boot_goes_forward() -> None:
    first = machine.seconds_since_boot()
    assert 0 < first <= machine.seconds_since_boot()
