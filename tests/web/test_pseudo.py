"""Every page and every refusal in a third language: nothing stays English, nothing is cut off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from complaints.base.errors import Refusal
from complaints.http import problems
from complaints.http.problems import PROBLEMS
from complaints.http.replay import HEADER
from complaints.queries.findings.figures import LIVE
from complaints.rules.actors import Scope
from complaints.rules.findings.pictures import EDGE_KINDS
from complaints.rules.kinds import Basis, Channel, RightKind
from complaints.rules.policy.policy_tables import UNITS
from tests.scenes.accounts import sign_in_page
from tests.scenes.addresses import address_of, viewer_of
from tests.scenes.browsing import NARROW, WIDE, Wish, browse, too_wide, violations
from tests.scenes.callers import make_caller
from tests.scenes.serving import serve
from tests.scenes.world import NAMES, World
from tests.web.test_every_page import SHOWN
from tests.words import pseudo
from tests.words.pseudo import left_in_english
from tests.words.reading import cut_off, english_on, iso_on, texts_of, written_in

# What width and colours can change.
DRAWN = ("color-contrast", "target-size", "scrollable-region-focusable")
# A refusal a line: method, path, body, headers, status.
REFUSED: list[tuple[str, str, Any, dict[str, str], int]] = [
    ("GET", "/rights", None, {"Authorization": "Basic x"}, 401),
    ("GET", "/rights/99999", None, {}, 404),
    ("GET", "/flags", None, {}, 403),
    ("GET", "/rights?limit=0", None, {}, 422),
    ("GET", "/rights?cursor=x", None, {}, 422),
    ("GET", "/nowhere", None, {}, 404),
    ("PUT", "/rights", {}, {}, 405),
    ("POST", "/rights", {}, {}, 422),
    ("POST", "/rights", {"kind": "x", "title": "", "status": 1, "applied_on": "x"}, {}, 422),
    ("POST", "/rights", "{", {}, 400),
    ("POST", "/complaints", {"basis": "design", "targets": [], "channel": "x"}, {}, 422),
    ("POST", "/claims/{claim_id}/withdraw", {"reason": ""}, {}, 422),
    ("POST", "/claims/{claim_id}/complete", {"note": "More."}, {}, 404),
    (
        "POST",
        "/claims/{claim_id}/decide",
        {"decision": "reject", "reason": "no-infringement"},
        {},
        403,
    ),
    ("POST", "/drafts", {"steps": {}}, {"Idempotency-Key": "a b"}, 422),
]

# What a program sends and gets, the same in every language.
CODES = sorted([*Scope, *RightKind, *Channel, *EDGE_KINDS, *UNITS, HEADER], key=len, reverse=True)
# Answers that say sentences: the caller's role and the path.
SAID = [
    ("reviewer", "/flags"),
    ("reviewer", "/flags/{flag_id}"),
    ("reviewer", "/flags/{flag_id}/ring"),
    ("reviewer", "/flags/{flag_id}/graph"),
    ("reviewer", "/filers/{filer_id}/dossier"),
    ("reviewer", "/filers/{filer_id}/standing"),
    ("reviewer", "/complaints/{complaint_id}"),
    ("reviewer", "/claims/{claim_id}"),
    ("reviewer", "/boycotts/{boycott_id}"),
    ("reviewer", "/policy"),
    ("reviewer", "/queue"),
    ("reviewer", "/alarms"),
    ("reviewer", "/figures"),
    *[("reviewer", f"/figures/{name}") for name in LIVE],
    ("supervisor", "/policy/drafts"),
    ("filer", "/me/standing"),
    *[("filer", f"/questions?basis={basis}") for basis in Basis],
]

Opener = Callable[[str], Page]


@pytest.fixture(scope="module")
def spoken(shared_world: World) -> Iterator[World]:
    with pseudo.offered():
        yield shared_world


@pytest.fixture(scope="module")
def keys(spoken: World) -> dict[str, str]:
    """Give the key of somebody in each role."""
    made = {
        role: make_caller(spoken.app, spoken.context, role, f"polyglot-{role}")
        for role in NAMES
        if role != "notifier"
    }
    return {role: caller.secret for role, caller in made.items()}


@pytest.fixture(scope="module")
def opened(browser: Browser, spoken: World) -> Iterator[Opener]:
    """Give the page of a role's own browser, in the pseudo-language."""
    pages: dict[str, Page] = {}
    with ExitStack() as stack:
        site = stack.enter_context(serve(spoken.app))

        def open_for(role: str) -> Page:
            if role not in pages:
                page = stack.enter_context(browse(browser, Wish(pseudo.CODE), base_url=site))
                if role in NAMES:
                    sign_in_page(page, spoken.app, site, role, NAMES[role])
                pages[role] = page
            return pages[role]

        yield open_for


