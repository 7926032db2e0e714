"""A person's walk through the pages, the same in every language, with and without scripts.

Fields are found by their names and buttons by what their forms do, so that a walk needs no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Request, Response, expect

from tests.scenes.browsing import violations

# The one main thing of a form: no button that only looks or stays.
MAIN = "button[type=submit]:not([name=all], [name=preview], [value=check], [value=keep])"


class Walk:
    """One person's page. `status` is the last page's; `again` sends every form a second time."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page = page
        self._scripts = scripts
        self.status = 0
        self._sent: list[tuple[str, bytes, str]] = []
        page.on("response", self._arrived)
        page.on("request", self._asked)

    def go(self, path: str, *, status: int = 200) -> None:
        """Open a page."""
        self.page.goto(path)
        assert self.status == status, self._where()

    def fill(self, fields: Mapping[str, Any]) -> None:
        """Fill fields by name: a list ticks several, a path sends a file."""
        for name, value in fields.items():
            for one in value if isinstance(value, list) else [value]:
                self._fill(name, one)

    def send(self, form: str = "", *, button: str = "", status: int = 200) -> None:
        """Send the form whose action ends so (the page's own, where none is said)."""
        where = f"main form[action$='{form}'] " if form else "main "
        chosen = f"button[value='{button}'], button[name='{button}']"
        pushed = self.page.locator(where + (chosen if button else MAIN))
        self._unfold(pushed.first)
        with self.page.expect_navigation():
            pushed.first.click()
        assert self.status == status, self._where()

    def press(self, key: str) -> None:
        """Press the key of a button that leads on."""
        self.page.locator("[data-started=queue]").wait_for()
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        assert self.status == 200, self._where()

    def mistake(self, form: str = "", *, button: str = "") -> None:
        """Send the form as it is: it is refused, says why, and axe finds nothing."""
        self.send(form, button=button, status=422)
        assert self.page.locator(".govuk-error-summary a").count(), self._where()
        # axe is a script itself.
        assert not self._scripts or violations(self.page) == []

    def says(self, *texts: str) -> None:
        """Fail where the page lacks one of these."""
        seen = self.page.locator("main").inner_text()
        for text in texts:
            assert text in seen, (text, self._where())

    def again(self, site: str) -> None:
        """Send every form of this walk once more, as a double click or the back button does."""
        for url, body, kind in self._sent:
            headers = {"Content-Type": kind, "Origin": site, "Sec-Fetch-Site": "same-origin"}
            answer = self.page.request.post(url, data=body, headers=headers, max_redirects=0)
            assert answer.status == 303, (url, answer.status)

    def _fill(self, name: str, value: Any) -> None:
        found = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        kind = found.first.evaluate("(e) => e.tagName === 'SELECT' ? 'select' : e.type")
        self._unfold(found.first)
        if kind in ("radio", "checkbox"):
            self.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "select":
            found.first.select_option(value)
        elif kind == "file":
            self._choose(found.first, value)
        else:
            found.first.fill(value)

    def _choose(self, field: Locator, path: Path) -> None:
        """Choose a file; where scripts take it, wait until they have."""
        page = self.page
        uploads = self._scripts and page.locator("[data-module=upload]").count()
        drops = self._scripts and page.locator("[data-module=csv-drop]").count()
        for behaviour in ("upload",) * bool(uploads) + ("csv-drop",) * bool(drops):
            page.locator(f"[data-started={behaviour}]").wait_for()
        field.set_input_files(path)
        if uploads:
            page.locator("input[name=documents]").first.wait_for(state="attached")
        if drops:
            expect(page.locator("textarea[name=text]")).not_to_have_value("")

    def _unfold(self, found: Locator) -> None:
        """Open what the element is folded into."""
        folded = found.locator("xpath=ancestor::details[not(@open)]/summary")
        for summary in folded.all():
            summary.click()

    def _arrived(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request():
            self.status = response.status
            body = request.post_data_buffer or b""
            kind = request.headers.get("content-type", "")
            # Only what was taken, and what the browser lets one read: no files.
            if response.status == 303 and b"once=" in body and "urlencoded" in kind:
                self._sent.append((request.url, body, kind))

    def _asked(self, request: Request) -> None:
        if request.is_navigation_request():
            self.status = 0

    def _where(self) -> str:
        summary = self.page.locator(".govuk-error-summary")
        said = summary.inner_text() if summary.count() else ""
        return f"{self.status} {self.page.url} {self.page.title()} {said}"
