"""What scripts add to a page: uploads, drafts, keys, charts, graph; in a browser, under our CSP."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Response, jsonify, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.datastructures import MultiDict

from complaints.app import create_app
from complaints.kit.forms import Sent
from complaints.storage.context import Context
from tests.scenes.browsing import violations
from tests.scenes.serving import serve

pytestmark = pytest.mark.browser

WRONG = Sent(
    MultiDict([("right.number", "12x"), ("merit", "manifest")]),
    {"right.number": "Give a number.", "sworn": "Tick this."},
    (("right.number", "Give a number."), ("sworn", "Tick this.")),
)
GRAPH = {
    "nodes": [
        {"id": "filer:1", "label": "Acme", "kind": "filer", "role": "suspect", "x": 0, "y": 0},
        {"id": "store:1", "label": "Shop", "kind": "store", "role": "around", "x": 1, "y": 1,
         "url": "/docs/"},
    ],
    "edges": [{"source": "filer:1", "target": "store:1", "kind": "complained of", "weight": 12}],
    "kinds": {"complained of": "Complained of", "runs": "Runs the store"},
}  # fmt: skip
MORE = {
    "nodes": [*GRAPH["nodes"], {"id": "operator:1", "label": "Li", "kind": "operator",
                                "role": "around", "x": 0.5, "y": 0.5}],
    "edges": [*GRAPH["edges"], {"source": "operator:1", "target": "store:1", "kind": "runs"}],
}  # fmt: skip
PASSKEY = {
    "challenge": "AAECAwQFBgc",
    "rp": {"name": "Bench", "id": "localhost"},
    "user": {"id": "AQID", "name": "ann", "displayName": "Ann"},
    "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
    "authenticatorSelection": {"residentKey": "required"},
}
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Heard:
    """What the page posted, and a signal for each."""

    def __init__(self) -> None:
        self.drafts: list[dict[str, str]] = []
        self.files: list[str] = []
        self.saved = threading.Event()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def bench(demo_context: Context, heard: Heard) -> Iterator[str]:
    """The address of a page that holds one of each, on an application of its own."""
    app = create_app(demo_context)
    pages = Blueprint("bench", __name__)

    @pages.get("/bench")
    def show() -> str:
        wrong = WRONG if "wrong" in request.args else Sent()
        return render_template("bench.html", sent=wrong, graph=GRAPH)

    @pages.post("/bench/draft")
    def draft() -> Response:
        heard.drafts.append(request.form.to_dict())
        heard.saved.set()
        return Response('<link rel="icon" href="data:,">kept')

    @pages.get("/bench/passkey/<ceremony>")
    def passkey(ceremony: str) -> str:
        return render_template("passkey.html", ceremony=ceremony, options=PASSKEY)

    @pages.post("/bench/table")
    def table() -> str:
        return f"<p>{len(request.form['urls'].split())} read</p>"

    @pages.post("/bench/files")
    def file() -> tuple[Any, int]:
        name = request.files["file"].filename or ""
        if name.endswith(".exe"):
            return jsonify(title="No", detail="This is no PDF and no picture."), 422
        heard.files.append(name)
        return jsonify(id=len(heard.files), name=name), 201

    @pages.get("/bench/around")
    def around() -> Any:
        assert request.args["expand"] == "store:1"
        return jsonify(MORE)

    app.register_blueprint(pages)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(Path(__file__).parent), app.jinja_loader]  # type: ignore[list-item]
    )
    with serve(app) as address:
        yield f"{address}/bench"


# Between the first two every language and width.
@pytest.mark.parametrize(
    ("width", "lang"),
    [
        (390, "zh"),
        (1280, "en"),
        pytest.param(390, "en", marks=pytest.mark.thorough),
        pytest.param(1280, "zh", marks=pytest.mark.thorough),
    ],
)
def test_every_piece_is_accessible(page: Page, bench: str, lang: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{bench}?wrong=1&lang={lang}")
        expect(page.locator(".ch-chart svg")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_summary_leads_to_the_field_and_keeps_what_was_typed(page: Page, bench: str) -> None:
    page.goto(f"{bench}?wrong=1")
    assert page.title().startswith("Error:")
    page.get_by_role("link", name="Give a number.").click()
    expect(page.locator("#right-number")).to_be_focused()
    expect(page.locator("#right-number")).to_have_value("12x")
    expect(page.get_by_label("Why manifest")).to_be_visible()
    page.get_by_label("Unfounded", exact=True).check()
    expect(page.get_by_label("Why manifest")).to_be_hidden()


def test_files_go_one_by_one_and_can_be_taken_back(
    browser: Browser, bench: str, heard: Heard
) -> None:
    # Not the page of the others: a refused file is an error on the console.
    page = browser.new_page()
    page.goto(bench)
    page.locator("[data-started=upload]").wait_for()
    files = [{"name": name, "mimeType": "application/pdf", "buffer": b"%PDF"} for name in
             ("a.pdf", "b.exe")]  # fmt: skip
    page.locator("#evidence").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator("input[name=documents][value='1']")).to_have_count(1)
    expect(page.get_by_text("This is no PDF and no picture.").first).to_be_visible()
    page.get_by_role("button", name=re.compile("Remove: a.pdf")).click()
    expect(page.locator("input[name=documents]")).to_have_count(0)
    page.close()
    assert heard.files == ["a.pdf"]


def test_300_files_go_one_after_another_in_their_order(
    page: Page, bench: str, heard: Heard
) -> None:
    page.goto(bench)
    page.locator("[data-started=upload]").wait_for()
    names = [f"{999 - number}.pdf" for number in range(300)]
    files = [{"name": name, "mimeType": "application/pdf", "buffer": b"%PDF"} for name in names]
    page.locator("#evidence").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator("input[name=documents][value='300']")).to_have_count(1)
    assert heard.files == names


def test_a_file_that_never_arrives_is_sent_again_by_hand(
    browser: Browser, bench: str, heard: Heard
) -> None:
    # Not the page of the others: a request that fails is an error on the console.
    page = browser.new_page()
    page.goto(bench)
    page.locator("[data-started=upload]").wait_for()
    page.clock.install()
    page.route("**/bench/files", lambda route: route.abort())
    page.locator("#evidence").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    again = page.get_by_role("button", name=re.compile("Send again: a.pdf"))
    for seconds in (1, 2, 4, 8, 16, 32, 60, 60, 60):
        expect(page.get_by_text(f"We send it again in {seconds} seconds.")).to_be_visible()
        page.clock.fast_forward(seconds * 1000)
    expect(again).to_be_visible()
    assert heard.files == []
    page.unroute("**/bench/files")
    again.click()
    expect(page.locator("input[name=documents]")).to_have_count(1)
    page.close()


def test_a_draft_saves_itself_and_takes_a_dropped_csv(page: Page, bench: str, heard: Heard) -> None:
    page.goto(bench)
    page.locator("[data-started=csv-drop]").wait_for()
    page.locator("[data-started=autosave]").wait_for()
    text = "url,price\nhttps://a.example/1,12\nhttps://a.example/2,9"
    page.locator("#csv").set_input_files(
        {"name": "l.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    expect(page.get_by_text("2 addresses taken from l.csv.")).to_be_visible()
    expect(page.locator("#urls")).to_have_value(text)
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    assert heard.drafts[-1]["urls"].replace("\r\n", "\n") == text


def test_rows_are_walked_by_keys(page: Page, bench: str) -> None:
    page.goto(bench)
    page.locator("[data-started=queue]").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1)).to_have_class(re.compile("ch-here"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Take it")
    page.keyboard.press("Escape")
    page.keyboard.down("t")
    page.keyboard.down("t")  # held: what a key does is done once
    page.keyboard.up("t")
    expect(page.locator("#took")).to_be_checked()
    page.locator("#right-number").press("j")
    expect(page.locator("#right-number")).to_have_value("j")


def test_a_table_sorts_and_a_graph_unfolds(page: Page, bench: str) -> None:
    page.goto(bench)
    page.get_by_role("button", name="Score").click()
    expect(page.locator("[data-row]").first).to_contain_text("second")
    page.locator(".ch-graph text", has_text="Acme").wait_for()
    page.locator(".ch-graph__canvas text", has_text="Shop").click(force=True)
    expect(page.get_by_role("link", name="Open it")).to_have_attribute("href", "/docs/")
    page.get_by_role("button", name="Show more around it").click()
    expect(page.get_by_text("1 more around Shop.")).to_be_visible()
    page.get_by_label("Complained of").uncheck()
    expect(page.get_by_label("Runs the store")).to_be_checked()


def test_what_is_typed_is_answered_while_one_types(page: Page, bench: str) -> None:
    page.goto(bench)
    page.locator("[data-started=recognise]").wait_for()
    page.locator("#urls").fill("https://a.example/1 https://a.example/2")
    expect(page.locator("#found")).to_have_text("2 read")
    expect(page.get_by_text("Draft saved at")).to_be_visible()


@contextmanager
def _late(page: Page, *behaviours: str) -> Iterator[None]:
    """Let these behaviours' scripts arrive only at the end of the block."""
    waiting: list[Route] | None = []

    def hold(route: Route) -> None:
        route.continue_() if waiting is None else waiting.append(route)

    page.route(re.compile(f"/({'|'.join(behaviours)})[.]js"), hold)
    yield
    held, waiting = waiting, None
    for route in held:
        route.continue_()


