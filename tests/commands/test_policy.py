"""The policy in force: put by command, read by number, seen by every server at once."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from complaints import migration
from complaints.base.errors import ConfigurationError, Refusal
from complaints.commands.migrate import migrate
from complaints.commands.policy import policy_group
from complaints.commands.scan import scan
from complaints.health import opening
from complaints.models import Boycott, Claim, Event, Flag, LedgerEntry, Letter, Policy, ScanRun
from complaints.rules.policy.policies import Policies
from complaints.services.cases import boycotts, flags
from complaints.services.decisions import claims
from complaints.services.policy import policy_drafts
from complaints.services.policy.policies import OTHER_DEFAULTS, SEEDED
from complaints.storage.context import Context
from complaints.storage.db import Database
from complaints.work.policy import in_force
from tests.abuse.makers import START
from tests.abuse.planted import PLANTED
from tests.jobs.records import put as store
from tests.scenes.callers import make_caller
from tests.scenes.working import working
from tests.services.cases.market import Market


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text("[boycott]\nmin_manifest = 5\n", encoding="utf-8")
    return path


@pytest.fixture
def ben(context, now):
    with context.database.transaction() as session:
        return Market(session, now).staff("ben")


def held(context: Context) -> Policies:
    with context.database.reading() as session:
        return in_force(session)


def with_setting(context: Context, path: object) -> Context:
    return replace(context, config=replace(context.config, policy_file=str(path)))


def without_policy(context: Context) -> None:
    with context.database.transaction() as session:
        session.execute(delete(Policy))


def test_a_put_file_is_the_next_policy(run, context, file, ben):
    assert (held(context).number, held(context).boycott.min_manifest) == (1, 3)
    said = run(policy_group, "put", str(file), "--why", "Too few before.")
    assert said == "Policy 2 is in force.\n"
    assert (held(context).number, held(context).boycott.min_manifest) == (2, 5)
    with context.database.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "put_in_force")).one()
        assert (entry.subject, entry.subject_id, entry.actor_kind) == ("policy", 2, "system")
        assert (entry.hand_kind, entry.why) == ("command", "Too few before.")
        assert entry.facts["alone"] is True
    assert run(policy_group, "show") == file.read_text(encoding="utf-8")
    assert "2  since" in run.stderr
    assert "Too few before." in run.stderr
    assert run(policy_group, "show", "1") == ""
    assert "every threshold has its default" in run.stderr
    first, second = run(policy_group, "list").splitlines()
    assert "the operator: Too few before." in first
    assert f"the service: {SEEDED}" in second


def test_the_same_file_again_makes_no_new_number(run, context, file, ben):
    words = ("--why", "Again.")
    run(policy_group, "put", str(file), *words)
    assert "says the same already" in run(policy_group, "put", str(file), *words)
    assert held(context).number == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[boycott]\n\nmin_manifests = 5\n", "min_manifests (line 3) is an unknown threshold"),
        ("[scan]\nwarning = 2.0\n", "warning (line 2) must be a number above 0 and below 1"),
        ("[boycott]\nmax_term = 3\n", "max_term (line 2) must not be below min_term"),
        ("[boycott]\nmax_term = \n", "line 2"),
    ],
)
def test_a_bad_file_is_refused_by_line_and_the_old_policy_stays(
    run, context, file, ben, text, says
):  # fmt: skip
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        run(policy_group, "put", str(file), "--why", "A try.")
    assert refused.value.slug == "invalid-request"
    assert says in str(refused.value)
    assert held(context).number == 1


def test_none_is_put_without_a_reason_nor_where_two_persons_are(run, context, file, ben, now):
    with pytest.raises(Refusal) as refused:
        run(policy_group, "put", str(file), "--why", " ")
    assert refused.value.slug == "invalid-request"
    with context.database.transaction() as session:
        Market(session, now).staff("cem")
    with pytest.raises(Refusal, match="ben and cem are here") as refused:
        run(policy_group, "put", str(file), "--why", "A try.")
    assert refused.value.slug == "second-person-needed"
    assert held(context).number == 1


def test_a_policy_that_is_not_there_is_not_shown(run):
    with pytest.raises(Refusal) as refused:
        run(policy_group, "show", "9")
    assert refused.value.slug == "not-found"


def test_the_settings_file_seeds_the_first_policy_and_no_other(
    run, context, file, ben, caplog
):  # fmt: skip
    without_policy(context)
    running = with_setting(context, file)
    opening.serving(running)
    assert (held(running).number, held(running).boycott.min_manifest) == (1, 5)
    assert caplog.messages == []
    file.write_text("[boycott]\nmin_manifest = 9\n", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        opening.serving(running)
    (said,) = caplog.messages
    assert "is not policy 1, which is in force" in said
    assert held(running).boycott.min_manifest == 5
    file.unlink()
    assert "Policy 1 stays in force" in (opening.differs(running) or "")


def test_a_settings_file_that_does_not_hold_is_refused_at_the_first_start(context, file):
    without_policy(context)
    file.write_text("[boycott]\nmin = 5\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"min \(line 2\) is an unknown threshold"):
        opening.ready(with_setting(context, file))
    with context.database.reading() as session:
        assert session.scalars(select(Policy)).all() == []
        assert in_force(session) == Policies()


@pytest.mark.both_databases
def test_a_read_seeds_no_policy(run, context):
    without_policy(context)
    with pytest.raises(ConfigurationError, match="cleanhands migrate"):
        run(policy_group, "list")
    with context.database.reading() as session:
        assert session.scalars(select(Policy)).all() == []


def test_a_read_numbers_no_policy_anew(run, context):
    with context.database.transaction() as session:
        session.execute(update(Policy).values(digest="of an older version"))
    with pytest.raises(ConfigurationError, match=r"than policy 1: run `cleanhands migrate`"):
        run(policy_group, "list")
    assert held(context).number == 1


def test_a_bad_file_of_the_first_policy_leaves_the_database_unmigrated(tmp_path, file):
    file.write_text("[boycott]\nmin = 5\n", encoding="utf-8")
    url = f"sqlite:///{tmp_path}/new.db"
    settings = {"DATABASE_URL": url, "CLEANHANDS_POLICY_FILE": str(file)}
    result = CliRunner().invoke(migrate, env=settings)
    assert isinstance(result.exception, ConfigurationError)
    assert "min (line 2)" in str(result.exception)
    new = Database(url)
    assert migration.current(new) is None
    file.write_text("[boycott]\nmin_manifest = 5\n", encoding="utf-8")
    assert CliRunner().invoke(migrate, env=settings).exit_code == 0
    with new.reading() as session:
        assert in_force(session).boycott.min_manifest == 5
    # Afterwards the file is read no more.
    file.write_text("[boycott]\nmin = 5\n", encoding="utf-8")
    assert CliRunner().invoke(migrate, env=settings).exit_code == 0
    new.dispose()


def test_other_defaults_of_a_new_version_are_the_next_policy(context):
    with context.database.transaction() as session:
        session.execute(update(Policy).values(digest="of an older version"))
    opening.ready(context)
    with context.database.reading() as session:
        newest = session.scalars(select(Policy).order_by(Policy.number.desc())).first()
        assert newest is not None
        assert (newest.number, newest.text, newest.why) == (2, "", OTHER_DEFAULTS)
    opening.ready(context)
    assert held(context).number == 2


def test_a_policy_that_this_version_cannot_read_stops_the_server_and_no_command(
    run, context, file, ben, now
):  # fmt: skip
    with context.database.transaction() as session:
        session.add(Policy(number=2, text="bygone = 1", digest="d", since=now, why="Long ago."))
    with pytest.raises(ConfigurationError, match="bygone") as refused:
        opening.serving(context)
    assert "cleanhands policy put FILE" in str(refused.value)
    assert "Policy 3" in run(policy_group, "put", str(file), "--why", "Mended.")
    opening.serving(context)


@pytest.mark.both_databases
def test_two_servers_see_a_put_policy_at_their_next_transaction(
    run, app, context, file, ben
):  # fmt: skip
    other = replace(context, database=Database(context.config.database_url))
    caller = make_caller(app, context, "reviewer", "ann")
    assert caller.get("/policy").get_json()["number"] == 1
    with other.database.reading() as session:
        assert in_force(session).number == 1
        run(policy_group, "put", str(file), "--why", "Too few before.")
        # What began under a policy ends under it.
        assert in_force(session).number == 1
    assert held(other).number == 2
    told = caller.get("/policy").get_json()
    assert (told["number"], told["by"], told["why"]) == (2, None, "Too few before.")
    other.database.dispose()


def test_what_is_decided_keeps_the_number_that_it_rests_on(run, context, file, ben, now):
    store(context.database, PLANTED["unfounded_share"](), START + timedelta(days=800))
    file.write_text("watch = 0.1\nwarning = 0.15\n", encoding="utf-8")
    run(scan, "--policy", str(file), "--as-of", "2026-01-31")
    run(policy_group, "put", str(file), "--why", "Earlier.")
    run(scan)
    with context.database.reading() as session:
        assert set(session.scalars(select(ScanRun.policy_number))) == {None, 2}
        flag = session.scalars(select(Flag)).first()
        assert flag is not None
        assert flag.policy_number == 2
    with context.database.transaction() as session:
        market = Market(session, now)
        case = market.complaint(market.filer("acme"), now, state="received")
        claim_id = session.scalars(select(Claim.id).where(Claim.complaint_id == case.id)).one()
        work = working(session, ben, now)
        claims.decide(work, claim_id, decision="reject", code="no-infringement")
        flags.take(work, flag.id)
        flags.confirm(work, flag.id, why="Clear.")
    file.write_text("watch = 0.1\nwarning = 0.16\n", encoding="utf-8")
    run(policy_group, "put", str(file), "--why", "Later.")
    words: dict[str, Any] = {
        "reasons": "No marks.",
        "gravity": "Three shops.",
        "intention": "Unknown.",
    }
    with context.database.transaction() as session:
        boycotts.propose(working(session, ben, now), flag.id, **words)
    with context.database.reading() as session:
        (event,) = session.scalars(select(Event).where(Event.person_id == ben.id))
        assert event.policy_number == 2
        assert set(session.scalars(select(Letter.policy_number))) == {2}
        assert session.scalars(select(Boycott.policy_number)).one() == 3


def test_the_operator_puts_a_draft_where_no_second_person_is(run, context, ben):
    with context.database.transaction() as session:
        work = working(session, ben)
        draft = policy_drafts.draft(
            work, values={"sample": {"size": 9}}, why={"sample": {"size": "Few."}},
            first="2026-01", last="2026-01",
        )  # fmt: skip
        policy_drafts.put_forward(work, draft.id, why="Few are enough.")
        policy_drafts.finish(work, draft, state="failed", result={"why": {}}, policy_number=1)
    assert "ben: put forward, no replay" in run(policy_group, "drafts")
    assert run(policy_group, "draft", "1") == "[sample]\nsize = 9  # Few.\n"
    assert "sample.size: 20 -> 9  Few." in run.stderr
    said = run(policy_group, "put-draft", "1", "--why", "Nobody else is here.")
    assert said == "Policy 2 is in force.\n"
    assert "the operator, drafted by ben: Nobody else is here." in run(policy_group, "list")
    assert "in force as policy 2" in run(policy_group, "drafts")
