"""A link judged over the API is heeded by the next scan; a random sample is judged and counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.jobs import scanning, worker
from complaints.models import Filer
from complaints.rules.policy.policies import Policies
from tests.abuse.makers import START
from tests.abuse.planted import PLANTED
from tests.jobs.records import put
from tests.services.cases.market import Market

LATER = START + timedelta(days=800)


@pytest.fixture
def filers(context):
    """Filers of a market in which some share their hands, by reference."""
    put(context.database, PLANTED["shared_hands"](), LATER)
    with context.database.reading() as session:
        return {filer.reference: filer.id for filer in session.scalars(select(Filer))}


def hands(context):
    report = scanning.sweep(context.database, Policies(), now=LATER).report
    return {(link.a, link.b): link.kinds for link in report.links if link.source == "identifiers"}


def test_the_next_scan_heeds_what_staff_judged(context, caller, filers):
    ann = caller("reviewer", "ann")
    (pair, *_) = hands(context)
    body = {"filer": pair[1], "other": pair[0], "verdict": "no", "why": "Two tenants."}
    first = ann.post("/judgements", body)
    assert (first.status_code, first.get_json()["person_id"]) == (201, ann.id)
    assert pair not in hands(context)
    again = ann.post("/judgements", {**body, "verdict": "yes", "why": "One till after all."})
    assert again.status_code == 201
    assert hands(context)[pair][0] == "judged:2"
    standing = ann.get(f"/judgements?filer={pair[0]}").get_json()["items"]
    assert [(row["verdict"], row["superseded_at"]) for row in standing] == [("yes", None)]
    told = ann.get("/judgements?all=true").get_json()["items"]
    assert [row["verdict"] for row in told] == ["yes", "no"]
    story = ann.get("/ledger?subject=link").get_json()["items"]
    assert [(e["verb"], e["facts"]["verdict"], e["facts"]["before"]) for e in story] == [
        ("judged", "yes", "no"),
        ("judged", "no", None),
    ]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"other": 1}, "/other"), ({"other": 999_999}, "/other"), ({"why": "  "}, "/why"),
     ({"verdict": "perhaps"}, "/verdict")],
)  # fmt: skip
def test_a_judgement_that_does_not_hold_says_where(caller, change, pointer):
    ann = caller("reviewer", "ann")
    one, two = caller("filer", "one").id, caller("filer", "two").id
    body = {"filer": one, "other": two, "verdict": "no", "why": "w", **change}
    if change == {"other": 1}:
        body["other"] = one
    answer = ann.post("/judgements", body)
    assert (answer.status_code, answer.get_json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.both_databases
def test_a_monthly_sample_is_drawn_once_and_says_what_is_missed(context, caller):
    ann, now = caller("reviewer", "ann"), utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        active = [market.filer(f"active-{n}") for n in range(30)]
        for filer in active:
            for day in range(5):
                market.complaint(filer, now - timedelta(days=10 + day))
        flagged = market.filer("flagged")
        market.abusive(flagged, manifest=6)
        market.confirmed_flag(flagged, market.staff("old"))
        market.complaint(market.filer("quiet"), now - timedelta(days=3))
    worker.run_pending(context, now)
    worker.run_pending(context, now + timedelta(minutes=2))
    told = ann.get("/samples").get_json()
    (sample,) = told["items"]
    assert (sample["size"], sample["missed"]["population"], sample["missed"]["open"]) == (
        20,
        30,
        20,
    )
    assert {row["filer"]["reference"] for row in sample["drawn"]} <= {f.reference for f in active}
    assert (told["estimate"]["low"], told["estimate"]["high"]) == (0.0, 1.0)
    path = f"/samples/{sample['id']}/filers"
    ids = [row["filer"]["id"] for row in sample["drawn"]]
    for place, filer in enumerate(ids):
        verdict = "abusive" if place == 0 else "unsure" if place == 1 else "clean"
        answer = ann.post(f"{path}/{filer}/judge", {"verdict": verdict, "why": "looked"})
        assert answer.status_code == 200
    missed = ann.get("/samples").get_json()["estimate"]
    # Of 19 judged one is abusive: Clopper and Pearson give 0.13 % to 26.03 %.
    assert (missed["judged"], missed["abusive"], missed["unsure"]) == (19, 1, 1)
    assert (round(missed["low"], 4), round(missed["high"], 4)) == (0.0013, 0.2603)
    assert (missed["filers_low"], missed["filers_high"]) == (1, 8)
    assert (
        ann.post(f"{path}/{flagged.id}/judge", {"verdict": "clean", "why": "w"}).status_code == 404
    )
