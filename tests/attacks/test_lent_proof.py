"""Somebody proves one trivial mark, and lends the proof to a firm, or to its word, on any right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.bodies import slug
from tests.attacks.scene import Scene
from tests.scenes.callers import Caller

LUMORAS, JUNK = "2000001", "3000001"


@pytest.fixture
def scene(caller: Callable[..., Caller]) -> Scene:
    return Scene(caller)


@pytest.mark.parametrize("name", ["Zeta Trading Ltd", "LUMORA Ltd"])
def test_the_proof_of_a_trivial_mark_is_lent_to_no_other_right(scene: Scene, name: str) -> None:
    """The second name is the brand's own: to be called like it helps nobody on its number."""
    scene.state(scene.caller("filer", "Lumora AG"), LUMORAS, compared=True)
    zeta, firm = scene.caller("filer", name), scene.caller("agent", "Finch Law")
    scene.state(zeta, JUNK, compared=True)
    permit = scene.offer(zeta, firm, "Finch Law")
    said = {"rights_holder": {"name": name}, "authorization_id": permit["id"]}
    filed = scene.file(firm, LUMORAS, **said)
    assert filed["authority"] == "asked"
    assert slug(scene.take_down(filed)) == "authority-unverified"
    # To state the number besides, without proof, lends no more.
    scene.state(zeta, LUMORAS)
    assert scene.file(firm, LUMORAS, **said)["authority"] == "asked"


def test_a_compared_paper_of_one_holder_opens_no_right_of_another(scene: Scene) -> None:
    scene.state(scene.caller("filer", "Lumora AG"), LUMORAS, compared=True)
    zeta, firm = scene.caller("filer", "Zeta Trading Ltd"), scene.caller("agent", "Bell Law")
    scene.state(zeta, JUNK, compared=True)
    said = {"rights_holder": {"name": "Zeta Trading Ltd"}, "authorization": {"reference": "P-1"}}
    filed = scene.file(firm, JUNK, **said)
    assert filed["authority"] == "asked"
    path = "/complaints/{}/authority"
    assert scene.reviewer.post(path.format(filed["id"]), {"reason": "Seen."}).status_code == 200
    # For what Zeta has proven the firm is asked once.
    assert scene.file(firm, JUNK, **said)["authority"] is None
    posed = scene.file(firm, LUMORAS, **said)
    assert posed["authority"] == "asked"
    assert slug(scene.take_down(posed)) == "authority-unverified"
    # Where a person has looked at it for this number too, it is asked no more.
    assert scene.reviewer.post(path.format(posed["id"]), {"reason": "Licence."}).status_code == 200
    assert scene.file(firm, LUMORAS, **said)["authority"] is None


def test_an_honest_holders_agent_files_on_its_other_marks(scene: Scene) -> None:
    """The other way round: nobody else stands on the number, so the offer of a proven holder
    counts, whether it has stated that mark or not."""
    zeta, firm = scene.caller("filer", "Zeta Trading Ltd"), scene.caller("agent", "Finch Law")
    scene.state(zeta, JUNK, compared=True)
    permit = scene.offer(zeta, firm, "Finch Law")
    said = {"rights_holder": {"name": "Zeta Trading Ltd"}, "authorization_id": permit["id"]}
    assert scene.file(firm, "3000009", **said)["authority"] is None
    scene.state(zeta, "3000010")
    later = scene.file(firm, "3000010", **said)
    assert later["authority"] is None
    assert scene.take_down(later).status_code == 200


