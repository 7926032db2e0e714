"""When a warning counts: by which ways it reaches its filer, and what undoes that."""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from complaints.base.errors import Refusal
from complaints.models import (
    Account,
    Boycott,
    Delivery,
    FilerIdentity,
    LedgerEntry,
    Letter,
    LetterReport,
)
from complaints.queries.cases import boycotts as asked
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.boycotts import BoycottPolicy
from complaints.rules.cases.warnings import (
    Course,
    DeliveredBy,
    WarningWay,
    presumed_delivery,
)
from complaints.rules.mailing.inboxes import Reach
from complaints.services.cases import boycotts, warnings
from complaints.services.logins import sign_ups
from complaints.services.mailing import arrivals, letters
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.test_boycotts import (
    DAY,
    answered,
    do,
    file,
    impose,
    make_case,
    propose,
    put,
    read,
    refusal,
    state_of,
    warned,
)
from tests.services.decisions.desk import VAULT

INSTANT = timedelta(microseconds=1)
BOUNCE = {"message_id": "<m1@mail.example>", "status": "5.1.1", "action": "failed"}


@pytest.fixture
def case(database, now):
    return copy(staged(database, "warnings: case", lambda: make_case(database, now)))


@pytest.fixture
def sent(case):
    """The id of a case whose warning the mail server took as it was written."""
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    letter = letter_of(case, boycott.id)
    with case.database.transaction() as session:
        session.get_one(Letter, letter).sent_at = case.now
        session.add(
            Delivery(
                letter_id=letter, message_id=BOUNCE["message_id"], attempts=1, gone_at=case.now
            )
        )
    return boycott.id


def letter_of(case, boycott_id):
    with case.database.reading() as session:
        return asked.letter_of(session, boycott_id).id


def row_of(case, boycott_id):
    with case.database.reading() as session:
        return session.get_one(Boycott, boycott_id)


def delivery_of(case, boycott_id):
    row = row_of(case, boycott_id)
    return row.state, row.delivered_by, row.delivered_at, row.answer_due


def bounce(case, at, **changed):
    return do(case, arrivals.note_bounce, at=at, **{**BOUNCE, **changed})


def entries(case, subject, *verbs):
    """Return what the ledger says of it by these verbs, in order."""
    said = select(LedgerEntry).where(LedgerEntry.subject == subject, LedgerEntry.verb.in_(verbs))
    with case.database.reading() as session:
        rows = session.scalars(said.order_by(LedgerEntry.id))
        return [(row.verb, row.facts) for row in rows]


def carried(case, boycott_id):
    """Print the warning by the operator, and return its letter's id."""
    letter = letter_of(case, boycott_id)
    do(case, letters.hand_out, SYSTEM, letter, Reach.BY_HAND, vault=VAULT)
    return letter


@pytest.mark.parametrize(
    ("mailed", "posted", "first"),
    [
        (0, None, (7, DeliveredBy.MAILED)), (None, 0, (10, DeliveredBy.POSTED)),
        (0, 0, (7, DeliveredBy.MAILED)), (4, 0, (10, DeliveredBy.POSTED)),
    ],
)  # fmt: skip
def test_what_comes_first_delivers(now, mailed, posted, first):
    at = {None: None, 0: now, 4: now + 4 * DAY}
    course = Course(at[mailed], at[posted])
    days, by = first
    assert presumed_delivery(BoycottPolicy(), course) == (now + days * DAY, by)


def test_what_is_on_no_way_is_never_presumed():
    assert presumed_delivery(BoycottPolicy(), Course()) is None


@pytest.mark.both_databases
def test_a_mail_that_does_not_bounce_counts_after_the_policys_days(case, sent):
    assert delivery_of(case, sent) == ("warned", None, None, None)
    assert do(case, boycotts.deliver_due, at=case.now + 7 * DAY - INSTANT) == 0
    assert do(case, boycotts.deliver_due, at=case.now + 7 * DAY) == 1
    arrived = case.now + 7 * DAY
    assert delivery_of(case, sent) == ("warned", "mailed", arrived, arrived + 14 * DAY)
    assert do(case, boycotts.deliver_due, at=case.now + 8 * DAY) == 0
    assert do(case, boycotts.lapse_due, at=arrived + 14 * DAY - INSTANT) == 0
    assert do(case, boycotts.lapse_due, at=arrived + 14 * DAY) == 1


