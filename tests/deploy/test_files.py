"""What `deploy/` and the page about installing name is there: commands, settings, ports, files."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from complaints.settings.config import PREFIX, Config
from tests.deploy.files import (
    BACKUPS,
    COMMON,
    DEPLOY,
    INSTALLED,
    PORT,
    ROOT,
    SYSTEMD,
    compose,
    containerfile,
    install_blocks,
    own_words,
    require_command,
    said,
    settings_file,
    started,
    unit,
)

UNITS = sorted(SYSTEMD.glob("*.service"))
TIMERS = sorted(SYSTEMD.glob("*.timer"))
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
SERVICES: dict[str, dict[str, Any]] = compose()["services"]
OURS = sorted(name for name, each in SERVICES.items() if each["image"] == "cleanhands")
SETTINGS = {PREFIX + field.name.upper() for field in dataclasses.fields(Config)}
# A stop may take so long; whoever kills waits ten seconds more.
KILLED_AFTER = Config.stop_seconds + 10


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_is_there(path: Path) -> None:
    require_command(own_words(started(path)))
    assert path.stem.rstrip("@") in PAGE
    # What all share comes after a unit's own, and would win.
    shared = {each.key for each in unit(COMMON)}
    assert not shared & {each.key for each in unit(path)}


def test_tables_are_made_by_the_role_that_owns_them(tmp_path: Path) -> None:
    # Of settings that are read twice the last wins; drop-ins come after their unit, by name.
    migrate = SYSTEMD / "cleanhands-migrate.service"
    drop_ins = [COMMON, *SYSTEMD.glob("cleanhands-migrate.service.d/*.conf")]
    read = [migrate, *sorted(drop_ins, key=lambda path: path.name)]
    files = [each.value for path in read for each in unit(path) if each.key == "EnvironmentFile"]
    assert files == ["/etc/cleanhands/cleanhands.env", "-/etc/cleanhands/migrate.env"]
    (tmp_path / "systemd-run").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (tmp_path / "systemd-run").chmod(0o755)
    for command, is_owners in (("migrate", True), ("restore", True), ("backup", False)):
        typed = ["sh", str(DEPLOY / "cleanhands"), command, "two words"]
        env = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
        shown = subprocess.run(typed, env=env, capture_output=True, text=True, check=True).stdout
        lines = shown.splitlines()
        assert lines[-3:] == [INSTALLED, command, "two words"]
        given = [line for line in lines if "EnvironmentFile" in line]
        assert [file in given[-1] for file in ("cleanhands.env", "migrate.env")] == [
            not is_owners,
            is_owners,
        ]


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.name)
def test_a_timer_starts_a_unit_that_ends(path: Path) -> None:
    assert said(path.with_suffix(".service"), "Type") == "oneshot"
    assert path.name in PAGE
    assert ("Install", "WantedBy", "timers.target") in unit(path)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not there")
def test_systemd_has_nothing_to_say(tmp_path: Path) -> None:
    shutil.copytree(SYSTEMD, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.glob("*.service"):
        path.write_text(path.read_text("utf-8").replace(INSTALLED, "/bin/true"))
    names = [each.name.replace("@.", f"@{PORT}.") for each in [*UNITS, *TIMERS]]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    ours = [
        line for line in done.stderr.splitlines() if str(tmp_path) in line or "cleanhands" in line
    ]
    assert ours == []


def test_what_stops_a_unit_waits_longer_than_the_service_does() -> None:
    waits = [said(SYSTEMD / "cleanhands-worker.service", "TimeoutStopSec")]
    waits += [SERVICES[name]["stop_grace_period"].removesuffix("s") for name in OURS]
    assert min(map(int, waits)) >= KILLED_AFTER


def test_no_setting_is_named_that_is_not_there() -> None:
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    texts = [path.read_text("utf-8") for path in files] + install_blocks()
    named = {name for text in texts for name in re.findall(r"CLEANHANDS_[A-Z_]+", text)}
    assert named <= SETTINGS
    assert "CLEANHANDS_ENCRYPTION_KEY" in named


def test_the_page_has_root_write_all_keys() -> None:
    keys = {f"CLEANHANDS_{name}_KEY" for name in ("SIGNING", "IDENTITY", "ENCRYPTION")}
    assert keys < settings_file().keys()
    for block in install_blocks():
        for file in re.findall(r"cat > (\S+)\) <<END|> (\.env)", block):
            assert f"umask 077; cat > {file[0] or file[1]}" in block


def test_every_command_on_the_page_is_there() -> None:
    lines = [line for block in install_blocks() for line in block.splitlines()]
    typed = [shlex.split(line, comments=True) for line in lines if "<<" not in line]
    commands = [words[1:] for words in typed if words[:1] == ["cleanhands"]]
    for words in typed:
        if words[:3] == ["docker", "compose", "run"]:
            (service,) = [name for name in OURS if name in words]
            behind = words[words.index(service) + 1 :]
            commands.append(behind or SERVICES[service]["command"])
    assert len(commands) >= 6
    for words in commands:
        require_command(words)


@pytest.mark.parametrize(("days", "left"), [(29, 33), (400, 30)])
def test_a_clock_that_jumped_takes_no_backups_away(tmp_path: Path, days: int, left: int) -> None:
    line = said(SYSTEMD / "cleanhands-backup.service", "ExecStartPost")
    for number in range(33):
        backup = tmp_path / f"{number:02}.tar"
        backup.touch()
        age = days * 86_400 - number
        os.utime(backup, (time.time() - age, time.time() - age))
    subprocess.run(shlex.split(line.replace(BACKUPS, str(tmp_path))), check=True)
    assert sorted(int(each.stem) for each in tmp_path.iterdir()) == list(range(33 - left, 33))


def test_every_unit_on_the_page_is_there() -> None:
    named = re.findall(r"cleanhands-([a-z]+@?)", "".join(install_blocks()))
    there = {path.stem.removeprefix("cleanhands-") for path in [*UNITS, *TIMERS]}
    assert set(named) <= there


def test_the_image_runs_the_service_as_nobody_in_particular() -> None:
    instructions = list(containerfile())
    named = {each.name: each.rest for each in instructions}
    bases = [each.rest for each in instructions if each.name == "FROM"]
    # Names as every engine knows them; which registry they come from is the operator's.
    assert all(re.fullmatch(r"[a-z]+:[a-z0-9.-]+( AS build)?", base) for base in bases)
    assert named["USER"].partition(":")[0] not in ("0", "root")
    wanted = next(each.rest for each in instructions if each.name == "COPY")
    assert wanted == "requirements.txt *.whl /dist/"
    assert "cp requirements/run.txt dist/requirements.txt" in (ROOT / "Makefile").read_text("utf-8")
    words = json.loads(named["ENTRYPOINT"]) + json.loads(named["CMD"])
    assert words[0] == "cleanhands"
    require_command(words[1:])
    assert words[words.index("--port") + 1] == named["EXPOSE"] == PORT
    command = json.loads(named["HEALTHCHECK"].partition(" CMD ")[2])
    compile(command[2], "healthcheck", "exec")
    assert f"'http://127.0.0.1:{PORT}/readyz'" in command[2]


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_the_compose_file_can_start(name: str) -> None:
    service = SERVICES[name]
    if "command" in service:
        require_command(service["command"])
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert set(service["environment"]) - {"DATABASE_URL"} <= SETTINGS
    assert "healthy" in service["depends_on"].get("db", {}).get("condition", "healthy")
    assert service.get("healthcheck", {}).get("disable", False) == ("command" in service)


def test_the_compose_file_names_what_is_there() -> None:
    file = compose()
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= SERVICES.keys()
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            beside = source in {"./tls", "./nginx.conf", "./roles.sh", "./roles.sql"}
            assert beside or source in file["volumes"], source
    secrets = re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text("utf-8"))
    assert all(f"\n{name}=$(" in "".join(install_blocks()) for name in secrets)


def test_the_proxy_knows_the_servers() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    servers = set(re.findall(r"^ *server ([\d.]+):(\d+)", text, re.MULTILINE))
    webs = [SERVICES[name]["networks"]["default"] for name in OURS if name.startswith("web")]
    assert servers == {(each["ipv4_address"], PORT) for each in webs}
    mounts = dict(volume.split(":")[:2] for volume in SERVICES["proxy"]["volumes"])
    certificates = re.findall(r"ssl_certificate(?:_key)? +(\S+)/", text)
    assert set(certificates) == {mounts["./tls"]}


def test_the_proxy_passes_on_nothing_that_clients_say_of_themselves() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    headers = dict(re.findall(r"^ *proxy_set_header +(\S+) +(.+);$", text, re.MULTILINE))
    known = {"For": "$remote_addr", "Proto": "$scheme", "Host": "$http_host"}
    wanted = {f"X-Forwarded-{name}": value for name, value in known.items()}
    assert wanted.items() <= headers.items()
    assert headers["Forwarded"] == '""'
    assert not {"Origin", "Sec-Fetch-Site"} & headers.keys()
    assert re.search(r"location = /metrics \{\s+return 404;", text)
