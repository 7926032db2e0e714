"""Staff take a warned filer's letter out, answer for it, and decide on the answer.

A reviewer took the warning out of the outbox, followed its link and admitted everything for the
filer; a supervisor imposed seconds later. The same with the only appeal. And a supervisor printed
the letter first and imposed afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect, text

from complaints.base.clock import utcnow
from complaints.cli import cli
from complaints.models import Appeal, Boycott, Filer
from complaints.rules.actors import PersonRole, person
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.api.bodies import slug
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import HTML, confirm, link_to, newest_code
from tests.services.cases.market import Market

WORDS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}
TERM = {"why": "It went on.", "term_days": 30, "takes_urgency": True}
ADMITTED = {"text": "We admit everything.", "step": "answer"}
LINK = re.compile(r"/answer/[\w-]{20,}")


@pytest.fixture
def case(app: Any, context: Context, caller: Callable[..., Caller]) -> Any:
    """A filer that was warned; `rev` reviews, `ann` (who proposed), `ben` and `cem` supervise."""
    made = SimpleNamespace(app=app, context=context, caller=caller)
    made.acme = caller("filer", "acme")
    made.rev = caller("reviewer", "rev")
    made.ann, made.ben, made.cem = (caller("supervisor", name) for name in ("ann", "ben", "cem"))
    with context.database.transaction() as session:
        market = Market(session, utcnow(), {"complaint": 100, "listing": 100})
        acme = session.get_one(Filer, made.acme.id)
        market.abusive(acme)
        flag = market.confirmed_flag(acme, person(made.ann.id, PersonRole.SUPERVISOR))
        flag_id = flag.id
    made.id = made.ann.post(f"/flags/{flag_id}/boycotts", WORDS).get_json()["items"][0]["id"]
    assert made.ann.post(f"/boycotts/{made.id}/warn").status_code == 200
    assert made.ann.post(f"/boycotts/{made.id}/urgency", {"why": "A sale."}).status_code == 200
    made.letter = letter_of(made, "boycott_warning")
    return made


def letter_of(case: Any, kind: str) -> int:
    items = case.rev.get(f"/letters?boycott={case.id}&kind={kind}").get_json()["items"]
    number: int = items[0]["id"]
    return number


def boycott(case: Any) -> Boycott:
    with case.context.database.reading() as session:
        return session.get_one(Boycott, case.id)


def let_time_pass(case: Any) -> None:
    with case.context.database.transaction() as session:
        row = session.get_one(Boycott, case.id)
        row.delivered_at = row.delivered_at or row.warned_at
        row.delivered_by = row.delivered_by or "posted"
        row.answer_due = utcnow()


def run(case: Any, *args: str) -> str:
    return CliRunner().invoke(cli, ["letters", *args], obj=case.context).output


def test_who_takes_part_reads_the_link_by_no_door(case: Any) -> None:
    """The proposer tries the API, the pages, the list of the command and the tables."""
    path = f"/letters/{case.letter}"
    seen = [case.ann.get("/letters").text]
    refused = case.ann.post(f"{path}/send")
    assert slug(refused) == "takes-part"
    assert slug(case.ann.post(f"{path}/code")) == "wrong-state"
    client = case.app.test_client()
    sign_in(client, "supervisor", "ann")
    seen += [
        client.get(f"/console/letters/{case.letter}", headers=HTML).text,
        client.post(
            f"/console/letters/{case.letter}/send", data={"confirmed": "true"}, headers=HTML
        ).text,
        run(case, "list"),
        refused.text,
    ]
    assert [page for page in seen if LINK.search(page)] == []
    assert LINK.search(everything(case.context.database)) is None


def test_a_link_alone_answers_nothing(case: Any) -> None:
    """A reviewer who takes no part prints the letter, and tries to admit everything by it."""
    sent = case.rev.post(f"/letters/{case.letter}/send").get_json()["body"]
    link = LINK.search(sent)
    assert link is not None
    visitor = case.app.test_client()
    answer = visitor.post(link[0], data=ADMITTED, headers=HTML)
    assert answer.status_code == 403
    assert boycott(case).state == "warned"
    # Its code is a letter of its own, and the reviewer had the link in hand.
    assert slug(case.rev.post(f"/letters/{case.letter}/code")) == "takes-part"
    assert slug(case.ann.post(f"/letters/{case.letter}/code")) == "takes-part"
    # Guessing is over after five tries.
    for guess in range(5):
        visitor.post(f"{link[0]}/confirm", data={"code": f"{guess:08}"}, headers=HTML)
    late = visitor.post(f"{link[0]}/confirm", data={"code": "1"}, headers=HTML)
    assert late.status_code == 429


def test_two_of_staff_who_conspire_are_seen_and_decide_nothing(case: Any) -> None:
    """One prints the link, another its code; together they answer, and neither may impose."""
    link = LINK.search(case.ben.post(f"/letters/{case.letter}/send").get_json()["body"])
    assert link is not None
    code = case.cem.post(f"/letters/{case.letter}/code").get_json()["body"]
    digits = re.search(r"\b\d{4} \d{4}\b", code)
    assert digits is not None
    visitor = case.app.test_client()
    visitor.post(f"{link[0]}/confirm", data={"code": digits[0]}, headers=HTML)
    assert visitor.post(link[0], data=ADMITTED, headers=HTML).status_code == 303
    let_time_pass(case)
    for person_ in (case.ann, case.ben, case.cem):
        assert slug(person_.post(f"/boycotts/{case.id}/impose", TERM)) == "second-person-needed"
    shown = case.rev.get(f"/boycotts/{case.id}").get_json()
    assert shown["answer_reach"] == "by_hand"
    client = case.app.test_client()
    sign_in(client, "reviewer", "rev")
    assert "Staff could read this link" in client.get(
        f"/console/boycotts/{case.id}", headers=HTML
    ).text  # fmt: skip


def test_who_prints_first_does_not_impose_afterwards(case: Any) -> None:
    case.caller("supervisor", "dee")
    assert case.ben.post(f"/letters/{case.letter}/send").status_code == 200
    let_time_pass(case)
    assert slug(case.ben.post(f"/boycotts/{case.id}/impose", TERM)) == "second-person-needed"
    assert case.cem.post(f"/boycotts/{case.id}/impose", TERM).status_code == 200


def test_the_only_appeal_is_the_filers_own(case: Any) -> None:
    """The imposer takes the letter of the boycott out, to use the appeal up."""
    let_time_pass(case)
    assert case.ben.post(f"/boycotts/{case.id}/impose", TERM).status_code == 200
    imposed = letter_of(case, "boycott_imposed")
    for person_ in (case.ann, case.ben):
        assert slug(person_.post(f"/letters/{imposed}/send")) == "takes-part"
    link = LINK.search(case.rev.post(f"/letters/{imposed}/send").get_json()["body"])
    assert link is not None
    form = {"text": "We deserve it.", "step": "appeal"}
    assert case.app.test_client().post(link[0], data=form, headers=HTML).status_code == 403
    with case.context.database.reading() as session:
        assert session.query(Appeal).all() == []
    # The filer itself appeals, by its code.
    mine = link_to(case.context, boycott_id=case.id)
    client = case.app.test_client()
    confirm(client, case.context, mine)
    assert client.post(mine, data={**form, "text": "No."}, headers=HTML).status_code == 303
    with case.context.database.reading() as session:
        assert session.query(Appeal).one().grounds == "No."


def test_after_every_journey_no_table_holds_a_link_or_a_code(case: Any) -> None:
    """A repeated form, a repeated request, a print, a code and a new link leave no secret."""
    key = {"Idempotency-Key": "letter-1"}
    sent = case.rev.post(f"/letters/{case.letter}/send", headers=key).get_json()["body"]
    by_hand = LINK.search(sent)
    assert by_hand is not None
    again = case.rev.post(f"/letters/{case.letter}/send", headers=key).get_json()["body"]
    anew = LINK.search(again)
    assert anew is not None
    assert anew[0] != by_hand[0]
    mine = link_to(case.context, boycott_id=case.id)
    client = case.app.test_client()
    confirm(client, case.context, mine)
    code = newest_code(case.context)
    page = client.get(mine, headers=HTML).text
    form = {**ADMITTED, "once": re.findall(r'name="once" value="(\w+)"', page)[-1]}
    for _ in range(2):
        assert client.post(mine, data=form, headers=HTML).location == mine
    client.post(f"{mine}/renew", data={"once": "ab"}, headers=HTML)
    kept = everything(case.context.database)
    for secret in (by_hand[0], anew[0], mine):
        assert secret.rsplit("/", 1)[1] not in kept
    assert code not in kept
    assert f"{code[:4]} {code[4:]}" not in kept


def everything(database: Database) -> str:
    """Return all that every table holds, as text."""
    with database.reading() as session:
        tables = inspect(session.connection()).get_table_names()
        rows = [session.execute(text(f'SELECT * FROM "{table}"')).all() for table in tables]
    return "\n".join(str(row) for table in rows for row in table)
