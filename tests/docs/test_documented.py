"""What exists is documented, or this fails: settings, commands, routes, states, detectors, …"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import click
import pytest
from flask import Flask

from abuse.detectors import DETECTORS
from complaints.api import openapi
from complaints.base.codes import FACTS, Code
from complaints.cli import cli
from complaints.commands.exits import Exit
from complaints.http.problems import PROBLEMS, facts_of
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.joinings import JOINING
from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.machines import Machine, Step
from complaints.rules.outward.events import EVENT_TYPES
from complaints.rules.sellers.orders import ORDER
from complaints.settings import config
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.scenes.described import EVERYWHERE

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def _text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _commands(group: click.Group, path: str = "cleanhands") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found |= _commands(command, f"{path} {name}")
        else:
            found[f"{path} {name}"] = command
    return found


COMMANDS = _commands(cli)


def test_every_setting_is_documented() -> None:
    text = _text("configuration.md")
    names = {f.name for f in dataclasses.fields(config.Config)} - {"database_url"}
    documented = set(re.findall(r"^\| `CLEANHANDS_([A-Z_]+)`", text, re.M))
    assert documented == {name.upper() for name in names}
    assert "`DATABASE_URL`" in text


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_documented_and_shows_an_example(path: str) -> None:
    assert f"`{path}" in _text("cli.md")
    assert "Example" in (COMMANDS[path].help or "")


def test_every_exit_code_is_documented() -> None:
    table = _text("cli.md").partition("\n## Exit codes\n")[2].partition("\n\nTwo")[0]
    rows = re.findall(r"^\| (\d+) \| (\w+) \|", table, re.M)
    assert rows == [(str(int(each)), each.name.lower()) for each in Exit]


def test_no_command_is_documented_that_is_not_there() -> None:
    documented = re.findall(r"^\| `(cleanhands [^`]+)`", _text("cli.md"), re.M)
    assert len(documented) == len(COMMANDS)
    for entry in documented:
        assert any(entry == path or entry.startswith(f"{path} ") for path in COMMANDS), entry


@pytest.mark.parametrize("name", sorted(EVERYWHERE))
def test_every_header_that_the_api_does_not_declare_is_named_as_such(name: str) -> None:
    introduction = _text("api.md").partition("\n## ")[0]
    assert f"`{name}`" in introduction.partition("Not declared")[2].lower()


@pytest.mark.parametrize("slug", PROBLEMS)
def test_every_problem_is_documented_with_its_facts(slug: str) -> None:
    always, sometimes = (", ".join(f"`{name}`" for name in facts) for facts in facts_of(slug))
    at_times = sometimes and f"at times {sometimes}"
    facts = "; ".join(filter(None, (always, at_times))) or "–"
    row = rf"^\| `{slug}` \| {PROBLEMS[slug].status} \| [^|]+ \| {re.escape(facts)} \| [^|]+ \|$"
    assert re.search(row, _text("problems.md"), re.M)


def test_every_code_of_an_error_is_documented_with_its_facts() -> None:
    section = _text("problems.md").partition("## Codes of errors")[2]
    documented = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \| [^|]+ \|$", section, re.M))
    assert documented == {
        str(code): ", ".join(f"`{name}`" for name in sorted(FACTS.get(code, ()))) or "–"
        for code in Code
    }


def test_every_event_is_documented_with_who_reads_it() -> None:
    rows = _text("events.md").partition("|---|---|\n")[2].splitlines()
    readers = [", ".join(sorted(map(str, each.readers))) or "staff" for each in EVENT_TYPES]
    assert rows == [
        f"| `{each.name}` | {who} |" for each, who in zip(EVENT_TYPES, readers, strict=True)
    ]


MACHINES = [CLAIM, FLAG, BOYCOTT, JOINING, APPEAL, ORDER]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.noun)
def test_states_and_steps_are_documented_as_they_are(machine: Machine) -> None:
    section = _text("states.md").split(f"## {machine.noun.capitalize()}")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([a-z_]+)` \| [^|]+ \|$", section, re.M) == list(machine.states)
    assert section.partition("\n| step |")[2].split("\n\n")[0].splitlines() == _table(machine)


def _table(machine: Machine) -> list[str]:
    """Return the table of a machine's steps, without its first cell; no column is empty."""
    columns = {
        " from ": [_sources(step) for step in machine.steps],
        " to ": [f"`{step.target}`" for step in machine.steps],
        " by ": [", ".join(step.by) for step in machine.steps],
        " not by the ": [", ".join(step.apart_from) for step in machine.steps],
        " letter ": [step.letter and f"`{step.letter}`" for step in machine.steps],
    }
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    rows = (
        [f"`{step.event}`", *cells]
        for step, cells in zip(machine.steps, zip(*shown.values(), strict=True), strict=True)
    )
    rule = "|---" * (len(shown) + 1) + "|"
    return [
        "|".join(shown) + "|",
        rule,
        *(f"| {' | '.join(c or '–' for c in row)} |" for row in rows),
    ]


def _sources(step: Step) -> str:
    where = {None: "", True: " (the listing is down)", False: " (the listing is up)"}
    return ", ".join(f"`{state}`" for state in step.sources) + where[step.listing_down]


def test_every_route_is_in_the_api_guide(tmp_path: Path) -> None:
    text = _text("api.md") + _text("boycotts.md")
    context = Context.of(Config(f"sqlite:///{tmp_path}/none.db", b"s" * 32, b"i" * 32, b"e" * 32))
    app = Flask("description")
    app.extensions["cleanhands"] = context
    openapi.describe(app)
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/v1") or "openapi" in rule.rule or "/docs" in rule.rule:
            continue
        path = re.sub(r"<[^>]*>", "{id}", rule.rule.removeprefix("/api/v1"))
        for method in (rule.methods or set()) & {"GET", "POST"}:
            assert f"{method} {path}`" in text, f"{method} {path}"


def test_every_detector_has_a_card() -> None:
    cards = {path.stem for path in (DOCS / "detectors").glob("[a-z]*.md")}
    assert set(DETECTORS) == cards
    for name in cards:
        assert f"`abuse/detectors/{name}.py`" in _text(f"detectors/{name}.md"), name


@pytest.mark.parametrize(
    "page", sorted(str(p.relative_to(ROOT)) for p in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