@pytest.mark.parametrize(("days", "counted"), [(9, 9), (3, 7)])
def test_a_policy_put_later_says_after_how_many_days_and_takes_none_away(case, sent, days, counted):
    put(case, f"[boycott]\nbounce_days = {days}\n")
    at = case.now + counted * DAY
    assert do(case, boycotts.deliver_due, at=at - INSTANT) == 0
    assert delivery_of(case, sent)[1] is None
    assert do(case, boycotts.deliver_due, at=at) == 1
    assert delivery_of(case, sent) == ("warned", "mailed", at, at + 14 * DAY)


def test_the_warnings_own_days_hold_whatever_the_policy_says_later(case, sent):
    put(case, "[boycott]\nanswer_days = 2\n")
    read(case, sent)
    assert row_of(case, sent).answer_due == case.now + 14 * DAY


def test_a_step_finds_the_warning_delivered_where_no_job_has_run(case, sent):
    file(case, case.now + 8 * DAY)
    early = refusal(
        case, boycotts.impose, case.ben, sent, why="x", term_days=30, at=case.now + 20 * DAY
    )
    assert early.slug == "answer-period-runs"
    assert early.facts["until"] == (case.now + 21 * DAY).isoformat()
    assert impose(case, sent, at=case.now + 21 * DAY).state == "in_force"


def test_what_was_filed_before_the_delivery_is_not_after_the_warning(case, sent):
    for at in (case.now + 2 * DAY, case.now + 7 * DAY):
        file(case, at)
    do(case, boycotts.deliver_due, at=case.now + 7 * DAY)
    with case.database.reading() as session:
        assert asked.count_filed_since(session, session.get_one(Boycott, sent)) == 0
    file(case, case.now + 7 * DAY + INSTANT)
    with case.database.reading() as session:
        assert asked.count_filed_since(session, session.get_one(Boycott, sent)) == 1


def test_nothing_is_imposed_before_and_the_bar_says_why(case, sent):
    decision = {"why": "It went on.", "term_days": 30}
    asked_for = {"step": "impose", **decision}
    for early in (
        refusal(case, boycotts.impose, case.ben, sent, **decision),
        refusal(case, boycotts.preview, case.ben, sent, **asked_for),
    ):
        assert (early.slug, early.facts) == ("answer-period-runs", {"until": None})
        assert "The warning has not reached the filer" in str(early)
    with pytest.raises(IntegrityError, match="in_force"), case.database.transaction() as session:
        row = session.get_one(Boycott, sent)
        row.state, row.imposed_by, row.imposed_at = "in_force", case.ben.id, case.now
        row.starts_at, row.ends_at = case.now, case.now + DAY


def test_warned_then_bounced_then_read_on_the_page(case, sent):
    do(case, boycotts.deliver_due, at=case.now + 7 * DAY)
    assert bounce(case, case.now + 9 * DAY)
    # The time stands still, however long: it had begun on a letter that never arrived.
    assert delivery_of(case, sent) == ("warned", None, None, None)
    assert do(case, boycotts.lapse_due, at=case.now + 99 * DAY) == 0
    at = case.now + 30 * DAY
    read(case, sent, at=at)
    assert delivery_of(case, sent) == ("warned", "read", at, at + 14 * DAY)
    # Proven beats said: what comes in later changes nothing.
    assert not bounce(case, at + DAY)
    assert delivery_of(case, sent) == ("warned", "read", at, at + 14 * DAY)


def test_a_bounce_after_the_time_ran_out_gives_the_whole_time_anew(case, sent):
    do(case, boycotts.deliver_due, at=case.now + 21 * DAY)
    assert state_of(case, sent) == "unanswered"
    assert bounce(case, case.now + 22 * DAY)
    assert delivery_of(case, sent) == ("warned", None, None, None)
    at = case.now + 40 * DAY
    read(case, sent, at=at)
    assert row_of(case, sent).answer_due == at + 14 * DAY


