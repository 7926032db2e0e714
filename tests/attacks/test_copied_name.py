"""An account copies a brand's name and number out of the register, and speaks as the brand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from complaints.context import Context
from tests.api.bodies import slug
from tests.attacks.scene import Scene
from tests.callers import Caller
from tests.registers import put_entry

NUMBER = "1234567"
FOR_ACME = {"rights_holder": {"name": "Acme Inc"}, "authorization": {"reference": "POA-9"}}


class Copied(Scene):
    """The brand's agent has filed; then somebody opens an account of the register's name."""

    def __init__(self, caller: Callable[..., Caller], context: Context) -> None:
        super().__init__(caller)
        self.agent = caller("agent", "Good Agent")
        self.filed = self.file(self.agent, NUMBER, **FOR_ACME)
        put_entry(context.database, context.vault, "Acme Inc", number=NUMBER)
        self.copy = caller("filer", "Acme Inc.")
        right = self.state(self.copy, NUMBER)
        assert self.copy.get(f"/rights/{right}").get_json()["proof"] == "in_register"


@pytest.fixture
def scene(caller: Callable[..., Caller], context: Context) -> Copied:
    return Copied(caller, context)


def test_a_copied_name_denies_nobody(scene: Copied) -> None:
    later = scene.file(scene.agent, NUMBER, **FOR_ACME)
    for alarm in scene.alarms(scene.copy):
        assert scene.answer(scene.copy, alarm["id"])["followed"] == "ask_denier"
    assert scene.take_down(scene.filed).get_json()["state"] == "removed"
    assert scene.looks() == []
    assert "holder_denies" not in scene.signs(later)
    # The agent is asked for nothing: somebody looks at who files, for two working days at most.
    assert later["authority"] is None
    assert later["held_until"] is not None
    assert slug(scene.take_down(later)) == "filer-being-checked"


def test_a_copied_name_reads_no_more_than_a_typed_number(scene: Copied) -> None:
    scene.file(scene.agent, NUMBER, **FOR_ACME)
    assert {alarm["by"] for alarm in scene.alarms(scene.copy)} == {"Good Agent"}
    path = f"/complaints/{scene.file(scene.agent, NUMBER, **FOR_ACME)['id']}/authority"
    assert scene.reviewer.post(path, {"reason": "The signed paper."}).status_code == 200
    assert {alarm["by"] for alarm in scene.alarms(scene.copy)} == {None}
    # One look, and the agent is held no more.
    assert scene.file(scene.agent, NUMBER, **FOR_ACME)["held_until"] is None


def test_the_banner_says_what_is_looked_at(scene: Copied) -> None:
    later = scene.file(scene.agent, NUMBER, **FOR_ACME)
    checks = scene.reviewer.get(f"/complaints/{later['id']}").get_json()["checks"]
    (check,) = [each for each in checks if each["kind"] == "party"]
    assert check["signs"] == ["unproven"]
    assert check["numbers"] == {
        "standing": "stated", "others": "in_register", "proven": [scene.copy.id],
    }  # fmt: skip


def test_once_its_paper_is_compared_the_holder_is_heard(scene: Copied) -> None:
    """The other way round: the account is the holder, and proves it."""
    later = scene.file(scene.agent, NUMBER, **FOR_ACME)
    alarm = next(each for each in scene.alarms(scene.copy) if each["kind"] == "right")
    assert scene.answer(scene.copy, alarm["id"])["followed"] == "ask_denier"
    right = scene.copy.get("/rights").get_json()["items"][0]["id"]
    why = {"reason": "The certificate, from the mailbox of its lawyers."}
    assert scene.reviewer.post(f"/rights/{right}/proof", why).status_code == 200
    assert scene.copy.get(f"/alarms/{alarm['id']}").get_json()["followed"] == "ask_filer"
    assert slug(scene.take_down(later)) in ("authority-unverified", "filer-being-checked")
    assert "holder_denies" in scene.signs(later)
