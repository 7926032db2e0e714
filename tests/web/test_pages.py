"""The open pages: each leads on, in both languages, accessible, with a strict CSP."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from abuse import Policy
from complaints.http.problems import PROBLEMS
from complaints.jobs import scanning
from complaints.rules.policy.policies import Policies
from complaints.storage.context import Context
from complaints.web.docs import FOLDER
from complaints.words import say
from tests.abuse.makers import START
from tests.abuse.planted import PLANTED
from tests.jobs.records import put
from tests.scenes.browsing import violations
from tests.scenes.working import working

# The page with most tables; test_every_page.py visits one of each kind.
PAGES = ["/docs/api.md"]


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_a_title_and_no_violation(page: Page, site: str, path: str, lang: str) -> None:
    page.goto(f"{site}{path}?lang={lang}")
    expect(page.locator("h1").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.browser
def test_the_start_page_leads_on_in_both_languages(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("link", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("link", name="试用接口").click()
    expect(page.locator(".opblock").first).to_be_visible()


@pytest.mark.browser
def test_the_api_can_be_tried(page: Page, site: str) -> None:
    """Swagger UI runs under our CSP: the description loads and a route unfolds."""
    page.goto(f"{site}/api/v1/docs")
    page.locator(".opblock-summary", has_text="/api/v1/me").first.click()
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_role("button", name="Execute")).to_be_visible()


@pytest.mark.browser
def test_the_apis_page_is_dark_and_chinese_where_its_reader_is(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/api/v1/docs?lang=zh")
    page.locator(".opblock-summary", has_text="/api/v1/me").first.click()
    page.get_by_role("button", name="试用").click()
    expect(page.get_by_role("button", name="发送请求")).to_be_visible()
    background = "document.querySelector('.opblock').closest('.swagger-ui')"
    tone = page.evaluate(f"getComputedStyle({background}).backgroundColor")
    assert max(int(part) for part in tone.strip("rgb()").split(",")) < 64
    page.emulate_media(color_scheme="light")
    expect(page.locator("html.dark-mode")).to_have_count(0)


@pytest.mark.parametrize("slug", PROBLEMS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_problem_has_its_page(demo_app: Flask, slug: str, lang: str) -> None:
    page = demo_app.test_client().get(f"/problems/{slug}?lang={lang}")
    problem = PROBLEMS[slug]
    assert page.status_code == 200
    title = say(problem.title, lang)
    assert title in html.unescape(page.get_data(as_text=True))


def test_the_demo_explains_a_flag_in_both_languages(demo_app: Flask, demo_context: Context) -> None:
    now = START + timedelta(days=800)
    put(demo_context.database, PLANTED["unfounded_share"](), now, source="demo")
    scanned = scanning.sweep(
        demo_context.database, Policies(scan=Policy(watch=0.1, warning=0.15)), now=now
    )
    with demo_context.database.transaction() as session:
        scanned.record(working(session, now=now))
    client = demo_app.test_client()
    en, zh = (client.get(f"/demo?lang={lang}").get_data(as_text=True) for lang in ("en", "zh"))
    assert "Filer guilty is at the level warning" in en
    assert "Why warning" in en
    assert "投诉人 guilty的级别为“警告”" in html.unescape(zh)
    assert "claims" not in zh.split("<main")[1]


def test_a_person_is_not_told_of_keys_ids_and_entries_of_errors(demo_app: Flask) -> None:
    client = demo_app.test_client()
    for path in ("/nowhere", "/?lang=%00"):
        page = client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
        assert not re.search("the key of|Each entry of", page), path
        assert page.count("The text holds a NUL") == (path != "/nowhere"), "said once"


@pytest.mark.parametrize(
    ("path", "accept", "status", "mimetype"),
    [
        ("/nowhere", "text/html", 404, "text/html"),
        ("/nowhere", "application/json", 404, "application/problem+json"),
        ("/api/v1/nowhere", "text/html", 404, "application/problem+json"),
        ("/docs/../pyproject.toml", "text/html", 404, "text/html"),
        ("/docs/%2e%2e/pyproject.toml", "text/html", 404, "text/html"),
        ("/docs/..%2fpyproject.md", "text/html", 404, "text/html"),
        ("/problems/none", "text/html", 404, "text/html"),
        ("/?lang=%00", "text/html", 422, "text/html"),
        ("/api/v1/docs/assets/index.html", "text/html", 404, "application/problem+json"),
    ],
)
def test_what_is_not_there(
    demo_app: Flask, path: str, accept: str, status: int, mimetype: str
) -> None:
    answer = demo_app.test_client().get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (status, mimetype)


def test_every_answer_has_the_safe_headers(demo_app: Flask) -> None:
    for path in ("/", "/nowhere", "/api/v1/me", "/static/cleanhands.css"):
        with demo_app.test_client().get(path) as answer:
            headers = answer.headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_health(demo_app: Flask) -> None:
    client = demo_app.test_client()
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ready"}


@pytest.mark.parametrize("name", ["%00.md", "%00.json", "a" * 300 + ".md", "..%2f..%2fREADME.md"])
def test_a_page_of_an_impossible_name_is_not_there(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/docs/{name}").status_code == 404


def test_an_index_leads_to_the_pages_beside_it(app: Flask) -> None:
    page = app.test_client().get("/docs/detectors/").text
    assert '<a href="young_right.md">young_right</a>' in page
    assert app.test_client().get("/docs/").text.count('href="api.md"') == 1


@pytest.mark.parametrize("name", ["parties.md", "standing.md", "register.md"])
def test_the_index_leads_to_what_binds_and_what_proves(app: Flask, name: str) -> None:
    client = app.test_client()
    assert f'href="{name}"' in client.get("/docs/").text
    assert client.get(f"/docs/{name}").status_code == 200


def test_the_documentation_leads_to_the_pages_at_the_top_and_to_nothing_beside(
    app: Flask,
) -> None:
    client = app.test_client()
    assert 'href="../SECURITY.md"' in client.get("/docs/security.md").text
    assert 'href="docs/tour.md"' in client.get("/README.md").text
    with client.get("/LICENSE") as licence:
        assert (licence.status_code, licence.mimetype) == (200, "text/plain")
    page = client.get("/docs/operations.md").text
    assert "<code>deploy/systemd/</code>" in page
    page += client.get("/docs/integrating.md").text
    assert "<code>examples/marketplace/</code>" in page
    assert not re.search('href="[./]*(deploy|examples)/', page)
    assert client.get("/deploy/compose.yaml").status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_links_into_the_documentation_have_their_places(app: Flask) -> None:
    """Also those of another page: somebody who is sent to a section lands there."""
    client = app.test_client()
    shown: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.md")):
        shown[path.name] = client.get(f"/docs/{path.name}").text
    lost = [
        f"{name}: {address}#{place}"
        for name, text in shown.items()
        for address, place in re.findall(r'<a href="([\w-]+\.md|)#([^"]+)"', text)
        if f'id="{place}"' not in shown[address or name]
    ]
    assert lost == []
