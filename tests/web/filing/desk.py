"""A brand owner at the pages: a signed-in client that fills forms as a browser without scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.scenes.accounts import sign_in

HERE = {"Origin": "http://localhost"}
ITEM = "https://item.taobao.com/item.htm?id="
MARK = {"kind": "trademark", "title": "ACME", "number": "12345678", "jurisdiction": "CN",
        "classes": "9, 25", "status": "registered"}  # fmt: skip
ANSWERS = {"answers.how_known": "picture", "answers.differences": "Our label is woven."}
SIGNED = {"declaration.agreed": ["truth", "ecl-42"], "declaration.signed_by": "Ann Lee",
          "declaration.language": "en"}  # fmt: skip


class Owner:
    """A client signed in as somebody who files."""

    def __init__(self, app: Flask, role: str = "filer", name: str = "acme") -> None:
        self.client = app.test_client()
        self.me = sign_in(self.client, role, name)

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self.client.post(path, data=data or {}, headers=HERE, **options)

    def register(self, **given: str) -> int:
        """Add a right and return its id."""
        answer = self.post("/rights/new", {**MARK, **given})
        assert answer.status_code == 303, texts(answer)
        return int(answer.headers["Location"].rsplit("/", 1)[1])

    def begin(self, right_id: int) -> str:
        """Begin a draft with a right, and return the address of its pages."""
        answer = self.post("/file/", {"right_id": str(right_id)})
        return answer.headers["Location"].rsplit("/", 1)[0]

    def fill(self, draft: str, *, text: str = f"{ITEM}1", agreed: Sequence[str] = ()) -> None:
        """Answer every page of a draft; `agreed` are texts that its laws ask to be signed too."""
        texts_ = [*SIGNED["declaration.agreed"], *agreed]
        for page, sent in (
            ("what", {"basis": "counterfeit"}),
            ("questions", ANSWERS),
            ("where", {"text": text, "do": "next"}),
            ("evidence", {}),
            ("declare", {**SIGNED, "declaration.agreed": texts_}),
        ):
            answer = self.post(f"{draft}/{page}", sent)
            assert answer.status_code == 303, (page, texts(answer))

    def file(self, *, text: str = f"{ITEM}1") -> int:
        """File a complaint and return its id."""
        draft = self.begin(self.register())
        self.fill(draft, text=text)
        answer = self.post(f"{draft}/check")
        assert answer.status_code == 303, texts(answer)
        return int(answer.headers["Location"].split("/")[2])


def texts(answer: TestResponse) -> list[str]:
    """Return the sentences of a page's error summary."""
    page = answer.get_data(as_text=True)
    found = re.search(r"error-summary__list.*?</ul>", page, re.S)
    if not found:
        return []
    return [html.unescape(re.sub(r"<[^>]+>", "", one)) for one in
            re.findall(r"<li>.*?</li>", found.group(0), re.S)]  # fmt: skip


def hidden(answer: TestResponse, name: str) -> str:
    """Return the value of the first hidden field of this name."""
    found = re.search(f'name="{name}" value="([^"]*)"', answer.get_data(as_text=True))
    assert found, name
    return found.group(1)
