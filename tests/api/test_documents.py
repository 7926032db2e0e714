"""Documents over the API: sent, named in a complaint, read by those whom they concern."""

from __future__ import annotations

import hashlib
import io
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import LedgerEntry
from complaints.queries.filing import documents as asked
from complaints.rules.actors import Actor, ActorKind, Role, filer, seller
from complaints.rules.kinds import DocumentUse
from complaints.services.filing import documents
from complaints.storage import archive
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from tests.api.bodies import complaint, slug
from tests.papers import makers
from tests.papers.copies import PAGE_ALONE, held_by
from tests.scenes.callers import Caller
from tests.scenes.working import working


def send(who: Caller, data: bytes, name: str = "a.png", part: str = "file", **options: Any) -> Any:
    head = f'--x\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    return who.post("/documents", data=body, content_type=kind, **options)


@pytest.mark.both_databases
def test_a_document_is_sent_and_read_as_it_was(caller: Callable[..., Caller]) -> None:
    who = caller("filer")
    data = makers.picture("JPEG")
    sent = send(who, data, "证书.jpg")
    assert sent.status_code == 201, sent.text
    made = sent.get_json()
    assert made == {
        "id": made["id"],
        "sha256": hashlib.sha256(data).hexdigest(),
        "filename": "证书.jpg",
        "media_type": "image/jpeg",
        "bytes": len(data),
        "width": 400,
        "height": 300,
        "pages": None,
        "uploaded_at": made["uploaded_at"],
    }
    assert sent.headers["Location"] == f"/api/v1/documents/{made['id']}"
    read = who.get(f"/documents/{made['id']}")
    assert (read.status_code, read.data) == (200, data)
    assert read.headers["Content-Disposition"].startswith('attachment; filename="__.jpg"')
    assert "%E8%AF%81%E4%B9%A6.jpg" in read.headers["Content-Disposition"]
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in read.headers["Cache-Control"]
    shown = who.get(f"/documents/{made['id']}/preview")
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    assert [one["id"] for one in who.get("/documents").get_json()["items"]] == [made["id"]]


@pytest.mark.both_databases
def test_the_same_bytes_are_one_document_for_one_sender(
    caller: Callable[..., Caller], context: Context
) -> None:
    one, other = caller("filer", "one"), caller("filer", "other")
    data = makers.pdf()
    first = send(one, data, "a.pdf").get_json()
    assert send(one, data, "b.pdf").get_json() == first
    assert send(other, data, "a.pdf").get_json()["id"] != first["id"]
    with context.database.reading() as session:
        verbs = session.scalars(select(LedgerEntry.verb).where(LedgerEntry.subject == "document"))
        assert list(verbs) == ["uploaded", "uploaded"]


def test_a_repeated_key_answers_alike_and_another_file_with_it_is_refused(
    caller: Callable[..., Caller],
) -> None:
    who = caller("filer")
    key = {"Idempotency-Key": "once"}
    first = send(who, makers.pdf(1), "a.pdf", headers=key)
    again = send(who, makers.pdf(1), "a.pdf", headers=key)
    assert again.get_json() == first.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert slug(send(who, makers.pdf(2), "a.pdf", headers=key)) == "idempotency-mismatch"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("make", "name", "status", "problem"),
    [
        (lambda: makers.sized_pdf(21_000_000), "big.pdf", 413, "paper-too-large"),
        (lambda: b"x" * 23_000_000, "big.pdf", 413, "too-large"),
        (lambda: b"", "a.pdf", 422, "paper-empty"),
        (lambda: makers.picture("PNG"), "a.pdf", 422, "paper-mismatch"),
        (makers.huge_png, "a.png", 422, "paper-too-many-pixels"),
    ],
)
def test_a_bad_file_is_refused_and_leaves_nothing(
    caller: Callable[..., Caller], context: Context,
    make: Callable[[], bytes], name: str, status: int, problem: str,
) -> None:  # fmt: skip
    who = caller("filer")
    answer = send(who, make(), name)
    assert (answer.status_code, slug(answer)) == (status, problem)
    assert context.archive.is_empty()
    assert send(who, makers.picture(), "good.png").status_code == 201


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_file_is_sent_at_a_time(caller: Callable[..., Caller]) -> None:
    who = caller("filer")
    assert slug(send(who, makers.picture(), part="paper")) == "invalid-request"
    two = {"file": [(io.BytesIO(makers.picture()), "a.png"), (io.BytesIO(b"b"), "b.png")]}
    assert slug(who.post("/documents", data=two)) == "invalid-request"
    assert slug(who.post("/documents", {})) == "invalid-request"
    beside = {"file": (io.BytesIO(makers.picture()), "a.png"), "kind": "evidence"}
    assert slug(who.post("/documents", data=beside)) == "invalid-request"
    twenty = makers.sized_pdf(20 * 1024 * 1024)
    assert send(who, twenty, "a.pdf").get_json()["bytes"] == 20 * 1024 * 1024


