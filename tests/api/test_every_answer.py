"""Every route that reads, asked for something that is there: the answer is as described.

`DescribedClient` holds it to the description; here each route is asked, by staff and by a filer.
"""

from __future__ import annotations

import re

import pytest

from tests.api.test_permissions import MAY
from tests.scenes.callers import make_caller
from tests.scenes.world import THEIRS, World

READS = sorted(route.removeprefix("GET ") for route in MAY if route.startswith("GET "))
# What a route needs to be asked beside its address.
ASKED = {
    "/counter-notices/{counter_id}/seller": "why=a+check",
    "/declarations": "basis=counterfeit&marketplaces=taobao",
    "/filers/{filer_id}/identities": "why=a+check",
    "/flags": "state=all",
    "/boycotts": "state=all",
    "/notes": "subject=filer&subject_id=1",
    "/questions": "basis=counterfeit",
    "/operators/{operator_id}/inbox": "why=a+check",
    "/search": "q=acme",
    "/case-questions": "subject=complaint&subject_id=1",
    "/stores": "name=Mei",
    "/marketplaces/{slug}/stores/{store}/inbox": "why=a+check",
}
# Where the world calls otherwise what an address names.
NAMED = {"/policy/drafts/{draft_id}": "policy_draft_id", "/figures/{name}": "open_by_deadline"}
# An account's own, and what needs a scan: not there for staff of this world.
NOT_THERE = {
    "/imports/{import_id}",
    "/imports/{import_id}/rejects",
    "/orders/{order_id}",
    "/orders/{order_id}/relistings",
    "/webhooks/{webhook_id}/deliveries",
    "/counter-notices/{counter_id}/copy",
    "/drafts/{draft_id}",
    "/filers/{filer_id}/funnel",
    "/me/funnel",
    "/me/standing",
}


@pytest.mark.parametrize("route", READS)
def test_what_is_read_is_as_described(shared_world: World, route: str) -> None:
    role = "administrator" if MAY[f"GET {route}"] == "A" else "supervisor"
    role = {"F": "filer", "FP": "filer", "ME": "marketplace"}.get(MAY[f"GET {route}"], role)
    caller = make_caller(shared_world.app, shared_world.context, role, f"asks {route}")

    named_here = {**shared_world.ids, **THEIRS, "place": shared_world.tokens["/notices/place/"]}

    def named(found: re.Match[str]) -> str:
        name = NAMED.get(route, found[1])
        return str(named_here.get(name, name))

    address = re.sub(r"{(\w+)}", named, route)
    answer = caller.get(f"{address}?{ASKED.get(route, '')}")
    assert answer.status_code == (404 if route in NOT_THERE else 200)
