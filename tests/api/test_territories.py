"""Where rights apply, by the API: told before filing, kept with a sign, carried in orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from complaints.rules.actors import ActorKind, Scope
from complaints.services.logins import people
from complaints.storage.context import Context
from tests.api.bodies import complaint, pointers, slug
from tests.scenes.callers import Caller
from tests.scenes.working import working

Callers = Callable[..., Caller]
CHINESE = {"kind": "trademark", "number": "7654321", "jurisdiction": "CN", "title": "ACME"}
MADRID = {**CHINESE, "jurisdiction": "WO"}
GERMAN = "https://www.amazon.de/dp/B000000001"
MAILBOX = {"email": "ip@acme.example"}
GROUND = {"ground": "well_known", "words": "A court in Hamburg said so in 2024."}


def filed(acme: Caller, right: dict[str, Any], url: str = GERMAN, **given: Any) -> dict[str, Any]:
    body = complaint(
        basis="trademark", right=right, targets=[{"url": url}], contact=MAILBOX, **given
    )
    sent = acme.post("/complaints", body)
    assert sent.status_code == 201, sent.get_json()
    return dict(sent.get_json())


def test_before_it_files_a_filer_is_told(caller: Callers) -> None:
    acme = caller("filer")
    ids = [acme.post("/rights", each).get_json()["id"] for each in (CHINESE, MADRID)]
    said = []
    for right_id in ids:
        sent = acme.post("/targets/recognise", {"urls": [GERMAN], "right_id": right_id})
        (item,) = sent.get_json()["items"]
        said.append((item["territory"]["cover"], item["territory"]["offered_in"], item["warning"]))
    (outside, places, told), (unknown, _places, asked) = said
    assert (outside, unknown, places) == ("outside", "unknown", ["DE"])
    assert "is offered in: Germany. As far as we know, your right does not apply there." in told
    assert "Say in which countries it applies, on the page of the right." in asked
    named = acme.put(f"/rights/{ids[1]}/territories", {"territories": ["de", "EU"]}).get_json()
    assert (named["territories"], named["holds_in"]) == (["DE", "EU"], ["EU"])
    sent = acme.post("/targets/recognise", {"urls": [GERMAN], "right_id": ids[1]})
    (item,) = sent.get_json()["items"]
    assert (item["territory"]["cover"], item["warning"]) == ("whole", None)
    (bare,) = acme.post("/targets/recognise", {"urls": [GERMAN]}).get_json()["items"]
    assert (bare["territory"], bare["warning"]) == (None, None)


def test_what_is_filed_outside_is_kept_with_a_sign_and_its_ground(caller: Callers) -> None:
    acme, ann = caller("filer"), caller("reviewer", "ann")
    answer = filed(acme, CHINESE)
    (target,) = answer["targets"]
    assert target["territory"] == {"cover": "outside", "offered_in": ["DE"], "holds_in": ["DE"]}
    path = f"/complaints/{answer['id']}"
    (letter,) = ann.get(f"/letters?complaint={answer['id']}").get_json()["items"]
    assert "Tell us why your right applies there" in letter["body"]
    assert acme.get(path).get_json()["territory_ground"] is None
    wrong = acme.put(f"{path}/territory-ground", {"ground": "other"})
    assert (wrong.status_code, pointers(wrong)) == (422, ["/words"])
    told = acme.put(f"{path}/territory-ground", GROUND)
    assert told.get_json()["territory_ground"] == GROUND
    assert caller("filer", "other").put(f"{path}/territory-ground", GROUND).status_code == 404
    whole = ann.get(path).get_json()
    assert [(each["kind"], each["signs"]) for each in whole["checks"]] == [
        ("territory", ["outside"])
    ]
    assert ann.get("/complaints?check=territory").get_json()["items"][0]["id"] == answer["id"]
    decide = f"/claims/{target['claim_id']}/decide"
    silent = ann.post(decide, {"decision": "take_down", "reason": "protected-unregistered"})
    assert (silent.status_code, pointers(silent)) == (422, ["/note"])
    said = {"decision": "take_down", "reason": "protected-unregistered", "note": "See Hamburg."}
    assert ann.post(decide, said).get_json()["state"] == "removed"


def test_with_its_ground_at_once_no_letter_asks_for_it(caller: Callers) -> None:
    acme, ann = caller("filer"), caller("reviewer", "ann")
    answer = filed(acme, CHINESE, territory_ground=GROUND)
    (letter,) = ann.get(f"/letters?complaint={answer['id']}").get_json()["items"]
    assert "Tell us why" not in letter["body"]


def test_an_order_says_where_it_holds_and_where_the_listing_is_down(caller: Callers) -> None:
    ann, platform = caller("reviewer", "ann"), caller("marketplace")
    url = "https://www.etsy.com/listing/987654321/tee"
    acme, bolt = caller("filer", "acme"), caller("filer", "bolt")
    claims = []
    for owner, place in ((acme, "DE"), (bolt, "FR")):
        answer = filed(owner, {**CHINESE, "jurisdiction": place}, url)
        claims.append(answer["targets"][0]["claim_id"])
        said = {"decision": "take_down", "reason": "shown"}
        assert ann.post(f"/claims/{claims[-1]}/decide", said).status_code == 200
    acme.post(f"/claims/{claims[0]}/withdraw")
    bolt.post(f"/claims/{claims[1]}/withdraw")
    orders = [platform.get(f"/orders/{number}").get_json() for number in range(1, 5)]
    assert [(each["act"], each["territory"]) for each in orders] == [
        ("take_down", ["DE"]), ("take_down", ["DE", "FR"]), ("take_down", ["FR"]), ("restore", []),
    ]  # fmt: skip
    assert [each["reversed_by"] for each in orders] == [2, 3, 4, None]


@pytest.mark.parametrize(
    ("site", "codes"),
    [("ebay.de", ["dsa"]), ("ebay.com", ["dmca"]), ("ebay.co.uk", ["house"]),
     ("ebay", ["dmca", "dsa"])],
)  # fmt: skip
def test_the_texts_to_sign_go_by_the_site(caller: Callers, site: str, codes: list[str]) -> None:
    told = caller("filer").get(f"/declarations?basis=copyright&marketplaces={site}").get_json()
    (law,) = told["laws"]
    assert [law["regime"], *law["adding"]] == codes


def test_filer_partner_and_staff_say_where_a_right_applies_and_each_reads_who_did(
    caller: Callers,
) -> None:
    acme, ann, portal = caller("filer"), caller("reviewer", "ann"), caller("partner")
    right_id = acme.post("/rights", MADRID).get_json()["id"]
    path = f"/rights/{right_id}/territories"
    assert acme.put(path, {"territories": ["DE"]}).status_code == 200
    silent = ann.put(path, {"territories": ["FR"]})
    assert (silent.status_code, pointers(silent)) == (422, ["/reason"])
    told = ann.put(path, {"territories": ["FR"], "reason": "The extract."})
    assert told.get_json()["holds_in"] == ["FR"]
    for reader in (acme, ann):
        items = reader.get(path).get_json()["items"]
        assert [(each["by"], each["before"], each["after"], each["reason"]) for each in items] == [
            ("filer", None, ["DE"], None), ("staff", ["DE"], ["FR"], "The extract."),
        ]  # fmt: skip
    for stranger in (portal, caller("filer", "other"), caller("marketplace")):
        assert stranger.get(path).status_code == 404
    assert portal.put(path, {"territories": ["DE"]}).status_code == 404
    named = {"reference": "a1", "name": "A", "kind": "rights_holder", "email": "a@a.example"}
    of_portal = portal.post("/rights", {**MADRID, "filer": named}).get_json()["id"]
    path = f"/rights/{of_portal}/territories"
    assert portal.put(path, {"territories": ["DE"]}).get_json()["territories"] == ["DE"]
    assert portal.get(path).get_json()["items"][0]["by"] == "partner"


def test_a_rules_key_says_it_of_no_right_and_decides_once_it_is_known(
    app: Flask, context: Context, caller: Callers
) -> None:
    acme, ann = caller("filer"), caller("reviewer", "ann")
    with context.database.transaction() as session:
        key = people.issue_key(
            working(session), kind=ActorKind.PERSON, owner_id=ann.id, label="rule",
            scopes=frozenset({Scope.DECIDE, Scope.READ}), vault=context.vault,
        )  # fmt: skip
    rule = Caller(app, key.secret, ActorKind.PERSON, ann.id)
    right_id = acme.post("/rights", MADRID).get_json()["id"]
    body = complaint(
        basis="trademark", right_id=right_id, targets=[{"url": GERMAN}], contact=MAILBOX
    )
    body.pop("right", None)
    sent = acme.post("/complaints", body)
    assert sent.status_code == 201, sent.get_json()
    claim_id = sent.get_json()["targets"][0]["claim_id"]
    said = {"decision": "take_down", "reason": "shown"}
    assert slug(rule.post(f"/claims/{claim_id}/decide", said)) == "person-decides"
    path = f"/rights/{right_id}/territories"
    assert rule.put(path, {"territories": ["DE"], "reason": "So."}).status_code == 403
    acme.put(path, {"territories": ["DE"]})
    assert rule.post(f"/claims/{claim_id}/decide", said).status_code == 200
