"""One appeal against a boycott: as long as the law gives it, and decided in two parts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.models import Appeal, Claim, Complaint, LedgerEntry
from complaints.queries.cases import boycotts as asked
from complaints.services.cases import boycotts
from tests.scenes.working import working
from tests.services.cases.test_boycotts import (
    answered,
    case,  # noqa: F401
    do,
    file,
    impose,
    letters,
    refusal,
    state_of,
)

DAY = timedelta(days=1)
SAID = {"argued": "They are new.", "reason": "They are."}


def over(case):  # noqa: F811
    """A boycott of seven days that is over, with one claim kept; (the boycott, when it ended)."""
    boycott_id = answered(case)
    file(case, case.now + DAY)
    row = impose(case, boycott_id, at=case.now + DAY, term_days=7)
    file(case, case.now + 3 * DAY, state="not_processed", boycott_id=boycott_id)
    do(case, boycotts.expire_due, at=row.ends_at)
    return row, row.ends_at


def until(case, boycott_id, at):  # noqa: F811
    with case.database.reading() as session:
        return asked.boycott_detail(working(session, case.filer, at), boycott_id).appeal_until


@pytest.mark.both_databases
def test_after_the_term_it_is_appealed_and_won_and_what_was_kept_is_taken_up(case):  # noqa: F811
    row, ended = over(case)
    # Six months from the complaint that was refused last, not from the end.
    last = until(case, row.id, ended)
    assert last.date() == (case.now + 3 * DAY).date().replace(year=2027, month=1, day=5)
    late = refusal(
        case, boycotts.appeal, case.filer, row.id, grounds="It is wrong.", at=last
    )  # fmt: skip
    assert (late.slug, late.facts["over_since"]) == (
        "wrong-state", (last - DAY).date().isoformat(),
    )  # fmt: skip
    at = last - DAY
    assert do(
        case, boycotts.appeal, case.filer, row.id, grounds="It is wrong.", at=at
    ).state == "contested"  # fmt: skip
    # It binds no more, and leaves room for another case.
    with case.database.reading() as session:
        detail = asked.boycott_detail(working(session, case.filer, at), row.id)
        assert (detail.binding, detail.appeal_until) == (False, None)
        assert asked.find_open_boycott(session, case.acme, None) is None
    for who, slug in ((case.ann, "second-person-needed"), (case.ben, "second-person-needed")):
        assert refusal(
            case, boycotts.decide_appeal, who, row.id, decision="lift", at=at, **SAID
        ).slug == slug  # fmt: skip
    do(case, boycotts.decide_appeal, case.cem, row.id, decision="lift", at=at, **SAID)
    assert state_of(case, row.id) == "lifted"
    assert "What you argued\nThey are new.\nWhat we found\nThey are." in letters(case)[-1].body
    with case.database.reading() as session:
        claims = select(Claim.state).join(Complaint).where(Complaint.boycott_id == row.id)
        assert session.scalars(claims).all() == ["received"]


def test_after_the_term_an_appeal_that_is_lost_leaves_it_over(case):  # noqa: F811
    row, ended = over(case)
    do(case, boycotts.appeal, case.filer, row.id, grounds="It is wrong.", at=ended)
    do(case, boycotts.decide_appeal, case.cem, row.id, decision="uphold", at=ended, **SAID)
    assert state_of(case, row.id) == "expired"
    body = letters(case)[-1].body
    assert "the time of the decision is over" in body
    with case.database.reading() as session:
        filed = session.scalars(select(Appeal)).one()
        assert (filed.state, filed.argued, filed.reason) == (
            "upheld", "They are new.", "They are.",
        )  # fmt: skip
    again = refusal(case, boycotts.appeal, case.filer, row.id, grounds="It is wrong.", at=ended)
    assert (again.slug, again.facts["state"]) == ("wrong-state", "expired")


def test_a_term_that_ends_during_an_appeal_is_said_and_the_appeal_goes_on(case):  # noqa: F811
    boycott_id = answered(case)
    file(case, case.now + DAY)
    row = impose(case, boycott_id, at=case.now + DAY, term_days=7)
    do(case, boycotts.appeal, case.filer, row.id, grounds="It is wrong.", at=row.starts_at)
    do(case, boycotts.expire_due, at=row.ends_at)
    assert state_of(case, row.id) == "contested"
    assert "We will still decide your appeal" in letters(case)[-1].body


def test_an_appeal_of_one_word_is_asked_for_its_ground_once(case):  # noqa: F811
    boycott_id = answered(case)
    file(case, case.now + DAY)
    row = impose(case, boycott_id, at=case.now + DAY)
    at = row.starts_at
    do(case, boycotts.appeal, case.filer, row.id, grounds="No.", at=at)
    assert (state_of(case, row.id), letters(case)[-1].kind) == ("under_appeal", "appeal_ground")
    assert until(case, row.id, at) == at + 14 * DAY
    early = refusal(
        case, boycotts.decide_appeal, case.cem, row.id, decision="lift", at=at, **SAID
    )  # fmt: skip
    assert early.slug == "answer-period-runs"
    # One word again is taken as it is: it is never refused for style.
    do(case, boycotts.appeal, case.filer, row.id, grounds="Wrong.", at=at)
    with case.database.reading() as session:
        filed = session.scalars(select(Appeal)).one()
        assert (filed.grounds, filed.ground_due) == ("No.\n\nWrong.", None)
    assert refusal(
        case, boycotts.appeal, case.filer, row.id, grounds="More words.", at=at
    ).slug == "wrong-state"  # fmt: skip
    do(case, boycotts.decide_appeal, case.cem, row.id, decision="lift", at=at, **SAID)


def test_without_an_answer_it_is_judged_once_the_days_are_over(case):  # noqa: F811
    row, ended = over(case)
    do(case, boycotts.appeal, case.filer, row.id, grounds="No.", at=ended)
    late = refusal(
        case, boycotts.appeal, case.filer, row.id, grounds="Too late.", at=ended + 14 * DAY
    )  # fmt: skip
    assert late.slug == "wrong-state"
    done = ended + 14 * DAY
    do(case, boycotts.decide_appeal, case.cem, row.id, decision="uphold", at=done, **SAID)
    with case.database.reading() as session:
        verbs = select(LedgerEntry.verb).where(LedgerEntry.subject == "boycott")
        assert session.scalars(verbs.order_by(LedgerEntry.id)).all()[-3:] == [
            "expire", "appeal", "uphold",
        ]  # fmt: skip


def test_both_parts_of_the_decision_are_asked_for(case):  # noqa: F811
    row, ended = over(case)
    do(case, boycotts.appeal, case.filer, row.id, grounds="It is wrong.", at=ended)
    for name in ("argued", "reason"):
        blank = refusal(
            case, boycotts.decide_appeal, case.cem, row.id, decision="lift", at=ended,
            **{**SAID, name: " "},
        )  # fmt: skip
        assert [each.pointer for each in blank.fields] == [f"/{name}"]
