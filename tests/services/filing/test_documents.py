"""Papers that people send: one row a sender, put to claims, and which of them are copies."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import (
    ClaimDocument,
    Document,
    DocumentContent,
    DocumentKey,
    DocumentLook,
    LedgerEntry,
    Upload,
)
from complaints.papers.recognition import UploadedFile
from complaints.rules.actors import Actor
from complaints.rules.kinds import DocumentUse
from complaints.services.filing import documents, likeness
from complaints.storage.db import Database
from tests.refusals import refused
from tests.scenes.staged import staged
from tests.services.decisions.desk import ITEM, Desk

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
PAPER = UploadedFile("a" * 64, "deed.png", "image/png", 120, 30, 40, None)
OTHER = UploadedFile("b" * 64, None, "application/pdf", 99, None, None, 2)


class Senders(Desk):
    """Two accounts that send papers; the first has two claims."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.acme, self.bond, self.rev = self.filer("acme"), self.filer("bond"), self.staff("rev")
        filed = self.file(self.acme, targets=[{"url": f"{ITEM}{n}"} for n in (1, 2)])
        self.claims = [outcome.claim_id for outcome in filed.outcomes]

    def send(self, actor: Actor, paper: UploadedFile = PAPER, **options: Any) -> Any:
        return self.do(documents.store_document, actor, paper, **{"largest": 1000, **options})

    def put(self, actor: Actor, uploads: list[int], claims: list[int], **options: Any) -> None:
        said = {"use": DocumentUse.COMPLETION, "pass_on": True, **options}
        self.do(documents.put_to_claims, actor, uploads, claim_ids=claims, **said)

    def ledger(self, verb: str) -> list[tuple[str, int, dict[str, Any]]]:
        with self.database.reading() as session:
            found = select(LedgerEntry).where(LedgerEntry.verb == verb).order_by(LedgerEntry.id)
            return [(each.subject, each.subject_id, each.facts) for each in session.scalars(found)]


@pytest.fixture
def desk(database: Database, now: datetime) -> Senders:
    return copy(staged(database, "documents: desk", lambda: Senders(database, now)))


@pytest.mark.both_databases
def test_a_paper_is_one_content_and_an_upload_a_sender(desk: Senders) -> None:
    first, again, theirs = desk.send(desk.acme), desk.send(desk.acme), desk.send(desk.bond)
    other = desk.send(desk.acme, OTHER)
    assert first.upload.id == again.upload.id
    assert len({first.upload.id, theirs.upload.id, other.upload.id}) == 3
    assert (first.sha256, other.sha256) == (PAPER.sha256, OTHER.sha256)
    with desk.database.reading() as session:
        papers = session.scalars(select(Document).order_by(Document.sha256)).all()
        assert [(row.sha256, row.created_at) for row in papers] == [
            ("a" * 64, desk.now), ("b" * 64, desk.now),
        ]  # fmt: skip
        one, two = session.scalars(select(DocumentContent).order_by(DocumentContent.document_id))
        assert (one.document_id, two.document_id) == (papers[0].id, papers[1].id)
        for content, paper in ((one, PAPER), (two, OTHER)):
            facts = (content.media_type, content.size, content.width, content.height)
            assert facts == (paper.media_type, paper.size, paper.width, paper.height)
            assert (content.pages, content.stored_at) == (paper.pages, desk.now)
        mine = session.get_one(Upload, first.upload.id)
        assert (mine.owner_kind, mine.owner_id) == ("filer", desk.acme.id)
        assert (mine.filename, mine.uploaded_at) == ("deed.png", desk.now)
    assert desk.ledger("uploaded") == [
        ("document", first.upload.id, {"media_type": "image/png", "bytes": 120}),
        ("document", theirs.upload.id, {"media_type": "image/png", "bytes": 120}),
        ("document", other.upload.id, {"media_type": "application/pdf", "bytes": 99}),
    ]


