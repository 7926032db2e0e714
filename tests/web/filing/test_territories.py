"""Where a right applies, at the pages: asked of a right, told before filing, and the ground."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models import Claim, Complaint, Right
from complaints.storage.context import Context
from tests.scenes.accounts import sign_in
from tests.web.filing.desk import MARK, Owner, texts

GERMAN = "https://www.amazon.de/dp/B000000001"
GROUND = {
    "territory_ground.ground": "well_known",
    "territory_ground.words": "A court in Hamburg said so.",
}


def test_outside_the_filer_is_told_asked_and_filed_all_the_same(
    app: Flask, context: Context
) -> None:
    owner = Owner(app)
    draft = owner.begin(owner.register())
    owner.fill(draft, text=GERMAN, agreed=["dsa-16"])
    page = owner.get(f"{draft}/check").get_data(as_text=True)
    assert "This listing is offered in: Germany. As far as we know, your right does not" in page
    assert "Why does your right apply where it is not registered?" in page
    silent = owner.post(f"{draft}/check")
    assert silent.status_code == 422
    assert "Select on which ground you complain." in texts(silent)
    answer = owner.post(f"{draft}/check", GROUND)
    assert answer.status_code == 303, texts(answer)
    receipt = owner.get(answer.headers["Location"]).get_data(as_text=True)
    assert "1 listing is offered where your right does not apply" in receipt
    with context.database.reading() as session:
        row = session.scalars(select(Complaint)).one()
        assert (row.outside_ground, row.outside_words) == tuple(GROUND.values())
    staff = app.test_client()
    sign_in(staff, "reviewer", "ann")
    desk = staff.get("/console/desk/1").get_data(as_text=True)
    for part in ("The right does not apply where the listing is offered", "A well-known mark",
                 "A court in Hamburg said so.", "Offered in"):  # fmt: skip
        assert part in desk
    case = staff.get(f"/console/complaints/{row.id}").get_data(as_text=True)
    assert "Claims outside the territory of the right" in case


def test_within_its_territory_nothing_is_said(app: Flask) -> None:
    owner = Owner(app)
    draft = owner.begin(owner.register())
    owner.fill(draft)
    page = owner.get(f"{draft}/check").get_data(as_text=True)
    assert "does not apply" not in page
    assert "territory_ground" not in page


def test_a_madrid_mark_is_asked_for_its_countries(app: Flask, context: Context) -> None:
    owner = Owner(app)
    madrid = {**MARK, "jurisdiction": "WO", "number": "1234567"}
    silent = owner.post("/rights/new", madrid)
    assert texts(silent) == ["Enter the countries in which the right applies."]
    right_id = owner.register(jurisdiction="WO", number="1234567", territories="de, cn")
    with context.database.reading() as session:
        assert session.get_one(Right, right_id).territories == ["DE", "CN"]
    page = owner.get(f"/rights/{right_id}").get_data(as_text=True)
    assert "Germany" in page
    assert 'value="DE, CN"' in page


@pytest.mark.parametrize(("typed", "status"), [("FR de", 303), ("", 422), ("Germany", 422)])
def test_a_right_that_says_none_is_asked_on_its_page(
    app: Flask, context: Context, typed: str, status: int
) -> None:
    owner = Owner(app)
    right_id = owner.register(jurisdiction="WO", number="1234567", territories="CN")
    with context.database.transaction() as session:
        session.get_one(Right, right_id).territories = None
    draft = owner.begin(right_id)
    owner.fill(draft, text=GERMAN, agreed=["dsa-16"])
    check = owner.get(f"{draft}/check").get_data(as_text=True)
    assert "Say in which countries the right applies" in check
    assert "Where does this right apply?" in owner.get(f"/rights/{right_id}").get_data(as_text=True)
    answer = owner.post(f"/rights/{right_id}/territories", {"territories": typed})
    assert answer.status_code == status
    with context.database.reading() as session:
        stored = session.get_one(Right, right_id).territories
    assert stored == (["DE", "FR"] if status == 303 else None)


def test_a_wrong_country_is_corrected_on_the_page_of_the_right(app: Flask) -> None:
    owner = Owner(app)
    right_id = owner.register(jurisdiction="WO", number="1234567", territories="DE")
    draft = owner.begin(right_id)
    owner.fill(draft, text=GERMAN, agreed=["dsa-16"])
    assert owner.post(f"{draft}/check").status_code == 303
    page = owner.get(f"/rights/{right_id}").get_data(as_text=True)
    assert "Why this changes" not in page
    path = f"/rights/{right_id}/territories"
    answer = owner.post(path, {"territories": "CN"})
    assert answer.status_code == 303
    page = owner.get(answer.headers["Location"]).get_data(as_text=True)
    assert "1 listing of your open complaints is offered elsewhere" in page
    assert "(before: Germany)" in page
    assert Owner(app, name="other").post(path, {"territories": "DE"}).status_code == 404


def test_staff_record_it_on_the_page_of_the_complaint_and_the_filer_asks_them(
    app: Flask, context: Context
) -> None:
    owner, staff = Owner(app), Owner(app, "reviewer", "ann")
    right_id = owner.register(jurisdiction="WO", number="1234567", territories="CN")
    with context.database.transaction() as session:
        session.get_one(Right, right_id).territories = None
    draft = owner.begin(right_id)
    owner.fill(draft, text=GERMAN, agreed=["dsa-16"])
    owner.post(f"{draft}/check")
    desk = staff.get("/console/desk/1").get_data(as_text=True)
    assert "Until it is known, no rule decides this claim." in desk
    case = "/console/complaints/1"
    assert "Record where it applies" in staff.get(case).get_data(as_text=True)
    form = {"territories.territories": "de, fr"}
    silent = staff.post(f"{case}/territories", form)
    assert (silent.status_code, texts(silent)) == (
        422, ["Write why this changes, and what shows it."],
    )  # fmt: skip
    form |= {"territories.reason": "The extract of 1 December."}
    done = staff.post(f"{case}/territories", form)
    assert done.status_code == 303, texts(done)
    assert "The extract of 1 December." in staff.get(case).get_data(as_text=True)
    page = owner.get(f"/rights/{right_id}").get_data(as_text=True)
    assert "Our staff have compared with the register" in page
    assert "The extract of 1 December." in page
    assert 'action="/rights/1/territories"' not in page


def test_who_filed_by_key_says_later_why(app: Flask, context: Context) -> None:
    owner = Owner(app)
    draft = owner.begin(owner.register())
    owner.fill(draft, text=GERMAN, agreed=["dsa-16"])
    answer = owner.post(f"{draft}/check", GROUND)
    complaint_id = int(answer.headers["Location"].split("/")[2])
    with context.database.transaction() as session:
        session.get_one(Complaint, complaint_id).outside_ground = None
    path = f"/complaints/{complaint_id}"
    assert "Why does your right apply" in owner.get(path).get_data(as_text=True)
    assert owner.post(f"{path}/territory-ground").status_code == 422
    assert owner.post(f"{path}/territory-ground", GROUND).status_code == 303
    page = owner.get(path).get_data(as_text=True)
    assert "You say: A well-known mark." in page
    assert "Why does your right apply" not in page
    stranger = Owner(app, name="other")
    assert stranger.post(f"{path}/territory-ground", GROUND).status_code == 404
    undecided = "A person decides. Offered in: Germany."
    assert undecided in page
    with context.database.transaction() as session:
        session.scalars(select(Claim)).one().state = "removed"
    decided = owner.get(path).get_data(as_text=True)
    assert undecided not in decided
    assert "You say: A well-known mark." in decided
    with context.database.transaction() as session:
        session.get_one(Complaint, complaint_id).outside_ground = None
    assert "Why does your right apply" not in owner.get(path).get_data(as_text=True)


def test_the_page_of_a_complaint_asks_where_its_right_applies_while_it_is_open(
    app: Flask, context: Context
) -> None:
    owner = Owner(app)
    draft = owner.begin(owner.register())
    owner.fill(draft, text=GERMAN, agreed=["dsa-16"])
    path = owner.post(f"{draft}/check", GROUND).headers["Location"].removesuffix("/receipt")
    asked = "We do not know in which countries your right applies"
    assert asked not in owner.get(path).get_data(as_text=True)
    with context.database.transaction() as session:
        right = session.scalars(select(Right)).one()
        right.jurisdiction, right.territories = "WO", None
    page = owner.get(path).get_data(as_text=True)
    assert asked in page
    assert f'href="/rights/{right.id}#territories"' in page
    with context.database.transaction() as session:
        session.scalars(select(Claim)).one().state = "rejected"
    assert asked not in owner.get(path).get_data(as_text=True)
