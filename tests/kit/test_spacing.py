"""Behind a full-width sign stands no space, whatever a template puts between two sentences."""

from __future__ import annotations

import re

import pytest

from complaints.kit.spacing import SIGNS, join
from tests.scenes.accounts import sign_in
from tests.scenes.addresses import address_of, viewer_of
from tests.scenes.world import NAMES, World

# A space between a sign and what follows in the same line of a page.
GAP = re.compile(rf"[{SIGNS}](?:</\w+>)* +(?:<(?:a|kbd|span|strong)\b[^>]*>)*[\w（“]")


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        (["请答复。", " ", "尽快。"], "请答复。尽快。"),
        (["请答复。", "</b> ", "", "  <a>尽快</a>"], "请答复。</b><a>尽快</a>"),
        (["请答复。", "</b>", " 尽快"], "请答复。</b>尽快"),
        (["请答复。", "</b>！", "\n尽快"], "请答复。</b>！尽快"),
        (["何时？", "A", " B"], "何时？A B"),
        (["5 天", " ", "尽快"], "5 天 尽快"),
        (["请答复。<i>", " 尽快"], "请答复。<i> 尽快"),
        (["甲。 乙", " 丙。 丁"], "甲。 乙 丙。 丁"),
        (["Answer.", " ", "Soon."], "Answer. Soon."),
    ],
)
def test_no_space_follows_a_full_width_sign(pieces: list[str], joined: str) -> None:
    assert join(pieces) == joined


@pytest.mark.parametrize(
    "path",
    ["/complaints/<id:complaint_id>/withdraw", "/claims/<id:claim_id>", "/console/flags",
     "/console/desk/<id:claim_id>", "/authorizations/offer"],
)  # fmt: skip
def test_pages_in_chinese_keep_it(shared_world: World, path: str) -> None:
    client = shared_world.app.test_client()
    role = viewer_of(f"GET {path}")
    sign_in(client, role, NAMES[role])
    page = client.get(address_of(path, shared_world), headers={"Accept-Language": "zh"})
    shown = page.text.split("<main", 1)[1]
    assert page.status_code == 200
    assert GAP.findall(shown) == []
