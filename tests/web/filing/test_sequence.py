"""Filing a complaint at the pages: mistakes at each step, two windows, twice, in Chinese."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.http import rate_limits
from complaints.models import (
    Complaint,
    ComplaintDocument,
    ComplaintIdentity,
    Draft,
    FilerIdentity,
)
from complaints.schemas.filing.recognition import LONGEST_TEXT
from complaints.settings.rate_limits import read_quotas
from complaints.storage.context import Context
from complaints.web.filing.aiming import TOO_LONG
from tests.papers import makers
from tests.web.filing.desk import ANSWERS, ITEM, SIGNED, Owner, hidden, texts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _count(context: Context, model: type) -> int:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_complaint_from_nothing_to_its_receipt(app: Flask, context: Context) -> None:
    acme = Owner(app)
    began = acme.post("/file/")
    draft = began.headers["Location"].rsplit("/", 1)[0]
    assert "have not added a right" in acme.get(f"{draft}/right").get_data(as_text=True)
    number = draft.rsplit("/", 1)[1]
    assert acme.post("/rights/new", {"kind": "trademark", "draft": number}).status_code == 422
    mark = {"kind": "trademark", "title": "ACME", "number": "1", "jurisdiction": "CN"}
    registered = acme.post("/rights/new", {**mark, "draft": number})
    assert registered.headers["Location"] == f"{draft}/right"
    assert acme.post(f"{draft}/right", {"right_id": "1"}).headers["Location"] == f"{draft}/what"
    acme.fill(draft, text=f"{ITEM}1\n\u200b{ITEM}\u200b2\u2060")
    checked = acme.get(f"{draft}/check").get_data(as_text=True)
    assert "Our label is woven." in checked
    assert "2 listings" in checked
    abroad = {"REMOTE_ADDR": "8.8.8.8"}
    filed = acme.post(f"{draft}/check", environ_overrides=abroad)
    assert filed.headers["Location"] == "/complaints/1/receipt"
    receipt = acme.get("/complaints/1/receipt").get_data(as_text=True)
    for declared in (
        f"{ITEM}2",
        "The listing’s pictures show it",
        "Our label is woven.",
        "Ann Lee",
    ):
        assert declared in receipt, declared
    assert "\u200b" not in receipt, "what nobody sees is in no address"
    assert "We will look at 2 listings" in receipt
    with context.database.reading() as session:
        complaint = session.get_one(Complaint, 1)
        assert (complaint.channel, complaint.source) == ("form", f"filer-{acme.me.actor.id}")
        assert complaint.answers == {"how_known": "picture", "differences": "Our label is woven."}
        kinds = set(session.scalars(select(FilerIdentity.kind)))
        assert {"email", "ip", "ip_net"} <= kinds
    assert _count(context, Draft) == 0
    assert _count(context, ComplaintIdentity) >= 3
    for path in ("/complaints/", "/complaints/1", "/claims/1", "/complaints/table.csv"):
        assert acme.get(path).status_code == 200


@pytest.mark.parametrize(
    ("page", "sent", "said"),
    [
        ("right", {}, ["Select the right that is infringed."]),
        ("what", {"basis": "patent"}, ["A right of the kind “Trade mark” cannot"]),
        ("questions", {"answers.differences": "kept words"}, ["Answer this question."]),
        ("questions", {**ANSWERS, "answers.how_known": "test_purchase"},
         ["Answer this question.", "Answer this question."]),
        ("where", {"text": ""}, ["Paste at least one address or item number."]),
        ("where", {"text": f"{ITEM}1\nkept words"}, ["We cannot use some of the lines."]),
        ("declare", {"declaration.signed_by": "kept words"}, ["Agree to each"]),
        ("declare", {**SIGNED, "declaration.agreed": ["truth"]}, ["Agree to each"]),
        ("declare", {"declaration.language": "en"}, ["Enter your full name.", "Agree to each"]),
    ],
)  # fmt: skip
def test_what_was_typed_stays_and_what_is_wrong_is_said(
    app: Flask, page: str, sent: dict[str, str], said: list[str]
) -> None:
    acme = Owner(app)
    draft = acme.begin(acme.register())
    acme.post(f"{draft}/what", {"basis": "counterfeit"})
    acme.post(f"{draft}/where", {"text": f"{ITEM}1", "do": "next"})
    answer = acme.post(f"{draft}/{page}", sent)
    assert answer.status_code == 422
    assert [text[: len(part)] for text, part in zip(texts(answer), said, strict=True)] == said
    if "kept words" in str(sent):
        assert "kept words" in answer.get_data(as_text=True)


def test_addresses_are_checked_dropped_and_taken_from_a_file(app: Flask, context: Context) -> None:
    acme = Owner(app)
    draft = acme.begin(acme.register())
    acme.post(f"{draft}/what", {"basis": "counterfeit"})
    text = f"{ITEM}1\nnonsense\n{ITEM}1\nhttps://shop.example.com/p/7"
    assert (
        "#found" in acme.post(f"{draft}/where", {"text": text, "do": "check"}).headers["Location"]
    )
    page = acme.get(f"{draft}/where").get_data(as_text=True)
    for remark in ("You can report 2 listings", "same as line 1", "site not known here", "Taobao"):
        assert remark in page, remark
    table = acme.post(f"{draft}/where/table", {"text": text})
    assert "<html" not in table.get_data(as_text=True)
    assert acme.post(f"{draft}/where", {"text": text, "do": "drop"}).status_code == 303
    upload = (
        io.BytesIO("url;店铺\nhttps://www.etsy.com/listing/5;小店\n".encode("gb18030")),
        "a.csv",
    )
    sent = {"text": "", "do": "next", "file": upload}
    added = acme.post(f"{draft}/where", sent, content_type="multipart/form-data")
    assert added.status_code == 303
    with context.database.reading() as session:
        (target,) = session.scalars(select(Draft)).one().data["where"]["targets"]
    assert target == {"url": "https://www.etsy.com/listing/5", "store_name": "小店"}
    binary = {"text": f"{ITEM}1", "do": "next", "file": (io.BytesIO(b"\0\xff\0"), "a.xlsx")}
    wrong = acme.post(f"{draft}/where", binary, content_type="multipart/form-data")
    assert texts(wrong)[0].startswith("We cannot read this file")
    assert f"{ITEM}1" in wrong.get_data(as_text=True)


def test_two_windows_show_both_and_the_later_one_counts(app: Flask, context: Context) -> None:
    acme = Owner(app)
    draft = acme.begin(acme.register())
    acme.post(f"{draft}/what", {"basis": "counterfeit"})
    version = hidden(acme.get(f"{draft}/questions"), "version")
    first = {**ANSWERS, "answers.differences": "from one window", "version": version}
    second = {**ANSWERS, "answers.differences": "from the other", "version": version}
    assert acme.post(f"{draft}/questions", first).status_code == 303
    late = acme.post(f"{draft}/questions", second)
    assert late.status_code == 412
    page = late.get_data(as_text=True)
    assert "from one window" in page
    assert "from the other" in page
    again = acme.post(f"{draft}/questions", {**second, "version": hidden(late, "version")})
    assert again.status_code == 303
    with context.database.reading() as session:
        kept = session.scalars(select(Draft)).one().data["what"]["answers"]["differences"]
    assert kept == "from the other"


def test_a_form_sent_twice_and_the_back_button_file_once(app: Flask, context: Context) -> None:
    acme = Owner(app)
    draft = acme.begin(acme.register())
    acme.fill(draft)
    form = {"once": hidden(acme.get(f"{draft}/check"), "once")}
    first, second = acme.post(f"{draft}/check", form), acme.post(f"{draft}/check", form)
    assert first.headers["Location"] == second.headers["Location"] == "/complaints/1/receipt"
    # Who goes back finds the receipt; from another browser there is no such draft any more.
    back = acme.get(f"{draft}/check")
    assert (back.status_code, back.headers["Location"]) == (303, "/complaints/1/receipt")
    assert acme.post(f"{draft}/check", {}).status_code == 404
    assert Owner(app).get(f"{draft}/check").status_code == 404
    assert _count(context, Complaint) == 1


def test_what_stood_in_a_form_is_there_after_the_window_was_closed(app: Flask) -> None:
    acme = Owner(app)
    draft = acme.begin(acme.register())
    acme.post(f"{draft}/what", {"basis": "counterfeit"})
    kept = acme.post(f"{draft}/typed/questions", {"answers.differences": "half a sentence"})
    assert kept.status_code == 204
    assert "half a sentence" in acme.get(f"{draft}/questions").get_data(as_text=True)
    acme.post(f"{draft}/questions", ANSWERS)
    assert "half a sentence" not in acme.get(f"{draft}/questions").get_data(as_text=True)
    other = Owner(app, name="other")
    assert other.get(f"{draft}/questions").status_code == 404
    assert acme.post(f"{draft}/delete", {"confirmed": "true"}).status_code == 303
    assert acme.get(f"{draft}/questions").status_code == 404


def test_no_text_that_a_database_cannot_keep_and_no_endless_version(app: Flask) -> None:
    acme = Owner(app)
    draft = acme.begin(acme.register())
    assert acme.post(f"{draft}/typed/what", {"statement": "a\0b"}).status_code == 422
    assert acme.post(f"{draft}/typed/nothing", {"statement": "a"}).status_code == 404
    much = acme.post(f"{draft}/where", {"text": "x" * (LONGEST_TEXT + 1), "do": "next"})
    assert (much.status_code, str(TOO_LONG) in much.text) == (422, True)
    other = acme.post(f"{draft}/what", {"basis": "patent"})
    assert other.status_code == 422, "a trade mark is no patent"
    assert acme.post(f"{draft}/what", {"basis": "?", "version": "9" * 5000}).status_code == 422


def test_the_sequence_in_chinese(app: Flask) -> None:
    acme = Owner(app)
    acme.get("/file/?lang=zh")
    draft = acme.begin(acme.register())
    page = acme.post(f"{draft}/where", {"text": "nonsense"})
    assert texts(page) == ["部分行无法使用。请更正，或不含这些行继续。"]
    assert "该网址没有指向公开网站" in page.get_data(as_text=True)
    acme.post(f"{draft}/what", {"basis": "counterfeit"})
    acme.post(f"{draft}/where", {"text": f"{ITEM}1", "do": "next"})
    assert "加倍承担赔偿责任" in acme.get(f"{draft}/declare").get_data(as_text=True)


def test_while_a_listing_is_open_nothing_is_filed_twice(app: Flask, context: Context) -> None:
    acme = Owner(app)
    acme.file()
    draft = acme.begin(1)
    acme.fill(draft)
    again = acme.post(f"{draft}/check")
    assert again.headers["Location"] == f"{draft}/where"
    assert "already open" in acme.get(f"{draft}/where").get_data(as_text=True)
    assert _count(context, Complaint) == 1


def test_evidence_comes_with_the_form_and_goes_with_the_complaint(
    app: Flask, context: Context
) -> None:
    acme = Owner(app)
    draft = acme.begin(acme.register())
    acme.fill(draft)
    good, bad = (io.BytesIO(makers.picture()), "photo.png"), (io.BytesIO(b"MZ no picture"), "a.png")
    sent = {"do": "keep", "files": [good, bad]}
    answer = acme.post(f"{draft}/evidence", sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "photo.png" in page
    assert texts(answer)[0].startswith("a.png")
    assert "in another window" not in page
    number = hidden(answer, "documents")
    named = {"documents": number, f"kind-{number}": "authorization", "do": "next"}
    assert acme.post(f"{draft}/evidence", named).status_code == 303
    assert "1 file" in acme.get(f"{draft}/check").get_data(as_text=True)
    assert acme.post(f"{draft}/check").status_code == 303
    with context.database.reading() as session:
        paper = session.scalars(select(ComplaintDocument)).one()
        assert (paper.kind, paper.filename) == ("authorization", "photo.png")
    assert "photo.png" in acme.get("/complaints/1").get_data(as_text=True)


def test_the_overview_shows_what_waits(app: Flask) -> None:
    acme = Owner(app)
    acme.file()
    acme.begin(1)
    page = acme.get("/").get_data(as_text=True)
    assert "/complaints/1" in page
    assert "You do not need to do anything now." in page
    assert "/file/2/" in page


def test_what_is_filed_on_the_pages_counts_as_what_programs_file(app: Flask) -> None:
    rate_limits.install(app, read_quotas("file=1/60"))
    acme = Owner(app)
    assert acme.file() == 1
    draft = acme.begin(1)
    acme.fill(draft, text=f"{ITEM}2")
    refused = acme.post(f"{draft}/check")
    assert refused.status_code == 429
    assert "Send it again in 60 seconds" in refused.get_data(as_text=True)
    assert "RateLimit" not in refused.headers
    # The draft is kept, and is filed later.
    rate_limits.install(app, read_quotas("file=1/60"))
    assert acme.post(f"{draft}/check").status_code == 303
