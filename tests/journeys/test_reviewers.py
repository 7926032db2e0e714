"""Journeys of reviewers: decide at the desk, decide alike listings, find a case and hand it on."""

from __future__ import annotations

from tests.api.bodies import COUNTER, MARK, SIGNED, complaint
from tests.journeys.journey import Journey
from tests.journeys.test_filers import filed


def test_a_reviewer_decides_a_claim(journey: Journey) -> None:
    journey.name = "a-reviewer-decides-a-claim"
    _, (claim,) = filed(journey)
    ann = journey.person("reviewer", "ann")
    ann.open("/console")
    ann.press("/queue/next")
    assert ann.at.startswith(f"/console/desk/{claim}")
    ann.fill({"decision": "reject", "reason": "no-infringement", "merit": "unfounded"})
    ann.press("/letters")
    ann.press("/send")
    assert ann.at == "/console"


def test_a_reviewer_weighs_a_counter_notice(journey: Journey) -> None:
    journey.name = "a-reviewer-weighs-a-counter-notice"
    _, (claim,) = filed(journey)
    rev, clerk = journey.caller("reviewer", "rev"), journey.caller("administrator", "clerk")
    down = {"decision": "take_down", "reason": "shown"}
    assert rev.post(f"/claims/{claim}/decide", down).status_code == 200
    assert clerk.post(f"/claims/{claim}/counter", COUNTER).status_code < 300
    ann = journey.person("reviewer", "ann")
    ann.open("/console")
    ann.press("/queue/next")
    ann.says(str(COUNTER["statement"]))
    ann.fill({"decision": "reinstate", "reason": "answer-convinces"})
    ann.press("/letters")
    ann.press("/send")


def test_a_reviewer_judges_an_appeal(journey: Journey) -> None:
    journey.name = "a-reviewer-judges-an-appeal"
    acme, (claim,) = filed(journey)
    rev = journey.caller("reviewer", "rev")
    no = {"decision": "reject", "reason": "no-infringement"}
    assert rev.post(f"/claims/{claim}/decide", no).status_code == 200
    appeal = {"side": "filer", "grounds": "Look at the seam."}
    assert acme.post(f"/claims/{claim}/appeals", appeal).status_code == 201
    ann = journey.person("reviewer", "ann")
    ann.open("/console")
    ann.press("/queue/next")
    ann.says("Look at the seam.")
    ann.fill({"decision": "uphold", "reason": "nothing-new"})
    ann.press("/letters")
    ann.press("/send")


def test_a_reviewer_decides_ten_alike_and_undoes_it(journey: Journey) -> None:
    journey.name = "a-reviewer-decides-nine-of-ten-alike-listings-and-undoes-it"
    _, claims = filed(journey, 10)
    ann = journey.person("reviewer", "ann")
    ann.open("/console")
    ann.press("/queue/next")
    ann.fill({"decision": "reject", "reason": "no-infringement"})
    ann.untick("claim_ids", str(claims[4]))
    ann.press("/letters")
    ann.press("/send")
    # The next case is the listing that was taken out.
    assert ann.at.startswith(f"/console/desk/{claims[4]}")
    ann.press("/undo")
    rev = journey.caller("reviewer", "rev")
    assert {rev.get(f"/claims/{claim}").get_json()["state"] for claim in claims} == {"received"}


def test_a_reviewer_finds_a_case_and_hands_it_on(journey: Journey) -> None:
    journey.name = "a-reviewer-finds-a-case-and-gives-it-to-a-colleague"
    acme, (claim, *_) = filed(journey, 2)
    ben = journey.caller("reviewer", "ben")
    other = complaint(right=MARK, declaration=SIGNED, basis="trademark",
                      targets=[{"url": "https://www.amazon.com/dp/B0C1234567"}])  # fmt: skip
    second = acme.post("/complaints", other).get_json()["id"]
    ann = journey.person("reviewer", "ann")
    ann.open("/console")
    ann.fill({"marketplace": "amazon.com", "basis": "trademark"})
    ann.press("/console")
    kept = [link.partition("?")[0] for link in ann.links() if "/desk/complaints/" in link]
    assert kept == [f"/console/desk/complaints/{second}"]
    ann.fill({"name": "Amazon marks"})
    ann.press("/views")
    assert "view=" in ann.at
    # Another day: what the filer wrote is searched, from any page.
    ann.search("winter jacket")
    ann.follow(f"/console/claims/{claim}")
    ann.follow(f"/console/desk/{claim}")
    ann.follow("/console")
    ann.follow(r"/console\?view=\d+")
    ann.follow(r"/console/cases/complaint/\d+")
    ann.fill({"to": f"person-{ben.id}"})
    ann.press("/give")
    ann.fill({"ask_to": f"person-{ben.id}", "text": "Have you seen this seller before?"})
    ann.press("/ask")
    ann.says("Have you seen this seller before?")
