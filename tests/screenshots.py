"""Pictures of the main pages for README and docs: `make screenshots`.

A demo in a folder that goes away afterwards, signed in as each role, in a real browser, at the
width of a desk and of a telephone. Every name in the pictures is made up.
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
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from complaints.app import create_app
from complaints.rules.demo_logins import PASSWORD
from tests.accounts import sign_in_page
from tests.serving import serve

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/images"
SIZES = {1280: 900, 390: 844}
HEAVIEST = 150_000
ADDRESSES = """url,title,price
https://item.taobao.com/item.htm?id=610000000001,Waterproof lunch box,39.90
https://item.taobao.com/item.htm?id=610000000002,Compact thermos flask,59.00
https://m.intl.taobao.com/detail/detail.html?id=610000000001,The same once more,39.90
https://www.amazon.com/dp/B0C1234567,Travel mug,19.99
https://shop.example.com/p/1,Not known here,12.00
just a note,,
"""

Steps = Callable[[Page], None]


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


def begin_filing(page: Page) -> None:
    """Go to the step of a new complaint where addresses are pasted, and paste some."""
    page.goto(f"{origin(page)}/file/")
    page.get_by_role("button", name=re.compile("Start a new complaint")).click()
    if "/right" in page.url:
        page.locator("main input[type=radio]").first.check()
        page.get_by_role("button", name="Save and continue").click()
    page.goto(page.url.rsplit("/", 1)[0] + "/where")
    page.locator("#text").fill(ADDRESSES.strip())
    page.locator("#found table").wait_for()


def first_of(selector: str) -> Steps:
    """Return the step that opens the first link of a list."""

    def follow(page: Page) -> None:
        page.locator(f"main {selector}").first.click()
        page.wait_for_load_state("networkidle")

    return follow


def origin(page: Page) -> str:
    return "/".join(page.url.split("/", 3)[:3])


SHOTS = (
    Shot("home", "", "/"),
    Shot("filing", "old-brand", "/file/", begin_filing, at="label[for=text]"),
    Shot("complaints", "old-brand", "/complaints/"),
    Shot("standing", "flagged", "/standing/"),
    Shot("reply", "", "REPLY"),
    Shot("queue", "ann", "/console"),
    Shot("complaint", "ann", "/console", first_of("[data-row] a")),
    Shot("filer", "ann", "/console/flags/1", first_of("p a[href^='/console/filers/']")),
    Shot("flags", "ann", "/console/flags"),
    Shot("flag", "ann", "/console/flags/1"),
    Shot("flag-zh", "ann", "/console/flags/1", language="zh", scheme="dark"),
    Shot("graph", "ann", "/console/flags/1", at="#picture", sizes=(1280,)),
    Shot("dashboard", "chen", "/console/dashboard", sizes=(1280,)),
)


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
            for width in shot.sizes if shot.name in wanted else ():
                take(browser, app, site, shot, width, reply)
        browser.close()


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
        sign_in(context, page, app, site, shot.who)
    page.goto(f"{site}{reply if shot.path == 'REPLY' else shot.path}?lang={shot.language}")
    if shot.steps:
        shot.steps(page)
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


def sign_in(context: BrowserContext, page: Page, app: Flask, site: str, who: str) -> None:
    """Sign in by the form; staff by their session alone, which a second factor has opened."""
    if "-" in who or who == "flagged":
        page.goto(f"{site}/sign-in")
        page.locator("#email").fill(f"{who}@example.com")
        page.locator("#password").fill(PASSWORD)
        page.get_by_role("button", name=re.compile("Sign in|登录")).click()
        page.wait_for_load_state("networkidle")
    else:
        sign_in_page(page, app, site, "supervisor" if who == "chen" else "reviewer", who)


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