@pytest.mark.parametrize("proof", [DeliveredBy.READ, DeliveredBy.OPENED])
@pytest.mark.parametrize("presumed", [True, False])
def test_a_forged_bounce_undoes_nothing_that_the_filer_did(case, sent, proof, presumed):
    if presumed:
        do(case, boycotts.deliver_due, at=case.now + 7 * DAY)
    at = case.now + 8 * DAY
    do(case, warnings.note_delivered, case.filer, sent, proof, at=at)
    was = delivery_of(case, sent)
    assert was[1:3] == (str(proof), case.now + 7 * DAY if presumed else at)
    proven = [("delivery_proven", {"by": str(proof)})]
    assert entries(case, "boycott", "delivery_proven") == (proven if presumed else [])
    bounce(case, case.now + 9 * DAY)
    assert delivery_of(case, sent) == was
    with case.database.reading() as session:
        # Nor does anybody carry it on paper to who has read it.
        assert session.get_one(Letter, letter_of(case, sent)).sent_at == case.now


def test_an_answer_proves_that_the_warning_arrived(case, sent):
    at = case.now + 2 * DAY
    do(case, boycotts.answer, case.filer, sent, text="We are sorry.", at=at)
    assert delivery_of(case, sent) == ("answered", "answered", at, at + 14 * DAY)
    bounce(case, case.now + 9 * DAY)
    assert delivery_of(case, sent)[0] == "answered"


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({"action": "delayed", "status": "4.4.1"}, False),
        ({"action": None, "status": "4.4.7"}, False),
        ({"action": "delivered", "status": "2.1.5"}, False),
        ({"action": "failed", "status": "4.4.7"}, True),
        ({"action": None, "status": "5.7.1"}, True),
        ({"message_id": "m1@mail.example"}, True),
    ],
)
def test_a_delay_is_no_bounce(case, sent, said, counts):
    assert bounce(case, case.now + DAY, **said) is counts
    assert bounce(case, case.now + 2 * DAY, **said) is False
    with case.database.reading() as session:
        (delivery,) = session.scalars(select(Delivery))
        assert (delivery.gone_at is None, delivery.failure) == (
            counts, "bounced" if counts else None,
        )  # fmt: skip
        assert session.query(LetterReport).count() == counts


def test_a_bounce_of_a_message_that_is_none_of_ours_is_not_there(case, sent):
    strange = refusal(case, arrivals.note_bounce, **{**BOUNCE, "message_id": "<x@mail.example>"})
    assert strange.slug == "not-found"


def test_a_bounce_keeps_the_status_alone(case, sent):
    bounce(case, case.now + DAY)
    with case.database.reading() as session:
        (report,) = session.scalars(select(LetterReport))
        assert (report.reach, report.report, report.status) == ("mailbox", "failed", "5.1.1")
        (entry,) = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "bounced"))
        assert entry.facts == {"status": "5.1.1"}


def test_a_bounce_that_comes_before_the_letter_is_noted_as_gone_is_told_again(case, sent):
    def sending(began_at, gone_at):
        with case.database.transaction() as session:
            row = session.scalars(select(Delivery)).one()
            row.trying_since, row.gone_at = began_at, gone_at

    sending(case.now, None)
    with pytest.raises(Refusal) as early:
        bounce(case, case.now + INSTANT)
    assert early.value.slug == "wrong-state"
    assert bounce(case, case.now + INSTANT, action="delayed") is False
    # An attempt that died is made anew: nothing had gone.
    assert bounce(case, case.now + DAY) is False
    sending(None, case.now)
    assert bounce(case, case.now + DAY) is True


@pytest.mark.both_databases
def test_a_posted_letter_counts_after_the_days_of_the_post(case):
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    letter = carried(case, boycott.id)
    at = case.now + 3 * DAY
    do(case, arrivals.note_posted, case.dee, letter, on=case.now.date() + DAY, at=at)
    posted = (case.now + 2 * DAY).replace(hour=0, minute=0)
    assert do(case, boycotts.deliver_due, at=posted + 10 * DAY - INSTANT) == 0
    assert do(case, boycotts.deliver_due, at=posted + 10 * DAY) == 1
    assert delivery_of(case, boycott.id)[1:3] == ("posted", posted + 10 * DAY)
    # A mail that bounces says nothing of the post; the post that brings it back does.
    with case.database.reading() as session:
        written = session.get_one(Letter, letter)
    do(case, warnings.note_not_arrived, SYSTEM, written, WarningWay.MAIL)
    assert delivery_of(case, boycott.id)[1] == "posted"
    do(case, arrivals.note_returned, case.dee, letter, why="Moved.", at=posted + 11 * DAY)
    assert delivery_of(case, boycott.id) == ("warned", None, None, None)
    assert do(case, boycotts.deliver_due, at=posted + 99 * DAY) == 0
    assert entries(case, "letter", "posted", "not_arrived") == [
        ("posted", {"on": (case.now.date() + DAY).isoformat()}),
        ("not_arrived", {"reach": "by_hand"}),
    ]
    assert [verb for verb, _ in entries(case, "boycott", "delivered", "undeliver")] == [
        "delivered", "undeliver",
    ]  # fmt: skip


