"""Clocks over HTTP: how they are shown, and how staff let one stand, run on, and deal with one."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update

from complaints.models import Clock
from complaints.storage.context import Context
from tests.api.bodies import slug
from tests.api.test_claims import file
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]


def test_a_clock_is_shown_paused_and_run_on(caller: Callers) -> None:
    acme, rev = caller("filer"), caller("reviewer")
    claim = f"/claims/{file(acme)}"
    (clock,) = acme.get(claim).get_json()["clocks"]
    assert (clock["kind"], clock["regime"], clock["article"], clock["waits"], clock["state"]) == (
        "decide", "house", "our rules", "staff", "running",
    )  # fmt: skip
    assert (clock["number"], clock["unit"], clock["zone"], clock["certain"]) == (
        7, "days", "Asia/Shanghai", True,
    )  # fmt: skip
    path = f"/clocks/{clock['id']}"
    assert acme.get(claim).get_json()["decide_by"] == clock["ends_at"]
    assert rev.post(f"{path}/pause", {}).status_code == 422
    paused = rev.post(f"{path}/pause", {"reason": "The office is shut."}).get_json()
    (shown,) = paused["clocks"]
    assert (shown["state"], shown["paused_why"]) == ("paused", "The office is shut.")
    assert shown["paused_by"] is not None
    assert paused["decide_by"] is None
    (seen,) = acme.get(claim).get_json()["clocks"]
    assert (seen["paused_why"], seen["paused_by"]) == ("The office is shut.", None)
    assert rev.post(f"{path}/resume").get_json()["clocks"][0]["state"] == "running"
    assert slug(rev.post(f"{path}/resume")) == "wrong-state"
    assert slug(rev.post("/clocks/999/resume")) == "not-found"


def test_what_is_left_to_staff_is_listed_and_dealt_with(caller: Callers, context: Context) -> None:
    acme, rev = caller("filer"), caller("reviewer")
    asked = {"what": "The certificate.", "answer_due": "2099-01-01T00:00:00Z"}
    ids = [
        file(acme, targets=[{"url": f"https://item.taobao.com/item.htm?id={n}"}]) for n in (7, 8)
    ]
    for claim_id in ids:
        rev.post(f"/claims/{claim_id}/ask", asked)
    assert rev.get("/clocks/overdue").get_json() == {"items": [], "next": None}
    with context.database.transaction() as session:
        session.execute(update(Clock).where(Clock.kind == "complete").values(state="overdue"))
    first = rev.get("/clocks/overdue?limit=1").get_json()
    second = rev.get(f"/clocks/overdue?limit=1&cursor={first['next']}").get_json()
    one, two = first["items"][0], second["items"][0]
    assert ([one["claim_id"], two["claim_id"]], second["next"]) == (ids, None)
    done = rev.post(f"/clocks/{one['id']}/carry-out", {"reason": "No answer."}).get_json()
    assert done["state"] == "closed"
    left = rev.post(f"/clocks/{two['id']}/leave", {"reason": "It came by post."}).get_json()
    assert (left["state"], left["answer_due"]) == ("incomplete", None)
    assert rev.get("/clocks/overdue").get_json()["items"] == []
