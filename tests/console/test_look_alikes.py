"""Staff look at who files: the banner, the two accounts side by side, and both answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.base.clock import utcnow
from complaints.rules import actors
from complaints.storage.context import Context
from tests.api.test_casework import file
from tests.console.test_casework import once, version
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.looking_alike import hold_all
from tests.services.decisions.desk import Desk

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]


def text(client: FlaskClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def claim_of(caller: Callers, case: int) -> int:
    claim: int = caller("supervisor", "cy").get(f"/complaints/{case}").get_json()["claims"][0]["id"]
    return claim


def test_a_reviewer_sees_the_match_and_lets_the_complaint_go_on(
    caller: Callers, context: Context, ann: FlaskClient
) -> None:
    new, old = caller("filer", "new"), caller("filer", "old")
    case = file(new, 1)
    claim = claim_of(caller, case)
    match = hold_all(context, new.id, old.id, utcnow())
    assert "Check who is filing" in text(ann, "/console")
    for path in (f"/console/complaints/{case}", f"/console/desk/{claim}"):
        page = text(ann, path)
        assert "This account looks like another one:" in page
        assert "shown by 3 accounts" in page
        assert f'href="/console/matches/{match}"' in page
        assert "Nothing is taken down on this complaint before" in page
        assert 'value="take_down"' not in page
    page = text(ann, f"/console/complaints/{case}")
    empty = ann.post(f"/console/complaints/{case}/release", data={"release.reason": ""})
    assert empty.status_code == 422
    sent = {"once": once(page), "release.reason": "Called the firm."}
    assert (
        ann.post(
            f"/console/complaints/{case}/release", data={**sent, "confirmed": "true"}
        ).status_code
        == 303
    )
    page = text(ann, f"/console/complaints/{case}")
    assert "Released" in page
    assert 'value="take_down"' in text(ann, f"/console/desk/{claim}")


def test_the_match_stays_in_view_when_the_clock_is_over(
    caller: Callers, context: Context, ann: FlaskClient
) -> None:
    new, old = caller("filer", "new"), caller("filer", "old")
    case = file(new, 1)
    hold_all(context, new.id, old.id, utcnow() - timedelta(days=10))
    page = text(ann, f"/console/complaints/{case}")
    assert "This account looks like another one:" in page
    assert "The time for the check is over" in page
    assert 'value="take_down"' in text(ann, f"/console/desk/{claim_of(caller, case)}")


def test_both_accounts_stand_side_by_side_and_a_no_is_kept(
    caller: Callers, context: Context, ann: FlaskClient, ben: FlaskClient
) -> None:
    new, old = caller("filer", "new"), caller("filer", "old")
    case = file(new, 1)
    Desk(context.database, utcnow()).boycott(old.id)
    match = hold_all(context, new.id, old.id, utcnow())
    assert f'href="/console/matches/{match}"' in text(ann, "/console/matches")
    page = text(ann, f"/console/matches/{match}")
    for said in ("new looks like old", "shown by 2 accounts", "In force", "Trade mark 1234567"):
        assert said.lower() in page.lower(), said
    seen = version(page, "no.version")
    sent = {"once": once(page), "no.version": seen, "no.why": "Two firms in one house."}
    late = text(ben, f"/console/matches/{match}")
    assert ann.post(f"/console/matches/{match}/no", data=sent).status_code == 303
    assert "Two firms in one house." in text(ann, f"/console/matches/{match}")
    assert "This account looks like another one:" not in text(ann, f"/console/complaints/{case}")
    # The second of two reviewers sees what the first has said.
    sent = {"once": once(late), "yes.version": seen, "yes.why": "One till."}
    answer = ben.post(f"/console/matches/{match}/yes", data=sent)
    assert answer.status_code == 412
    assert "Two firms in one house." in answer.get_data(as_text=True)
    assert "One till." in answer.get_data(as_text=True)
    assert ann.post(f"/console/matches/{match}/perhaps", data=sent).status_code == 404


def test_the_filer_page_shows_a_match_that_sign_up_saw(
    caller: Callers, context: Context, ann: FlaskClient
) -> None:
    new, old = caller("filer", "new"), caller("filer", "old")
    match = hold_all(context, new.id, old.id, utcnow())
    for filer in (new, old):
        page = text(ann, f"/console/filers/{filer.id}")
        assert "Whom it looks like" in page
        assert f'href="/console/matches/{match}"' in page


def test_a_reviewer_of_any_claim_of_a_boycotted_filer_sees_the_banner(
    caller: Callers, context: Context, ann: FlaskClient
) -> None:
    old = caller("filer", "old")
    case = file(old, 1)
    claim = claim_of(caller, case)
    Desk(context.database, utcnow()).boycott(old.id)
    for path in (f"/console/complaints/{case}", f"/console/claims/{claim}"):
        assert "is under a boycott until" in text(ann, path)


def test_the_filer_reads_that_somebody_looks_and_by_when(
    caller: Callers, context: Context, app: Flask
) -> None:
    client = app.test_client()
    new = actors.filer(sign_in(client, "filer", "new").actor.id)
    desk = Desk(context.database, utcnow())
    case = desk.file(desk.key(new)).complaint.id
    said = "We are checking who files through your account"
    assert said not in text(client, f"/complaints/{case}")
    hold_all(context, new.id, caller("filer", "old").id, utcnow())
    for path in (f"/complaints/{case}", f"/complaints/{case}/receipt"):
        page = text(client, path)
        assert said in page
        assert "old" not in page.partition("<main")[2].partition("</main")[0].split()
