"""What has ended goes, by the table of `rules/upkeep/retention.py`, in batches; what must stay
stays."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from complaints.base.stopping import Stopping
from complaints.jobs import pruning, worker
from complaints.models import (
    Account,
    AccountLetter,
    Base,
    Claim,
    ClaimDocument,
    ComplaintDocument,
    Delivery,
    Document,
    DocumentContent,
    Filer,
    Flag,
    Job,
    LetterReport,
    Party,
    Upload,
)
from complaints.papers.recognition import recognise_file
from complaints.queries.upkeep import retention as queries
from complaints.rules.actors import filer
from complaints.rules.upkeep.retention import AFTER, ENDS, MONTH, QUARTER, STAYS, YEAR
from complaints.services.filing import documents
from complaints.services.upkeep import retention
from tests.jobs.ended import MAKE, Rows, account_letter, scan_run
from tests.papers import makers
from tests.scenes.working import working

INSTANT = timedelta(microseconds=1)
LONG = timedelta(minutes=5)


def bounced(letter_id, at):
    """Return the report that a letter to a log-in bounced."""
    return LetterReport(
        account_letter_id=letter_id, reach="mailbox", report="failed", at=at, noted_at=at
    )


def keys(context, name):
    table = queries.table_of(name)
    with context.database.reading() as session:
        return {tuple(row) for row in session.execute(select(*table.primary_key))}


def count(context, model):
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_every_table_says_what_ends_its_rows_or_why_nothing_does():
    named = [name for kept in (*ENDS, *STAYS) for name in kept.tables]
    assert sorted(named) == sorted(Base.metadata.tables)
    assert set(queries.SINCE) == set(AFTER) == set(MAKE)
    assert all(kept.until and kept.after is not None for kept in ENDS)
    assert not any(kept.until or kept.after for kept in STAYS)


@pytest.mark.both_databases
def test_what_has_just_ended_goes_and_what_is_about_to_stays(context, now):
    gone, left = {}, {}
    with context.database.transaction() as session:
        rows = Rows(session, now)
        for name, after in AFTER.items():
            gone[name] = rows.make(name, now - after)
            left[name] = rows.make(name, now - after + INSTANT)
    assert pruning.prune(context, now, at_most=LONG)
    for name in AFTER:
        assert gone[name] not in keys(context, name), name
        assert left[name] in keys(context, name), name
    assert pruning.prune(context, now + INSTANT, at_most=LONG)
    # The newest row of a table that the ledger names waits for the next: its id is not to be given
    # out again. Nor is the newest event's place.
    for name in AFTER:
        stays = name in {*queries.NAMED_IN_THE_LEDGER, "outward_event"} and left[name] == max(
            keys(context, name)
        )
        assert (left[name] in keys(context, name)) == stays, name


def test_an_account_that_nobody_confirmed_takes_its_filer_along_where_nothing_names_it(
    context, now
):
    old = now - MONTH
    with context.database.transaction() as session:
        rows = Rows(session, now)
        lone = rows.account(old)
        (lone_id,) = rows.keep(lone)
        (letter_id,) = rows.keep(account_letter(rows, now, account_id=lone_id))
        rows.keep(Delivery(account_letter_id=letter_id, message_id="m"))
        rows.keep(bounced(letter_id, now))
        filed = rows.account(old, filer_id=rows.filer.id)
        confirmed = rows.account(old, confirmed_at=old)
        for account in (filed, confirmed, rows.account(now)):
            rows.keep(account)
        party_id = session.get_one(Filer, lone.filer_id).party_id
    assert pruning.prune(context, now, at_most=LONG)
    with context.database.reading() as session:
        assert session.get(Account, lone_id) is None
        assert session.get(Account, filed.id) is None
        assert session.get(Account, confirmed.id) is not None
        assert session.get(Filer, lone.filer_id) is None
        assert session.get(Party, party_id) is None
        assert session.get(Filer, rows.filer.id) is not None
        assert session.get(AccountLetter, letter_id) is None


@pytest.mark.both_databases
def test_a_paper_stays_that_a_case_or_a_draft_may_name(context, now):
    old = now - QUARTER
    with context.database.transaction() as session:
        rows = Rows(session, now)
        lone, of_claim, of_complaint, of_drafter, shared, newest = (
            rows.upload(old, **more)
            for more in ({}, {}, {}, {"owner_kind": "filer", "owner_id": rows.filer.id}, {}, {})
        )
        for upload in (lone, of_claim, of_complaint, of_drafter, shared):
            rows.keep(upload)
        again = Upload(
            document_id=shared.document_id, owner_kind="partner", owner_id=2, uploaded_at=now
        )
        rows.keep(again)
        rows.keep(newest)
        rows.make("draft", now + INSTANT)
        claim_id = session.scalars(select(Claim.id)).first()
        rows.keep(
            ClaimDocument(claim_id=claim_id, upload_id=of_claim.id, use="defence", passed_on=False)
        )
        rows.keep(
            ComplaintDocument(
                complaint_id=rows.complaint.id, document_id=of_complaint.document_id, kind="proof"
            )
        )
    assert pruning.prune(context, now, at_most=LONG)
    kept = {of_claim.id, of_complaint.id, of_drafter.id, again.id, newest.id}
    assert {key for (key,) in keys(context, "upload")} == kept
    with context.database.reading() as session:
        for model in (Document, DocumentContent):
            assert session.get(model, lone.document_id) is None
            assert session.get(model, shared.document_id) is not None


def test_a_scan_stays_that_a_flag_rests_on_and_the_one_that_saw_most(context, now):
    with context.database.transaction() as session:
        rows = Rows(session, now)
        farthest = scan_run(rows, now - YEAR)
        rested_on, idle, newest = (
            scan_run(rows, now - YEAR - timedelta(days=days)) for days in (1, 2, 3)
        )
        for run in (farthest, rested_on, idle, newest):
            rows.keep(run)
        flag = Flag(
            filer_id=rows.filer.id, scan_run_id=rested_on.id, state="open", level="warning",
            score=0.5, findings="f", speaks_for=[], opened_at=now, updated_at=now,
        )  # fmt: skip
        rows.keep(flag)
    assert pruning.prune(context, now, at_most=LONG)
    assert {key for (key,) in keys(context, "scan_run")} == {
        farthest.id, rested_on.id, newest.id,
    }  # fmt: skip


def test_a_letter_with_a_links_code_stays_with_its_case(context, now):
    with context.database.transaction() as session:
        rows = Rows(session, now)
        old = now - 2 * YEAR
        (of_link,) = rows.keep(account_letter(rows, old, secret_link_id=rows.link()))
        (of_log_in,) = rows.keep(account_letter(rows, old))
        rows.keep(bounced(of_log_in, old))
        rows.keep(account_letter(rows, now))
    assert pruning.prune(context, now, at_most=LONG)
    assert (of_link,) in keys(context, "account_letter")
    assert (of_log_in,) not in keys(context, "account_letter")


@pytest.mark.both_databases
def test_a_row_that_is_used_meanwhile_stays(context, now):
    with context.database.transaction() as session:
        rows = Rows(session, now)
        upload = rows.upload(now - QUARTER)
        key = rows.keep(upload)
        rows.keep(rows.upload(now))
    with context.database.reading() as session:
        assert queries.ended_keys(session, "upload", now=now, limit=9) == [key]
    with context.database.transaction() as session:
        session.get_one(Upload, upload.id).uploaded_at = now
        session.flush()
        assert retention.delete_ended(working(session, now=now), "upload", [key]) == 0
    assert key in keys(context, "upload")


def test_a_paper_that_is_sent_again_on_another_day_has_its_time_anew(context, now):
    data = makers.pdf(1)
    paper = recognise_file(io.BytesIO(data), filename=None, declared=None, most_bytes=10**6)

    def send(at):
        with context.database.transaction() as session:
            sender = working(session, filer(1), at)
            return documents.store_document(sender, paper, largest=10**6).upload.uploaded_at

    day = timedelta(days=1)
    assert send(now) == now
    assert send(now + day - INSTANT) == now
    assert send(now + day) == now + day


def test_a_run_whose_time_is_over_or_that_is_to_stop_goes_on_in_a_minute(context, now, monkeypatch):
    with context.database.transaction() as session:
        rows = Rows(session, now)
        for _each in range(3):
            rows.make("form_key", now - YEAR)
    assert not pruning.prune(context, now, at_most=timedelta())
    stopping = Stopping(1)
    stopping.set()
    assert not pruning.prune(replace(context, stopping=stopping), now, at_most=LONG)
    assert len(keys(context, "form_key")) == 3
    monkeypatch.setattr(pruning, "AT_MOST", timedelta())
    worker.run_pending(context, now)
    with context.database.reading() as session:
        prune = select(Job.run_at).where(Job.kind == "prune")
        assert session.scalar(prune) == now + pruning.AGAIN_AFTER
    assert pruning.prune(context, now, at_most=timedelta(minutes=1))
    assert keys(context, "form_key") == set()
