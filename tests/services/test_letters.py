"""The outbox: a letter goes out once on record, and its link is for the addressee alone."""

from __future__ import annotations

import re

import pytest

from complaints.context import Context
from complaints.errors import Refusal
from complaints.models import Letter
from complaints.queries import ledger as ledger_queries
from complaints.queries import letters as letter_queries
from complaints.rules import actors
from complaints.rules.actors import PersonRole
from complaints.rules.kinds import FilerKind
from complaints.services import letters, outbox, people
from complaints.words import letters as words
from complaints.words import message
from tests.clock import NOW
from tests.working import working

ANN = actors.person(1, PersonRole.REVIEWER)


def _letter(context: Context) -> Letter:
    link = context.links.boycott(7)
    with context.database.transaction() as session:
        people.add_person(working(session), handle="ann", name="Ann", role=PersonRole.REVIEWER)
        filer = people.add_filer(working(session), reference="a", name="A", kind=FilerKind.AGENT)
        letter = outbox.write(
            working(session),
            "boycott_warning",
            words.Letter(message("A warning"), (f"Answer: {link}",)),
            filer_id=filer.id,
        )
        session.flush()
    return letter


def test_a_letter_goes_out_once_and_leaves_an_entry(context: Context) -> None:
    letter = _letter(context)
    with context.database.transaction() as session:
        assert "/answer/" in letters.send(working(session, ANN), letter.id).body
    with context.database.reading() as session:
        assert letter_queries.list_letters(working(session, ANN), unsent=True) == []
        (sent,) = letter_queries.list_letters(working(session, ANN))
        assert sent.sent_at == NOW
        entries = ledger_queries.list_entries(working(session, ANN), subject="letter")
        assert [entry.verb for entry in entries] == ["sent"]


def test_only_staff_takes_letters_out(context: Context) -> None:
    letter = _letter(context)
    with pytest.raises(Refusal), context.database.transaction() as session:
        letters.send(working(session, actors.filer(1)), letter.id)


def test_the_list_does_not_show_the_links_secret(app, caller, context: Context) -> None:
    link = context.links.boycott(7)
    _letter(context)
    (shown,) = caller("reviewer", "bo").get("/letters").get_json()["items"]
    assert link not in shown["body"]
    assert re.search(r"/answer/…$", shown["body"])
