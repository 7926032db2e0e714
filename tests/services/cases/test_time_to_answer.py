"""A warning's answer: added to by day until the day to answer by, or whole at once by the filer
itself."""

from __future__ import annotations

import secrets
from copy import copy
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from complaints.models import Letter, SecretLink
from complaints.rules.actors import Actor, HandKind
from complaints.rules.mailing.inboxes import Reach
from complaints.services.cases import boycotts
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.services.cases.test_boycotts import cannot_wait, do, impose, make_case, refusal, warned

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
DUE = 14 * DAY


@pytest.fixture
def case(database: Database, now: datetime) -> SimpleNamespace:
    return copy(staged(database, "time_to_answer: case", lambda: make_case(database, now)))


def test_what_is_said_later_comes_after_its_day(case: SimpleNamespace) -> None:
    boycott_id = warned(case)
    do(case, boycotts.answer, case.filer, boycott_id, text="We are sorry.")
    late = case.now + DUE - TICK
    row = do(case, boycotts.answer, case.filer, boycott_id, text="And more.", at=late)
    assert row.answer == "We are sorry.\n\n2026-07-15\nAnd more."
    assert (row.answered_at, row.answer_closed_at) == (late, None)
    over = refusal(case, boycotts.answer, case.filer, boycott_id, text="x", at=case.now + DUE)
    assert (over.slug, over.facts["state"]) == ("wrong-state", "answered")


@pytest.mark.parametrize(("moment", "slug"), [(DUE - TICK, "answer-period-runs"), (DUE, None)])
def test_nothing_is_imposed_before_the_day_however_urgent(
    case: SimpleNamespace, moment: timedelta, slug: str | None
) -> None:
    boycott_id = warned(case)
    do(case, boycotts.answer, case.filer, boycott_id, text="We are sorry.")
    urgent = {"why": "w", "term_days": 30, **cannot_wait(case, boycott_id)}
    if slug is None:
        assert impose(case, boycott_id, at=case.now + moment, **urgent).state == "in_force"
        return
    refused = refusal(
        case, boycotts.impose, case.ben, boycott_id, at=case.now + moment, **urgent
    )  # fmt: skip
    assert refused.slug == slug
    assert refused.facts == {"until": (case.now + DUE).isoformat()}
    seen = refusal(case, boycotts.preview, case.ben, boycott_id, step="impose", why="w",
                   term_days=30, at=case.now + moment)  # fmt: skip
    assert seen.slug == slug


@pytest.mark.both_databases
def test_the_filer_itself_ends_the_time(case: SimpleNamespace) -> None:
    boycott_id = warned(case)
    do(case, boycotts.answer, case.filer, boycott_id, text="That is all.", closes=True)
    more = refusal(case, boycotts.answer, case.filer, boycott_id, text="x")
    assert more.slug == "wrong-state"
    assert impose(case, boycott_id, **cannot_wait(case, boycott_id)).state == "in_force"


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [("by_hand", None, "by_hand"), (None, "by_hand", "by_hand"), ("by_hand", "mailbox", "by_hand"),
     ("mailbox", None, None), ("mailbox", "mailbox", "mailbox")],
)  # fmt: skip
def test_what_staff_could_have_written_marks_all_that_is_added(
    case: SimpleNamespace, first: str | None, then: str | None, kept: str | None
) -> None:
    boycott_id = warned(case)
    for reach in (first, then):
        actor = case.filer if reach is None else by_link(case, boycott_id, Reach(reach))
        row = do(case, boycotts.answer, actor, boycott_id, text="We admit everything.")
    assert row.answer_reach == kept


@pytest.mark.parametrize("reach", list(Reach))
def test_a_link_that_staff_could_read_ends_nothing(case: SimpleNamespace, reach: Reach) -> None:
    boycott_id = warned(case)
    actor = by_link(case, boycott_id, reach)
    if reach is Reach.BY_HAND:
        refused = refusal(case, boycotts.answer, actor, boycott_id, text="x", closes=True)
        assert refused.slug == "forbidden"
        row = do(case, boycotts.answer, actor, boycott_id, text="x")
        assert row.answer_closed_at is None
        return
    row = do(case, boycotts.answer, actor, boycott_id, text="x", closes=True)
    assert row.answer_closed_at == case.now


def by_link(case: SimpleNamespace, boycott_id: int, reach: Reach) -> Actor:
    """Return the filer as it acts by a link that went this way."""
    with case.database.transaction() as session:
        newest = select(Letter).where(Letter.boycott_id == boycott_id).order_by(Letter.id.desc())
        link = SecretLink(
            token_hash=secrets.token_hex(8), letter_id=session.scalars(newest).first().id,
            reach=str(reach), made_at=case.now, ends_at=case.now + 90 * DAY,
        )  # fmt: skip
        session.add(link)
        session.flush()
        return case.filer.by(HandKind.LINK, link.id)
