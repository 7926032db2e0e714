"""Receipts and letters as PDF: in both languages, the same bytes for the same record."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from complaints.papers import printing
from complaints.papers.printing import Printed
from tests.api.bodies import ITEM, complaint
from tests.scenes.callers import Caller


def words(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return text.replace("\n", "")


def filed(who: Caller, **given: Any) -> Any:
    paper = {"kind": "registration", "sha256": "a" * 64, "filename": "注册证.pdf"}
    targets = [{"url": f"{ITEM}{n}"} for n in range(1, 4)]
    body = complaint(documents=[paper], targets=targets, statement="第一行 #panic()\n<b>", **given)
    return who.post("/complaints", body).get_json()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_receipt_says_what_was_filed_and_what_became_of_it(caller: Callable[..., Caller]) -> None:
    who, staff = caller("filer"), caller("reviewer")
    made = filed(who)
    claim = made["targets"][0]["claim_id"]
    staff.post(f"/claims/{claim}/decide", {"decision": "take_down", "reason": "shown"})
    path = f"/complaints/{made['id']}/receipt.pdf"
    answer = who.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith(
        f'attachment; filename="{made["reference"]}'
    )
    said = words(answer.data)
    for part in (made["reference"], f"{ITEM}3", "Taken down", "Received", "注册证.pdf", "a" * 64,
                 "第一行 #panic()", "<b>", f"/complaints/{made['id']}"):  # fmt: skip
        assert part in said, part
    assert who.get(path).data == answer.data
    assert str(PdfReader(io.BytesIO(answer.data)).root_object["/Lang"]) == "en"
    chinese = who.get(path, query_string={"language": "zh"})
    assert chinese.headers["Content-Language"] == "zh"
    assert "投诉回执" in words(chinese.data)
    assert "已下架" in words(chinese.data)
    assert "编号" in words(chinese.data)
    assert "数量" not in words(chinese.data)
    wished = {"Accept-Language": "zh"}
    asked = who.get(path, headers=wished)
    assert (asked.headers["Content-Language"], asked.headers["Vary"]) == ("zh", "Accept-Language")
    assert asked.data == chinese.data
    # What the address names goes before what the header asks for.
    named = who.get(path, headers=wished, query_string={"language": "en"})
    assert named.headers["Content-Language"] == "en"
    assert named.data == answer.data
    assert caller("filer", "other").get(path).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_letter_is_printed_without_the_link_that_answers(caller: Callable[..., Caller]) -> None:
    who, staff = caller("filer"), caller("reviewer")
    made = filed(who)
    letters = staff.get("/letters", query_string={"complaint": made["id"]}).get_json()["items"]
    for one in letters:
        answer = staff.get(f"/letters/{one['id']}/letter.pdf", headers={"Accept-Language": "zh"})
        assert answer.status_code == 200
        assert answer.headers["Content-Language"] == "en, zh"
        assert made["reference"] in words(answer.data)
    assert letters


def test_a_name_in_a_script_that_the_font_lacks_is_printed_all_the_same() -> None:
    strange = Printed("en", "Clean Hands", "1", "한국 ไทย مرحبا 😀 𠮷", "", [])
    pdf = printing.pdf(strange, made_at=datetime(2026, 7, 1, tzinfo=UTC))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_what_is_printed_is_tagged_for_readers_of_the_screen() -> None:
    plain = Printed("zh", "Clean Hands", "1", "投诉", "", [printing.steps(["甲", "乙"])])
    root = PdfReader(io.BytesIO(printing.pdf(plain, made_at=datetime(2026, 7, 1, tzinfo=UTC))))
    assert root.root_object["/MarkInfo"]["/Marked"]
    assert str(root.root_object["/Lang"]) == "zh"
