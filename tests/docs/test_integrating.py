"""The commands of docs/integrating.md, typed into one shell beside a demo: each gets its answer."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.docs.touring import Typed, begin_tour

PAGE = Path(__file__).resolve().parents[2] / "docs" / "integrating.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.whole,
    pytest.mark.skipif(
        not all(map(shutil.which, ("bash", "curl", "jq"))), reason="needs bash, curl and jq"
    ),
]


def test_a_vendor_and_a_marketplace_come_to_their_first_events_and_try_out_the_rest(
    tmp_path: Path,
) -> None:
    steps = [Typed(block, "") for block in BLOCK.findall(PAGE.read_text("utf-8"))]
    with begin_tour(tmp_path) as tour:
        printed = tour.walk([*steps, Typed("REVIEWER= FILER=\n", "")])
    said = [each.strip() for each in printed]
    tried = next(json.loads(each) for each in said if each.startswith("{"))
    assert (tried["state"], tried["id"]) == ("dry_run", None)
    assert [each for each in said if each and not each.startswith("{")] == [
        "Added brandguard. Make a key: cleanhands key issue partner brandguard\npartner",
        "true",
        "complaint.filed",
        "Added bazaar. Make a key: cleanhands key issue partner bazaar --scope deliver --scope "
        "speak_for_sellers --scope enforce --scope read",
        "stored\nstored",
        said[said.index("stored\nstored") + 1],
        "noted",
        "claim.taken_down\norder.requested",
        # And of a test instance.
        "Added brandguard. Make a key: cleanhands key issue partner brandguard\ntrue",
        "removed\nreinstated",
        "投诉 bg-1：1 个商品已下架 / Complaint bg-1: the listing is taken down\ntrue\n"
        "restore\ntake_down",
    ]
