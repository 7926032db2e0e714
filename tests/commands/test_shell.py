"""What a shell relies on: exit codes, completion, JSON wherever something is read."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import abuse.__main__
import lab.__main__
from complaints import cli as command_line
from complaints.base.stopping import Stopping
from complaints.cli import cli
from complaints.commands import signals
from complaints.commands.exits import Exit
from tests.scenes.world import World

# Commands that do something, or whose answer is a file. All others read, and have --format.
_ACTS = """
    run; worker; migrate; backup; restore; demo; import complaints; import github-dmca;
    import listings; import register; export complaints; export parquet; export statements;
    export answers;
    export transparency; policy put; policy put-draft; boycotts answer; boycotts appeal;
    joinings appeal; letters bounced;
    letters posted; letters release; letters resend; letters retry; letters returned; letters send;
    documents strip; documents take-place; search rebuild; ledger erase-words; clock accept;
    clock as-of; mail test; inboxes remove; inboxes state; marketplace state; marketplace store;
    user add; user add-filer; user add-login; user add-partner; user add-person; user approve;
    user end; user link;
    user partner-marketplaces; user place; user refuse; user reset-second-factor; user restore;
    key issue; key revoke; secrets fingerprint; secrets lost; secrets rotate; ledger head;
    statements verify
"""
ACTS = frozenset(" ".join(each.split()) for each in _ACTS.split(";"))


def _commands(group: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(group, click.Group):
        yield " ".join(path), group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from _commands(command, *path, name)


def test_every_command_that_reads_takes_format() -> None:
    reading = set()
    for path, command in _commands(cli):
        choices = [each for each in command.params if "--format" in each.opts]
        if choices:
            reading.add(path)
            (kind,) = (each.type for each in choices)
            assert isinstance(kind, click.Choice)
            assert "json" in kind.choices
        else:
            assert path in ACTS, f"{path} reads: give it FORMAT of commands/output.py"
    assert not reading & ACTS


def _run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from complaints.cli import main; main()", *arguments],
        capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], **settings},
    )  # fmt: skip


def _code(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        command_line.main(list(arguments))
    told = capsys.readouterr()
    return int(str(ended.value.code)), told.out, told.err


def test_a_command_that_did_its_work_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert _code(capsys, "flags", "list", "--help")[0] == Exit.DONE


def test_a_command_that_was_refused_ends_with_1_and_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    code, out, err = _code(capsys, "flags", "list", "--format", "json")
    assert (code, out, len(err.splitlines())) == (Exit.COULD_NOT, "", 1)


@pytest.mark.parametrize("line", ["flags list --format xml", "flags shew", "letters send x"])
def test_wrong_use_ends_with_2(capsys: pytest.CaptureFixture[str], line: str) -> None:
    code, out, _err = _code(capsys, *line.split())
    assert (code, out) == (Exit.WRONG_USE, "")


def test_what_is_told_a_second_time_to_stop_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    before = {each: signal.getsignal(each) for each in signals.ORDERS}
    stopping = Stopping(1)
    try:
        signals.heed(stopping, lambda: None)
        signal.raise_signal(signal.SIGTERM)
        assert (stopping.is_set(), ended) == (True, [])
        signal.raise_signal(signal.SIGTERM)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert ended == [Exit.CUT_OFF]


def test_json_alone_goes_to_standard_output(shared_world: World) -> None:
    for line in ("boycotts list --state lifted", "policy show", "clock show", "clock overdue"):
        told = CliRunner().invoke(
            cli, [*line.split(), "--format", "json"], obj=shared_world.context
        )
        assert isinstance(json.loads(told.stdout), dict), line
    jumps = CliRunner().invoke(cli, ["clock", "show", "--format", "json"], obj=shared_world.context)
    assert set(json.loads(jumps.stdout)) == {"now", "in_doubt", "jumps"}
    listed = CliRunner().invoke(
        cli, ["policy", "list", "--format", "json"], obj=shared_world.context
    )
    shown = CliRunner().invoke(
        cli, ["policy", "show", "--format", "json"], obj=shared_world.context
    )
    newest = json.loads(listed.stdout)["items"][0]
    assert newest == {k: v for k, v in json.loads(shown.stdout).items() if k != "thresholds"}


@pytest.mark.parametrize("main", [abuse.__main__.main, lab.__main__.main])
def test_every_program_says_its_version(main, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.split()[-1] == version("clean-hands")
    told = CliRunner().invoke(cli, ["--version"], prog_name="cleanhands")
    assert told.stdout == f"cleanhands {version('clean-hands')}\n"


def _completed(shell: str, words: str, word: str) -> list[str]:
    asked = {
        "_CLEANHANDS_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": word,
    }  # fmt: skip
    return CliRunner().invoke(cli, prog_name="cleanhands", env=asked).stdout.split()


def test_each_shell_is_told_what_can_follow() -> None:
    assert _completed("bash", "cleanhands mat", "1") == ["plain,matches"]
    assert _completed("bash", "cleanhands matches list --format j", "4") == ["plain,json"]
    assert _completed("zsh", "cleanhands matches sh", "2")[:2] == ["plain", "show"]
    assert _completed("fish", "cleanhands matches list", "--hel")[0] == "plain,--held"
    assert _completed("bash", "cleanhands --ver", "1") == ["plain,--version"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    asked = {"_CLEANHANDS_COMPLETE": f"{shell}_source"}
    script = CliRunner().invoke(cli, prog_name="cleanhands", env=asked).stdout
    assert f"_CLEANHANDS_COMPLETE={shell}_complete" in script


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
def test_bash_completes_by_the_documented_line() -> None:
    script = (
        'eval "$(_CLEANHANDS_COMPLETE=bash_source cleanhands)"\n'
        "COMP_WORDS=(cleanhands doc); COMP_CWORD=1; _cleanhands_completion cleanhands\n"
        'echo "${COMPREPLY[@]}"'
    )
    here = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=True,
        env={"PATH": f"{here}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.stdout.split() == ["doctor", "documents"]


def test_completion_reads_no_settings_and_no_database() -> None:
    asked = {"_CLEANHANDS_COMPLETE": "bash_complete", "COMP_WORDS": "cleanhands d"}
    told = _run(**asked, COMP_CWORD="1", DATABASE_URL="nonsense://", CLEANHANDS_NOSUCH="1")
    assert told.stdout.split() == ["plain,doctor", "plain,demo", "plain,documents"]