def test_contents_are_kept_encrypted_for_the_owner_alone(
    caller: Callable[..., Caller], context: Context
) -> None:
    send(caller("filer"), makers.pdf(), "a.pdf")
    place = Path(context.archive.place)
    # Beside the mark by which the place is known.
    (kept,) = [path for path in place.rglob("*") if path.is_file() and path.name != archive.OWNER]
    assert b"%PDF" not in kept.read_bytes()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    kept.unlink()
    assert caller("reviewer").get("/documents/1").status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_store_that_does_not_answer_is_told(
    caller: Callable[..., Caller], context: Context
) -> None:
    who = caller("filer")
    Path(context.archive.place).write_text("a file where the folder should be")
    answer = send(who, makers.pdf(), "a.pdf")
    assert (answer.status_code, slug(answer)) == (503, "unavailable")
    assert context.archive.place not in answer.text
    assert who.get("/documents").get_json()["items"] == []


def test_a_complaint_leads_to_what_its_filer_sent(
    caller: Callable[..., Caller], context: Context
) -> None:
    who, other, staff = caller("filer"), caller("filer", "other"), caller("reviewer")
    made = send(who, makers.pdf(), "a.pdf").get_json()
    paper = {"kind": "registration", "sha256": made["sha256"], "filename": "a.pdf"}
    unsent = {"kind": "evidence", "sha256": "f" * 64}
    filed = who.post("/complaints", complaint(documents=[paper, unsent])).get_json()
    shown = staff.get(f"/complaints/{filed['id']}").get_json()["documents"]
    assert [one["document_id"] for one in shown] == [None, made["id"]]
    assert staff.get(f"/documents/{made['id']}").status_code == 200
    assert staff.get(f"/documents/{made['id']}/preview").status_code == 200
    for path in ("", "/preview"):
        assert other.get(f"/documents/{made['id']}{path}").status_code == 404
    with context.database.reading() as session:
        read = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "read")).all()
        assert [(e.subject, e.subject_id, e.actor_id) for e in read] == [
            ("document", made["id"], staff.id)
        ] * 2


def test_somebody_elses_hash_opens_no_content(caller: Callable[..., Caller]) -> None:
    who, thief = caller("filer"), caller("filer", "thief")
    made = send(who, makers.pdf(), "a.pdf").get_json()
    paper = {"kind": "registration", "sha256": made["sha256"]}
    filed = thief.post("/complaints", complaint(documents=[paper])).get_json()
    shown = thief.get(f"/complaints/{filed['id']}").get_json()["documents"]
    assert [one["document_id"] for one in shown] == [None]


