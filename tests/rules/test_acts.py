"""What each step of a case needs, as its record says: read as a table, and whole in itself.

A bar that is taken out of a record, or a part that no longer bars, shows as a line.
"""

from __future__ import annotations

import pytest

from complaints.api.steps import problems_of, scopes_of
from complaints.http.problems import PROBLEMS as KNOWN
from complaints.rules.acts import PROBLEMS, Act, Bar
from complaints.rules.cases.boycotts import (
    BOYCOTT,
    DISCARD_KEPT,
    RECORD_URGENCY,
    STAND_BY,
    TAKE_UP_KEPT,
)
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.joinings import JOINING
from complaints.rules.cases.suspensions import SUSPENSION
from complaints.rules.kinds import LetterKind
from complaints.rules.machines import Machine
from complaints.schemas.acts import body_of
from complaints.services.cases import boycotts, case_steps, flags, joinings, suspensions

# The act, one of its scopes, its bars, and the fields that it takes ("?" where it may be left out).
FLAGS = """
take           review         lease,ring_lease                       -
dismiss        review         lease,ring_lease                       why
confirm        review         lease,ring_lease                       why
"""
BOYCOTTS = """
warn           review         lease,ring_lease,supported             -
answer         file           own_account,one_side,in_time           answer,closes?
impose  review  lease,time_over,judge_left,supported,sampled  why,term_days,takes_urgency?,milder?
drop           review         lease                                  why
appeal         file           own_account,one_side,appeal_open       grounds
decide_appeal  judge_appeals  lease,ground_awaited                   decision,argued,reason
lift           review         lease                                  reason
stand_by       review         lease,carried                          why
record_urgency review         lease,carried                          why
take_up        review         lease,binds_still,carried              -
discard        review         lease,binds_still,appeal_waits,carried why
"""
JOININGS = """
join           review         judge_left                             why
drop           review         -                                      why
appeal         file           one_side,appeal_open                   grounds
decide_appeal  judge_appeals  ground_awaited                         decision,argued,reason
part           review         -                                      why
"""
SUSPENSIONS = """
warn           review         -                                      -
answer         review         in_time                                answer,closes?
impose         review         time_over,judge_left                   why,term_days?
drop           review         -                                      why
appeal         review         appeal_open                            grounds
decide_appeal  review         -                                      decision,argued,reason
lift           review         -                                      reason
"""
MOVING_NOTHING = (STAND_BY, RECORD_URGENCY, TAKE_UP_KEPT, DISCARD_KEPT)
TABLES = {
    "flag": (FLAG, FLAG.acts, FLAGS),
    "boycott": (BOYCOTT, (*BOYCOTT.acts, *MOVING_NOTHING), BOYCOTTS),
    "joining": (JOINING, JOINING.acts, JOININGS),
    "suspension": (SUSPENSION, SUSPENSION.acts, SUSPENSIONS),
}
ACTS = [
    pytest.param(machine, act, id=f"{noun}-{act.name}")
    for noun, (machine, acts, _table) in TABLES.items()
    for act in acts
]


@pytest.mark.parametrize("noun", TABLES)
def test_what_each_act_needs(noun: str) -> None:
    machine, acts, table = TABLES[noun]
    written = [line.split() for line in table.strip().splitlines()]
    assert written == [
        [
            act.name,
            min(scopes_of(machine, act)),
            ",".join(act.bars) or "-",
            ",".join(each.name + "?" * (not each.required) for each in act.fields) or "-",
        ]
        for act in acts
    ]


@pytest.mark.parametrize(("machine", "act"), ACTS)
def test_an_act_is_whole(machine: Machine, act: Act) -> None:
    steps = machine.steps_of(act)
    verbs = {**flags.VERBS, **boycotts.VERBS, **joinings.VERBS, **suspensions.VERBS}
    assert act in verbs or act in MOVING_NOTHING
    # Whoever is refused as a second person is told for what.
    assert (act.second is not None) == any(step.apart_from for step in steps)
    assert problems_of(machine, act) <= set(KNOWN)
    # A page that asks again says what it asks; what a page takes has words for its fields.
    assert act.asked is None or (act.title and act.effect and act.done)
    assert act.done is None or all(field.label for field in act.fields)
    body = body_of(act)
    names = [field.taken_as or field.name for field in act.fields]
    assert names == ([] if body is None else [f.attribute or n for n, f in body().fields.items()])


@pytest.mark.parametrize(
    "machine", [FLAG, BOYCOTT, JOINING, SUSPENSION], ids=lambda machine: machine.noun
)
def test_each_step_of_a_person_is_some_act_and_its_letter_has_a_kind(machine: Machine) -> None:
    for step in machine.steps:
        assert (step.act is None) == (step.by == ("clock",)), step.event
        assert step.letter == "" or step.letter in set(LetterKind), step.event


def test_each_bar_is_asked_and_has_a_problem_of_its_own() -> None:
    assert set(PROBLEMS) == set(case_steps.ASKED) == set(Bar)


def test_what_is_asked_of_boycotts_alone_stands_in_no_other_record() -> None:
    others = {bar for machine in (FLAG, JOINING) for act in machine.acts for bar in act.bars}
    assert others == {
        Bar.LEASE, Bar.RING_LEASE, Bar.JUDGE_LEFT, Bar.ONE_SIDE, Bar.APPEAL_OPEN,
        Bar.GROUND_AWAITED,
    }  # fmt: skip
