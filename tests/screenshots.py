"""Pictures of the main pages for README and docs: `make screenshots`.

A demo in a folder that goes away afterwards, signed in as each role, in a real browser, at the
width of a desk and of a telephone. Every name in the pictures is made up. The Chinese ones need a
font that has Chinese (Debian: fonts-wqy-zenhei); without one they are left as they are.
"""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from complaints.app import create_app
from complaints.base.clock import utcnow
from complaints.jobs import worker
from complaints.rules.logins.demo_logins import PASSWORD
from tests.papers import makers
from tests.scenes.accounts import sign_in_page
from tests.scenes.links import newest_code
from tests.scenes.serving import serve

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/images"
SIZES = {1440: 1300, 1280: 900, 390: 844}
HEAVIEST = 150_000
ADDRESSES = """url,title,price
https://item.taobao.com/item.htm?id=610000000001,Waterproof lunch box,39.90
https://item.taobao.com/item.htm?id=610000000002,Compact thermos flask,59.00
https://m.intl.taobao.com/detail/detail.html?id=610000000001,The same once more,39.90
https://www.amazon.com/dp/B0C1234567,Travel mug,19.99
https://shop.example.com/p/1,Not known here,12.00
just a note,,
"""

# Who signs in without the form: staff, whose second factor is open, and an account that is new.
ROLES = {"ann": "reviewer", "chen": "supervisor", "new-brand": "filer"}
Steps = Callable[[Page, Flask], None]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, who is signed in, where it begins, what is done there first.

    `who` is a handle of staff, a log-in of the demo, or nobody. `at` is the part of the page that
    the picture begins with.
    """

    name: str
    who: str
    path: str
    steps: Steps | None = None
    at: str = ""
    language: Literal["en", "zh"] = "en"
    scheme: Literal["light", "dark"] = "light"
    sizes: tuple[int, ...] = (1280, 390)


def begin_filing(page: Page, _app: Flask) -> None:
    """Go to the step of a new complaint where addresses are pasted, and paste some."""
    page.goto(f"{origin(page)}/file/")
    lead(page, "main form[action='/file/'] button")
    if "/right" in page.url:
        page.locator("main input[type=radio]").first.check()
        lead(page, "main button[type=submit]")
    page.goto(page.url.rsplit("/", 1)[0] + "/where")
    page.locator("#text").fill(ADDRESSES.strip())
    page.locator("#found table").wait_for()


def add_evidence(page: Page, app: Flask) -> None:
    """Name two listings, and add a picture for each."""
    begin_filing(page, app)
    two = [line.partition(",")[0] for line in ADDRESSES.split("\n")[1:3]]
    page.locator("#text").fill("\n".join(two))
    lead(page, "button[value=next]")
    page.goto(page.url.rsplit("/", 1)[0] + "/evidence")
    files = [
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": makers.picture(text=name)}
        for name in ("lunch-box", "thermos-flask")
    ]
    page.locator("input[type=file][name=files]").set_input_files(files)  # type: ignore[arg-type]
    page.locator("input[name=documents]").nth(1).wait_for(state="attached")
    lead(page, "button[value=keep]")
    for number, chosen in enumerate(page.locator("main td details").all(), 1):
        chosen.locator("summary").click()
        chosen.locator(f"input[value='{number}']").check()


def begin_answer(page: Page, app: Flask) -> None:
    """Show that the letter was for me, and choose why the complaint is wrong."""
    lead(page, "main a[href$='/counter']")
    lead(page, "main form[action*='/code'] button")
    page.locator("#code").fill(newest_code(app.extensions["cleanhands"]))
    lead(page, "main form[action*='/confirm'] button")
    page.locator("main input[name=ground]").first.check()
    lead(page, "main form button[type=submit]")


def open_filters(page: Page, _app: Flask) -> None:
    page.locator("main details summary").first.click()


def read_letters(page: Page, app: Flask) -> None:
    """Open the first case that waits, choose a decision and a reason, and read the letters."""
    first_of("[data-row] a")(page, app)
    page.locator("input[name=decision]").last.check()
    page.locator("input[name=reason]:visible").first.check()
    lead(page, "form[action*='/letters'] button[data-key=l]")


def decide(page: Page, app: Flask) -> None:
    """Decide the first case; the page shows how to undo it."""
    read_letters(page, app)
    lead(page, "form#send button[data-key=s]")


def draft_a_policy(page: Page, app: Flask) -> None:
    """Draft a change of the policy, and wait until it is replayed."""
    page.locator("[name='values.scan.warning']").fill("0.84")
    page.locator("[name='why.scan.warning']").fill("Warn only where the case is clear.")
    lead(page, "main form[action$='/drafts'] button[type=submit]")
    shown = page.url
    worker.run_pending(app.extensions["cleanhands"], utcnow())
    page.goto(shown)


def first_of(*selectors: str) -> Steps:
    """Return the steps that open the first link of a list, and the first of what comes."""

    def follow(page: Page, _app: Flask) -> None:
        for selector in selectors:
            lead(page, f"main {selector}")

    return follow


def lead(page: Page, control: str) -> None:
    """Press what leads to another page, and wait until it is there."""
    with page.expect_navigation():
        page.locator(control).first.click()


def origin(page: Page) -> str:
    return "/".join(page.url.split("/", 3)[:3])


TO_CASE = first_of("a[href^='/standing/cases/']")
TO_RECEIPT = first_of("a[href^='/complaints/']", "a[href$='/receipt']")
WIDE = (1440, 390)
SHOTS = (
    Shot("home", "", "/"),
    Shot("start", "new-brand", "/"),
    Shot("filing", "old-brand", "/file/", begin_filing, at="label[for=text]"),
    Shot("evidence", "old-brand", "/file/", add_evidence, at="main h1"),
    Shot("complaints", "old-brand", "/complaints/"),
    Shot("receipt", "old-brand", "/complaints/", TO_RECEIPT),
    Shot("standing", "flagged", "/standing/"),
    Shot("stopped", "flagged", "/standing/", TO_CASE),
    Shot("reply", "", "REPLY"),
    Shot("reply-zh", "", "REPLY", language="zh"),
    Shot("answer", "", "REPLY", begin_answer),
    Shot("lost-letter", "", "/lost-letter"),
    Shot("help", "", "/help/sellers", sizes=(1280,)),
    Shot("transparency", "", "/transparency", at="#short", sizes=(1280,)),
    Shot("transparency-zh", "", "/transparency", at="#more", language="zh", sizes=(1280,)),
    Shot("queue", "ann", "/console"),
    Shot("filters", "ann", "/console?basis=counterfeit&regime=ecl", open_filters, sizes=(1280,)),
    Shot("search", "ann", "/console/search?q=Paper+Boats"),
    Shot("desk", "ann", "/console?demand=true", first_of("[data-row] a"), sizes=WIDE),
    Shot("desk-zh", "ann", "/console?answered=true", first_of("[data-row] a"), language="zh",
         scheme="dark", sizes=WIDE),
    Shot("letters", "ann", "/console?subject=complaint", read_letters),
    Shot("filer", "ann", "/console/flags/1", first_of("p a[href^='/console/filers/']")),
    Shot("flags", "ann", "/console/flags"),
    Shot("ring", "ann", "/console/rings/1", at="#accounts", sizes=WIDE),
    Shot("stores", "ann", "/console/rings/1", at="#stores", sizes=(1280,)),
    Shot("flag", "ann", "/console/flags/1"),
    Shot("flag-zh", "ann", "/console/flags/1", language="zh", scheme="dark"),
    Shot("graph", "ann", "/console/flags/1", at="#picture", sizes=(1280,)),
    Shot("policy", "chen", "/console/policy/drafts/new", draft_a_policy),
    Shot("dashboard", "chen", "/console/dashboard", sizes=(1280,)),
    # The last: what was decided stands on each page of whoever decided it.
    Shot("undo", "ann", "/console?subject=complaint", decide, sizes=(1280,)),
)  # fmt: skip


def main() -> None:
    """Take every picture, or those that are named."""
    wanted = set(sys.argv[1:]) or {shot.name for shot in SHOTS}
    IMAGES.mkdir(exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with (
        tempfile.TemporaryDirectory() as folder,
        demo(Path(folder)) as (app, reply),
        serve(app) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for shot in SHOTS:
            can = shot.language == "en" or has_chinese()
            for width in shot.sizes if can and shot.name in wanted else ():
                take(browser, app, site, shot, width, reply)
        browser.close()


def has_chinese() -> bool:
    """Say whether this machine has a font with Chinese in it."""
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


@contextmanager
def demo(folder: Path) -> Iterator[tuple[Flask, str]]:
    """Give the application over a fresh demo, and the path of an accused seller's link."""
    os.environ.update(
        DATABASE_URL=f"sqlite:///{folder}/demo.db",
        CLEANHANDS_LOG_LEVEL="WARNING",
    )
    command = str(Path(sys.executable).with_name("cleanhands"))

    def run(*words: str) -> str:
        # In the folder: the keys of this demo are nobody's and go away with it.
        ours = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [command, *words], check=True, cwd=folder, env=ours, capture_output=True, text=True
        )
        return done.stdout

    run("migrate")
    told = run("demo")
    found = re.search(r"/reply/\S+", told)
    app = create_app()
    yield app, found.group() if found else "/"
    app.extensions["cleanhands"].database.dispose()


