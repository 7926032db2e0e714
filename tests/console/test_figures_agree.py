"""One filer's figures are the same wherever they are shown: on the flag and its proposal, on the
case, in its letter and dossier, on the filer's own page, and over the API.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from complaints.context import Context
from complaints.models import Filer, Flag
from complaints.rules import actors
from complaints.rules.actors import PersonRole
from complaints.services import policies
from tests.accounts import sign_in
from tests.callers import Caller
from tests.console.test_casework import scanned
from tests.working import working
from tests.world import WORDS

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
__all__ = ["scanned"]


def test_the_record_is_told_alike_to_staff_and_filer(
    scanned: Context, app: Flask, caller: Callable[..., Caller]
) -> None:
    with scanned.database.reading() as session:
        filer_id = session.query(Filer).filter_by(reference="bad").one().id
    told = caller("reviewer", "ann").get(f"/filers/{filer_id}/standing").get_json()
    figures = told["overall"]
    staff = app.test_client()
    sign_in(staff, "reviewer", "rex")
    page = " ".join(re.sub(r"<[^>]+>", " ", staff.get(f"/console/filers/{filer_id}").text).split())
    refused, decided = figures["refused_or_unfounded"], figures["decided"]
    assert f"{refused} of {decided} decided claims refused or unfounded" in page
    assert f"weighed {figures['unfounded']['share']:.0%}" in page
    dropped, answered = figures["withdrawn_when_answered"], figures["answered"]
    assert f"Withdrawn after a counter-notice: {dropped} of {answered}." in page
    assert "Of the whole record up to the newest scan." in page
    assert sum(each["decided"] for each in told["by_kind"]) == decided
    assert sum(each["decided"] for each in told["by_basis"]) == decided
    listed = staff.get("/console/filers?name=bad").text
    assert str(decided) in listed


def test_the_case_counts_alike_at_every_door(
    scanned: Context, app: Flask, caller: Callable[..., Caller]
) -> None:
    with scanned.database.reading() as session:
        filer_id = session.query(Filer).filter_by(reference="bad").one().id
        flag_id = session.query(Flag).filter_by(filer_id=filer_id).one().id
    ben = caller("supervisor", "ben")
    with scanned.database.transaction() as session:
        # The record is of one year: whatever the day, all of it is within the window.
        chief = actors.person(ben.id, PersonRole.SUPERVISOR)
        policies.put(working(session, chief), text="[boycott]\nwindow = 36500\n", why="A test.")
    assert ben.post(f"/flags/{flag_id}/take").status_code == 200
    assert ben.post(f"/flags/{flag_id}/confirm", {"why": "Read."}).status_code == 200
    staff = app.test_client()
    sign_in(staff, "supervisor", "chen")
    proposal = staff.get(f"/console/flags/{flag_id}/propose").text
    made = ben.post(f"/flags/{flag_id}/boycotts", WORDS).get_json()["items"][0]
    case = ben.get(f"/boycotts/{made['id']}").get_json()["four_factors"]
    manifest, claims, share = case["manifestly_unfounded"], case["claims"], case["share"]
    assert (manifest, claims) == (20, 25)
    assert f"{manifest} claims graded manifestly unfounded" in proposal
    assert f"{share:.1%}".replace("%", "") in proposal
    assert f"of {claims} claims in " in proposal
    number = ben.get(f"/boycotts/{made['id']}/dossier").get_json()["number"]
    assert (number["manifestly_unfounded"]["claims"], number["all"]["claims"]) == (manifest, claims)
    letter = ben.post(f"/boycotts/{made['id']}/preview", {"step": "warn"}).get_json()["body"]
    assert f"Number: {manifest} of your claims" in letter
    assert f"Share: {manifest} of {claims} claims" in letter
    page = staff.get(f"/console/boycotts/{made['id']}").text
    assert str(manifest) in page
