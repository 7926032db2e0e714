"""An operator would be two persons by one shell: it asks for no password, so no command decides
about a case, and none stands in for a person who is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.base.errors import Refusal
from complaints.cli import cli
from complaints.models import Boycott, Flag, Policy
from complaints.storage.context import Context
from complaints.work.policy import in_force
from tests.attacks.house import House
from tests.scenes.callers import Caller

# What a command may do about a case: read it, or enter what came by post.
READS = {"list", "show", "dossier"}
BY_POST = {"boycotts answer", "boycotts appeal", "joinings appeal"}
CASES = ("flags", "rings", "boycotts", "joinings", "matches", "claims", "proof")
FILE = "[boycott]\nmin_manifest = 1\n"


@pytest.fixture
def house(caller, context: Context) -> House:
    return House(caller, context)


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(path), command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner is not None
            yield from commands(inner, *path, name)


def test_no_command_takes_a_step_of_a_case_or_acts_for_somebody() -> None:
    every = dict(commands(cli))
    of_cases = {name for name in every if name.split(" ")[0] in CASES and " " in name}
    assert {name for name in of_cases if name.split(" ")[1] not in READS} == BY_POST
    options = {(name, each) for name, command in every.items() for option in command.params
               for each in option.opts}  # fmt: skip
    assert {name for name, option in options if option == "--as"} == set()
    assert "--as-of" in {option for _, option in options}


def test_the_shell_is_neither_who_proposes_nor_who_imposes(house: House) -> None:
    for line in (
        f"flags confirm {house.flag} --why x --as ann",
        f"flags dismiss {house.flag} --why x",
        f"boycotts propose {house.flag} --reasons x --gravity x --intention x --as ann",
        "boycotts impose 1 --days 90 --why x --as ada",
        "claims grade 1 manifestly_unfounded --why x --as ann",
    ):
        assert house.run(*line.split()).exit_code == 2, line
    # A filer's own answer by post does not get it further: the case is with staff.
    with house.context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Boycott)) == 0
        assert session.get_one(Flag, house.flag).state == "confirmed"


def test_the_shell_changes_no_policy_past_two_who_are_there(
    house: House, app: Flask, caller, tmp_path: Path
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(FILE, encoding="utf-8")
    ben: Caller = caller("supervisor", "ben")
    put = ("policy", "put", str(file), "--why", "Quicker.")
    refused = house.run(*put).exception
    assert isinstance(refused, Refusal)
    assert refused.slug == "second-person-needed"
    # Nor by a draft that one of them put forward: the other is there to look at it.
    months = {"first": "2026-01", "last": "2026-01"}
    draft = ben.post("/policy/drafts", {"text": FILE, **months}).get_json()["id"]
    ben.post(f"/policy/drafts/{draft}/put-forward", {"why": "Quicker."})
    refused = house.run("policy", "put-draft", str(draft), "--why", "x").exception
    assert isinstance(refused, Refusal)
    assert refused.slug == "second-person-needed"
    with house.context.database.reading() as session:
        assert in_force(session).number == 1
    # Alone it does, and each who reads the policy is told so.
    house.run("user", "end", "ben")
    assert house.run(*put).exit_code == 0
    entry = house.ann.get("/ledger?subject=policy&subject_id=2").get_json()["items"][0]
    assert (entry["actor_kind"], entry["hand_kind"]) == ("system", "command")
    assert entry["facts"]["alone"] is True
    with house.context.database.reading() as session:
        assert session.scalar(select(func.max(Policy.number))) == 2