def test_what_one_sends_within_a_day_has_an_end(desk: Senders) -> None:
    desk.send(desk.acme, OTHER, largest=1)
    # 120 bytes and more than a hundred times the largest.
    desk.send(desk.acme, PAPER, largest=1)
    caught = refused(desk.send, desk.acme, largest=1, at=desk.now + DAY - INSTANT)
    assert caught.slug == "paper-quota"
    desk.send(desk.bond, largest=1)
    desk.send(desk.acme, largest=1, at=desk.now + DAY)


def test_the_ledger_keeps_what_staff_read_alone(desk: Senders) -> None:
    upload = desk.send(desk.acme).upload.id
    assert desk.do(documents.read_document, desk.acme, upload).upload.id == upload
    assert desk.ledger("read") == []
    desk.do(documents.read_document, desk.rev, upload)
    assert desk.ledger("read") == [("document", upload, {})]
    with pytest.raises(Refusal):
        desk.do(documents.read_document, desk.bond, upload)


@pytest.mark.both_databases
def test_papers_are_put_to_claims_once(desk: Senders) -> None:
    one, two = desk.send(desk.acme).upload.id, desk.send(desk.acme, OTHER).upload.id
    first, second = desk.claims
    desk.put(desk.acme, [two, one, two], [second, first, second])
    desk.put(desk.acme, [one], [first], pass_on=False)
    with desk.database.reading() as session:
        found = session.scalars(select(ClaimDocument)).all()
        rows = {(row.claim_id, row.upload_id, row.use, row.passed_on) for row in found}
    assert rows == {
        (claim, upload, "completion", True) for claim in (first, second) for upload in (one, two)
    }
    facts = {"use": "completion", "passed_on": True, "claims": [first, second]}
    assert desk.ledger("put") == [
        ("document", one, facts),
        ("document", two, facts),
        ("document", one, {**facts, "passed_on": False, "claims": [first]}),
    ]


def test_only_ones_own_papers_are_put_and_only_to_claims_that_are(desk: Senders) -> None:
    mine, theirs = desk.send(desk.acme).upload.id, desk.send(desk.bond).upload.id
    for uploads, claims, what in (
        ([mine, theirs], desk.claims, "document"),
        ([mine], [desk.claims[0], 999], "claim"),
    ):
        with pytest.raises(Refusal, match=what) as caught:
            desk.put(desk.acme, uploads, claims)
        assert caught.value.slug == "not-found"
    with desk.database.reading() as session:
        assert session.scalars(select(ClaimDocument)).all() == []
    assert desk.ledger("put") == []


@pytest.mark.both_databases
def test_copies_name_the_first_of_them(desk: Senders) -> None:
    papers = [UploadedFile(letter * 64, None, "image/png", 9, 9, 9, None) for letter in "abcd"]
    views = [desk.send(desk.acme, paper) for paper in papers]
    one, two, three, alone = (view.upload.document_id for view in views)

    def note(document_id: int, same_as: int | None, at: datetime) -> None:
        with desk.database.transaction() as session:
            likeness.store_look(
                session, document_id, hash_=b"h", keys=["k1", "k2", "k1"], same_as=same_as, now=at
            )

    def alike() -> dict[int, int | None]:
        with desk.database.reading() as session:
            return {row.document_id: row.alike_id for row in session.scalars(select(DocumentLook))}

    note(one, None, desk.now)
    note(alone, None, desk.now)
    assert alike() == {one: None, alone: None}
    note(two, one, desk.now + DAY)
    assert alike() == {one: one, two: one, alone: None}
    note(three, two, desk.now)
    assert alike() == {one: one, two: one, three: one, alone: None}
    # Looked at again, it stays as it was.
    note(two, None, desk.now)
    assert alike()[two] == one
    with desk.database.reading() as session:
        look = session.get_one(DocumentLook, two)
        assert (look.hash, look.looked_at) == (b"h", desk.now + DAY)
        keys = session.execute(select(DocumentKey.key, DocumentKey.document_id)).tuples()
        assert set(keys) == {(key, each) for key in ("k1", "k2") for each in alike()}
