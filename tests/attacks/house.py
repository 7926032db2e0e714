"""A small house for stories about who may judge: its staff, and a filer that is to be boycotted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from click.testing import CliRunner, Result
from werkzeug.test import TestResponse

from complaints.base.clock import utcnow
from complaints.cli import cli
from complaints.models import Filer
from complaints.rules.actors import ActorKind, PersonRole, person
from complaints.storage.context import Context
from tests.api.bodies import slug
from tests.scenes.callers import Caller
from tests.services.cases.market import Market

WORDS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}
TERM = {"why": "It went on.", "term_days": 30}
LIFT = {"decision": "lift", "argued": "It is said to be wrong.", "reason": "They changed."}


class House:
    """Ada administers, Ann reviews; others come as a story asks. `acme` has a confirmed flag."""

    def __init__(self, caller: Callable[..., Caller], context: Context) -> None:
        self.caller, self.context = caller, context
        self.acme = caller("agent", "acme")
        self.ada, self.ann = caller("administrator", "ada"), caller("reviewer", "ann")
        with context.database.transaction() as session:
            market = Market(session, utcnow())
            filer = session.get_one(Filer, self.acme.id)
            market.abusive(filer)
            self.flag = market.confirmed_flag(filer, person(self.ann.id, PersonRole.REVIEWER)).id

    def warned(self, by: Caller) -> str:
        """Let somebody propose a boycott and warn, and the filer give its whole answer."""
        proposed = by.post(f"/flags/{self.flag}/boycotts", WORDS)
        assert proposed.status_code == 201, proposed.get_json()
        path = f"/boycotts/{proposed.get_json()['items'][0]['id']}"
        assert by.post(f"{path}/warn").status_code == 200
        answer = self.acme.post(f"{path}/answer", {"answer": "Sorry.", "closes": True})
        assert answer.status_code == 200, answer.get_json()
        with self.context.database.transaction() as session:
            market = Market(session, utcnow(), {"complaint": 80, "listing": 80})
            filer = session.get_one(Filer, self.acme.id)
            market.complaint(filer, utcnow(), merit="manifestly_unfounded")
        return path

    def imposed(self, path: str, by: Caller) -> None:
        assert done(by.post(f"{path}/impose", TERM)) == 200
        assert done(self.acme.post(f"{path}/appeal", {"grounds": "New owners."})) == 200

    def run(self, *args: str) -> Result:
        """Run a command of the operator."""
        return CliRunner().invoke(cli, list(args), obj=self.context)

    def key(self, app: Any, handle: str, person_id: int) -> Caller:
        """Let the operator make a new key for somebody."""
        secret = self.run("key", "issue", "person", handle).output.strip()
        return Caller(app, secret, ActorKind.PERSON, person_id)


def done(answer: TestResponse) -> int | str:
    """Return the status of what went well, the slug of what was refused."""
    return answer.status_code if answer.status_code < 400 else slug(answer)
