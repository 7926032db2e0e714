"""Many listings decided at once: in groups of those alike, rejected all together, taken down group
by group with one of each opened; what lacks something stays back. Without script.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.models import Claim, Clock, Right
from complaints.queries.decisions import lacking
from complaints.rules.decisions.alike import Lack
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.deciding import decide, desk, pending_of, post, value_of
from tests.scenes.working import working

Callers = Callable[..., Caller]
NO: dict[str, Any] = {"decision": "reject", "reason": "no-infringement"}
DOWN = {"decision": "take_down", "reason": "test-buy"}
BAG = {"store_id": "s-1", "title": "ACME bag, red", "currency": "CNY"}


def sent(acme: Caller, name: str, **given: Any) -> dict[str, Any]:
    paper: dict[str, Any] = send(acme, makers.picture(text=name), name).get_json()
    return {"sha256": paper["sha256"], "filename": name, "kind": "evidence", **given}


def filed(acme: Caller, targets: list[dict[str, Any]], **given: Any) -> list[int]:
    numbered = [{"url": f"{ITEM}{700 + spot}", **each} for spot, each in enumerate(targets)]
    answer = acme.post("/complaints", complaint(targets=numbered, **given))
    assert answer.status_code == 201, answer.text
    return [each["claim_id"] for each in answer.get_json()["targets"]]


def two_groups(acme: Caller) -> list[int]:
    """File about three bags of one store, three mugs of three stores with a picture, a loner, and a
    fourth mug that was on sale before the mark was registered; each has evidence."""
    picture = send(acme, makers.picture(text="mug"), "mug.png").get_json()["id"]
    mug = {"seen": {"pictures": [picture]}}
    return filed(
        acme,
        [
            *({**BAG, "price": price} for price in (10, 12, 20)),
            *({**mug, "store_id": f"m-{spot}"} for spot in range(3)),
            {"store_id": "x", "title": "Leather phone case"},
            {**mug, "store_id": "old", "listed_on": "2015-02-28"},
        ],
        documents=[sent(acme, "both.png")],
    )


def ticked(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'name="claim_ids" value="(\d+)"[^>]* checked', page)]


def hidden(page: str) -> dict[str, list[str]]:
    """Return what the page's first form would send again."""
    found: dict[str, list[str]] = {}
    start = page.index('action="/console/desk/')
    form = page[start : page.index("</form>", start)]
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def state_of(ann: Caller, claim_id: int) -> str:
    return str(ann.get(f"/claims/{claim_id}").get_json()["state"])


# What the databases tell apart shows with thirty; three hundred are as many as one complaint takes.
@pytest.mark.parametrize(
    ("database_url", "times"), [("sqlite", 10), ("postgresql", 1)], indirect=["database_url"]
)
def test_three_hundred_are_rejected_at_once_and_it_is_undone_as_one(
    caller: Callers, ann: FlaskClient, times: int
) -> None:
    bags, mugs, others = 12 * times, 16 * times, 2 * times
    acme, rev = caller("filer", "acme"), caller("reviewer", "rev")
    ids = filed(
        acme,
        [
            *({**BAG, "price": 10} for _ in range(bags)),
            *({"store_id": f"m-{n}", "title": "Travel mug 500 ml"} for n in range(mugs)),
            *({"store_id": f"x-{n}", "title": f"{n} thing {n}"} for n in range(others)),
        ],
    )
    assert len(ids) == 30 * times
    page = desk(ann, ids[0])
    assert f"The same for {len(ids) - 1} other listings?" in page
    assert ticked(page) == ids[1:bags], "those like this one"
    for words in (
        f"{bags - 1} listings: the same store, titles alike · 10 CNY",
        f"{mugs} listings: titles alike",
        f"{others} listings, each unlike the others",
    ):
        assert words in page.replace("10.00", "10"), words
    everything = re.search(r'name="tick" value="([\d ]+)"', page)
    assert everything is not None
    again = post(ann, ids[0], "change", **NO, tick=everything.group(1)).text
    assert sorted(ticked(again)) == ids[1:]
    form: dict[str, Any] = {**NO, "claim_ids": ticked(again), "version": value_of(again, "version")}
    letters = post(ann, ids[0], "letters", **form)
    assert f"{len(ids)} listings" in letters.text
    assert letters.text.count('class="ch-letter"') == 10, "the others are like these"
    assert "more letters like these go out" in letters.text
    assert post(ann, ids[0], **form).status_code == 303
    assert ann.post(f"/console/pending/{pending_of(desk(ann, ids[0]))}/undo").status_code == 303
    assert {state_of(rev, each) for each in (ids[0], ids[bags + 1], ids[-1])} == {"received"}
    form["version"] = value_of(desk(ann, ids[0]), "version")
    decide(ann, ids[0], **form)
    counts = acme.get("/complaints/1").get_json()["claim_counts"]
    assert counts == {"rejected": len(ids)}


