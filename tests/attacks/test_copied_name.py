"""An account copies a brand's name and number out of the register, and speaks as the brand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from complaints.base.clock import utcnow
from complaints.models import Filer
from complaints.storage.context import Context
from tests.api.bodies import slug
from tests.attacks.scene import Scene
from tests.scenes.callers import Caller
from tests.scenes.registers import put_entry

NUMBER = "1234567"
FOR_ACME = {"rights_holder": {"name": "Acme Inc"}, "authorization": {"reference": "POA-9"}}


class Copied(Scene):
    """Somebody opens an account of the register's name; then the brand's agent files."""

    def __init__(self, caller: Callable[..., Caller], context: Context) -> None:
        super().__init__(caller)
        put_entry(context.database, context.vault, "Acme Inc", number=NUMBER, place="cn")
        self.copy = self.copied("Acme Inc.")
        self.agent = caller("agent", "Good Agent")
        self.filed = self.file(self.agent, NUMBER, **FOR_ACME)

    def copied(self, name: str) -> Caller:
        copy = self.caller("filer", name)
        right = self.state(copy, NUMBER)
        assert copy.get(f"/rights/{right}").get_json()["proof"] == "in_register"
        return copy

    def release(self, filed: Any) -> None:
        path = f"/complaints/{filed['id']}/release"
        assert self.reviewer.post(path, {"reason": "Called the brand."}).status_code == 200


@pytest.fixture
def scene(caller: Callable[..., Caller], context: Context) -> Copied:
    return Copied(caller, context)


def test_a_person_looks_once_and_no_second_copy_holds_the_agent_again(scene: Copied) -> None:
    assert scene.filed["held_until"] is not None
    scene.release(scene.filed)
    assert scene.take_down(scene.filed).status_code == 200
    scene.copied("ACME INC")
    later = scene.file(scene.agent, NUMBER, **FOR_ACME)
    assert (later["authority"], later["held_until"]) == (None, None)
    assert scene.take_down(later).status_code == 200
    # It was a look at this account: another one is held.
    stranger = scene.caller("agent", "Finch Law")
    assert scene.file(stranger, NUMBER, **FOR_ACME)["held_until"] is not None


def test_whoever_has_proven_more_since_then_is_a_new_question(scene: Copied) -> None:
    scene.release(scene.filed)
    scene.state(scene.caller("filer", "Acme"), NUMBER, compared=True)
    assert scene.file(scene.agent, NUMBER, **FOR_ACME)["authority"] == "asked"


def test_a_copy_that_came_after_the_first_complaint_holds_nobody(
    caller: Callable[..., Caller], context: Context
) -> None:
    scene = Scene(caller)
    agent = caller("agent", "Good Agent")
    scene.file(agent, NUMBER, **FOR_ACME)
    put_entry(context.database, context.vault, "Acme Inc", number=NUMBER, place="cn")
    copy = caller("filer", "Acme Inc.")
    with context.database.transaction() as session:
        session.get_one(Filer, copy.id).registered_at = utcnow()
    scene.state(copy, NUMBER)
    later = scene.file(agent, NUMBER, **FOR_ACME)
    assert (later["authority"], later["held_until"]) == (None, None)
    # Who had not filed on the right by then is looked at.
    assert scene.file(caller("agent", "Bell"), NUMBER, **FOR_ACME)["held_until"] is not None


def test_a_copied_name_denies_nobody(scene: Copied) -> None:
    later = scene.file(scene.agent, NUMBER, **FOR_ACME)
    for alarm in scene.alarms(scene.copy):
        assert scene.answer(scene.copy, alarm["id"])["followed"] == "ask_denier"
    assert scene.looks() == []
    assert "holder_denies" not in scene.signs(later)
    # The agent is asked for nothing: somebody looks at who files, for two working days at most.
    assert later["authority"] is None
    assert later["held_until"] is not None
    assert slug(scene.take_down(later)) == "filer-being-checked"
    scene.release(later)
    assert scene.take_down(later).get_json()["state"] == "removed"


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
