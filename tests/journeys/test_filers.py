"""Journeys of those who complain: sign up and file, file for others, answer, read, appeal."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from complaints.base.clock import utcnow
from tests.api.bodies import MARK, SIGNED, complaint
from tests.journeys.journey import Journey
from tests.journeys.visiting import Visitor, file_in
from tests.papers import makers

PASSWORD = "correct horse battery staple"
ITEM = "https://item.taobao.com/item.htm?id="
TRADE_MARK = {"title": "ACME", "number": "12345678", "jurisdiction": "CN", "status": "registered"}


def test_a_brand_owner_signs_up_and_files(journey: Journey) -> None:
    journey.name = "a-brand-owner-signs-up-and-files-a-first-complaint"
    owner = journey.somebody()
    owner.open("/")
    owner.follow("/sign-up")
    owner.fill({"email": "kim@example.com"})
    owner.press()
    # The letter with the link: the demo's outbox stands for the mailbox.
    owner.follow("/demo/outbox")
    owner.follow("/confirm/.*")
    owner.fill({"kind": "rights_holder", "name": "Acme Brands", "country": "CN",
                "password": PASSWORD, "password_confirm": PASSWORD, "terms": "true"})  # fmt: skip
    owner.press()
    owner.fill({"email": "kim@example.com", "password": PASSWORD})
    owner.press()
    owner.follow("/rights/new", within="main")
    add_right(owner, journey)
    owner.follow("/file/")
    owner.press()
    file_about(owner, journey, f"{ITEM}1\n{ITEM}2\n{ITEM}3")
    owner.press()
    assert re.fullmatch(r"/complaints/\d+/receipt", owner.at)


def add_right(owner: Visitor, journey: Journey) -> None:
    """Enter a trade mark, with its certificate."""
    owner.fill({"kind": "trademark"})
    owner.press()
    certificate = file_in(journey.folder, "certificate.png", makers.picture(text="ACME"))
    owner.fill({**TRADE_MARK, "files": certificate})
    owner.press()
    assert re.fullmatch(r"/rights/\d+", owner.at)


def file_about(owner: Visitor, journey: Journey, listings: str) -> None:
    """Answer each page of a new complaint, up to the one that shows all again."""
    if "/right" in owner.at:
        owner.fill({"right_id": "1"})
        owner.press()
    owner.fill({"basis": "counterfeit"})
    owner.press()
    owner.fill({"answers.how_known": "picture", "answers.differences": "Our label is woven."})
    owner.press()
    owner.fill({"text": listings})
    owner.press(value="next")
    owner.fill({"files": file_in(journey.folder, "label.png", makers.picture())})
    owner.press(value="next")
    # The page asks what the picture is, and whether the seller may read it.
    owner.press(value="next")
    sign(owner)


def sign(owner: Visitor) -> None:
    owner.fill({"declaration.signed_by": "Kim Lee", "declaration.agreed": ["truth", "ecl-42"]})
    owner.press()


def test_an_agency_files_for_several_listings(journey: Journey) -> None:
    journey.name = "an-agency-files-about-three-listings-with-evidence-for-each"
    # Its client's mark and its authorization are there already.
    guards = journey.caller("agent", "guards")
    named = {"rights_holder": {"name": "Acme Inc", "country": "CN"}}
    assert guards.post("/rights", {**MARK, **named}).status_code == 201
    told = guards.post("/authorizations", {**named, "reference": "POA-1"})
    assert told.status_code == 201, told.text
    agency = journey.person("agent", "guards")
    agency.open("/")
    agency.follow("/file/")
    agency.press()
    agency.fill({"right_id": "1"})
    agency.press()
    agency.fill({"basis": "counterfeit"})
    agency.press()
    agency.fill({"answers.how_known": "picture", "answers.differences": "Our label is woven."})
    agency.press()
    agency.fill({"text": "\n".join(f"{ITEM}{number}" for number in (1, 2, 3))})
    agency.press(value="next")
    shots = [file_in(journey.folder, f"{n}.png", makers.picture(text=str(n))) for n in (1, 2, 3)]
    agency.fill({"files": shots})
    agency.press(value="keep")
    for number, field in enumerate(sorted({
        each.get("name") for each in agency.page.all("input") if each.get("name").startswith("for-")
    }), 1):  # fmt: skip
        agency.fill({field: str(number)})
    agency.press(value="next")
    sign(agency)
    agency.press()
    assert re.fullmatch(r"/complaints/\d+/receipt", agency.at)


def filed(journey: Journey, count: int = 1) -> tuple[Any, list[int]]:
    """Let acme file by the API; return acme and its claims."""
    acme = journey.caller("filer", "acme")
    targets = [{"url": f"{ITEM}{number}", "title": f"ACME winter jacket, colour {number}",
                "price": "20.00", "currency": "CNY", "store_id": "s1", "store_name": "Mei Shop"}
               for number in range(1, count + 1)]  # fmt: skip
    made = acme.post("/complaints", complaint(targets=targets, right=MARK, declaration=SIGNED))
    assert made.status_code == 201, made.text
    return acme, [each["claim_id"] for each in made.get_json()["targets"]]


def test_a_brand_owner_answers_reads_and_appeals(journey: Journey) -> None:
    journey.name = "a-brand-owner-answers-a-question-reads-the-decision-and-appeals"
    _, (claim,) = filed(journey)
    rev = journey.caller("reviewer", "rev")
    owner = journey.person("filer", "acme")
    due = (utcnow() + timedelta(days=7)).isoformat()
    question = {"what": "Which picture shows it?", "answer_due": due}
    asked = rev.post(f"/claims/{claim}/ask", question)
    assert asked.status_code == 200, asked.text
    owner.open("/")
    owner.follow(r"/complaints/\d+", within="main")
    owner.follow(f"/claims/{claim}")
    owner.says("Which picture shows it?")
    owner.fill({"note": "The second one."})
    owner.press("/complete")
    decided = rev.post(f"/claims/{claim}/decide",
                       {"decision": "reject", "reason": "no-infringement"})  # fmt: skip
    assert decided.status_code == 200, decided.text
    # A letter says that it is decided.
    owner.open("/")
    owner.follow(r"/complaints/\d+", within="main")
    owner.follow(f"/claims/{claim}")
    owner.fill({"grounds": "The label is woven on ours alone."})
    owner.press("/appeal")
    owner.says("The label is woven on ours alone.")