def test_a_group_is_opened_before_it_is_taken_down_and_what_lacks_something_stays_back(
    caller: Callers, ann: FlaskClient
) -> None:
    rev = caller("reviewer", "rev")
    ids = two_groups(caller("filer", "acme"))
    version = value_of(desk(ann, ids[0]), "version")
    form = {**DOWN, "claim_ids": ids[1:], "version": version, "note": "See the seam."}
    first = post(ann, ids[0], "letters", **form).text
    assert "Group 1 of 2: does this listing look like the one that you are deciding?" in first
    assert '<progress class="ch-progress" value="0" max="2"' in first
    assert "the same picture" in first
    assert "The same for these 3 listings" in first, "the fourth stays back"
    assert state_of(rev, ids[3]) == "received", "nothing is stored"
    mark = re.search(r'name="opened" value="([^"]+)"', first)
    assert mark is not None
    second = post(ann, ids[0], "letters", **hidden(first), opened=mark.group(1)).text
    assert "Group 2 of 2" in second
    assert "Leather phone case" in second
    assert 'value="1" max="2"' in second
    letters = post(ann, ids[0], "letters", **hidden(second), leave=str(ids[6])).text
    assert "6 listings" in letters
    assert "See the seam." in letters
    kept: dict[str, Any] = hidden(letters)
    assert [int(each) for each in kept["claim_ids"]] == ids[1:6]
    decide(ann, ids[0], **kept)
    assert [state_of(rev, each) for each in ids] == ["removed"] * 6 + ["received"] * 2


def test_a_groups_page_shows_ten_more_and_folds_the_rest(caller: Callers, ann: FlaskClient) -> None:
    acme = caller("filer", "acme")
    mugs = [{"store_id": f"m-{spot}", "title": "Travel mug"} for spot in range(13)]
    ids = filed(acme, [{"store_id": "s-1", "title": "ACME bag"}, *mugs],
                documents=[sent(acme, "both.png")])  # fmt: skip
    assert desk(ann, ids[0]).count("Another title") == 13
    page = post(ann, ids[0], "letters", **DOWN, claim_ids=ids[1:]).text
    rest = page[page.index("12 more listings of this group") :]
    shown, _summary, folded = rest.partition(">2 more<")
    assert (shown.count("Travel mug"), folded.count("Travel mug")) == (10, 2)
    assert "Another title" not in page, "beside each other they are alike"


def test_in_chinese_the_signs_between_words_are_chinese(caller: Callers, ann: FlaskClient) -> None:
    (first, *_others) = two_groups(caller("filer", "acme"))
    page = ann.get(f"/console/desk/{first}", headers={"Accept-Language": "zh-CN"}).text
    assert page.count("：</strong>") >= 2
    assert not re.findall(r"[一-鿿], ?[一-鿿]|[一-鿿]: ?[一-鿿<{]", page)


