"""Every step of every machine: who may take it, from where, and where it leads.

Read as tables: a step that is added, moved or given to somebody else shows as a line.
"""

from __future__ import annotations

import pytest

from complaints.rules.actors import Role
from complaints.rules.cases.boycotts import BINDING, BOYCOTT
from complaints.rules.cases.boycotts import UNFINISHED as UNFINISHED_BOYCOTTS
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.flags import UNFINISHED as UNFINISHED_FLAGS
from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.decisions.claims import CLAIM, OPEN_STATES, TAKING_DOWN, is_listing_down
from complaints.rules.machines import Machine, allowed, require_transition

# state, event, who (f filer, s seller, r reviewer, v supervisor, c clock), target
# "down" or "up" after the event: only where the listing is so.
CLAIMS = """
received       ask              rv     incomplete
incomplete     complete         frvc   received
incomplete     lapse            rvc    closed
received       take_down        rvc    removed
received       reject           rvc    rejected
received       gone             srvc   moot
removed        gone             srvc   moot
countered      gone             srvc   moot
received       counter          srv    countered
removed        counter          srv    countered
countered      stand/down       rv     removed
countered      reinstate/down   rv     reinstated
countered      restore/down     c      reinstated
countered      take_down/up     rv     removed
countered      reject/up        rv     rejected
received       withdraw         frv    withdrawn
incomplete     withdraw         frv    withdrawn
removed        withdraw         frv    withdrawn
countered      withdraw         frv    withdrawn
not_processed  take_up          rvc    received
not_processed  discard          rvc    closed
rejected       overturn         rv     removed
reinstated     overturn         rv     removed
removed        overturn         rv     reinstated
removed        put_right/down   rv     reinstated
"""
FLAGS = """
open           take             rv     under_review
under_review   dismiss          rv     dismissed
under_review   confirm          rv     confirmed
confirmed      dismiss          rv     dismissed
"""
BOYCOTTS = """
proposed       warn             rv     warned
warned         answer           f      answered
answered       answer           f      answered
warned         lapse            c      unanswered
warned         undeliver        c      warned
unanswered     undeliver        c      warned
answered       impose           v      in_force
unanswered     impose           v      in_force
answered       heed             c      heeded
unanswered     heed             c      heeded
proposed       drop             rv     dropped
warned         drop             rv     dropped
answered       drop             rv     dropped
unanswered     drop             rv     dropped
in_force       appeal           f      under_appeal
under_appeal   appeal           f      under_appeal
expired        appeal           f      contested
contested      appeal           f      contested
under_appeal   uphold           vl     in_force
contested      uphold           vl     expired
under_appeal   lift             vl     lifted
contested      lift             vl     lifted
in_force       lift             v      lifted
in_force       expire           c      expired
under_appeal   expire           c      contested
"""
TABLES = {"claim": (CLAIM, CLAIMS), "flag": (FLAG, FLAGS), "boycott": (BOYCOTT, BOYCOTTS)}
WHO = {Role.FILER: "f", Role.SELLER: "s", Role.REVIEWER: "r", Role.SUPERVISOR: "v",
       Role.COUNSEL: "l", Role.CLOCK: "c"}  # fmt: skip
Steps = dict[tuple[str, str, bool], tuple[str, str]]


def read(table: str) -> Steps:
    found: Steps = {}
    for line in table.strip().splitlines():
        state, event, who, target = line.split()
        event, _, only = event.partition("/")
        for down in (True, False):
            if only != ("up" if down else "down"):
                found[state, event, down] = (who, target)
    return found


def possible(machine: Machine) -> Steps:
    """What the machine answers to every event in every state, by anybody."""
    found: Steps = {}
    events = {step.event for step in machine.steps}
    for state in machine.states:
        for event in events:
            for down in (True, False):
                step = allowed(machine, state, event, listing_down=down)
                if step is not None:
                    who = "".join(WHO[role] for role in WHO if role in step.by)
                    target = require_transition(
                        machine, state, event, step.by[0], listing_down=down
                    )
                    found[state, event, down] = (who, target)
    return found


@pytest.mark.parametrize("noun", TABLES)
def test_a_machine_allows_these_steps_and_no_other(noun: str) -> None:
    machine, table = TABLES[noun]
    assert possible(machine) == read(table)


def test_an_appeal_is_decided_by_persons_alone() -> None:
    found = {(step.event, source, step.target) for step in APPEAL.steps for source in step.sources}
    assert {source for _, source, _ in found} == {"filed"}
    assert {target for _, _, target in found} == set(APPEAL.closed)
    for event in ("uphold", "overturn"):
        judges = {Role.REVIEWER, Role.SUPERVISOR, Role.COUNSEL}
        assert set(allowed(APPEAL, "filed", event).by) == judges


def test_what_is_over_in_each_machine() -> None:
    over = {"removed", "rejected", "reinstated", "withdrawn", "moot", "closed"}
    assert CLAIM.closed == over
    assert set(CLAIM.states) - over == {"received", "not_processed", "incomplete", "countered"}
    assert set(OPEN_STATES) == {"received", "incomplete", "countered"}
    assert (CLAIM.first, FLAG.first, BOYCOTT.first) == (
        ("received", "not_processed", "incomplete"), ("open",), ("proposed",),
    )  # fmt: skip
    assert set(UNFINISHED_FLAGS) == set(FLAG.states) - FLAG.closed
    # One whose term is over leaves room for another, while its appeal waits.
    assert set(UNFINISHED_BOYCOTTS) == set(BOYCOTT.states) - BOYCOTT.closed - {"contested"}
    assert set(BINDING) == {"in_force", "under_appeal"}


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(
    ("state", "down"),
    [
        ("removed", True),
        ("rejected", False),
        ("reinstated", False),
        ("withdrawn", False),
        ("moot", False),
    ],
)
def test_where_a_decision_leaves_the_listing(before: bool, state: str, down: bool) -> None:
    assert is_listing_down(before, state) is down


@pytest.mark.parametrize("state", ["received", "incomplete", "countered", "closed"])
def test_what_is_no_decision_leaves_the_listing_as_it_is(state: str) -> None:
    assert [is_listing_down(before, state) for before in (True, False)] == [True, False]


def test_what_takes_a_listing_down() -> None:
    assert {"take_down", "stand"} == TAKING_DOWN