def visit(opened: Opener, spoken: World, path: str) -> tuple[Page, Response]:
    """Go to a page as who may see it, narrow and in the dark."""
    page = opened(viewer_of(f"GET {path}"))
    see(page, NARROW, dark=True)
    answer = page.goto(address_of(path, spoken))
    assert answer is not None
    assert answer.status == 200
    return page, answer


@pytest.mark.browser
@pytest.mark.parametrize("path", SHOWN)
def test_a_page_speaks_the_language_and_fits(opened: Opener, spoken: World, path: str) -> None:
    page, answer = visit(opened, spoken, path)
    assert answer.headers["content-language"] == pseudo.CODE
    assert page.locator("h1").count() == 1
    assert english_on(page, written_in(spoken.context)) == []
    assert iso_on(page) == []
    assert too_wide(page) == []
    assert cut_off(page) == []
    assert page.locator("html").get_attribute("lang") == pseudo.CODE
    see(page, WIDE, dark=False)
    assert too_wide(page) == []


@pytest.mark.browser
@pytest.mark.whole
@pytest.mark.parametrize("path", SHOWN)
def test_a_page_is_accessible(opened: Opener, spoken: World, path: str) -> None:
    page, _answer = visit(opened, spoken, path)
    assert violations(page) == []
    see(page, WIDE, dark=False)
    assert violations(page, rules=DRAWN) == []


def see(page: Page, width: int, *, dark: bool) -> None:
    """Look at the page in another width and colours, without loading it again."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if dark else "light")


@pytest.mark.parametrize(("method", "path", "body", "headers", "status"), REFUSED)
def test_a_refusal_speaks_the_language(
    spoken: World,
    keys: dict[str, str],
    method: str,
    path: str,
    body: Any,
    headers: dict[str, str],
    status: int,
) -> None:
    answer = spoken.app.test_client().open(
        "/api/v1" + path.format(**spoken.ids),
        method=method,
        data=None if body is None else body if isinstance(body, str) else json.dumps(body),
        content_type=None if body is None else "application/json",
        headers={
            "Authorization": f"Bearer {keys['filer']}",
            "Accept-Language": pseudo.CODE,
            **headers,
        },
    )
    assert (answer.status_code, answer.headers["Content-Language"]) == (status, pseudo.CODE)
    assert "Accept-Language" in answer.headers["Vary"]
    problem = answer.get_json()
    said = [problem["title"], problem["detail"], *(e["detail"] for e in problem.get("errors", ()))]
    assert [each for text in said for each in left_in_english(text, CODES)] == []
    assert all("「" in text for text in said)


@pytest.mark.parametrize(("role", "path"), SAID)
def test_an_answer_speaks_the_language(
    spoken: World, keys: dict[str, str], role: str, path: str
) -> None:
    answer = spoken.app.test_client().get(
        "/api/v1" + path.format(**spoken.ids),
        headers={"Authorization": f"Bearer {keys[role]}", "Accept-Language": pseudo.CODE},
    )
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, pseudo.CODE)
    written = [*written_in(spoken.context), *CODES]
    sentences = set(texts_of(answer.get_json()))
    assert [each for text in sentences for each in left_in_english(text, written)] == []


@pytest.mark.parametrize("slug", PROBLEMS)
def test_a_problem_speaks_the_language(spoken: World, slug: str) -> None:
    with spoken.app.test_request_context(
        "/api/v1/rights", headers={"Accept-Language": pseudo.CODE}
    ):
        told = problems.body(Refusal(slug, PROBLEMS[slug].todo))
    said = f"{told['title']} {told['detail']}"
    assert left_in_english(said, []) == []
