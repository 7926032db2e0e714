"""Somebody sends, or looks at, files that are fine and costly, so that nobody else gets a turn."""

from __future__ import annotations

import functools
import io
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image

from complaints.http import places
from complaints.http.places import AGAIN_AFTER, Work
from complaints.http.uploads import PLACES
from complaints.rules.filing import documents as rules
from complaints.rules.logins.accounts import Limit
from tests.api.bodies import slug
from tests.api.test_documents import send
from tests.attacks.test_pushing_the_service_over import ask, healthy
from tests.papers import makers
from tests.scenes.callers import Caller
from tests.scenes.serving import serve_in_earnest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@functools.cache
def of_49_megapixels() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (7000, 7000), "white").save(out, "PNG", compress_level=1)
    return out.getvalue()


def test_six_connections_with_large_pictures_leave_a_turn_to_others(
    app: Flask, caller: Callable[..., Caller]
) -> None:
    # They took the four places there were, and everybody else was refused.
    greedy, other = caller("filer", "greedy"), caller("filer", "other")
    begin = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    body = begin + of_49_megapixels() + b"\r\n--x--\r\n"
    head = f"POST /api/v1/documents HTTP/1.1\nHost: localhost\nContent-Length: {len(body)}\n"
    head += f"Authorization: Bearer {greedy.secret}\nContent-Type: multipart/form-data; boundary=x"
    answers: list[tuple[int, str | None]] = []
    with serve_in_earnest(app) as server:

        def connect() -> None:
            status, fields, _body = ask(server, head, body)
            answers.append((status, fields.get("Retry-After")))

        threads = [threading.Thread(target=connect) for _ in range(6)]
        for thread in threads:
            thread.start()
        while not answers:
            pass
        assert send(other, makers.picture(), "a.png").status_code == 201
        assert healthy(server)
        for thread in threads:
            thread.join()
    assert (201, None) in answers
    assert set(answers) <= {(201, None), (503, str(AGAIN_AFTER))}


@pytest.fixture
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "PATIENCE", 0.0)


@pytest.mark.usefixtures("_nobody_waits")
def test_a_sender_at_work_finds_no_second_place_and_is_told_when_to_come_again(
    caller: Callable[..., Caller],
) -> None:
    who, other = caller("filer", "one"), caller("filer", "other")
    with PLACES.take_place(Work.RECOGNISE, f"filer:{who.id}"):
        answer = send(who, makers.picture(), "a.png")
        assert (answer.status_code, slug(answer)) == (503, "unavailable")
        assert answer.headers["Retry-After"] == str(AGAIN_AFTER)
        assert send(other, makers.picture(), "a.png").status_code == 201
    assert send(who, makers.picture(), "a.png").status_code == 201


@pytest.mark.usefixtures("_nobody_waits")
def test_who_has_a_pdf_drawn_holds_one_place_of_two(caller: Callable[..., Caller]) -> None:
    # Three previews of one PDF took both, and everybody else waited for five seconds.
    greedy, other = caller("filer", "greedy"), caller("filer", "other")
    # Papers that no other test has drawn.
    mine = send(greedy, makers.sized_pdf(5_001), "a.pdf").get_json()["id"]
    others = send(other, makers.sized_pdf(5_002), "a.pdf").get_json()["id"]
    with PLACES.take_place(Work.SHOW, f"filer:{greedy.id}"):
        assert greedy.get(f"/documents/{mine}/preview").status_code == 503
        assert other.get(f"/documents/{others}/preview").status_code == 200
    assert greedy.get(f"/documents/{mine}/preview").status_code == 200


def test_work_on_files_that_are_taken_is_counted_for_their_sender(
    caller: Callable[..., Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    who, other = caller("filer", "one"), caller("filer", "other")
    sender, network = rules.SENDING
    monkeypatch.setattr("complaints.http.uploads.SENDING", (Limit(1, sender.within), network))
    assert send(who, makers.picture(size=(2000, 2000)), "a.png").status_code == 201
    answer = send(who, makers.picture(), "b.png")
    assert (answer.status_code, slug(answer)) == (429, "too-many-attempts")
    assert "Your files took much work just now." in answer.get_json()["detail"]
    assert int(answer.headers["Retry-After"]) == answer.get_json()["retry_after"] <= 600
    assert send(other, makers.picture(), "a.png").status_code == 201


def test_work_on_documents_that_are_looked_at_is_counted_for_their_reader(
    caller: Callable[..., Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    who = caller("filer")
    # Pictures that no other test has drawn.
    first, second = (
        send(who, makers.picture(size=(2000, 2000), text=text), "a.png").get_json()["id"]
        for text in ("looked at", "looked at later")
    )
    monkeypatch.setattr("complaints.http.uploads.LOOKING", Limit(1, rules.LOOKING.within))
    assert who.get(f"/documents/{first}/preview").status_code == 200
    answer = who.get(f"/documents/{second}/preview")
    assert (answer.status_code, slug(answer)) == (429, "too-many-attempts")
    # What is drawn already costs nothing, and neither does one's own file.
    assert who.get(f"/documents/{first}/preview").status_code == 200
    assert who.get(f"/documents/{second}").status_code == 200