def test_the_policy_says_how_long_the_post_takes(case):
    put(case, "[boycott]\npost_days = 4\n")
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    letter = carried(case, boycott.id)
    do(case, arrivals.note_posted, SYSTEM, letter, on=case.now.date())
    put(case, "[boycott]\npost_days = 3\n")
    posted = (case.now + DAY).replace(hour=0, minute=0)
    assert do(case, boycotts.deliver_due, at=posted + 4 * DAY - INSTANT) == 0
    assert do(case, boycotts.deliver_due, at=posted + 4 * DAY) == 1


def test_a_letter_posted_long_ago_is_delivered_as_it_is_entered(case):
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    letter = carried(case, boycott.id)
    do(case, arrivals.note_posted, SYSTEM, letter, on=case.now.date(), at=case.now + 30 * DAY)
    assert row_of(case, boycott.id).delivered_by == "posted"


def test_what_was_posted_has_a_day_that_can_be(case):
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    post, day = arrivals.note_posted, case.now.date()
    letter = letter_of(case, boycott.id)
    assert refusal(case, post, case.dee, letter, on=day).slug == "wrong-state"
    carried(case, boycott.id)
    for wrong in (day + DAY, day - DAY, date(1, 1, 1)):
        assert refusal(case, post, case.dee, letter, on=wrong).slug == "invalid-request"
    assert do(case, post, case.dee, letter, on=day).report == "posted"


def test_what_nobody_printed_was_not_posted_though_it_went_by_mail(case, sent):
    post, day = arrivals.note_posted, case.now.date()
    letter = letter_of(case, sent)
    assert refusal(case, post, case.dee, letter, on=day).slug == "wrong-state"
    printed = case.now + 5 * DAY
    do(case, letters.hand_out, SYSTEM, letter, Reach.BY_HAND, vault=VAULT, at=printed)
    # It was not in the post before it was on paper.
    early = refusal(case, post, case.dee, letter, on=day + 4 * DAY, at=printed)
    assert early.slug == "invalid-request"
    assert do(case, post, case.dee, letter, on=day + 5 * DAY, at=printed).report == "posted"


def test_what_came_back_was_not_posted_before_that_again(case):
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    letter, day = carried(case, boycott.id), case.now.date()
    do(case, arrivals.note_posted, case.dee, letter, on=day)
    back = case.now + 20 * DAY
    do(case, arrivals.note_returned, case.dee, letter, why="Moved.", at=back)
    again = refusal(case, arrivals.note_posted, case.dee, letter, on=day, at=back)
    assert again.slug == "invalid-request"
    do(case, arrivals.note_posted, case.dee, letter, on=back.date(), at=back)
    assert delivery_of(case, boycott.id) == ("warned", None, None, None)


def test_who_takes_part_enters_nothing_and_who_enters_takes_no_part(case):
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    letter, day = carried(case, boycott.id), case.now.date()
    assert refusal(case, arrivals.note_posted, case.ann, letter, on=day).slug == "takes-part"
    assert refusal(case, arrivals.note_returned, case.ann, letter, why="x").slug == "takes-part"
    assert refusal(case, arrivals.note_posted, case.filer, letter, on=day).slug == "not-found"
    do(case, letters.hand_out, SYSTEM, letter, Reach.BY_HAND, vault=VAULT)
    do(case, arrivals.note_posted, case.ben, letter, on=day)
    do(case, boycotts.answer, case.filer, boycott.id, text="Sorry.", closes=True)
    late = refusal(case, boycotts.impose, case.ben, boycott.id, why="x", term_days=30)
    assert late.slug == "second-person-needed"
    blank = refusal(case, arrivals.note_returned, case.dee, letter, why=" ")
    assert [field.pointer for field in blank.fields] == ["/why"]