def take(browser: Browser, app: Flask, site: str, shot: Shot, width: int, reply: str) -> None:
    """Take one picture and store it, with few colours."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        locale="zh-CN" if shot.language == "zh" else "en-GB",
        color_scheme=shot.scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{site}/problems/")
    if shot.who:
        sign_in(page, app, site, shot.who)
    path = reply if shot.path == "REPLY" else shot.path
    page.goto(f"{site}{path}{'&' if '?' in path else '?'}lang={shot.language}")
    if shot.steps:
        shot.steps(page, app)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
    if shot.at:
        page.locator(shot.at).scroll_into_view_if_needed()
        page.evaluate("at => document.querySelector(at).scrollIntoView()", shot.at)
        page.wait_for_timeout(200)
    name = f"{shot.name}-{width}.png"
    weight = store(page.screenshot(), IMAGES / name)
    click.echo(f"docs/images/{name} {weight / 1000:.0f} kB")
    context.close()


def sign_in(page: Page, app: Flask, site: str, who: str) -> None:
    """Sign a log-in of the demo in by the form, and others by their session alone."""
    if who in ROLES:
        sign_in_page(page, app, site, ROLES[who], who)
        return
    page.goto(f"{site}/sign-in")
    page.locator("#email").fill(f"{who}@example.com")
    page.locator("#password").fill(PASSWORD)
    lead(page, "main form button[type=submit]")


def store(png: bytes, path: Path) -> int:
    """Store a picture with as many colours as leave it light, and return its bytes."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (128, 64, 32, 16):
        few = picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        if path.stat().st_size < HEAVIEST:
            break
    return path.stat().st_size


if __name__ == "__main__":
    main()
