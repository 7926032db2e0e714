"""Two accounts send one certificate, the second re-encoded: the scan sees nearly the same paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.jobs import scanning, worker
from complaints.models import DocumentLook
from complaints.rules.policy.policies import Policies
from complaints.storage.context import Context
from tests.api.bodies import complaint
from tests.papers import makers
from tests.papers.certificates import certificate, copies, png
from tests.scenes.callers import Caller


def send(who: Caller, data: bytes) -> str:
    sent = who.post("/documents", data={"file": (io.BytesIO(data), "paper")})
    made: str = sent.get_json()["sha256"]
    return made


def file(who: Caller, reference: str, phone: str, sha256: str, listing: int) -> None:
    filer = {
        "reference": reference,
        "name": reference,
        "kind": "individual",
        "phone": phone,
    }
    right = {
        "kind": "trademark",
        "number": f"77{listing}",
        "jurisdiction": "CN",
        "title": reference,
    }
    body: dict[str, Any] = complaint(
        filer=filer, right=right, documents=[{"kind": "registration", "sha256": sha256}],
        targets=[{"url": f"https://item.taobao.com/item.htm?id={listing}"}],
    )  # fmt: skip
    assert who.post("/complaints", body).status_code == 201


def shared(context: Context) -> dict[str, Any]:
    """What the scan says that accounts share, by filer."""
    found = scanning.sweep(context.database, Policies(), now=utcnow() + timedelta(hours=1))
    return {
        filer.reference: signal
        for filer in found.report.filers
        for signal in filer.signals
        if signal.detector == "shared_hands"
    }


def test_a_paper_come_again_is_shared_and_another_on_the_form_is_not(
    caller: Callable[..., Caller], context: Context
) -> None:
    partner, present = caller("partner"), utcnow()
    mine = send(partner, png(certificate(1)))
    again = send(partner, copies(certificate(1))["encoded"])
    other = send(partner, png(certificate(1, number="12345678")))
    send(partner, makers.pdf(1))
    worker.run_pending(context, present)
    with context.database.reading() as session:
        looks = session.scalars(select(DocumentLook).order_by(DocumentLook.document_id)).all()
    first = looks[0].document_id
    assert [look.alike_id for look in looks] == [first, first, None, None]
    assert [look.hash is None for look in looks] == [False, False, False, True]

    file(partner, "ann", "+49 30 1234567", mine, 1)
    file(partner, "ben", "+49 30 1234567", again, 2)
    file(partner, "cas", "+49 30 7654321", other, 3)
    file(partner, "dan", "+49 30 7654321", mine, 4)
    said = shared(context)
    # Who showed it first is not to blame for who copies it.
    assert "ann" not in said
    assert said["ben"].numbers["near_paper_shared_by"] == 3
    assert "paper_shared_by" not in said["ben"].numbers
    assert "nearly the same document" in str(said["ben"].message)
    assert "cas" not in said
