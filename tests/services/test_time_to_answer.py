"""A warning's answer: added to by day until the day to answer by, or whole at once by the filer
itself; and who could judge, so that a boycott may be imposed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from complaints.db import Database
from complaints.models import Account, ApiKey, ApiKeyScope, Letter, Passkey, Person, SecretLink
from complaints.queries import boycotts as asked
from complaints.queries.judges import Bench
from complaints.rules.actors import ActorKind, HandKind, Scope
from complaints.rules.inboxes import Reach
from complaints.services import boycotts, people
from tests.services.test_boycotts import do, impose, make_case, refusal, warned
from tests.working import working

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
DUE = 14 * DAY


@pytest.fixture
def case(database: Database, now: datetime) -> SimpleNamespace:
    return make_case(database, now)


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
    urgent = {"why": "w", "term_days": 30, "urgent_reason": "A sale."}
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


def test_the_filer_itself_ends_the_time(case: SimpleNamespace) -> None:
    boycott_id = warned(case)
    do(case, boycotts.answer, case.filer, boycott_id, text="That is all.", closes=True)
    more = refusal(case, boycotts.answer, case.filer, boycott_id, text="x")
    assert more.slug == "wrong-state"
    assert impose(case, boycott_id, urgent_reason="A sale.").state == "in_force"


@pytest.mark.parametrize("reach", list(Reach))
def test_a_link_that_staff_could_read_ends_nothing(case: SimpleNamespace, reach: Reach) -> None:
    boycott_id = warned(case)
    with case.database.transaction() as session:
        letter = session.scalars(select(Letter).where(Letter.boycott_id == boycott_id)).one()
        link = SecretLink(
            token_hash="h", letter_id=letter.id, reach=str(reach), made_at=case.now,
            ends_at=case.now + 90 * DAY,
        )  # fmt: skip
        session.add(link)
        session.flush()
        by_link = case.filer.by(HandKind.LINK, link.id)
    if reach is Reach.BY_HAND:
        refused = refusal(case, boycotts.answer, by_link, boycott_id, text="x", closes=True)
        assert refused.slug == "forbidden"
        row = do(case, boycotts.answer, by_link, boycott_id, text="x")
        assert row.answer_closed_at is None
        return
    row = do(case, boycotts.answer, by_link, boycott_id, text="x", closes=True)
    assert row.answer_closed_at == case.now


def log_in(**values: object) -> Callable[[Person, datetime], list[object]]:
    def made(person: Person, now: datetime) -> list[object]:
        account = Account(
            email="cem@example.com", mailbox="cem@example.com", person_id=person.id,
            fs_uniquifier="u", passkey_handle="p", created_at=now,
            **{"active": True, "confirmed_at": now, "password_hash": "h", **values},
        )  # fmt: skip
        return [account]

    return made


@pytest.mark.parametrize(
    ("made", "may"),
    [
        (lambda _person, _now: [], True),
        (log_in(), True),
        (log_in(password_hash=None), False),
        (log_in(confirmed_at=None), False),
        (log_in(active=False), False),
    ],
)
def test_a_judge_can_act(
    case: SimpleNamespace, made: Callable[[Person, datetime], list[object]], may: bool
) -> None:
    boycott_id = warned(case)
    with case.database.transaction() as session:
        session.get_one(Person, case.dee.id).active = False
        session.add_all(made(session.get_one(Person, case.cem.id), case.now))
    assert left(case, boycott_id) is may


def test_a_passkey_or_a_valid_key_will_do(case: SimpleNamespace) -> None:
    boycott_id = warned(case)
    with case.database.transaction() as session:
        session.get_one(Person, case.dee.id).active = False
        (account,) = log_in(password_hash=None)(session.get_one(Person, case.cem.id), case.now)
        session.add(account)
    assert not left(case, boycott_id)
    key = do(
        case, people.issue_key, kind=ActorKind.PERSON, owner_id=case.cem.id, label="k",
        scopes=[Scope.JUDGE_APPEALS],
    )  # fmt: skip
    assert left(case, boycott_id)
    for column, value, may in (
        ("ends_at", case.now + TICK, True), ("ends_at", case.now, False), ("ends_at", None, True),
        ("revoked_at", case.now, False), ("revoked_at", None, True),
    ):  # fmt: skip
        with case.database.transaction() as session:
            setattr(session.get_one(ApiKey, key.id), column, value)
        assert left(case, boycott_id) is may, (column, value)
    with case.database.transaction() as session:
        session.scalars(select(ApiKeyScope)).one().scope = "read"
    assert not left(case, boycott_id)
    with case.database.transaction() as session:
        owner = session.scalars(select(Account)).one()
        owner.passkeys.append(
            Passkey(
                name="n", credential_id=b"c", public_key=b"k", sign_count=0, backup_state=False,
                device_type="d", usage="first", lastuse_datetime=case.now,
            )
        )  # fmt: skip
    assert left(case, boycott_id)


def test_a_reviewer_judges_no_boycott(case: SimpleNamespace) -> None:
    with case.database.reading() as session:
        bench = Bench.of(working(session, case.ben, case.now))
    assert case.rev.id not in bench.judges
    assert {case.ann.id, case.ben.id} < bench.judges


def left(case: SimpleNamespace, boycott_id: int) -> bool:
    with case.database.reading() as session:
        work = working(session, case.ben, case.now)
        return asked.is_judge_left(work, asked.get(work, boycott_id))
