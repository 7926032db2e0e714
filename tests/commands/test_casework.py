"""Casework on the command line: it reads what staff read, and enters what came by post. Decisions
are for pages and API, where a person is known."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from abuse.identity.origins import Origin
from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.cli import cli
from complaints.commands.boycotts import boycotts_group
from complaints.commands.flags import flags_group
from complaints.commands.joinings import joinings_group
from complaints.commands.matches import matches_group
from complaints.commands.rings import rings_group
from complaints.models import Boycott, Flag, LedgerEntry
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.cases.warnings import DeliveredBy
from complaints.services.cases import boycotts, flags, joinings, judgements, warnings
from complaints.services.findings import scans
from complaints.services.registry import Marks, Registry
from tests.scenes.callers import make_caller
from tests.scenes.looking_alike import hold_all
from tests.scenes.sampling import grade_sample
from tests.scenes.working import working
from tests.scenes.world import World
from tests.services.cases.market import Market, finding, report
from tests.services.cases.rings import Streets
from tests.services.decisions.desk import VAULT, Desk

WORDS: dict[str, Any] = {"reasons": "No marks.", "gravity": "Three shops.", "intention": "Unknown."}


def _told(world: World, line: str) -> Any:
    result = CliRunner().invoke(cli, line.split(), obj=world.context)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def _as_operator(shown: Any) -> Any:
    """Return an answer without what each reader could do, and when it was put together."""
    if isinstance(shown, list):
        return [_as_operator(each) for each in shown]
    if not isinstance(shown, dict):
        return shown
    return {k: _as_operator(v) for k, v in shown.items() if k not in ("possible", "as_of")}


def test_json_is_what_the_api_answers(shared_world: World) -> None:
    world, ids = shared_world, shared_world.ids
    reader = make_caller(world.app, world.context, "administrator", "reader")
    for line, path in {
        "flags list --state all": "/flags?state=all&sort=queue&limit=100",
        f"flags show {ids['flag_id']}": f"/flags/{ids['flag_id']}",
        "rings list --state all": "/rings?state=all&limit=100",
        f"rings show {ids['ring_id']}": f"/rings/{ids['ring_id']}",
        "boycotts list --state all": "/boycotts?state=all&limit=100",
        f"boycotts show {ids['boycott_id']}": f"/boycotts/{ids['boycott_id']}",
        f"boycotts dossier {ids['boycott_id']}": f"/boycotts/{ids['boycott_id']}/dossier",
        "joinings list --state all": "/joinings?state=all&limit=100",
        f"joinings show {ids['joining_id']}": f"/joinings/{ids['joining_id']}",
        "matches list": "/matches?limit=100",
        f"matches show {ids['match_id']}": f"/matches/{ids['match_id']}",
        "policy show": "/policy",
        "policy drafts": "/policy/drafts",
        f"policy draft {ids['draft_id']}": f"/policy/drafts/{ids['draft_id']}",
        "marketplace list": "/marketplaces",
    }.items():
        answer = reader.get(path)
        assert answer.status_code == 200, (path, answer.get_json())
        told = answer.get_json()
        assert told.get("items", True), f"nothing is compared of {path}"
        assert _as_operator(_told(world, f"{line} --format json")) == _as_operator(told), line


def test_a_list_in_json_has_what_the_api_lists(shared_world: World) -> None:
    world = shared_world
    reader = make_caller(world.app, world.context, "administrator", "lister")
    for line, path in {
        "letters list --all --limit 100": "/letters?limit=100",
        "key list": "/keys/all?limit=100",
        "user list": "/people",
        "clock overdue": "/clocks/overdue?limit=100",
    }.items():
        listed = reader.get(path).get_json()["items"]
        assert listed or line == "clock overdue", path
        told = _told(world, f"{line} --format json")["items"]
        # What has no pages lists everybody, however many the tests before have added.
        assert (told[:100] if "limit" in path else told) == listed, line
    (waiting,) = _told(world, "letters list --format json")["to_accounts"][:1]
    assert set(waiting) == {"id", "kind", "created_at", "sent_at", "delivery"}


@pytest.mark.parametrize("line", ["flags", "rings", "boycotts", "joinings", "matches"])
def test_what_is_not_there_is_refused_in_either_form(shared_world: World, line: str) -> None:
    for form in ("table", "json"):
        result = CliRunner().invoke(
            cli, [line, "show", "999999", "--format", form], obj=shared_world.context
        )
        assert isinstance(result.exception, Refusal)
        assert result.exception.slug == "not-found"


def test_the_list_of_flags_has_a_line_a_ring_with_its_flags_under_it(run, context):
    now = utcnow()
    with context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), "abcd")
        found = streets.found(now, ["d", "abc"])
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
    lines = run(flags_group, "list").splitlines()
    assert lines[0] == "ring 1: 3 accounts    10:1        0 days  warning  3 open"
    assert [re.sub(r"\s+", " ", line.rstrip()) for line in lines[1:]] == [
        " 2 10:1 0 days warning open A", " 3 10:1 0 days warning open B",
        " 4 10:1 0 days warning open C",
        " 1 10:1 0 days warning open D",
    ]  # fmt: skip
    # Members are indented, those of no ring are not.
    assert [len(line) - len(line.lstrip()) for line in lines] == [0, 6, 6, 6, 4]


def test_a_ring_is_shown_with_where_each_account_stands(run, context):
    now = utcnow()
    with context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), "abcz")
        found = streets.found(now, ["abc", "z"])
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
        a, b = (streets.known[name].id for name in "ab")
        work = working(session, streets.staff("ben"), now)
        flags.take_ring(work, 1, filer_ids=[a, b])
        flags.confirm_ring(work, 1, filer_ids=[b], why="One phone.")
        boycotts.propose_ring(work, 1, filer_ids=[b], **WORDS)
    assert run(rings_group, "list") == (
        "ring 1: 3 accounts    10:1        0 days  warning  1 under_review, 1 confirmed, 1 open\n"
    )
    assert "as one case: cleanhands rings show 1" in run(flags_group, "show", "2")
    shown = run(rings_group, "show", "1")
    stands = [tuple(line.split()[5:7]) for line in shown.splitlines() if "  10:1  " in line]
    assert stands == [("under_review", "A"), ("confirmed", "B"), ("open", "C")]
    assert "B  boycott 1, proposed\n" in shown
    assert "ben works on it until" in shown
    assert "  take: possible for 1\n" in shown
    assert "outcomes: unfounded_share, 3 of 3" in shown
    assert "nothing decided yet" not in shown + run(flags_group, "list")
    waits = [{"kind": "pending", "numbers": {}}]
    with context.database.transaction() as session:
        session.execute(update(Flag).where(Flag.filer_id == a).values(speaks_for=waits))
    marked = [
        line.split("10:1")[1].split()[4:6]
        for line in (run(flags_group, "list") + run(rings_group, "show", "1")).splitlines()
        if "(nothing decided yet)" in line
    ]
    assert marked == [["A", "(nothing"]] * 2


def _flagged(context, *names: str) -> None:
    """Flag acme at review; the second scan finds nothing where `names` are two."""
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        acme = market.filer("acme")
        market.abusive(acme)
        found = finding(acme, [market.complaint(acme, now)], level="boycott_review", score=0.9)
        for each in names:
            filers = [found] if each == "found" else []
            work = working(session, SYSTEM, now)
            scans.record(work, report(now, *filers), later_levels={}, started_at=now)


def test_a_case_is_listed_and_shown_from_the_flag_to_its_end(run, context):
    _flagged(context, "found")
    # The codes that its options take.
    assert re.search("boycott_review +open +Acme", run(flags_group, "list"))
    assert "complaints C-" in run(flags_group, "show", "1")
    now = utcnow()
    with context.database.transaction() as session:
        work = working(session, Market(session, now).staff("ann"), now)
        flags.take(work, 1)
        flags.confirm(work, 1, why="Clear.")
        boycotts.propose(work, 1, **WORDS)
        boycotts.warn(work, 1)
    assert "warning has not arrived" in run(boycotts_group, "list", "--state", "warned")
    with context.database.transaction() as session:
        warnings.note_delivered(working(session, SYSTEM, now), 1, DeliveredBy.READ)
    assert "answer due" in run(boycotts_group, "list", "--state", "warned")
    assert re.search("arrived +read", run(boycotts_group, "show", "1"))
    # The clock's steps are not the operator's.
    assert json.loads(run(boycotts_group, "show", "1", "--format", "json"))["possible"] == []
    with context.database.transaction() as session:
        boycotts.drop(working(session, work.actor, now), 1, why="The answer convinces.")
    shown = run(boycotts_group, "show", "1")
    assert "dropped" in shown
    assert "3 of 6 claims; 1 graded otherwise, 2 not graded" in shown
    run(boycotts_group, "list")
    assert run.stderr == "No boycott.\n"
    assert "dropped" in run(boycotts_group, "list", "--state", "all")


def test_what_came_by_post_is_entered_by_the_operator(run, context):
    _flagged(context, "found")
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        ann, ben, _judge = (market.staff(handle) for handle in ("ann", "ben", "cem"))
        work = working(session, ann, now)
        flags.take(work, 1)
        flags.confirm(work, 1, why="Clear.")
        boycotts.propose(work, 1, **WORDS)
        boycotts.warn(work, 1)
    with pytest.raises(Refusal) as blank:
        run(boycotts_group, "answer", "1", "--text", " ")
    assert blank.value.slug == "invalid-request"
    assert "answered" in run(boycotts_group, "answer", "1", "--text", "We err.")
    with context.database.transaction() as session:
        session.get_one(Boycott, 1).answer_due = now
        session.flush()
        grade_sample(session, ann, 1, now)
        urgent = "Shops are shut daily."
        boycotts.record_urgency(working(session, ann, now), 1, why=urgent)
        work = working(session, ben, now)
        boycotts.impose(work, 1, why="On.", term_days=90, takes_urgency=True)
    assert "under appeal" in run(boycotts_group, "appeal", "1", "--grounds", "Ours.")
    assert "filed: Ours." in run(boycotts_group, "show", "1")
    with context.database.reading() as session:
        by_post = select(LedgerEntry).where(LedgerEntry.verb.startswith("entered_"))
        entries = session.scalars(by_post.order_by(LedgerEntry.id)).all()
        assert [(each.verb, each.actor_kind, each.hand_kind) for each in entries] == [
            ("entered_answer", "system", "command"),
            ("entered_appeal", "system", "command"),
        ]


def test_a_flag_no_longer_supported_says_so_and_so_does_its_case(run, context):
    _flagged(context, "found", "gone")
    told = "no longer supports this flag: None now, Boycott review then."
    assert told in run(flags_group, "list")
    shown = run(flags_group, "show", "1")
    assert told in shown
    assert re.search(r"then: +.*went against it.*\n +now: +–", shown)
    in_chinese = run(flags_group, "show", "1", "--language", "zh")
    assert re.search("不再支持该标记(.|\n)*当时：(.|\n)*现在：–", in_chinese)
    now = utcnow()
    with context.database.transaction() as session:
        work = working(session, Market(session, now).staff("ann"), now)
        flags.take(work, 1)
        flags.confirm(work, 1, why="Clear.")
        boycotts.propose(work, 1, **WORDS)
        with pytest.raises(Refusal) as unsupported:
            boycotts.warn(work, 1)
        assert unsupported.value.slug == "flag-unsupported"
        boycotts.stand_by(work, 1, why="Its marks remain.")
    in_json = json.loads(run(flags_group, "show", "1", "--language", "zh", "--format", "json"))
    assert "不再支持该标记" in in_json["reading"]["text"]
    case = run(boycotts_group, "show", "1")
    assert told in case
    assert "Its marks remain. (" in case


def test_a_match_is_listed_and_shown(run, context):
    now = utcnow()
    desk = Desk(context.database, now)
    ann = desk.staff("ann")
    new, old = desk.filer("new"), desk.filer("old")
    filed = desk.file(new)
    with context.database.transaction() as session:
        registry = Registry(session, VAULT, source="local", now=now)
        told = {"device": Origin.TYPED}
        registry.identities([Marks(new.id, {"device": "d"}, now, told)])
        registry.identities([Marks(old.id, {"device": "d"}, now)])
    match = hold_all(context, new.id, old.id, now)
    assert "new looks like old  holds 1" in run(matches_group, "list", "--held")
    shown = run(matches_group, "show", str(match))
    device = "Device: shown by 2 accounts (Typed in; Seen by a server)\n"
    for line in (device, "new: 1 complaints", filed.complaint.reference):
        assert line in shown
    desk.do(judgements.judge, ann, filer=new.id, other=old.id, verdict="no", why="Two firms.")
    assert "said: no, Two firms." in run(matches_group, "show", str(match))
    run(matches_group, "list", "--held")
    assert "No match." in run.stderr


def test_a_joining_is_listed_shown_and_its_appeal_entered(run, context):
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        rev = market.staff("rev", PersonRole.REVIEWER)
        ann, ben = market.staff("ann"), market.staff("ben")
        one, other = market.filer("acme"), market.filer("bond")
        judgements.judge(
            working(session, rev, now), filer=one.id, other=other.id, verdict="yes", why="One bank."
        )
    assert "proposed" in run(joinings_group, "list")
    assert "One bank." in run(joinings_group, "show", "1")
    with context.database.transaction() as session:
        joinings.join(working(session, ann, now), 1, why="One bank.")
    assert "under_appeal" in run(
        joinings_group, "appeal", "1", "--filer", "2", "--grounds", "Two firms."
    )
    assert "Two firms." in run(joinings_group, "show", "1")
    with context.database.transaction() as session:
        joinings.decide_appeal(
            working(session, ben, now),
            1,
            decision="part",
            argued="It is said to be wrong.",
            reason="So.",
        )
    run(joinings_group, "list")
    assert "No joining." in run.stderr
    assert "parted" in run(joinings_group, "list", "--state", "all")