def test_what_stays_back_is_named_with_its_reason(caller: Callers, ann: FlaskClient) -> None:
    ids = two_groups(caller("filer", "acme"))
    assert (
        "Cannot be taken down together with others: on sale before the right was registered"
        in desk(ann, ids[0])
    )
    letters = post(ann, ids[0], "letters", **DOWN, claim_ids=[ids[1], ids[7]]).text
    assert "1 listing is left out: decide it separately" in letters
    assert f'href="/console/desk/{ids[7]}"' in letters
    assert [int(each) for each in hidden(letters)["claim_ids"]] == [ids[1]]


def test_nothing_is_taken_down_with_others_past_the_page(
    caller: Callers, ann: FlaskClient, ben: FlaskClient, context: Context
) -> None:
    ids = two_groups(caller("filer", "acme"))
    unopened = post(ann, ids[0], **DOWN, claim_ids=[ids[3]])
    assert (unopened.status_code, "open one listing of it" in unopened.text) == (422, True)
    bens = post(ben, ids[0], "letters", **DOWN, claim_ids=[ids[3]]).text
    mark = re.search(r'name="opened" value="([^"]+)"', bens)
    assert mark is not None
    for marks in ([mark.group(1)], ["forged"], [context.links.opened(None, ids[3])]):
        assert post(ann, ids[0], **DOWN, claim_ids=[ids[3]], opened=marks).status_code == 422
    held = post(ben, ids[0], **DOWN, claim_ids=[ids[3], ids[7]], opened=mark.group(1))
    assert held.status_code == 422, "its group is opened, but it lacks something itself"
    assert "cannot be taken down together with others: on sale before the right" in held.text
    assert post(ben, ids[0], **DOWN, claim_ids=[ids[3]], opened=mark.group(1)).status_code == 303
    assert ben.get("/console/ledger?verb=looked_at").text.count(f'/console/claims/{ids[3]}"') == 1


def test_one_that_was_opened_and_then_left_out_opens_nothing_for_the_rest(
    caller: Callers, ann: FlaskClient
) -> None:
    ids = two_groups(caller("filer", "acme"))
    look = post(ann, ids[0], "letters", **DOWN, claim_ids=ids[3:6]).text
    mark = re.search(r'name="opened" value="([^"]+)"', look)
    assert mark is not None
    rest: dict[str, Any] = {**DOWN, "claim_ids": ids[4:6], "opened": mark.group(1)}
    assert "Group 1 of 1" in post(ann, ids[0], "letters", **rest).text
    assert post(ann, ids[0], **rest).status_code == 422


def test_who_decided_meanwhile_goes_first_in_each_step(
    caller: Callers, ann: FlaskClient, ben: FlaskClient, context: Context
) -> None:
    ids = two_groups(caller("filer", "acme"))
    form = {**DOWN, "claim_ids": ids[1:6], "version": value_of(desk(ann, ids[0]), "version")}
    decide(ben, ids[4], **NO)
    marks = [context.links.opened(None, ids[3])]
    for step, opened in (("letters", []), ("letters", marks), ("send", marks)):
        assert post(ann, ids[0], step, **form, opened=opened).status_code == 412, step
    hold = {"subject": "complaint", "subject_id": 1}
    assert ben.post("/console/queue/hold", data=hold).status_code == 303
    assert post(ann, ids[0], "letters", **form).status_code == 409


def test_one_that_waits_for_another_decision_is_not_taken_down_with_others(
    caller: Callers, ann: FlaskClient
) -> None:
    ids = two_groups(caller("filer", "acme"))
    decide(ann, ids[2], now=False, **NO)
    assert post(ann, ids[0], **DOWN, claim_ids=[ids[2]]).status_code == 409, "it is being decided"
    number = pending_of(desk(ann, ids[2]))
    assert ann.post(f"/console/pending/{number}/send-now").status_code == 303
    other = post(ann, ids[0], **DOWN, claim_ids=[ids[2]])
    assert other.status_code == 422
    assert f"Claim {ids[2]} waits for another decision" in other.text


SEEN = {"seen": {"text": "A bag."}}


