"""The ladder and the scan on the command line, as an operator types them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from sqlalchemy import select

from complaints.clock import utcnow
from complaints.commands.boycotts import boycotts_group
from complaints.commands.claims import claims_group
from complaints.commands.flags import flags_group
from complaints.commands.matches import matches_group
from complaints.commands.proof import proof_group
from complaints.commands.scan import scan
from complaints.errors import Refusal
from complaints.models import Alarm, Boycott, Claim, Right
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.services import scans
from tests.abuse.makers import START
from tests.abuse.planted import PLANTED
from tests.jobs.records import put
from tests.looking_alike import hold_all
from tests.services.desk import Desk
from tests.services.known import Known
from tests.services.market import Market, finding, report
from tests.working import working

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "contract" / "scan.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def record(context):
    put(context.database, PLANTED["unfounded_share"](), START + timedelta(days=800))


def test_a_scan_prints_json_as_the_contract_says_and_records_once(run, record, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text("[scan]\nwarning = 0.3\nfalse_warning = 0.1\n", encoding="utf-8")
    printed = json.loads(run(scan, "--format", "json", "--policy", str(policy)))
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(
        printed
    )
    guilty = next(f for f in printed["filers"] if f["reference"] == "guilty")
    assert guilty["level"] == "warning"
    assert "flags opened" in run.stderr
    run(scan, "--policy", str(policy))
    assert ": 0 flags opened, 0 added to" in run.stderr


def test_a_flag_is_shown_as_a_paragraph(run, record, context, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text("[scan]\nwarning = 0.3\nfalse_warning = 0.1\n", encoding="utf-8")
    run(scan, "--policy", str(policy))
    with context.database.transaction() as session:
        Market(session, utcnow()).staff("ann")
    shown = run(flags_group, "show", "1", "--as", "ann")
    assert "Filer guilty is at the level warning" in shown
    assert "Why warning" in shown
    in_chinese = run(flags_group, "show", "1", "--language", "zh", "--as", "ann")
    assert "投诉人 guilty" in in_chinese
    assert "警告" in in_chinese.splitlines()[0]
    assert not re.search(r"without it|complaints|for it:|About \d", in_chinese)
    assert not re.search(r"warning|open|conduct|outcomes", in_chinese, re.IGNORECASE)


def test_a_table_is_said_in_the_language_asked_for(run, record):
    shown = run(scan, "--no-record", "--language", "zh")
    assert "个投诉人，" in shown
    assert "为何是" in shown
    assert not re.search(r"Without it|for it:|About \d|As of", shown)
    told = json.loads(run(scan, "--no-record", "--format", "json", "--language", "zh"))
    guilty = next(f for f in told["filers"] if f["reference"] == "guilty")
    assert guilty["signals"][0]["summary"].startswith("其投诉项中约")
    assert guilty["explanation"]["en"].startswith("Filer guilty")
    run(scan, "--no-record", "--language", "tlh")
    assert run.code == 2


def test_a_masked_scan_names_nobody_and_no_record_stores_nothing(run, record):
    printed = run(scan, "--mask", "--no-record", "--as-of", "2026-09-01")
    assert "filer-" in printed
    assert "uilty" not in printed
    assert run.stderr == ""


def test_a_date_that_is_none_is_wrong_use(run):
    run(scan, "--as-of", "yesterday")
    assert run.code == 2
    assert "not a date" in run.stderr


def test_from_a_flag_to_a_lifted_boycott(run, context):
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        for handle in ("ann", "ben", "cem"):
            market.staff(handle)
        acme = market.filer("acme")
        market.abusive(acme)
        found = finding(acme, [market.complaint(acme, now)], level="boycott_review", score=0.9)
        scans.record(
            working(session, SYSTEM, now), report(now, found), later_levels={}, started_at=now
        )
    listed = run(flags_group, "list", "--as", "ann")
    # The codes that its options take.
    assert re.search("boycott_review +open +Acme", listed)
    assert "under review" in run(flags_group, "take", "1", "--as", "ann")
    run(flags_group, "confirm", "1", "--why", "clear", "--as", "ann")
    assert "complaints C-" in run(flags_group, "show", "1", "--as", "ann")
    words = ("--reasons", "No marks.", "--gravity", "Three shops.", "--intention", "Unknown.")
    assert "proposed" in run(boycotts_group, "propose", "1", *words, "--as", "ann")
    assert "answer due" in run(boycotts_group, "warn", "1", "--as", "ann")
    with pytest.raises(Refusal) as early:
        run(boycotts_group, "impose", "1", "--days", "30", "--why", "x", "--as", "ben")
    assert early.value.slug == "wrong-state"
    run(boycotts_group, "drop", "1", "--why", "The answer convinces.", "--as", "ann")
    shown = run(boycotts_group, "show", "1", "--as", "ann")
    assert "dropped" in shown
    assert "3 of 6 claims; 1 graded otherwise, 2 not graded" in shown
    run(boycotts_group, "list", "--as", "ann")
    assert run.stderr == "No boycott.\n"
    assert "dropped" in run(boycotts_group, "list", "--state", "all", "--as", "ann")


def test_the_whole_ladder_on_the_command_line(run, context):
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        for handle, role in (("ann", "reviewer"), ("ben", "supervisor"), ("cem", "supervisor")):
            market.staff(handle, PersonRole(role))
        acme = market.filer("acme")
        market.abusive(acme, manifest=2)
        ungraded = market.complaint(acme, now - timedelta(days=5), state="withdrawn")
        found = finding(acme, [market.complaint(acme, now)], level="boycott_review", score=0.9)
        scans.record(
            working(session, SYSTEM, now), report(now, found), later_levels={}, started_at=now
        )
        claim = session.scalars(select(Claim.id).where(Claim.complaint_id == ungraded.id)).one()
    run(flags_group, "take", "1", "--as", "ann")
    run(flags_group, "confirm", "1", "--why", "clear", "--as", "ann")
    graded = run(claims_group, "grade", str(claim), "manifestly_unfounded", "--why", "no mark",
                 "--as", "ann")  # fmt: skip
    assert "graded manifestly unfounded" in graded
    words = ("--reasons", "No marks.", "--gravity", "Three shops.", "--intention", "Unknown.")
    run(boycotts_group, "propose", "1", *words, "--as", "ann")
    run(boycotts_group, "warn", "1", "--as", "ann")
    assert "answered" in run(boycotts_group, "answer", "1", "--text", "We err.")
    with pytest.raises(Refusal) as early:
        run(boycotts_group, "impose", "1", "--days", "30", "--why", "x", "--urgent", "x",
            "--as", "ben")  # fmt: skip
    assert early.value.slug == "answer-period-runs"
    with context.database.transaction() as session:
        session.get_one(Boycott, 1).answer_due = utcnow()
    imposed = run(boycotts_group, "impose", "1", "--days", "30", "--why", "It goes on.",
                  "--urgent", "Shops are shut daily.", "--as", "ben")  # fmt: skip
    assert "in_force" in imposed
    assert "under appeal" in run(boycotts_group, "appeal", "1", "--grounds", "Ours.")
    with pytest.raises(Refusal) as same:
        run(boycotts_group, "appeal-decide", "1", "lift", "--why", "x", "--as", "ben")
    assert same.value.slug == "second-person-needed"
    decided = run(boycotts_group, "appeal-decide", "1", "lift", "--why", "Theirs.", "--as", "cem")
    assert "lifted" in decided


def test_a_flag_no_longer_supported_says_so_and_its_case_asks_why(run, context):
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        for handle in ("ann", "ben"):
            market.staff(handle)
        acme = market.filer("acme")
        market.abusive(acme)
        flagged = finding(acme, [market.complaint(acme, now)], level="boycott_review", score=0.9)
        for filers in ([flagged], []):
            work = working(session, SYSTEM, now)
            scans.record(work, report(now, *filers), later_levels={}, started_at=now)
    told = "no longer supports this flag: None now, Boycott review then."
    assert told in run(flags_group, "list", "--as", "ann")
    shown = run(flags_group, "show", "1", "--as", "ann")
    assert told in shown
    assert re.search(r"then: +.*went against it.*\n +now: +–", shown)
    in_chinese = run(flags_group, "show", "1", "--language", "zh", "--as", "ann")
    assert re.search("不再支持该标记(.|\n)*当时：(.|\n)*现在：–", in_chinese)
    run(flags_group, "take", "1", "--as", "ann")
    run(flags_group, "confirm", "1", "--why", "clear", "--as", "ann")
    words = ("--reasons", "No marks.", "--gravity", "Three shops.", "--intention", "Unknown.")
    run(boycotts_group, "propose", "1", *words, "--as", "ann")
    with pytest.raises(Refusal) as unsupported:
        run(boycotts_group, "warn", "1", "--as", "ann")
    assert unsupported.value.slug == "flag-unsupported"
    stood = run(boycotts_group, "stand-by", "1", "--why", "Its marks remain.", "--as", "ann")
    assert "proposed" in stood
    case = run(boycotts_group, "show", "1", "--as", "ann")
    assert told in case
    assert "Its marks remain. (" in case
    assert "answer due" in run(boycotts_group, "warn", "1", "--as", "ann")


def test_an_authority_is_verified_and_the_claim_comes_down(run, context):
    desk = Known(context.database, utcnow())
    filed = desk.newcomer(email="legal@velora-ip.example")
    claim = str(filed.outcomes[0].claim_id)
    decide = ("decide", claim, "take_down", "--reason", "shown", "--as", "ann")
    with pytest.raises(Refusal) as unverified:
        run(claims_group, *decide)
    assert f"verify-authority {filed.complaint.id}" in str(unverified.value)
    why = ("--why", "Register extract seen.", "--as", "ann")
    shown = run(claims_group, "verify-authority", str(filed.complaint.id), *why)
    assert shown == f"The authority behind complaint {filed.complaint.id} is verified.\n"
    assert "removed" in run(claims_group, *decide)


def test_a_match_is_listed_shown_and_judged(run, context):
    now = utcnow()
    desk = Desk(context.database, now)
    desk.staff("ann")
    new, old = desk.filer("new"), desk.filer("old")
    filed = desk.file(new)
    match = str(hold_all(context, new.id, old.id, now))
    assert "new looks like old  holds 1" in run(matches_group, "list", "--held", "--as", "ann")
    shown = run(matches_group, "show", match, "--as", "ann")
    for line in ("Device: shown by 2 accounts", "new: 1 complaints", filed.complaint.reference):
        assert line in shown
    claim = str(filed.outcomes[0].claim_id)
    decide = ("decide", claim, "take_down", "--reason", "shown", "--as", "ann")
    with pytest.raises(Refusal) as held:
        run(claims_group, *decide)
    assert f"claims release {filed.complaint.id}" in str(held.value)
    why = ("--why", "Two firms.", "--as", "ann")
    assert run(matches_group, "judge", match, "no", *why) == f"Match {match} is judged: no.\n"
    assert "said: no, Two firms." in run(matches_group, "show", match, "--as", "ann")
    run(matches_group, "list", "--held", "--as", "ann")
    assert "No match." in run.stderr
    assert "removed" in run(claims_group, *decide)


def test_one_held_complaint_is_let_go_on(run, context):
    now = utcnow()
    desk = Desk(context.database, now)
    desk.staff("ann")
    new, old = desk.filer("new"), desk.filer("old")
    filed = desk.file(new)
    hold_all(context, new.id, old.id, now)
    case = str(filed.complaint.id)
    shown = run(claims_group, "release", case, "--why", "Called.", "--as", "ann")
    assert shown == f"Complaint {case} goes on.\n"
    claim = str(filed.outcomes[0].claim_id)
    assert "removed" in run(
        claims_group, "decide", claim, "take_down", "--reason", "shown", "--as", "ann"
    )


def test_papers_are_compared_and_denials_settled(run, context):
    desk = Known(context.database, utcnow())
    filed = desk.newcomer(email="legal@velora-ip.example").complaint
    why = ("--why", "The certificate fits.", "--as", "ann")
    shown = run(proof_group, "right", str(filed.right_id), *why)
    assert shown == f"The paper of right {filed.right_id} is compared.\n"
    with pytest.raises(Refusal) as again:
        run(proof_group, "right", str(filed.right_id), *why)
    assert again.value.slug == "wrong-state"
    agent = {"name": "Finch", "kind": "agent", "email": "f@finch.example"}
    permit = {"rights_holder": {"name": "Velora GmbH"}, "authorization": {"reference": "POA-1"}}
    number = desk.newcomer("finch", 51, **agent, **permit).complaint.authorization_id
    shown = run(proof_group, "authorization", str(number), *why)
    assert shown == f"The paper of authorization {number} is compared.\n"
    with context.database.transaction() as session:
        maker = session.scalars(select(Right.filer_id).order_by(Right.id)).first()
        alarm = Alarm(
            filer_id=maker, by_filer_id=filed.filer_id, complaint_id=filed.id, kind="right",
            subject="trademark|us|1234567", made_at=utcnow(), answer="not_authorized",
            answered_at=utcnow(), followed="look",
        )  # fmt: skip
        session.add(alarm)
        session.flush()
        number = alarm.id
    shown = run(proof_group, "settle", str(number), "denier", *why)
    assert shown == f"The denial of alarm {number} is settled for the denier.\n"
