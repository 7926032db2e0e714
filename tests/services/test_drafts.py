"""Drafts: forgotten after ninety days, and not too many or too large."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from complaints.db import Database
from complaints.errors import Refusal
from complaints.rules import actors
from complaints.services import drafts
from tests.services.market import Market
from tests.working import working


def test_what_nobody_touched_for_ninety_days_is_forgotten(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        acme = actors.filer(Market(session, now).filer("acme").id)
        old = drafts.begin(working(session, acme, now - timedelta(days=91)), steps={})
        kept = drafts.begin(working(session, acme, now - timedelta(days=91)), steps={})
        drafts.save(working(session, acme, now), kept.id, steps={"what": {"statement": "x"}})
        assert drafts.forget_expired(working(session, now=now)) == 1
        session.expunge_all()
        with pytest.raises(Refusal):
            drafts.delete(working(session, acme), old.id)
        again = drafts.begin(working(session, acme, now), steps={})
        drafts.delete(working(session, acme), again.id)
        assert drafts.begin(working(session, acme, now), steps={}).id > again.id


def test_there_is_an_end_to_drafts_and_their_size(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        acme = actors.filer(Market(session, now).filer("acme").id)
        with pytest.raises(Refusal, match="characters"):
            drafts.begin(
                working(session, acme, now), steps={"where": {"text": "x" * drafts.LARGEST}}
            )
        for _ in range(drafts.MOST):
            drafts.begin(working(session, acme, now), steps={})
        with pytest.raises(Refusal, match="drafts already"):
            drafts.begin(working(session, acme, now), steps={})