def test_two_ways_fail_and_the_answer_to_the_next_filing_shows_it(case, sent):
    show = warnings.show_at_filing
    at = case.now + DAY
    assert do(case, show, case.filer, case.acme, at=at) == []
    bounce(case, at)
    assert do(case, show, case.filer, case.acme, at=at) == []
    do(case, arrivals.note_returned, SYSTEM, letter_of(case, sent), why="No address.", at=at)
    assert do(case, show, case.filer, case.bond, at=at) == []
    (shown,) = do(case, show, case.filer, case.acme, at=at)
    assert delivery_of(case, sent) == ("warned", "shown", at, at + 14 * DAY)
    assert shown.id == sent
    assert do(case, show, case.filer, case.acme, at=at) == []
    # The filing that it came with was before.
    file(case, at)
    with case.database.reading() as session:
        assert asked.count_filed_since(session, session.get_one(Boycott, sent)) == 0


@pytest.mark.parametrize("has_mailbox", [False, True])
def test_no_mailbox_is_a_way_that_failed_once_the_post_failed(case, has_mailbox):
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    if has_mailbox:
        with case.database.transaction() as session:
            account = sign_ups.open_for_filer(
                working(session, SYSTEM, case.now), case.acme, email="acme@brand.example",
                password_hash=None, language=None,
            )  # fmt: skip
            account.confirmed_at = case.now
    show = warnings.show_at_filing
    assert do(case, show, case.filer, case.acme) == []
    do(case, arrivals.note_returned, case.dee, letter_of(case, boycott.id), why="No address.")
    assert bool(do(case, show, case.filer, case.acme)) is not has_mailbox


@pytest.mark.parametrize(("days", "failed"), [(13, False), (14, True), (15, True)])
def test_a_page_that_nobody_read_for_the_time_to_answer_is_a_way(case, sent, days, failed):
    with case.database.transaction() as session:
        account = sign_ups.open_for_filer(
            working(session, SYSTEM, case.now), case.acme, email="acme@brand.example",
            password_hash=None, language=None,
        )  # fmt: skip
        account.confirmed_at = case.now
    bounce(case, case.now + DAY)
    shown = do(case, warnings.show_at_filing, case.filer, case.acme, at=case.now + days * DAY)
    assert bool(shown) is failed


