"""Reads what `deploy/` holds: units, the Containerfile, the compose file, and commands in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import yaml

from complaints.cli import cli

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SYSTEMD = DEPLOY / "systemd"
COMMON = SYSTEMD / "cleanhands-.service.d" / "common.conf"
INSTALLED = "/opt/cleanhands/bin/cleanhands"
BACKUPS = "/var/backups/cleanhands"
PORT = "8000"
SECTIONS = {"Unit", "Service", "Timer", "Install"}


class Entry(NamedTuple):
    section: str
    key: str
    value: str


def unit(path: Path) -> list[Entry]:
    """Return what a unit says, in its order. Raises ValueError where a line is none of a unit's."""
    section, entries = "", []
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            section = heading[1]
            continue
        key, sign, value = line.partition("=")
        if section not in SECTIONS or not sign or not re.fullmatch("[A-Z][A-Za-z]+", key):
            raise ValueError(f"{path.name}: {line}")
        entries.append(Entry(section, key, value))
    return entries


def said(path: Path, key: str) -> str:
    """Return the one value of a key in a unit and in what all units share."""
    (value,) = [each.value for each in [*unit(path), *unit(COMMON)] if each.key == key]
    return value


def started(path: Path) -> list[str]:
    """Return the command that a unit starts, as a process gets it: its instance is the port."""
    line = said(path, "ExecStart").replace("%i", PORT).replace("%%", "%").replace("$$", "$")
    return shlex.split(line)


def own_words(command: Sequence[str]) -> list[str]:
    """Return the words behind `cleanhands`, also where a shell runs it."""
    if command[:2] == ["/bin/sh", "-c"]:
        command = shlex.split(command[2].removeprefix("exec "))
    assert command[0] == INSTALLED, command
    return list(command[1:])


def require_command(words: Sequence[str]) -> None:
    """Fail where there is no such command, or it takes no such option."""
    command: click.Command = cli
    context = click.Context(cli)
    rest = list(words)
    while isinstance(command, click.Group):
        name = rest.pop(0)
        inner = command.get_command(context, name)
        assert inner is not None, f"cleanhands {' '.join(words)}"
        command = inner
    command.make_context(words[0], rest)


class Instruction(NamedTuple):
    name: str
    rest: str


def containerfile() -> Iterator[Instruction]:
    """Yield the instructions of the Containerfile."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    for line in joined.splitlines():
        if line:
            name, _, rest = line.partition(" ")
            yield Instruction(name, rest)


def compose() -> dict[str, Any]:
    """Return the compose file."""
    parsed: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return parsed


def install_blocks() -> list[str]:
    """Return what the page has an operator type to install."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    part = page.partition("\n## Install\n")[2].partition("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```", part, re.MULTILINE | re.DOTALL)


def settings_file() -> dict[str, str]:
    """Return the settings that the page has an operator write for systemd, with keys filled in."""
    (block,) = [
        each for each in install_blocks() if "/etc/cleanhands/cleanhands.env) <<END" in each
    ]
    lines = block.partition("<<END\n")[2].partition("\nEND")[0].splitlines()
    pairs = (line.partition("=") for line in lines)
    return {
        name: value.replace("$(openssl rand -hex 32)", f"{number:02x}" * 32)
        for number, (name, _, value) in enumerate(pairs)
    }
