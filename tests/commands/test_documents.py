"""`documents strip`: pictures that were stored before arrival took out where they were taken."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.commands.documents import documents_group
from complaints.models import Document, DocumentAsSent, DocumentContent, Upload
from complaints.papers.recognition import UploadedFile, recognise_file
from complaints.rules.actors import Actor, filer
from complaints.services.filing import documents
from complaints.storage.context import Context
from tests.api.bodies import complaint
from tests.papers import makers
from tests.papers.test_metadata import PLACE, photo
from tests.scenes.callers import Caller
from tests.scenes.working import working


def as_before(context: Context, actor: Actor, data: bytes) -> str:
    """Store a picture as it was sent, as the service did before; return its digest."""
    sha256 = hashlib.sha256(data).hexdigest()
    context.archive.put(io.BytesIO(data), sha256)
    paper = UploadedFile(sha256, "photo", "image/jpeg", len(data), 600, 400, None)
    with context.database.transaction() as session:
        documents.store_document(working(session, actor, utcnow()), paper, largest=10**7)
    return sha256


@pytest.mark.both_databases
def test_what_was_stored_loses_its_place_and_keeps_its_digest_as_sent(
    context: Context, caller: Callable[..., Caller], run: Callable[..., str]
) -> None:
    acme, bond = caller("filer", "acme"), caller("filer", "bond")
    old, twin = photo("JPEG"), photo("JPEG", quality=60)
    first = as_before(context, filer(acme.id), old)
    second = as_before(context, filer(acme.id), twin)
    plain = as_before(context, filer(acme.id), makers.picture("JPEG"))
    body = complaint(documents=[{"sha256": each, "kind": "evidence"} for each in (first, second)])
    filed = acme.post("/complaints", body).get_json()
    # The same picture came again since, from the same account and from another.
    for who in (acme, bond):
        paper = recognise_file(io.BytesIO(twin), filename=None, declared=None, most_bytes=10**7)
        context.archive.put(paper.content, paper.sha256)
        with context.database.transaction() as session:
            documents.store_document(
                working(session, filer(who.id), utcnow()), paper, largest=10**7
            )

    assert "Place and camera taken out of: 2." in run(documents_group, "strip")

    with context.database.reading() as session:
        rows = session.execute(
            select(Document.sha256, DocumentContent.size).join(
                DocumentContent, DocumentContent.document_id == Document.id
            )
        ).all()
        sent = set(session.scalars(select(DocumentAsSent.sha256)))
        copies = session.scalars(select(Upload.owner_id).order_by(Upload.owner_id)).all()
    assert sent == {first, second}
    assert len(rows) == 3, "both copies of one picture are one document"
    for sha256, size in rows:
        data = context.archive.read(sha256)
        assert (PLACE in data, len(data)) == (False, size)
        assert hashlib.sha256(data).hexdigest() == sha256
    assert sorted(copies) == sorted([acme.id, acme.id, acme.id, bond.id])
    now = acme.get(f"/complaints/{filed['id']}").get_json()["documents"]
    assert {each["sha256"] for each in now} == {row.sha256 for row in rows} - {plain}
    # Whoever names the file by the digest of what they have, means it still.
    body = complaint(documents=[{"sha256": first, "kind": "evidence"}], targets=[
        {"url": "https://item.taobao.com/item.htm?id=99001"}])  # fmt: skip
    again = acme.post("/complaints", body).get_json()
    named = acme.get(f"/complaints/{again['id']}").get_json()["documents"]
    assert named[0]["sha256"] in {each["sha256"] for each in now}
    assert "taken out of: 0." in run(documents_group, "strip")
