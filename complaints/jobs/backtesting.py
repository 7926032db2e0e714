"""A draft of the policy beside the one in force: the record's months replayed under both, and
under each change alone.

Reads in a snapshot and sweeps with nothing open, as a scan does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from abuse.backtest import replay as replaying
from abuse.backtest.months import BacktestError, Month
from abuse.backtest.results import Replay
from abuse.policy import Policy, PolicyError
from abuse.record.history import History
from complaints.models import PolicyDraft
from complaints.queries.findings import claim_table, fit_labels
from complaints.queries.law.treatments import find_countries, treating_by
from complaints.queries.policy import policy_effects
from complaints.rules.policy import policies
from complaints.rules.policy.policies import Policies
from complaints.rules.policy.policy_changes import Change, changes
from complaints.storage.context import Context
from complaints.work.policy import in_force

Progress = Callable[[int, int], None]
# The names that the two policies are replayed under.
IN_FORCE, DRAFT = "in force", "draft"
# How many filers a policy are kept, the first ones.
_SHOWN = 20
# Each change alone costs a scan a month: of more than these nobody reads a table.
_ALONE = 5
# Of the ladder the replay reads these two.
_REPLAYED = ("answer_days", "max_term")


def replay(
    context: Context, draft: PolicyDraft, *, now: datetime, progress: Progress | None = None
) -> dict[str, Any]:
    """Return the draft's new state and result: why, where the replay failed."""
    drafted = policies.parse_policies(draft.text, stored=True)
    with context.database.reading() as session:
        current = in_force(session)
        labels = fit_labels.find_fit_labels(
            session,
            least_graded=current.scan.manifest_clean,
            least_manifest=current.boycott.min_manifest,
            until=now,
        )
        counted = [
            {
                "graded": policy_effects.with_enough_graded(session, both.boycott, now=now),
                "answered": policy_effects.answered_within(
                    session, both.boycott.answer_days, now=now
                ),
            }
            for both in (current, drafted)
        ]
        countries = find_countries(session)
    treats = {
        name: treating_by(both.law, countries)
        for name, both in ((IN_FORCE, current), (DRAFT, drafted))
    }
    by_name = {IN_FORCE: _scan_policy(current), DRAFT: _scan_policy(drafted)}
    by_name |= _alone(current, changes(current, drafted))
    with context.database.snapshot() as connection:
        history = History(claim_table.rows(connection, as_of=now))
    months = Month.of(draft.first), Month.of(draft.last)
    try:
        done = replaying.backtest(history, *months, by_name, treats=treats, progress=progress)
    except BacktestError as error:
        why = {"text": error.message.text, "facts": dict(error.message.facts)}
        return {"state": "failed", "result": {"why": why}, "policy_number": current.number}
    honest = {label.filer for label in labels if not label.abuse}
    effects = {each.name: _effect(each, honest) for each in done.replays}
    for name, figures in zip((IN_FORCE, DRAFT), counted, strict=True):
        effects[name] |= figures
    document = done.as_json()
    document["replays"] = document["replays"][:2]
    for replayed in document["replays"]:
        replayed["filers"] = replayed["filers"][:_SHOWN]
    document |= {"effects": effects, "labelled_honest": len(honest)}
    return {"state": "done", "result": document, "policy_number": current.number}


def _alone(current: Policies, moved: list[Change]) -> Mapping[str, Policy]:
    """Return the policies in force with one change each, by the threshold's whole name, of what a
    replay reads; none where the draft is one change."""
    read = [each for each in moved if each.table == "scan" or each.threshold.name in _REPLAYED]
    if len(moved) < 2 or len(read) > _ALONE:
        return {}
    policies_by_key = {}
    for each in read:
        table = getattr(current, each.table)
        try:
            with_it = replace(table, **{each.threshold.name: each.after})
        except PolicyError:
            # A level that would overtake another, alone: there is no such policy.
            continue
        policies_by_key[each.key] = _scan_policy(replace(current, **{each.table: with_it}))
    return policies_by_key


def _effect(replayed: Replay, honest: set[int]) -> dict[str, int]:
    """Return whom a policy would have met; `honest` are filers whom staff found clean since."""
    return {
        "warned": len(replayed.cases),
        "reviewed": sum(case.reviewed_in is not None for case in replayed.cases),
        "boycotted": sum(case.boycotted_in is not None for case in replayed.cases),
        "honest": sum(case.key in honest for case in replayed.cases),
        **(replayed.total.treated or {}),
    }


def _scan_policy(both: Policies) -> Policy:
    """Return the scan's policy with the ladder's days, as `cleanhands backtest` does."""
    return replace(
        both.scan,
        backtest_warning_days=both.boycott.answer_days,
        backtest_term_days=both.boycott.max_term,
    )
