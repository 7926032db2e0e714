"""The page of claims that would be treated otherwise if they were filed today."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import update

from complaints.models import Claim
from complaints.storage.context import Context
from tests.scenes.accounts import sign_in
from tests.web.filing.desk import Owner

GERMAN = "https://www.amazon.de/dp/B000000001"


def test_staff_read_why_and_what_they_can_do(app: Flask, context: Context) -> None:
    owner, staff = Owner(app), app.test_client()
    sign_in(staff, "reviewer", "ann")
    path = "/console/old-rules"
    assert "There are none." in staff.get(path).text
    draft = owner.begin(owner.register(jurisdiction="DE"))
    owner.fill(draft, text=GERMAN, agreed=["dsa-16"])
    assert owner.post(f"{draft}/check").status_code == 303
    with context.database.transaction() as session:
        session.execute(update(Claim).values(regime="dmca", adding=[]))
    page = staff.get(path).text
    for part in ("amazon", "US copyright law", "Digital Services Act", "Another law leads",
                 "files a new complaint"):  # fmt: skip
        assert part in page
    assert "There are none." in staff.get(f"{path}?why=unknown").text