def test_a_namesake_with_a_trivial_mark_freezes_no_agent_of_the_holder(scene: Scene) -> None:
    maren = scene.caller("filer", "Maren Foods")
    squatter = scene.caller("filer", "MAREN FOODS Ltd")
    agent = scene.caller("agent", "Real Agent LLP")
    scene.state(maren, "2100001")
    permit = scene.offer(maren, agent, "Real Agent LLP")
    said = {"rights_holder": {"name": "Maren Foods"}, "authorization_id": permit["id"]}
    filed = scene.file(agent, "2100001", **said)
    assert filed["authority"] is None
    scene.state(squatter, JUNK, compared=True)
    (alarm,) = scene.alarms(squatter)
    assert alarm["kind"] == "name"
    denied = scene.answer(squatter, alarm["id"])
    # Whose the name is, no mark of one of them shows: a person looks, and nothing is frozen.
    assert denied["followed"] == "look"
    assert scene.looks() == [alarm["id"]]
    assert scene.take_down(filed).get_json()["state"] == "removed"
    assert "holder_denies" not in scene.signs(scene.file(agent, "2100001", **said))


def test_whose_name_nobody_else_has_is_heard_at_once(scene: Scene) -> None:
    """The other way round: a proven holder that alone has the name denies an invented firm."""
    holder, firm = scene.caller("filer", "Velora GmbH"), scene.caller("agent", "Finch & Moss")
    said = {"rights_holder": {"name": "Velora GmbH"}, "authorization": {"reference": "POA-1"}}
    filed = scene.file(firm, "5550001", **said)
    scene.state(holder, "5550002", compared=True)
    (alarm,) = scene.alarms(holder)
    assert scene.answer(holder, alarm["id"])["followed"] == "ask_filer"
    assert slug(scene.take_down(filed)) == "authority-unverified"


def test_a_namesake_with_a_trivial_mark_asks_no_agent_of_the_holder(scene: Scene) -> None:
    """Without any denial: by the name alone, a mark counts for nothing on the holder's number."""
    quill = scene.caller("filer", "Quill Foods")
    agent = scene.caller("agent", "Fair Agent LLP")
    scene.state(quill, "2600001")
    permit = scene.offer(quill, agent, "Fair Agent LLP")
    said = {"rights_holder": {"name": "Quill Foods"}, "authorization_id": permit["id"]}
    scene.state(scene.caller("filer", "QUILL FOODS Ltd"), JUNK, compared=True)
    filed = scene.file(agent, "2600001", **said)
    assert (filed["authority"], filed["held_until"]) == (None, None)
    assert scene.take_down(filed).status_code == 200
    # An agent of another's word is asked still, where nobody of the name stands on its number.
    finch = {"rights_holder": {"name": "Quill Foods"}, "authorization": {"reference": "POA-1"}}
    posed = scene.file(scene.caller("agent", "Finch Law"), "2600009", **finch)
    assert posed["authority"] == "asked"


def test_a_namesake_that_proves_the_number_itself_is_counted(scene: Scene) -> None:
    quill = scene.caller("filer", "Quill Foods")
    agent = scene.caller("agent", "Fair Agent LLP")
    scene.state(quill, "2600001")
    permit = scene.offer(quill, agent, "Fair Agent LLP")
    said = {"rights_holder": {"name": "Quill Foods"}, "authorization_id": permit["id"]}
    scene.state(scene.caller("filer", "QUILL FOODS Ltd"), "2600001", compared=True)
    assert scene.file(agent, "2600001", **said)["authority"] == "asked"


def test_where_others_file_for_the_name_its_denial_by_another_mark_is_looked_at(
    scene: Scene,
) -> None:
    said = {"rights_holder": {"name": "Brill Foods"}, "authorization": {"reference": "POA-1"}}
    namesake = scene.caller("filer", "Brill Foods")
    first, second = scene.caller("agent", "Lone Agent LLP"), scene.caller("agent", "Bell Law")
    filed = scene.file(first, "2700001", **said)
    scene.file(second, "2700001", **said)
    scene.state(namesake, JUNK, compared=True)
    for alarm in scene.alarms(namesake):
        assert scene.answer(namesake, alarm["id"])["followed"] == "look"
    assert len(scene.looks()) == 2
    assert scene.take_down(filed).status_code == 200