def test_passing_on_somebody_elses_hash_opens_it_to_no_seller(
    caller: Callable[..., Caller], context: Context
) -> None:
    portal, thief = caller("partner"), caller("filer", "thief")
    made = send(portal, makers.pdf(), "a.pdf").get_json()
    paper = {"kind": "evidence", "sha256": made["sha256"], "pass_on": True}
    filed = thief.post("/complaints", complaint(documents=[paper])).get_json()
    accomplice = seller(SellerOf(filed["id"], None, filed["targets"][0]["claim_id"]))
    with context.database.reading() as session, pytest.raises(Refusal, match="no such document"):
        asked.get_document(working(session, accomplice), made["id"])


def test_the_other_side_reads_only_what_is_passed_on(
    caller: Callable[..., Caller], context: Context
) -> None:
    who = caller("filer")
    filed = who.post("/complaints", complaint()).get_json()
    claim_id = filed["targets"][0]["claim_id"]
    seller = Actor(ActorKind.SELLER, claim_id, Role.SELLER)
    with context.database.transaction() as session:
        ids = [_stored(session, seller, context, makers.pdf(pages)) for pages in (1, 2)]
        for upload_id, pass_on in zip(ids, (True, False), strict=True):
            documents.put_to_claims(
                working(session, seller), [upload_id], claim_ids=[claim_id],
                use=DocumentUse.COUNTER_NOTICE, pass_on=pass_on,
            )  # fmt: skip
        with pytest.raises(Refusal, match="no such document"):
            documents.put_to_claims(
                working(session, filer(who.id)), ids, claim_ids=[claim_id],
                use=DocumentUse.COUNTER_NOTICE, pass_on=True,
            )  # fmt: skip
    assert [who.get(f"/documents/{one}").status_code for one in ids] == [200, 404]
    staff = caller("reviewer")
    assert [staff.get(f"/documents/{one}").status_code for one in ids] == [200, 200]
    assert caller("filer", "other").get(f"/documents/{ids[0]}").status_code == 404
    with context.database.reading() as session:
        put = asked.documents_of_claim(working(session, filer(who.id)), claim_id)
        assert [(one.document.upload.id, one.use) for one in put] == [(ids[0], "counter_notice")]
        assert len(asked.documents_of_claim(working(session, seller), claim_id)) == 2


def test_others_read_the_copy_of_a_pdf_and_its_sender_and_staff_the_original(
    caller: Callable[..., Caller], context: Context
) -> None:
    who, staff, shop = caller("filer"), caller("reviewer"), caller("marketplace")
    data = makers.pdf(2, script="app.alert(1)", inside=b"MZ")
    made = send(who, data, "a.pdf").get_json()
    assert (made["sha256"], made["pages"]) == (hashlib.sha256(data).hexdigest(), 2)
    paper = {"kind": "evidence", "sha256": made["sha256"], "pass_on": True}
    filed = who.post("/complaints", complaint(documents=[paper])).get_json()
    address = f"/documents/{made['id']}"
    assert who.get(address).data == who.get(f"{address}/original").data == data
    original = staff.get(f"{address}/original")
    assert original.data == data
    for copy in (staff.get(address), shop.get(address)):
        assert copy.status_code == 200
        assert held_by(copy.data) == PAGE_ALONE
        assert copy.content_length == len(copy.data)
    for answer in (original, staff.get(address)):
        assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert shop.get(f"{address}/original").status_code == 404
    assert caller("filer", "other").get(f"{address}/original").status_code == 404
    with context.database.reading() as session:
        read = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "read")).all()
        kept = [(e.subject_id, e.actor_id, e.facts.get("as_sent")) for e in read]
        assert kept.count((made["id"], staff.id, True)) == 1
        assert kept.count((made["id"], staff.id, None)) == 2
    assert filed["targets"]


def _stored(session: Any, actor: Actor, context: Context, data: bytes) -> int:
    from complaints.papers.recognition import recognise_file

    file = io.BytesIO(data)
    paper = recognise_file(file, filename=None, declared=None, most_bytes=10**6)
    context.archive.put(file, paper.sha256)
    return documents.store_document(working(session, actor), paper, largest=10**6).upload.id
