"""What two accounts share says how each of them is known by it: on pages, by the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from abuse.identity.origins import Origin
from complaints.base.clock import utcnow
from complaints.models import PartyMatch
from complaints.queries.cases.marks import BothEnds, Shared, is_only_typed, known_at_both_ends
from complaints.services.cases import judgements
from complaints.services.registry import Marks, Registry
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.clock import NOW
from tests.scenes.looking_alike import hold_all
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import VAULT

DAY = timedelta(days=1)
TYPED, SEEN, CONFIRMED = Origin.TYPED, Origin.SEEN, Origin.CONFIRMED


def show(
    session: Session, filer_id: int, at: datetime, vault=VAULT, origins=None, **shown: str
) -> None:
    marks = Marks(filer_id, shown, at, origins or {})
    Registry(session, vault, source="local", now=at).identities([marks])


@pytest.mark.both_databases
def test_it_says_how_both_ends_knew_it_then(database: Database) -> None:
    with database.transaction() as session:
        market = Market(session, NOW)
        new, old, far = (market.filer(name).id for name in ("new", "old", "far"))
        for each in (new, old, far):
            show(session, each, NOW, phone="+442079460018", device="d", email="ip@b.example")
        show(session, old, NOW + DAY, email="ip@b.example", origins={"email": CONFIRMED})
        # Two mailboxes of one domain; the better known of two values counts.
        for number, how in enumerate((CONFIRMED, TYPED)):
            for each in (new, old):
                mail = f"m{number}@c.example"
                show(session, each, NOW, email=mail, origins={"email": how})
        show(session, far, NOW, email="other@c.example")
        show(session, new, NOW + DAY, payment="late")
        show(session, old, NOW, payment="late")
    with database.reading() as session:
        pairs = {(new, old): NOW, (new, far): NOW}
        ends = known_at_both_ends(session, pairs)
        later = known_at_both_ends(session, {(new, old): NOW + DAY})
    confirmed, typed = BothEnds(CONFIRMED, CONFIRMED), BothEnds(TYPED, TYPED)
    assert ends[new, old] == {
        "phone": typed, "device": BothEnds(SEEN, SEEN), "email": confirmed,
        "free_email": confirmed, "domain": confirmed,
    }  # fmt: skip
    assert ends[new, far]["domain"] == BothEnds(CONFIRMED, TYPED)
    assert ends[new, far]["email"] == typed
    assert later[new, old]["payment"] == BothEnds(SEEN, SEEN)


@pytest.mark.parametrize(
    ("known", "only"),
    [
        ([], False), ([None], False), ([BothEnds(TYPED, CONFIRMED)], True),
        ([BothEnds(SEEN, CONFIRMED)], False), ([BothEnds(SEEN, TYPED), None], False),
        ([BothEnds(SEEN, TYPED), BothEnds(TYPED, TYPED)], True),
        ([BothEnds(SEEN, TYPED), BothEnds(SEEN, SEEN)], False),
    ],
)  # fmt: skip
def test_all_is_only_typed_where_each_is_at_one_end(
    known: list[BothEnds | None], only: bool
) -> None:
    assert is_only_typed([Shared("phone", 2, each) for each in known]) is only


def test_a_hold_and_a_joining_say_what_they_rest_on(
    caller: Callable[..., Caller], context: Context, app
) -> None:
    new, old = caller("filer", "new"), caller("filer", "old")
    ann, now = caller("reviewer", "ann"), utcnow()
    match = hold_all(context, new.id, old.id, now)
    rev = sign_in(app.test_client(), "supervisor", "rev").actor
    with context.database.transaction() as session:
        session.get_one(PartyMatch, match).shared = ["phone:2", "paper:2"]
        origins = {"phone": CONFIRMED}
        show(session, new.id, now - DAY, context.vault, phone="+442079460018")
        show(session, old.id, now - DAY, context.vault, origins, phone="+442079460018")
        judgements.judge(
            working(session, rev, now), filer=old.id, other=new.id, verdict="yes", why="One line."
        )
    both = {"filer": "typed", "other": "confirmed"}
    rests_on = [
        {"kind": "phone", "accounts": 2, "known": both},
        {"kind": "paper", "accounts": 2, "known": None},
    ]
    assert ann.get(f"/matches/{match}").get_json()["shared"] == rests_on
    (joining,) = ann.get("/joinings").get_json()["items"]
    swapped = joining["account"]["id"] == old.id
    if swapped:
        both = {"filer": "confirmed", "other": "typed"}
        rests_on[0]["known"] = both
    assert joining["rests_on"] == rests_on
    pages = app.test_client()
    sign_in(pages, "reviewer", "cem")
    for path in (f"/console/matches/{match}", f"/console/joinings/{joining['id']}"):
        text = pages.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
        first, second = ("old", "new") if swapped and "joinings" in path else ("new", "old")
        said = {"new": "Typed in", "old": "Confirmed"}
        assert f"({first}: {said[first]}; {second}: {said[second]})" in text
        assert "One of the two accounts only typed in each of these" not in text, (
            "a document is more"
        )
    with context.database.transaction() as session:
        session.get_one(PartyMatch, match).shared = ["phone:2"]
    text = pages.get(f"/console/matches/{match}", headers={"Accept": "text/html"}).text
    assert "One of the two accounts only typed in each of these" in text
