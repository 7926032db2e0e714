"""Empty accounts of a brand's name, and of its number, are opened so that it is not seen."""

from __future__ import annotations

from collections.abc import Callable

from complaints.storage.context import Context
from tests.api.bodies import slug
from tests.attacks.scene import Scene
from tests.attacks.test_invented_law_firm import MARK, Market
from tests.scenes.callers import Caller

SPELLED = ("VELORA GMBH", "velora gmbh", "Velora Ltd", "VELORA Inc", "velora AG")


def test_five_namesakes_do_not_hide_a_holder(
    caller: Callable[..., Caller], context: Context
) -> None:
    market = Market(caller, context)
    for number, name in enumerate(SPELLED):
        junk = {**MARK, "number": f"80000{number}"}
        sock = {"rights_holder": None, "authorization": None}
        market.file(20 + number, caller("filer", name), right=junk, **sock)
    invented = {**MARK, "number": "7654321"}
    filed = market.file(1, right=invented)
    assert filed["authority"] == "asked"
    assert slug(market.take_down(filed)) == "authority-unverified"
    (check,) = market.reviewer.get(f"/complaints/{filed['id']}").get_json()["checks"]
    assert (check["numbers"]["known_complaints"], check["numbers"]["others"]) == (34, "known")


def test_twenty_who_typed_the_number_keep_no_holder_from_its_alarm(
    caller: Callable[..., Caller],
) -> None:
    scene = Scene(caller)
    for number in range(20):
        scene.state(caller("filer", f"Sock {number}"), "9700001")
    brand = caller("filer", "Late Honest")
    scene.state(brand, "9700001", compared=True)
    filed = scene.file(caller("filer", "Evil"), "9700001")
    assert [(alarm["kind"], alarm["by"]) for alarm in scene.alarms(brand)] == [("right", "Evil")]
    assert filed["authority"] == "asked"


def test_twenty_namesakes_keep_no_holder_from_its_alarm(caller: Callable[..., Caller]) -> None:
    scene = Scene(caller)
    forms = ("Ltd", "Inc", "AG", "GmbH", "LLC", "Co", "BV", "SA", "KG", "PLC")
    spelled = [f"{name} {form}" for name in ("Late", "LATE") for form in forms]
    for name in spelled:
        caller("filer", name)
    brand = caller("filer", "late")
    scene.state(brand, "9700002", compared=True)
    said = {"rights_holder": {"name": "Late"}, "authorization": {"reference": "POA-1"}}
    scene.file(caller("agent", "Evil"), "9700003", **said)
    assert [alarm["kind"] for alarm in scene.alarms(brand)] == ["name"]
