"""Drafts: forgotten after ninety days, and not too many or too large."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from complaints.db import Database
from complaints.errors import Refusal
from complaints.rules import actors
from complaints.services import drafts
from tests.services.market import Market


def test_what_nobody_touched_for_ninety_days_is_forgotten(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        acme = actors.filer(Market(session, now).filer("acme").id)
        old = drafts.begin(session, acme, steps={}, now=now - timedelta(days=91))
        kept = drafts.begin(session, acme, steps={}, now=now - timedelta(days=91))
        drafts.save(session, acme, kept.id, steps={"what": {"statement": "x"}}, now=now)
        assert drafts.forget_expired(session, now=now) == 1
        session.expunge_all()
        with pytest.raises(Refusal):
            drafts.delete(session, acme, old.id)
        again = drafts.begin(session, acme, steps={}, now=now)
        drafts.delete(session, acme, again.id)
        assert drafts.begin(session, acme, steps={}, now=now).id > again.id


def test_there_is_an_end_to_drafts_and_their_size(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        acme = actors.filer(Market(session, now).filer("acme").id)
        with pytest.raises(Refusal, match="characters"):
            drafts.begin(session, acme, steps={"where": {"text": "x" * drafts.LARGEST}}, now=now)
        for _ in range(drafts.MOST):
            drafts.begin(session, acme, steps={}, now=now)
        with pytest.raises(Refusal, match="drafts already"):
            drafts.begin(session, acme, steps={}, now=now)
