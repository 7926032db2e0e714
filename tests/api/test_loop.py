"""The loop closed over HTTP: filed, decided, graded, warned, refused, kept, lifted, taken up."""

from __future__ import annotations

import re

from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Filer, Letter
from complaints.rules.actors import PersonRole, person
from complaints.rules.policy.law_policy import LawPolicy
from tests.api.bodies import ITEM, complaint, slug
from tests.scenes.links import confirm, link_to
from tests.services.cases.market import Market


def file(filer, number):
    return filer.post("/complaints", complaint(targets=[{"url": f"{ITEM}{number}"}]))


def reject_as_manifest(reviewer, claim_id):
    decision = {"decision": "reject", "reason": "no-infringement", "merit": "manifestly_unfounded"}
    answer = reviewer.post(f"/claims/{claim_id}/decide", decision)
    assert answer.get_json()["merit"] == "manifestly_unfounded", answer.get_json()


def leads_to_its_clause(browser, context, boycott_id):
    """No letter names a rule that is not there: the clause stands on its page, in its version."""
    with context.database.reading() as session:
        body = session.scalars(select(Letter.body).where(Letter.boycott_id == boycott_id)).one()
    address, anchor = re.search(r"(/terms/\d+)#([\w-]+)", body).groups()
    assert f'id="{anchor}"' in browser.get(address).text


def test_from_the_first_complaint_to_the_refused_one_and_back(app, caller, context):
    acme, rev = caller("filer", "acme"), caller("reviewer", "rev")
    ann, ben, cem = (caller("supervisor", name) for name in ("ann", "ben", "cem"))
    for number in (1, 2, 3):
        filed = file(acme, number).get_json()
        reject_as_manifest(rev, filed["targets"][0]["claim_id"])
    with context.database.transaction() as session:
        filer = session.get_one(Filer, acme.id)
        market = Market(session, utcnow())
        flag = market.confirmed_flag(filer, person(ann.id, PersonRole.SUPERVISOR)).id
    words = {"reasons": "No such marks.", "gravity": "Three shops.", "intention": "Unknown."}
    (boycott,) = ann.post(f"/flags/{flag}/boycotts", words).get_json()["items"]
    path = f"/boycotts/{boycott['id']}"
    ann.post(f"{path}/warn")
    link = link_to(context, boycott_id=boycott["id"])
    browser = app.test_client()
    leads_to_its_clause(browser, context, boycott["id"])
    confirm(browser, context, link)
    assert browser.post(link, data={"step": "answer", "text": "No."}).status_code == 303
    whole = {"answer": "That is all.", "closes": True}
    assert acme.post(f"{path}/answer", whole).get_json()["answer"].startswith("No.\n\n")
    went_on = file(acme, 4).get_json()
    reject_as_manifest(rev, went_on["targets"][0]["claim_id"])
    term = {"why": "It went on.", "term_days": 30}
    imposed = ben.post(f"{path}/impose", term).get_json()
    assert (imposed["state"], imposed["binding"]) == ("in_force", True)

    # China's E-Commerce Law knows no suspension: more proof is asked, and says at once which.
    passed = file(acme, 5).get_json()
    target, bound = passed["targets"][0], passed["boycott"]
    assert (target["state"], target["lacks"]) == ("incomplete", ["identity", "right", "difference"])
    assert (bound["kept"], bound["asked"]) == (0, 1)
    assert bound["treatments"] == LawPolicy().treatments()
    german = [{"url": "https://www.amazon.de/dp/B000000005"}]
    refused = acme.post(
        "/complaints", complaint(targets=german, contact={"email": "ip@acme.example"})
    )
    assert (refused.status_code, slug(refused)) == (403, "boycotted")
    assert refused.get_json()["boycott_id"] == boycott["id"]
    assert acme.get(path).get_json()["kept"] == 1

    assert browser.post(link, data={"step": "appeal", "text": "New owners."}).status_code == 303
    decision = {"decision": "lift", "argued": "It is said to be wrong.", "reason": "They changed."}
    assert cem.post(f"{path}/appeal/decide", decision).get_json()["state"] == "lifted"
    assert file(acme, 6).status_code == 201
    taken = rev.post(f"{path}/kept/take-up").get_json()
    # The appeal was won: they are taken up with it.
    assert taken == {"taken_up": 0, "discarded": 0, "doubles": 0, "still_kept": 0}
    kept = acme.get(f"/complaints/{refused.get_json()['complaint_id']}").get_json()
    assert kept["state"] == "open"
