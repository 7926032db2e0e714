"""Examples of what the API is sent and answers: each was sent, and this came back.

    make api-examples

asks what `asked.jsonl` holds, each time in the world of tests/scenes/world.py made anew, and writes
what was sent and answered to `complaints/api/examples.json`, by the names of its schemas: the API's
description shows it there. A line of `asked.jsonl` says of which operation or problem it is an
example, who asks, for which address and with what, and after which other operations. One that is
`refused` is in order, but for the state of the world: it is an example of what is sent alone.
"""

from __future__ import annotations

import io
import json
import logging
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from complaints.api.openapi import EXAMPLES
from complaints.base.clock import utcnow
from complaints.http import components, problems
from complaints.rules.actors import ActorKind
from complaints.services.logins import people
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.papers import makers
from tests.scenes.callers import SCOPES, Caller, app_of, make_caller
from tests.scenes.described import DescribedClient, description_of
from tests.scenes.opened import open_new
from tests.scenes.working import working
from tests.scenes.world import NAMES, World, world_again

ASKED = Path(__file__).with_name("asked.jsonl")
# Whom the world knows, in the order of their ids, and whom it does not know yet.
FILERS = ["acme", "guards", "other"]
STAFF = ["ann", "ben", "cleo", "kay"]
NEWCOMERS = ("partner", "marketplace", "both", "enforcer", "relay")
# What is another each time, and what an example says instead.
CURSOR = "1A2b3C4d5E6f7G8h9I0j"
OWN = "chk_4c7c889e18"
TODAY = "2026-11-25"
DRAWN = {
    r"\bM\w\.[\w-]{6}\.[\w-]{27}": CURSOR,
    r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)": "2026-11-25T09:00:00+00:00",
    r"\d{4}-\d\d-\d\d": TODAY,
    r"\b\d{4}-\d\d\b(?!-)": "2026-11",
    r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b": "25 November 2026",
    r"\b\d\d:\d\d UTC": "09:00 UTC",
    r"CH-[0-9A-Z]{10}": "CH-VHJOCBKMVS",
    r"evt_[\w-]+": "evt_1A2b3C4d5E6f7G8h",
    r"chk_[0-9a-f]{10}": OWN,
    r"whsec_[\w+/=]+": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    r"[0-9a-f]{16,64}": "0123456789abcdef",
    r"(?=\S*\d)(?=\S*[A-Z])[\w=-]{20,}": CURSOR,
}
# What is another number on another day of the month or of the year.
MONTH = {"filed": 2, "month": "2026-11", "other": 0, "refused": 1, "removed": 0, "withdrawn": 0}
COUNTED = {"account_days": 154, "months": [MONTH]}
# The most of a text that an example shows.
LONGEST = 60

Ask = dict[str, Any]


def asks() -> list[Ask]:
    """Return what is asked, the examples of operations first."""
    return [json.loads(line) for line in ASKED.read_text("utf-8").splitlines()]


def ask(context: Context, what: Ask, before: dict[str, Ask]) -> TestResponse:
    """Make the world anew, ask what comes before, then this, and return its answer."""
    world = world_again(context)
    for each in what.get("after", ()):
        answer = send(world, before[each])
        assert answer.status_code < 400, (each, answer.text)
    return send(world, what)


def send(world: World, what: Ask) -> TestResponse:
    """Send one request to a world as it is."""
    headers = dict(what.get("headers", {}))
    if "as" in what:
        headers["Authorization"] = f"Bearer {_caller(world, what['as']).secret}"
    # A number that moves with what the world tells before it is asked by its name.
    path = f"/api/v1{what['path'].format_map(world.ids)}"
    sent = _sent(what, headers)
    return world.app.test_client().open(path, method=what["method"], headers=headers, **sent)


def _sent(what: Ask, headers: Mapping[str, str]) -> dict[str, Any]:
    if "file" in what:
        text, name = what["file"].encode("latin-1"), what["name"]
        return {"data": {"file": (io.BytesIO(text or makers.pdf(1)), name)}}
    if "body" not in what:
        return {"data": what.get("data")}
    # The key whose example begins with this is the caller's own, and that day is today.
    own = headers.get("Authorization", "").removeprefix("Bearer ").rpartition("_")[0]
    today = utcnow().date().isoformat()
    return {"json": json.loads(json.dumps(what["body"]).replace(OWN, own).replace(TODAY, today))}


def _caller(world: World, name: str) -> Caller:
    if name in NEWCOMERS:
        return make_caller(world.app, world.context, name, f"new {name}")
    if name in FILERS:
        kind, owner, scopes = ActorKind.FILER, FILERS.index(name) + 1, None
    else:
        role = next(role for role, each in NAMES.items() if each == name)
        kind, owner, scopes = ActorKind.PERSON, STAFF.index(name) + 1, SCOPES.get(role)
    with world.context.database.transaction() as session:
        key = people.issue_key(
            working(session), kind=kind, owner_id=owner, label="example", scopes=scopes,
            vault=world.context.vault, renew_days=365,
        )  # fmt: skip
    return Caller(world.app, key.secret, kind, owner)


def shown(value: Any) -> Any:
    """Return an answer as an example shows it: the first of each list, no long text, nothing that
    is another each time."""
    if isinstance(value, dict):
        return {
            name: CURSOR
            if name == "next" and isinstance(each, str)
            else COUNTED.get(name, shown(each))
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [shown(each) for each in value[:1]]
    if isinstance(value, str):
        for pattern, instead in DRAWN.items():
            value = re.sub(pattern, instead, value)
        return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
    return value


def examples(context: Context) -> dict[str, Any]:
    """Ask everything, and return an example of each schema that is sent or answered."""
    made: dict[str, Any] = {}
    before = {each["of"]: each for each in asks()}
    for what in asks():
        answer = ask(context, what, before)
        code = answer.get_json()["code"] if answer.status_code >= 400 else None
        if what["of"] in problems.PROBLEMS:
            assert code == what["of"], (what, answer.text)
            made[problems.schema_name(code)] = shown(answer.get_json())
            continue
        assert code == what.get("refused"), (what, answer.text)
        document = description_of(app_of(context)).document
        said = _operation(document, what["of"])
        _keep(made, said.get("requestBody"), what.get("body"))
        if code is None and answer.is_json and answer.data:
            answered = components.resolved(said["responses"][str(answer.status_code)], document)
            _keep(made, answered, shown(answer.get_json()))
    return dict(sorted(made.items()))


def _operation(document: dict[str, Any], name: str) -> dict[str, Any]:
    every = components.operations(document)
    return next(each for each in every if each["operationId"] == name)


def _keep(made: dict[str, Any], said: dict[str, Any] | None, value: Any) -> None:
    """Of the examples of one schema the shortest is kept."""
    schema = (said or {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    if not name:
        return
    if name not in made or len(json.dumps(value)) < len(json.dumps(made[name])):
        made[name] = value


def main() -> None:
    """Make the examples in a folder that goes away afterwards, and write them."""
    logging.disable()
    Flask.test_client_class = DescribedClient
    with tempfile.TemporaryDirectory() as name:
        context = Context.of(
            Config(f"sqlite:///{name}/cleanhands.db", b"s" * 32, b"i" * 32, b"e" * 32,
                   documents=f"{name}/documents", rate_limits="off")
        )  # fmt: skip
        open_new(context.database)
        made = examples(context)
        context.database.dispose()
    lines = [f"{json.dumps(each)}: {json.dumps(made[each], ensure_ascii=False)}" for each in made]
    EXAMPLES.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