def test_what_is_done_before_the_scripts_arrive_is_not_lost(
    page: Page, bench: str, heard: Heard
) -> None:
    with _late(page, "autosave", "csv_drop", "recognise", "upload"):
        page.goto(bench)
        page.locator("#urls").fill("https://a.example/1 https://a.example/2")
        page.locator("#evidence").set_input_files(
            {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
        )
        page.locator("#csv").set_input_files(
            {"name": "l.csv", "mimeType": "text/csv", "buffer": b"url\nhttps://a.example/3"}
        )
    expect(page.get_by_text("1 addresses taken from l.csv.")).to_be_visible()
    expect(page.locator("#found")).to_have_text("3 read")
    expect(page.locator("input[name=documents][value='1']")).to_have_count(1)
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    assert heard.files == ["a.pdf"]


def test_what_is_typed_before_the_scripts_arrive_is_answered(page: Page, bench: str) -> None:
    with _late(page, "autosave", "recognise"):
        page.goto(bench)
        page.locator("#urls").fill("https://a.example/1 https://a.example/2")
    expect(page.locator("#found")).to_have_text("2 read")
    expect(page.get_by_text("Draft saved at")).to_be_visible()


def test_a_passkey_is_made_and_shown(browser: Browser, bench: str, heard: Heard) -> None:
    # Not the page of the others: the form goes on before the page's icon has arrived.
    page = browser.new_page()
    address = bench.replace("127.0.0.1", "localhost")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    for ceremony, proof in (("register", "attestationObject"), ("sign-in", "signature")):
        heard.saved.clear()
        page.goto(f"{address}/passkey/{ceremony}")
        assert heard.saved.wait(5)
        expect(page.get_by_text("kept")).to_be_visible()
        given = json.loads(heard.drafts[-1]["credential"])
        assert given["type"] == "public-key"
        assert given["response"][proof]
    page.close()


def test_a_passkey_that_is_not_given_is_told(page: Page, bench: str) -> None:
    page.goto(f"{bench}/passkey/sign-in")
    expect(page.get_by_role("alert")).to_have_text("Go back and try again.")
