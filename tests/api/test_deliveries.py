"""How a warning reaches its filer, over HTTP: bounced, posted, acknowledged, shown at filing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.jobs import worker
from complaints.models import Boycott, Delivery, Letter, RightsHolder
from complaints.queries.cases import boycotts as boycott_queries
from complaints.rules.actors import SYSTEM
from complaints.rules.mailing.inboxes import Reach
from complaints.services.mailing import letters
from complaints.storage.context import Context
from tests.api.bodies import ITEM, MARK, complaint, slug
from tests.api.test_drafts import steps as steps_of
from tests.attacks.house import WORDS, House
from tests.attacks.test_partner_on_both_sides import join
from tests.scenes.callers import Caller
from tests.scenes.working import working
from tests.services.cases.market import Market

Callers = Callable[..., Caller]
DAY = timedelta(days=1)
HOLDER = {"name": "Acme Inc", "country": "US"}
WRITTEN = {"reference": "POA-1", "valid_from": "2020-01-01"}
BOUNCE = {"message_id": "<w1@mail.example>", "status_code": "5.1.1", "action": "failed"}


class Warned(House):
    """Ann warned `acme`; the mail server took the letter."""

    def __init__(self, caller: Callers, context: Context) -> None:
        super().__init__(caller, context)
        self.ben, self.relay = caller("supervisor", "ben"), caller("relay")
        proposed = self.ann.post(f"/flags/{self.flag}/boycotts", WORDS).get_json()
        self.path = f"/boycotts/{proposed['items'][0]['id']}"
        assert self.ann.post(f"{self.path}/warn").status_code == 200
        with context.database.transaction() as session:
            letter = boycott_queries.letter_of(session, proposed["items"][0]["id"])
            assert letter is not None
            self.letter = letter.id
            letter.sent_at = utcnow()
            session.add(
                Delivery(
                    letter_id=letter.id, message_id=BOUNCE["message_id"], attempts=1,
                    gone_at=utcnow(),
                )
            )  # fmt: skip

    def case(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.ben.get(self.path).get_json()
        return answer

    def file(self, number: int, *, by: Caller | None = None, status: int = 201) -> dict[str, Any]:
        sent = (by or self.acme).post(
            "/complaints",
            complaint(
                targets=[{"url": f"{ITEM}{number}"}], rights_holder=HOLDER, authorization=WRITTEN
            ),
        )
        assert sent.status_code == status, sent.get_json()
        answer: dict[str, Any] = sent.get_json()
        return answer

    def fail_twice(self) -> None:
        """Let the warning come back by mail, and have no address to post it to."""
        assert self.relay.post("/bounces", BOUNCE).get_json()["counted"]
        why = {"why": "No address."}
        assert self.ben.post(f"/letters/{self.letter}/returned", why).status_code == 200

    def bind(self) -> None:
        """Let a boycott bind what `acme` files for its principal, beside the warning."""
        with self.context.database.transaction() as session:
            warned = session.query(Boycott).one()
            of_both = {each.key for each in Boycott.__table__.columns} - {"id", "version"}
            bound = Boycott(**{name: getattr(warned, name) for name in of_both})
            bound.rights_holder_id = session.query(RightsHolder).first().id
            bound.state, bound.imposed_by, bound.imposed_at = "in_force", self.ben.id, utcnow()
            bound.delivered_at, bound.delivered_by = utcnow() - 20 * DAY, "read"
            bound.starts_at, bound.ends_at = utcnow() - DAY, utcnow() + 9 * DAY
            session.add(bound)
            session.flush()
            Market(session, utcnow()).stop_all(bound.id)


@pytest.fixture
def house(caller: Callers, context: Context) -> Warned:
    return Warned(caller, context)


def test_what_bounced_is_told_and_goes_another_way(house: Warned) -> None:
    case = house.case()
    assert (case["delivered_at"], case["delivered_by"], case["answer_due"]) == (None, None, None)
    assert case["course"]["failed"] == []
    assert house.relay.post("/bounces", BOUNCE).get_json() == {"counted": True}
    assert house.relay.post("/bounces", BOUNCE).get_json() == {"counted": False}
    unknown = house.relay.post("/bounces", {**BOUNCE, "message_id": "<x@mail.example>"})
    assert (unknown.status_code, slug(unknown)) == (404, "not-found")
    wrong = house.relay.post("/bounces", {**BOUNCE, "status_code": "5.1"})
    assert wrong.status_code == 422
    course = house.case()["course"]
    assert (course["mailed_at"], course["failed"]) == (None, ["mail"])
    (waiting,) = [
        item for item in house.ben.get("/queue").get_json()["items"] if item["subject"] == "boycott"
    ]
    assert waiting["what"] == ["undelivered"]
    (listed,) = house.ben.get("/boycotts?delivery=undelivered").get_json()["items"]
    assert listed["id"] == house.case()["id"]
    (letter,) = house.ben.get("/letters?did_not_go=true").get_json()["items"]
    assert (letter["sent_at"], letter["delivery"]["failure"]) == (None, "bounced")
    # The filer reads that it was warned, and nothing of what was tried.
    assert house.acme.get(house.path).get_json()["course"] is None


def test_nobody_but_the_relay_says_what_bounced(house: Warned, caller: Callers) -> None:
    for who in (house.ann, house.acme, caller("partner"), caller("marketplace")):
        assert who.post("/bounces", BOUNCE).status_code == 403


def test_a_posted_letter_is_entered_by_who_takes_no_part(house: Warned) -> None:
    house.relay.post("/bounces", BOUNCE)
    path, day = f"/letters/{house.letter}/posted", utcnow().date().isoformat()
    early = house.ben.post(path, {"on": day})
    assert (early.status_code, slug(early)) == (409, "wrong-state")
    with house.context.database.transaction() as session:
        letters.hand_out(
            working(session, SYSTEM, utcnow()), house.letter, Reach.BY_HAND,
            vault=house.context.vault,
        )  # fmt: skip
    part = house.ann.post(path, {"on": day})
    assert (part.status_code, slug(part)) == (403, "takes-part")
    posted = house.ben.post(path, {"on": day}).get_json()
    assert (posted["reach"], posted["report"]) == ("by_hand", "posted")
    assert house.case()["course"]["posted_at"] is not None
    why = {"why": "Moved, no new address."}
    assert slug(house.ann.post(f"/letters/{house.letter}/returned", why)) == "takes-part"
    assert house.ben.post(f"/letters/{house.letter}/returned", why).status_code == 200
    course = house.case()["course"]
    assert set(course["failed"]) == {"mail", "post"}


def test_the_answer_to_the_next_filing_shows_what_two_ways_did_not_bring(house: Warned) -> None:
    assert house.file(1)["warnings"] == []
    house.relay.post("/bounces", BOUNCE)
    assert house.file(2)["warnings"] == []
    house.ben.post(f"/letters/{house.letter}/returned", {"why": "No address."})
    (shown,) = house.file(3)["warnings"]
    assert "Invented marks." in shown["text"]
    assert "/answer/" not in shown["text"]
    assert shown["answer_url"].endswith(house.path.replace("/boycotts/", "/standing/cases/"))
    case = house.case()
    assert (case["delivered_by"], case["answer_due"]) == ("shown", shown["answer_due"])
    assert house.file(4)["warnings"] == []
    dossier = house.ben.get(f"{house.path}/dossier").get_json()
    # The filing that it came with was before; the next one is after.
    assert dossier["intention"]["filed_since_warning"] == 1


def test_it_is_shown_too_where_every_listing_was_reported_before(house: Warned) -> None:
    house.file(1)
    house.fail_twice()
    (shown,) = house.file(1, status=200)["warnings"]
    assert "Invented marks." in shown["text"]
    assert house.case()["delivered_by"] == "shown"
    assert house.file(1, status=200)["warnings"] == []


def test_it_is_not_shown_by_a_row_of_a_file_whose_answer_nobody_reads(house: Warned) -> None:
    house.fail_twice()
    body = complaint(rights_holder=HOLDER, authorization=WRITTEN)
    file = {"file": (io.BytesIO(json.dumps(body).encode()), "a.jsonl")}
    sent = house.acme.post("/imports", data=file).get_json()
    worker.run_pending(house.context, utcnow(), share=worker.Share(only=("import",)))
    assert house.acme.get(f"/imports/{sent['id']}").get_json()["filed"] == 1
    assert house.case()["delivered_by"] is None
    (shown,) = house.file(2)["warnings"]
    assert "Invented marks." in shown["text"]


def test_it_is_shown_too_where_a_draft_is_filed(house: Warned) -> None:
    right = house.acme.post("/rights", {**MARK, "rights_holder": HOLDER})
    assert right.status_code == 201, right.get_json()
    steps = steps_of(right.get_json()["id"])
    steps["right"]["authorization"] = WRITTEN
    made = house.acme.post("/drafts", {"steps": steps})
    assert made.status_code == 201, made.get_json()
    house.fail_twice()
    filed = house.acme.post(f"/drafts/{made.get_json()['id']}/file")
    assert filed.status_code == 201, filed.get_json()
    (shown,) = filed.get_json()["warnings"]
    assert "This is a warning." in shown["text"]
    assert house.case()["delivered_by"] == "shown"


def test_it_is_shown_too_where_a_boycott_keeps_all_that_is_filed(house: Warned) -> None:
    house.file(1)
    house.bind()
    assert house.file(2, status=403)["warnings"] == []
    house.fail_twice()
    kept = house.file(3, status=403)
    (shown,) = kept["warnings"]
    assert (kept["type"].rpartition("/")[2], kept["complaint_id"] > 0) == ("boycotted", True)
    assert "Invented marks." in shown["text"]
    assert "/answer/" not in shown["text"]
    assert house.case()["answer_due"] == shown["answer_due"]
    assert house.file(4, status=403)["warnings"] == []


def test_it_is_shown_to_the_account_that_is_warned_alone(house: Warned, caller: Callers) -> None:
    house.fail_twice()
    other = caller("agent", "other")
    join(house.context, "other", "acme")
    assert house.file(1, by=other)["warnings"] == []
    assert house.case()["delivered_by"] is None


def test_the_accounts_own_platform_says_that_its_inbox_has_it(
    house: Warned, caller: Callers
) -> None:
    portal, market = caller("partner", "portal"), caller("marketplace", "market")
    filed = portal.post(
        "/complaints",
        complaint(
            filer={"reference": "kim", "name": "Kim", "kind": "agent"},
            rights_holder=HOLDER,
            authorization=WRITTEN,
        ),
    )
    assert filed.status_code == 201, filed.get_json()
    with house.context.database.transaction() as session:
        kim = session.scalars(select(Letter).where(Letter.complaint_id.is_not(None))).all()[-1]
        letter = session.get_one(Letter, house.letter)
        letter.filer_id, letter.sent_at = kim.filer_id, None
        case = session.get_one(Boycott, letter.boycott_id)
        case.filer_id = kim.filer_id or 0
    path = f"/letters/{house.letter}/arrival"
    assert market.post(path, {"became": "delivered"}).status_code == 404
    assert portal.post(path, {"became": "bounced"}).get_json()["report"] == "failed"
    assert house.case()["course"]["failed"] == ["inbox"]
    # To read it, as a partner does to pass it on, says nothing yet.
    assert portal.get(f"/letters/{house.letter}/letter.pdf").status_code == 200
    assert house.case()["delivered_by"] is None
    assert portal.post(path, {"became": "delivered"}).get_json()["report"] == "arrived"
    assert house.case()["delivered_by"] == "acknowledged"
    said = house.ben.get(f"/ledger?subject=letter&subject_id={house.letter}").get_json()["items"]
    assert [entry["verb"] for entry in reversed(said)] == ["not_arrived", "arrived"]
