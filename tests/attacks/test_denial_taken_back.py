"""A denial is pressed and taken back: nothing of it stays, and the holder's word counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.bodies import slug
from tests.attacks.scene import Scene
from tests.scenes.callers import Caller

NUMBER = "9100001"
FOR_BRAND = {"rights_holder": {"name": "Brand F"}, "authorization": {"reference": "z"}}


@pytest.fixture
def scene(caller: Callable[..., Caller]) -> Scene:
    return Scene(caller)


def settle(scene: Scene, alarm: int, side: str = "filer") -> str:
    said = {"settled_for": side, "reason": "The newer extract decides."}
    return slug(scene.reviewer.post(f"/alarms/{alarm}/settle", said))


def test_a_denial_that_was_taken_back_waits_for_nobodys_look(scene: Scene) -> None:
    one, two = scene.caller("filer", "Brand A"), scene.caller("filer", "Brand B")
    for brand in (one, two):
        scene.state(brand, NUMBER, compared=True)
    scene.file(two, NUMBER)
    (alarm,) = scene.alarms(one)
    assert scene.answer(one, alarm["id"])["followed"] == "look"
    assert scene.looks() == [alarm["id"]]
    assert scene.answer(one, alarm["id"], "authorized")["followed"] is None
    assert scene.looks() == []
    assert settle(scene, alarm["id"]) == "wrong-state"


def test_what_a_denial_alone_had_asked_is_asked_no_more(scene: Scene) -> None:
    brand, agent = scene.caller("filer", "Brand F"), scene.caller("agent", "Agent G")
    filed = scene.file(agent, NUMBER, **FOR_BRAND)
    scene.state(brand, NUMBER, compared=True)
    (alarm,) = scene.alarms(brand)
    assert scene.answer(brand, alarm["id"])["followed"] == "ask_filer"
    assert slug(scene.take_down(filed)) == "authority-unverified"
    assert scene.answer(brand, alarm["id"], "authorized")["followed"] is None
    assert scene.take_down(filed).get_json()["state"] == "removed"
    letters = scene.reviewer.get("/letters").get_json()["items"]
    dropped = [each["filer_id"] for each in letters if each["kind"] == "authority_dropped"]
    assert dropped == [agent.id]
    # The word of a proven holder counts as its offer would.
    assert scene.file(agent, NUMBER, **FOR_BRAND)["authority"] is None
    # And it is its word: it can take it back again.
    assert scene.answer(brand, alarm["id"])["followed"] == "look"
    assert scene.file(agent, NUMBER, **FOR_BRAND)["authority"] == "asked"


def test_the_word_of_who_has_proven_nothing_authorizes_nobody(scene: Scene) -> None:
    brand, agent = scene.caller("filer", "Brand F"), scene.caller("agent", "Agent G")
    sock = scene.caller("filer", "Sock")
    scene.state(sock, NUMBER)
    scene.file(agent, NUMBER, **FOR_BRAND)
    scene.state(brand, NUMBER, compared=True)
    (alarm,) = scene.alarms(sock)
    scene.answer(sock, alarm["id"], "authorized")
    assert scene.file(agent, NUMBER, **FOR_BRAND)["authority"] == "asked"


@pytest.mark.both_databases
def test_what_another_denies_as_well_stays_asked(scene: Scene) -> None:
    one, two = scene.caller("filer", "Brand F"), scene.caller("filer", "Brand H")
    agent = scene.caller("agent", "Agent G")
    filed = scene.file(agent, NUMBER, **FOR_BRAND)
    for brand in (one, two):
        scene.state(brand, NUMBER, compared=True)
    later = scene.file(agent, NUMBER, **FOR_BRAND)
    assert later["authority"] == "asked"
    mine = [scene.alarms(brand)[0]["id"] for brand in (one, two)]
    for brand, alarm in zip((one, two), mine, strict=True):
        scene.answer(brand, alarm)
    scene.answer(one, mine[0], "authorized")
    assert "holder_denies" in scene.signs(filed)
    scene.answer(two, mine[1], "authorized")
    # What it was asked for besides stays.
    assert (scene.signs(filed), scene.signs(later)) == ([], ["unproven"])


def test_nobody_settles_what_nobody_looks_at(scene: Scene) -> None:
    brand, stranger = scene.caller("filer", "Brand F"), scene.caller("filer", "Stranger")
    scene.state(brand, NUMBER, compared=True)
    scene.state(stranger, NUMBER)
    filed = scene.file(brand, NUMBER)
    (alarm,) = scene.alarms(stranger)
    assert settle(scene, alarm["id"], "denier") == "wrong-state"
    assert scene.answer(stranger, alarm["id"])["followed"] == "ask_denier"
    assert settle(scene, alarm["id"], "denier") == "wrong-state"
    assert scene.take_down(filed).status_code == 200
