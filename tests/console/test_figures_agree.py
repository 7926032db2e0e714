"""One filer's figures are the same wherever they are shown, with their window and weighing beside
them: to staff, to the filer itself, on its case and in its letters, and over the API.

Each place of a figure is a line below, with the words in which it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from complaints.cli import cli
from complaints.jobs import scanning
from complaints.models import Claim, Complaint, Filer, Flag, Letter, PartyMatch, Ring, RingMember
from complaints.rules.actors import ActorKind
from complaints.rules.policy.policies import Policies
from complaints.services.logins import people
from complaints.storage.context import Context
from complaints.words import Share, say
from complaints.words import message as _
from tests.abuse.makers import event, honest, line
from tests.console.test_casework import LATER
from tests.jobs.records import put
from tests.policies import put_policy
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import confirm, link_to
from tests.scenes.working import working
from tests.scenes.world import WORDS

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHOLE = "Of the whole record up to the newest scan. Weighed: ten listings in one complaint"
ONCE = "each counted once"
SCANNED = "The scan counted this over the whole record that it read, each claim once."


def uneven() -> list[dict[str, Any]]:
    """A filer whose counts are all different, and whose weighed share is not its plain one."""
    shops = [
        {"url": f"https://shop.example/item/many-{n}", "marketplace": "shop", "listing_id": f"M{n}",
         "store_id": f"S-many-{n}", "category": "shoes"} for n in range(9)
    ]  # fmt: skip
    refused = [
        line(f"bad-{n}", "bad", n, event("rejection", n + 1, merit="manifestly_unfounded"))
        for n in range(20)
    ]
    taken = [line(f"bad-t{n}", "bad", 24 + n, event("takedown", 25 + n)) for n in range(2)]
    many = {**line("bad-many", "bad", 22, event("rejection", 23)), "targets": shops}
    dropped = [
        line(f"bad-d{n}", "bad", 30 + n, event("takedown", 31 + n),
             event("counter_notice", 32 + n), event("withdrawal", 33 + n))
        for n in range(4)
    ]  # fmt: skip
    stands = line("bad-s", "bad", 36, event("takedown", 37), event("counter_notice", 38),
                  event("takedown", 39))  # fmt: skip
    return [*refused, *taken, many, *dropped, stands, line("bad-w", "bad", 40)]


@dataclass(frozen=True, slots=True)
class Walk:
    """The filer and what is known of it, read as staff, as the filer, and over the API."""

    context: Context
    staff: FlaskClient
    own: FlaskClient
    mine: Caller
    filer: int
    complaint: int
    claim: int
    flag: int

    def page(self, path: str) -> str:
        return text(self.staff.get(path))

    def own_page(self, path: str) -> str:
        return text(self.own.get(path))


def text(answer: Any) -> str:
    """Return what a page says, on one line."""
    assert answer.status_code == 200, answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@pytest.fixture
def walk(context: Context, app: Flask) -> Walk:
    put(context.database, [*honest(), *uneven()], LATER)
    done = scanning.sweep(context.database, Policies(), now=LATER)
    with context.database.transaction() as session:
        done.record(working(session, now=LATER))
        filer = session.query(Filer).filter_by(reference="bad").one()
        # As if it had filed here: the filer signs in.
        filer.source = "local"
        waits = session.query(Complaint).filter_by(reference="bad-w").one()
        claim = session.query(Claim).filter_by(complaint_id=waits.id).one()
        flag = session.query(Flag).filter_by(filer_id=filer.id).one()
        key = people.issue_key(
            working(session),
            kind=ActorKind.FILER,
            owner_id=filer.id,
            label="own",
            vault=context.vault,
        )
        ids = (filer.id, waits.id, claim.id, flag.id)
    staff, own = app.test_client(), app.test_client()
    sign_in(staff, "supervisor", "rex")
    sign_in(own, "filer", "bad")
    return Walk(context, staff, own, Caller(app, key.secret, ActorKind.FILER, ids[0]), *ids)


def share(value: float) -> str:
    """Return a share as pages and letters say it."""
    return say(_("%(share)s", share=Share(value)))


def test_the_record_is_the_same_to_staff_and_filer(
    walk: Walk, caller: Callable[..., Caller]
) -> None:
    told = caller("reviewer", "ann").get(f"/filers/{walk.filer}/standing").get_json()
    mine = walk.mine.get("/me/standing").get_json()
    assert mine.pop("looked_at") is None
    # The figures are the same; where they lie is a verdict, which staff alone read.
    for own, staffs in zip(
        [mine["overall"], *mine["by_kind"], *mine["by_basis"]],
        [told["overall"], *told["by_kind"], *told["by_basis"]],
        strict=True,
    ):
        for measure in ("unfounded", "dropped"):
            assert own[measure].pop("place") is None
            assert own[measure] == {k: v for k, v in staffs[measure].items() if k != "place"}
    figures = told["overall"]
    refused, decided = figures["refused_or_unfounded"], figures["decided"]
    dropped, answered = figures["withdrawn_when_answered"], figures["answered"]
    weighed, plain = share(figures["unfounded"]["share"]), share(refused / decided)
    assert weighed != plain
    assert len({figures["claims"], decided, refused, dropped, answered}) == 5
    with walk.context.database.transaction() as session:
        other = session.query(Filer).filter(Filer.id != walk.filer).first().id
        match = PartyMatch(
            filer_id=walk.filer, other_id=other, weight=7.25, shared=["device:2"], made_at=LATER,
            seen_at=LATER,
        )  # fmt: skip
        session.add(match)
        session.flush()
        match_id = match.id
    said = (
        f"{refused} of {decided} decided claims refused or unfounded (weighed {weighed}; peers ",
        f"Withdrawn after a counter-notice: {dropped} of {answered}. {WHOLE}",
    )
    for path in (
        f"/console/filers/{walk.filer}",
        f"/console/complaints/{walk.complaint}",
        f"/console/desk/{walk.claim}",
        f"/console/matches/{match_id}",
    ):
        page = walk.page(path)
        for words in said:
            assert words in page, path
    for path in (f"/console/filers/{walk.filer}", f"/console/desk/{walk.claim}"):
        assert "Claims filed since then: 0; closed: 0." in walk.page(path), path
    listed = walk.page("/console/filers?name=bad")
    assert f"{decided} {weighed} Far above its peers" in listed
    assert WHOLE in listed
    (row,) = told["by_basis"]
    r = row["unfounded"]
    among = (
        f"{row['claims']} {row['decided']} {row['refused_or_unfounded']} {share(r['share'])} "
        f"{share(r['low'])} – {share(r['high'])} {share(r['peer_low'])} – {share(r['peer_high'])}"
    )
    assert among in walk.page(f"/console/filers/{walk.filer}")
    page = walk.own_page("/standing/")
    assert (
        f"Listings that you reported {figures['claims']} Decided {decided} "
        f"Refused or unfounded {refused} "
        f"Answered by the seller {answered} Withdrawn after that {dropped}"
    ) in page
    assert "These count each listing that you have reported up to that day once." in page
    (kind,) = told["by_kind"]
    r, d = kind["unfounded"], kind["dropped"]
    assert (
        f"{kind['decided']} {share(r['share'])} {share(r['peer_low'])} – {share(r['peer_high'])} "
        f"{share(d['share'])} peers: up to {share(d['peer_high'])}"
    ) in page
    for each in ("decided", "refused_or_unfounded", "claims", "answered"):
        assert sum(row[each] for row in told["by_basis"]) == figures[each]


def test_the_case_counts_alike_at_every_door(
    walk: Walk, app: Flask, caller: Callable[..., Caller]
) -> None:
    ben, eve = caller("supervisor", "ben"), caller("supervisor", "eve")
    caller("counsel", "kay")
    with walk.context.database.transaction() as session:
        # The record is of one year: whatever the day, all of it is within the window.
        put_policy(session, "[boycott]\nwindow = 36500\n")
        ring = Ring(name="ring-x", opened_at=LATER, updated_at=LATER)
        session.add(ring)
        session.flush()
        session.add(RingMember(ring_id=ring.id, filer_id=walk.filer, joined_at=LATER))
        ring_id = ring.id
    assert ben.post(f"/flags/{walk.flag}/take").status_code == 200
    assert ben.post(f"/flags/{walk.flag}/confirm", {"why": "Read."}).status_code == 200
    made = ben.post(f"/flags/{walk.flag}/boycotts", WORDS).get_json()["items"][0]
    case = f"/boycotts/{made['id']}"
    told = ben.get(case).get_json()
    factors = told["four_factors"]
    manifest, claims = factors["manifestly_unfounded"], factors["claims"]
    otherwise, ungraded = factors["graded_otherwise"], factors["ungraded"]
    assert (manifest, claims, otherwise) == (20, 37, 0)
    graded = manifest + otherwise
    said = f"{share(manifest / graded)} of the {graded} graded"
    assert factors["share"] == manifest / graded

    # The flag, as the scan counted: the same claims, over the record that it read.
    flag = ben.get(f"/flags/{walk.flag}").get_json()["explained"]["four_factors"]
    number = flag["number"]
    assert (number["manifestly_unfounded"], number["claims"]) == (manifest, claims)
    page = walk.page(f"/console/flags/{walk.flag}")
    assert (
        f"Manifestly unfounded {manifest} Found otherwise {otherwise} Not graded {ungraded} "
        f"All claims {claims}"
    ) in page
    part = f"{manifest} of {graded} ({share(manifest / graded)})"
    assert f"Manifestly unfounded, of those graded {part}" in page
    assert SCANNED in page
    harm = flag["gravity"]
    page = walk.page(f"/console/rings/{ring_id}")
    assert f"Listings taken down wrongly {harm['listings_taken_down']} by all" in page
    assert SCANNED in page

    days = "Of the claims filed in the last 36,500 days, each counted once."
    page = walk.page(f"/console/flags/{walk.flag}/propose")
    assert f"(a) Number {manifest} claims graded manifestly unfounded" in page
    assert f"(b) Share {said} Found otherwise {otherwise} Not graded {ungraded}" in page
    assert days in page

    dossier = ben.get(f"{case}/dossier").get_json()["number"]
    assert (dossier["manifestly_unfounded"]["claims"], dossier["all"]["claims"]) == (
        manifest, claims,
    )  # fmt: skip
    assert (dossier["graded_otherwise"], dossier["ungraded"]) == (otherwise, ungraded)
    letter = ben.post(f"{case}/preview", {"step": "warn"}).get_json()["body"]
    assert ben.post(f"{case}/warn").status_code == 200
    with walk.context.database.reading() as session:
        sent = session.query(Letter).filter_by(boycott_id=made["id"]).one().body
    told = ben.get(case).get_json()
    since, until = (
        say(datetime.fromisoformat(told[name]).date()) for name in ("window_from", "window_to")
    )
    for body in (letter, sent):
        assert f"The facts, from {since} to {until}" in body
        assert f"our staff found {manifest} complaints of yours manifestly unfounded" in body
        judged = f"Share: {share(factors['share'])} of the {graded} that a person judged"
        assert f"{judged}. Judged differently: {otherwise}. Not judged yet: {ungraded};" in body
    within = f"Of the claims filed from {since} to {until}, each counted once."
    page = walk.page(f"/console{case}")
    assert f"(a) Number {manifest} claims graded manifestly unfounded" in page
    shared = f"(b) Share {share(factors['share'])} of the {graded} graded; graded otherwise"
    assert f"{shared} {otherwise}, not graded {ungraded}" in page
    assert within in page
    printed = (
        CliRunner().invoke(cli, ["boycotts", "show", str(made["id"])], obj=walk.context).output
    )
    assert f"{manifest} of {claims} claims; {otherwise} graded otherwise, {ungraded} not" in printed
    assert f"claims filed from {told['window_from'][:10]} to {told['window_to'][:10]}" in printed

    own = f"each counted once {share(factors['share'])} ({manifest}/{graded})"
    visitor = app.test_client()
    link = link_to(walk.context, boycott_id=made["id"], filer_id=walk.filer)
    confirm(visitor, walk.context, link)
    for page in (walk.own_page(f"/standing/cases/{made['id']}"), text(visitor.get(link))):
        assert f"Manifestly unfounded, as a person found {manifest}" in page
        assert own in page
        assert f"{since} – {until}" in page
        assert ONCE in page
    mine = walk.mine.get(case).get_json()
    assert mine["four_factors"] == factors

    assert walk.mine.post(f"{case}/answer", {"answer": "No.", "closes": True}).status_code == 200
    page = text_of(app, "eve", f"/console{case}/impose")
    assert f"{manifest} now; 3 are needed. We count again when you impose it. {days}" in page
    assert ben.post(f"{case}/urgency", {"why": "A sale."}).status_code == 200
    imposed = {"why": "It went on.", "term_days": 30, "takes_urgency": True}
    # The sample of the rest is graded first, and from then on counts with what was graded.
    drawn = eve.post(f"{case}/impose", imposed).get_json()["claim_ids"]
    for claim in drawn:
        grade = {"merit": "unfounded", "reason": "Read."}
        assert ben.post(f"/claims/{claim}/grade", grade).status_code == 200
    assert eve.post(f"{case}/impose", imposed).status_code == 200
    assert walk.mine.post(f"{case}/appeal", {"grounds": "Look again."}).status_code == 200
    page = text_of(app, "kay", f"/console/appeals/boycotts/{made['id']}", "counsel")
    assert f"Graded manifestly unfounded {manifest} Found otherwise {len(drawn)}" in page
    graded = manifest + len(drawn)
    assert f"Share {share(manifest / graded)} of the {graded} graded" in page
    assert within in page


def text_of(app: Flask, name: str, path: str, role: str = "supervisor") -> str:
    """Return what a page says to a member of staff."""
    client = app.test_client()
    sign_in(client, role, name)
    return text(client.get(path))