@pytest.mark.parametrize(
    ("target", "right", "lacks"),
    [
        ({}, {}, [Lack.EVIDENCE]),
        (SEEN, {}, []),
        ({**SEEN, "listed_on": "2015-02-28"}, {}, [Lack.EARLIER]),
        ({**SEEN, "listed_on": "2015-03-01"}, {}, []),
        ({**SEEN, "listed_on": "2015-02-28"}, {"kind": "copyright"}, []),
        (SEEN, {"jurisdiction": "DE"}, [Lack.OUTSIDE]),
        (SEEN, {"jurisdiction": None}, [Lack.UNKNOWN_PLACE]),
        (SEEN, {"status": "expired"}, [Lack.OVER]),
        (SEEN, {"status": "cancelled"}, [Lack.OVER]),
    ],
)
def test_what_keeps_a_claim_from_being_taken_down_with_others(
    caller: Callers,
    context: Context,
    target: dict[str, Any],
    right: dict[str, Any],
    lacks: list[Lack],
) -> None:
    (claim_id,) = filed(caller("filer", "acme"), [target])
    with context.database.transaction() as session:
        # As it became after the filing.
        session.execute(update(Right).values({"id": Right.id, **right}))
    assert lacks_of(context, claim_id) == lacks


def test_a_sellers_time_to_answer_keeps_its_claim_back(caller: Callers, context: Context) -> None:
    (claim_id,) = filed(caller("filer", "acme"), [SEEN], basis="unauthorised_channel")
    with context.database.reading() as session:
        clock = session.scalars(select(Clock).where(Clock.kind == "hear")).one()
    instant = timedelta(microseconds=1)
    assert lacks_of(context, claim_id, clock.ends_at - instant) == [Lack.UNHEARD]
    assert lacks_of(context, claim_id, clock.ends_at) == []


def test_a_paper_counts_for_the_listing_that_it_is_for(caller: Callers, context: Context) -> None:
    acme = caller("filer", "acme")
    named = {"kind": "evidence", "sha256": "f" * 64, "filename": "unsent.pdf"}
    own = sent(acme, "a.png", targets=[f"{ITEM}700"])
    one, other = filed(acme, [{}, {}], documents=[named, own])
    assert lacks_of(context, one) == []
    assert lacks_of(context, other) == [Lack.EVIDENCE], "what was never sent shows nothing"
    (all_of,) = filed(acme, [{"url": f"{ITEM}9"}], documents=[sent(acme, "b.png")])
    assert lacks_of(context, all_of) == []


def lacks_of(context: Context, claim_id: int, now: datetime | None = None) -> list[Lack]:
    with context.database.reading() as session:
        work = working(session, now=now or utcnow())
        return list(lacking.lacks_of_claims(work, [session.get_one(Claim, claim_id)])[claim_id])


def test_what_a_colleague_decides_meanwhile_is_named_and_no_longer_chosen(
    app: Flask, caller: Callers, ann: FlaskClient
) -> None:
    ids = two_groups(caller("filer", "acme"))
    ben = app.test_client()
    sign_in(ben, "reviewer", "ben")
    form: dict[str, Any] = {
        **NO,
        "claim_ids": ids[1:],
        "version": value_of(desk(ann, ids[0]), "version"),
    }
    other = {**NO, "version": value_of(desk(ben, ids[1]), "version")}
    assert post(ben, ids[1], **other).status_code == 303
    refused = post(ann, ids[0], "letters", **form).text
    assert f"A decision is already on its way for these claims: {ids[1]}." in refused
    assert sorted(ticked(refused)) == ids[2:]
    opening = post(ann, ids[0], "letters", **{**form, **DOWN}).text
    assert f"already on its way for these claims: {ids[1]}." in opening, (
        "said before a group is opened"
    )
    again: dict[str, Any] = {**form, "claim_ids": ticked(refused)}
    assert f"{len(ids) - 1} listings" in post(ann, ids[0], "letters", **again).text