def mailboxes(case, *addresses):
    """Let the filer show these mailboxes, and return the ids of its attributes."""
    with case.database.transaction() as session:
        rows = [
            FilerIdentity(
                filer_id=case.acme, kind="email", digest=address, first_seen=case.now,
                last_seen=case.now,
            )
            for address in addresses
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def mailed(case, identity_id, number):
    """Let the mail server take the warning for a mailbox, as another message."""
    with case.database.transaction() as session:
        delivery = session.scalars(select(Delivery)).one()
        delivery.message_id = f"<m{number}@mail.example>"
        delivery.gone_at = case.now + (number - 1) * 1.5 * DAY
        delivery.identity_id = identity_id


@pytest.mark.parametrize(("second", "shown"), [("other@acme.example", True), (None, False)])
def test_a_second_mailbox_is_a_way_of_its_own_where_it_is_another(case, sent, second, shown):
    first, *others = mailboxes(case, "acme@acme.example", *([second] if second else []))
    mailed(case, first, 1)
    bounce(case, case.now + DAY)
    mailed(case, others[0] if others else first, 2)
    assert do(case, warnings.show_at_filing, case.filer, case.acme) == []
    assert bounce(case, case.now + 2 * DAY, message_id="<m2@mail.example>")
    at = case.now + 3 * DAY
    assert bool(do(case, warnings.show_at_filing, case.filer, case.acme, at=at)) is shown


def test_a_mailbox_that_proves_alive_after_all_ways_failed_delivers_it(case, sent):
    mailed(case, mailboxes(case, "acme@acme.example")[0], 1)
    bounce(case, case.now + DAY)
    do(case, arrivals.note_returned, SYSTEM, letter_of(case, sent), why="No address.")
    at = case.now + 2 * DAY
    do(case, warnings.note_delivered, case.filer, sent, DeliveredBy.OPENED, at=at)
    assert delivery_of(case, sent) == ("warned", "opened", at, at + 14 * DAY)
    assert do(case, warnings.show_at_filing, case.filer, case.acme, at=at + DAY) == []
    assert delivery_of(case, sent) == ("warned", "opened", at, at + 14 * DAY)


def test_an_account_that_nobody_signs_in_to_is_no_way(case, sent):
    bounce(case, case.now + DAY)
    with case.database.reading() as session:
        assert session.query(Account).count() == 0
        row = session.get_one(Boycott, sent)
        assert asked.course_of(session, row, case.now + 99 * DAY).failed == {WarningWay.MAIL}


def test_staff_are_told_what_bounced_and_what_nobody_carries(case, sent):
    def stuck(at):
        with case.database.reading() as session:
            return list(session.scalars(select(Boycott.id).where(asked.to_see_to(at))))

    # The mail is on its way, however long ago it went.
    assert stuck(case.now + 5 * DAY) == []
    bounce(case, case.now + 5 * DAY)
    assert stuck(case.now + 5 * DAY) == [sent]
    letter = carried(case, sent)
    do(case, arrivals.note_posted, SYSTEM, letter, on=case.now.date(), at=case.now + 6 * DAY)
    assert stuck(case.now + 6 * DAY) == []
    do(case, arrivals.note_returned, SYSTEM, letter, why="Moved.", at=case.now + 7 * DAY)
    assert stuck(case.now + 7 * DAY) == [sent]
    read(case, sent, at=case.now + 8 * DAY)
    assert stuck(case.now + 8 * DAY) == []


@pytest.mark.parametrize(("hours", "told"), [(23, False), (24, True), (25, True)])
def test_a_letter_that_somebody_is_to_carry_has_a_day_for_it(case, hours, told):
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    stuck = select(Boycott.id).where(asked.to_see_to(case.now + timedelta(hours=hours)))
    with case.database.reading() as session:
        assert bool(session.scalars(stuck).all()) is told


def test_a_boycott_whose_warning_came_back_afterwards_stays_and_is_shown(case, sent):
    file(case, case.now + 8 * DAY)
    impose(case, sent, at=case.now + 21 * DAY)
    lists = {"delivery": "unproven", "states": ("in_force",)}
    assert list(do(case, asked.list_boycotts, case.rev, **lists)) == []
    assert bounce(case, case.now + 22 * DAY)
    assert delivery_of(case, sent)[:2] == ("in_force", "mailed")
    (shown,) = do(case, asked.list_boycotts, case.rev, **lists)
    assert shown.id == sent


def test_what_came_back_before_another_mailbox_took_it_makes_no_delivery_doubtful(case, sent):
    first, second = mailboxes(case, "acme@acme.example", "other@acme.example")
    mailed(case, first, 1)
    bounce(case, case.now + DAY)
    mailed(case, second, 2)
    file(case, case.now + 9 * DAY)
    impose(case, sent, at=case.now + 23 * DAY)
    assert delivery_of(case, sent)[1] == "mailed"
    lists = {"delivery": "unproven", "states": ("in_force",)}
    assert list(do(case, asked.list_boycotts, case.rev, **lists)) == []


def test_a_list_of_the_warnings_that_have_not_arrived(case, sent):
    lists = {"delivery": "undelivered", "states": ("warned",)}
    assert [row.id for row in do(case, asked.list_boycotts, case.rev, **lists)] == [sent]
    read(case, sent)
    assert list(do(case, asked.list_boycotts, case.rev, **lists)) == []


def test_an_answered_case_is_unproven_by_nothing(case):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    impose(case, boycott_id, at=case.now + 2 * DAY)
    found = do(case, asked.list_boycotts, case.rev, delivery="unproven", states=("in_force",))
    assert list(found) == []


def test_a_warning_is_heeded_by_the_days_since_it_arrived(case, sent):
    do(case, boycotts.deliver_due, at=case.now + 21 * DAY)
    assert do(case, boycotts.heed_due, at=case.now + 187 * DAY - INSTANT) == 0
    assert do(case, boycotts.heed_due, at=case.now + 187 * DAY) == 1


def test_who_reads_it_twice_is_noted_once(case):
    boycott_id = warned(case)
    read(case, boycott_id, at=case.now + 3 * DAY)
    assert row_of(case, boycott_id).delivered_at == case.now
    with case.database.reading() as session:
        verbs = select(LedgerEntry.verb).where(LedgerEntry.subject == "boycott")
        assert list(session.scalars(verbs)).count("delivered") == 1
