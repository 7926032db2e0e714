"""Alarms: somebody else files by the same right, or for a holder of the same name."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from complaints.models import Letter
from complaints.storage.context import Context
from tests.api.bodies import HOLDER, ITEM, MARK, complaint, slug
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
WRITTEN = {"reference": "POA-1", "valid_from": "2020-01-01"}
TARGETS = [{"url": f"{ITEM}{n}"} for n in (1, 2)]


def _alarms(who: Caller) -> list[dict[str, object]]:
    items: list[dict[str, object]] = who.get("/alarms").get_json()["items"]
    return items


def test_a_holder_hears_of_others_on_its_right_and_denies_them(
    caller: Callers, context: Context
) -> None:
    acme, agent, rev = caller("filer", "Acme Inc"), caller("agent", "Guards"), caller("reviewer")
    right = acme.post("/rights", MARK).get_json()["id"]
    body = complaint(rights_holder=HOLDER, authorization=WRITTEN, targets=TARGETS)
    filed = agent.post("/complaints", body).get_json()
    assert filed["authority"] is None
    (alarm,) = _alarms(acme)
    assert (alarm["kind"], alarm["by"], alarm["complaints"], alarm["listings"]) == (
        "right", "Guards", 1, 2,
    )  # fmt: skip
    assert _alarms(agent) == []
    with context.database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "somebody_files")).one()
        assert (letter.filer_id, "@" in letter.body) == (acme.id, False)

    said = acme.post(
        f"/alarms/{alarm['id']}/answer", {"answer": "not_authorized", "note": "Never."}
    )
    assert (said.status_code, said.get_json()["answer"]) == (200, "not_authorized")
    assert said.get_json()["followed"] == "ask_denier"
    compared = rev.post(f"/rights/{right}/proof", {"reason": "The certificate fits."})
    assert (compared.status_code, compared.get_json()["proof"]) == (200, "paper_seen")
    assert _alarms(acme)[0]["followed"] == "ask_filer"
    checks = rev.get(f"/complaints/{filed['id']}").get_json()["checks"]
    assert [check["signs"] for check in checks if check["kind"] == "authority"] == [
        ["holder_denies"]
    ]
    claim = filed["targets"][0]["claim_id"]
    decision = {"decision": "take_down", "reason": "shown"}
    assert slug(rev.post(f"/claims/{claim}/decide", decision)) == "authority-unverified"

    later = agent.post("/complaints", {**body, "targets": [{"url": f"{ITEM}3"}]}).get_json()
    assert later["authority"] == "asked"
    assert len(_alarms(acme)) == 1
    verified = rev.post(f"/complaints/{filed['id']}/authority", {"reason": "Signed paper."})
    assert verified.status_code == 200


def test_who_confirms_is_not_asked_again(caller: Callers) -> None:
    acme, agent = caller("filer", "Acme Inc"), caller("agent", "Guards")
    body = complaint(rights_holder=HOLDER, authorization=WRITTEN)
    agent.post("/complaints", body)
    (alarm,) = _alarms(acme)
    assert alarm["kind"] == "name"
    etag = {"If-Match": f'"{alarm["version"]}"'}
    path = f"/alarms/{alarm['id']}/answer"
    assert acme.post(path, {"answer": "authorized"}, headers=etag).status_code == 200
    assert slug(acme.post(path, {"answer": "not_authorized"}, headers=etag)) == "stale"
    assert agent.post(path, {"answer": "authorized"}).status_code == 404
    again = agent.post("/complaints", {**body, "targets": [{"url": f"{ITEM}9"}]}).get_json()
    assert again["authority"] is None
    assert acme.get("/alarms?waiting=true").get_json()["items"] == []
    assert len(_alarms(acme)) == 1


def test_an_accepted_authorization_gives_no_alarm(caller: Callers) -> None:
    acme, agent = caller("filer", "Acme Inc"), caller("agent", "Guards")
    right = acme.post("/rights", MARK).get_json()["id"]
    offer = {"agent": {"number": agent.id, "name": "guards"}, "right_id": right}
    made = acme.post("/authorizations/offers", offer)
    assert made.status_code == 201, made.get_json()
    path = f"/authorizations/{made.get_json()['id']}"
    named = complaint(rights_holder=HOLDER, right=MARK)
    assert agent.post("/complaints", named).status_code == 422
    accepted = agent.post(f"{path}/accept").get_json()
    assert accepted["accepted_at"] is not None
    assert agent.post(f"{path}/accept").status_code == 409
    body = complaint(right=None, right_id=accepted["right_id"])
    assert agent.post("/complaints", body).status_code == 201
    assert _alarms(acme) == []
    assert acme.post(f"{path}/revoke").status_code == 200
    late = agent.post("/complaints", {**body, "targets": [{"url": f"{ITEM}5"}]})
    assert late.status_code == 422
    again = acme.post("/authorizations/offers", offer)
    assert again.status_code == 201
    assert again.get_json()["id"] != made.get_json()["id"]


def test_an_offer_names_the_agent_by_number_and_name(caller: Callers) -> None:
    acme, agent, other = (
        caller("filer", "Acme"),
        caller("agent", "Guards"),
        caller("agent", "Other"),
    )
    wrong = acme.post("/authorizations/offers", {"agent": {"number": agent.id, "name": "Other"}})
    assert wrong.status_code == 422
    own = acme.post("/authorizations/offers", {"agent": {"number": acme.id, "name": "Acme"}})
    assert own.status_code == 422
    made = acme.post("/authorizations/offers", {"agent": {"number": agent.id, "name": "Guards"}})
    path = f"/authorizations/{made.get_json()['id']}"
    assert other.post(f"{path}/accept").status_code == 404
    assert acme.post(f"{path}/accept").status_code == 403
    assert agent.post(f"{path}/revoke").status_code == 200
    assert agent.post(f"{path}/accept").status_code == 409


def test_persons_of_one_name_and_strangers_without_an_account_hear_nothing(
    caller: Callers, context: Context
) -> None:
    sam, partner = caller("individual", "Sam"), caller("partner")
    partner.post(
        "/complaints", complaint(filer={"reference": "x", "name": "Sam", "kind": "individual"})
    )
    assert _alarms(sam) == []


def test_a_denial_between_proven_accounts_waits_in_the_queue(caller: Callers) -> None:
    acme, other, ann = caller("filer", "acme"), caller("filer", "other"), caller("reviewer", "ann")
    bob = caller("reviewer", "bob")
    rights = [who.post("/rights", MARK).get_json()["id"] for who in (acme, other)]
    acme.post("/complaints", complaint(targets=TARGETS))
    (alarm,) = _alarms(other)
    path = f"/alarms/{alarm['id']}"
    denied = {"answer": "not_authorized", "note": "Ours since May."}
    # Of who has proven nothing the proof is asked: nobody of staff waits for that.
    assert other.post(f"{path}/answer", denied).get_json()["followed"] == "ask_denier"
    assert ann.get("/queue?subject=alarm").get_json()["items"] == []
    for right in rights:
        ann.post(f"/rights/{right}/proof", {"reason": "A certificate."})
    (waiting,) = ann.get("/queue?subject=alarm").get_json()["items"]
    assert (waiting["id"], waiting["filer"], waiting["due"]) == (alarm["id"], "acme", None)
    assert (waiting["what"], waiting["claims"]) == (["look"], 0)
    whole = ann.get("/queue").get_json()["items"]
    assert [each["subject"] for each in whole] == ["complaint", "alarm"]
    after = ann.get("/queue?limit=1").get_json()["next"]
    (rest,) = ann.get(f"/queue?limit=1&cursor={after}").get_json()["items"]
    assert rest == waiting
    # In one person's hands a colleague's decision is refused.
    taken = ann.post("/queue/next", {"subject": "alarm"}).get_json()["item"]
    assert taken["id"] == alarm["id"]
    settled = {"settled_for": "filer", "reason": "Its licence runs on."}
    refused = bob.post(f"{path}/settle", settled)
    assert (refused.status_code, slug(refused)) == (409, "held")
    assert bob.post("/queue/next", {"subject": "alarm"}).get_json()["item"] is None
    # Taken back, it waits for nobody; denied anew, it does.
    other.post(f"{path}/answer", {"answer": "authorized"})
    assert ann.get("/queue?subject=alarm").get_json()["items"] == []
    other.post(f"{path}/answer", denied)
    assert len(ann.get("/queue?subject=alarm").get_json()["items"]) == 1
    assert ann.post(f"{path}/settle", settled).status_code == 200
    assert ann.get("/queue?subject=alarm").get_json()["items"] == []
    assert slug(ann.post("/leases", {"subject": "alarm", "subject_id": 99})) == "not-found"
