"""Files from pages: with a form, and one by one from a script. A bad one harms no other."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Blueprint, Flask, request
from marshmallow import Schema

from complaints.app import create_app
from complaints.base.errors import not_found
from complaints.http import uploads as sending
from complaints.kit import uploads
from complaints.kit.pages import ANYONE, FILERS, Answer, PageCall, page
from complaints.rules.actors import Actor, ActorKind, Role
from complaints.schemas import fields
from complaints.storage.context import Context
from complaints.words import message
from tests.api.bodies import complaint
from tests.papers import makers
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

HERE = {"Origin": "http://localhost"}
JSON = {**HERE, "Accept": "application/json"}


class NoteIn(Schema):
    note = fields.String(required=True)


def seller(call: PageCall, number: int) -> Actor:
    if number != 7:
        raise not_found(message("page"))
    return Actor(ActorKind.SELLER, number, Role.SELLER)


def as_seller(call: PageCall, number: int) -> PageCall:
    """Return the request as the holder of a link has it (web/secret_links.py)."""
    return replace(call, work=call.work.by(seller(call, number)))


def pages() -> Blueprint:
    made = Blueprint("trial", __name__, url_prefix="/trial")

    @page(made, "GET", "", who=FILERS)
    def show(call: PageCall) -> Answer:
        names = ",".join(one["name"] for one in uploads.arrived_files(call))
        return f"{names}|{call.sent.errors.get('files', '')}|{call.sent.values.get('note', '')}"

    @page(made, "POST", "", who=FILERS, again=show, files=uploads.me)
    def keep(call: PageCall) -> Answer:
        call.form(NoteIn, besides=("documents",))
        arrived = uploads.take_files(call)
        if arrived.refused:
            return uploads.show_again(call, arrived, show)
        return ",".join(str(one.upload.id) for one in arrived.documents)

    @page(made, "POST", "/led", who=FILERS, files=uploads.me)
    def led(call: PageCall) -> Answer:
        ids = ",".join(str(one.upload.id) for one in uploads.take_files(call).documents)
        return call.redirect("trial.show", ids=ids)

    @page(made, "POST", "/taken", who=FILERS)
    def taken(call: PageCall) -> Answer:
        return call.redirect("trial.show", bytes=request.files["file"].stream.read())

    @page(made, "POST", "/<int:number>", who=ANYONE, files=seller)
    def send(call: PageCall, number: int) -> Answer:
        return uploads.answer_script(as_seller(call, number))

    @page(made, "GET", "/<int:number>/<int:document_id>", who=ANYONE)
    def read(call: PageCall, number: int, document_id: int) -> Answer:
        found = uploads.open_document(as_seller(call, number), document_id)
        return sending.content(found, call.context, seller(call, number))

    return made


_apps: list[Flask] = []


@pytest.fixture
def app(context: Context) -> Flask:
    """The application with the pages on trial; made once, each test puts its database behind it."""
    if not _apps:
        _apps.append(create_app(context))
        _apps[0].register_blueprint(pages())
    (made,) = _apps
    made.extensions["cleanhands"] = context
    return made


def files(*given: tuple[bytes, str]) -> list[Any]:
    return [(io.BytesIO(data), name) for data, name in given]


def test_of_a_batch_the_good_ones_stay(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer")
    batch = files((makers.pdf(1), "a.pdf"), (b"nothing", "b.pdf"), (makers.picture(), "c.png"))
    sent = {"note": "typed", "files": batch}
    answer = client.post("/trial", data=sent, headers={**HERE, "Accept-Language": "zh"})
    assert answer.status_code == 422
    assert answer.text == "a.pdf,c.png|b.pdf: 这不是 PDF、PNG、JPEG 或 WebP 文件。|typed"
    named = {
        "note": "x",
        "documents": ["2", "1", "99", "-", "2"],
        "files": files((makers.pdf(2), "d.pdf")),
    }
    assert client.post("/trial", data=named, headers=HERE).text == "2,1,3"
    assert (
        client.post("/trial", data={"note": "x", "files": files((b"", ""))}, headers=HERE).text
        == ""
    )


def test_another_file_of_the_same_name_makes_another_form(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer")
    acted = []
    for data in (makers.pdf(1), makers.pdf(2), makers.pdf(2)):
        sent = {"once": "a-key", "files": files((data, "image.pdf"))}
        acted.append(client.post("/trial/led", data=sent, headers=HERE).location)
    assert [place.rsplit("?", 1)[1] for place in acted] == ["ids=1", "ids=2", "ids=2"]
    told = [
        client.post("/trial/taken", data={"once": "b", "file": files((data, "a.csv"))},
                    headers=HERE).location
        for data in (b"one", b"two", b"one")
    ]  # fmt: skip
    assert [place.rsplit("?", 1)[1] for place in told] == ["bytes=one", "bytes=two", "bytes=one"]


def test_a_form_refused_for_other_reasons_keeps_its_files(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer")
    answer = client.post("/trial", data={"files": files((makers.pdf(1), "a.pdf"))}, headers=HERE)
    assert (answer.status_code, answer.text) == (422, "a.pdf||")


def test_more_than_ten_files_are_told(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "filer")
    many = files(*((makers.pdf(1), f"{n}.pdf") for n in range(12)))
    answer = client.post("/trial", data={"note": "x", "files": many}, headers=HERE)
    assert answer.status_code == 422
    assert "10.pdf: Send at most ten files at once." in answer.text
    assert "9.pdf:" not in answer.text


def test_a_script_sends_one_file_and_hears_in_its_language(app: Flask) -> None:
    client = app.test_client()
    me = sign_in(client, "filer")
    sent = client.post("/documents", data={"file": files((makers.pdf(1), "a.pdf"))}, headers=JSON)
    assert (sent.status_code, sent.get_json()["name"]) == (201, "a.pdf")
    made = sent.get_json()["id"]
    assert client.get(f"/documents/{made}").data == makers.pdf(1)
    assert client.get(f"/documents/{made}/preview").mimetype == "image/png"
    lied = {"file": files((makers.picture(), "a.pdf"))}
    told = client.post("/documents?lang=zh", data=lied, headers=JSON)
    assert told.status_code == 422
    assert told.get_json()["detail"] == "文件内容是 PNG，但名称显示为其他类型。"
    assert client.post("/documents", data={}, headers=JSON).status_code == 422
    other = app.test_client()
    sign_in(other, "filer", "other")
    assert other.get(f"/documents/{made}").status_code == 404
    assert me.actor.filer_id is not None


def test_receipts_and_letters_are_printed_for_those_they_concern(
    app: Flask, caller: Callable[..., Caller]
) -> None:
    acme = caller("filer", "acme")
    made = acme.post("/complaints", complaint()).get_json()["id"]
    owner, stranger, staff = app.test_client(), app.test_client(), app.test_client()
    sign_in(owner, "filer", "acme")
    sign_in(stranger, "filer", "other")
    sign_in(staff, "reviewer")
    receipt = owner.get(f"/documents/receipts/{made}?lang=zh")
    assert (receipt.mimetype, receipt.data[:5]) == ("application/pdf", b"%PDF-")
    assert stranger.get(f"/documents/receipts/{made}").status_code == 404
    letter = staff.get("/console/letters/1/letter.pdf")
    assert (letter.mimetype, letter.data[:5]) == ("application/pdf", b"%PDF-")
    assert owner.get("/console/letters/1/letter.pdf").status_code == 404


def test_a_visitor_sends_nothing_and_a_link_only_its_own(app: Flask, context: Context) -> None:
    client = app.test_client()
    body = {"file": files((makers.pdf(1), "a.pdf"))}
    assert client.post("/documents", data=body, headers=JSON).status_code == 401
    body = {"file": files((makers.pdf(1), "a.pdf"))}
    assert client.post("/trial/8", data=body, headers=JSON).status_code == 404
    assert context.archive.is_empty()
    body = {"file": files((makers.pdf(1), "a.pdf"))}
    made = client.post("/trial/7", data=body, headers=JSON).get_json()["id"]
    assert client.get(f"/trial/7/{made}").data == makers.pdf(1)
    assert client.get(f"/trial/8/{made}").status_code == 404
