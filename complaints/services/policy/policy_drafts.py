"""Drafts of the policy: written, changed, put forward, taken or sent back, and their replay.

A draft changes nothing. `policies.put_draft` puts one in force.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from complaints.base.codes import Code
from complaints.base.errors import (
    ConfigurationError,
    FieldError,
    invalid,
    invalid_fields,
    not_found,
)
from complaints.models import Job, PolicyDraft
from complaints.queries.policy import policies as policy_queries
from complaints.queries.policy import policy_drafts
from complaints.rules.actors import require_another_person
from complaints.rules.kinds import DraftState
from complaints.rules.policy import policies
from complaints.rules.policy.policy_changes import (
    Reasons,
    Values,
    as_text,
    change_policy,
    kept_reasons,
)
from complaints.rules.policy.policy_drafts import (
    Stage,
    require_author,
    require_fresh,
    require_seen,
    require_stage,
    require_supervisor,
)
from complaints.services.mailing import account_letters
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork

# Months that one replay spans at most.
MOST_MONTHS = 24


def draft(
    work: UnitOfWork,
    *,
    first: str,
    last: str,
    text: str | None = None,
    values: Values | None = None,
    why: Values | None = None,
) -> PolicyDraft:
    """Store a draft and queue its replay of the months from `first` to `last` (as 2026-01).

    It is a whole policy in TOML (`text`), or the one in force with other `values`, each with its
    reason (`why`), by table and name.

    Refuses with: forbidden, when the actor is not a supervisor; invalid-request, with all that does
    not hold, or where the months are out of order.
    """
    require_supervisor(work.actor)
    stated, reasons = _stated(work, text, values, why, _months_fault(first, last))
    person_id = work.actor.person_id
    assert person_id is not None
    row = PolicyDraft(
        person_id=person_id, text=stated, reasons=dict(reasons), first=first, last=last,
        state=DraftState.WAITING, made_at=work.now, base_number=work.policy.number, version=1,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    _replay(work, row)
    ledger.record(work, "drafted", "policy_draft", row.id)
    return row


def change(
    work: UnitOfWork,
    draft_id: int,
    *,
    first: str,
    last: str,
    text: str | None = None,
    values: Values | None = None,
    why: Values | None = None,
    expected: int | None = None,
) -> PolicyDraft:
    """Write the author's draft anew, from the policy in force now, and replay it again.

    Refuses with: what `draft` does; not-found; stale; wrong-state, once it is put forward;
    forbidden, where it is a colleague's.
    """
    row = _held(work, draft_id, expected, Stage.OPEN)
    require_author(row, work.actor)
    row.text, reasons = _stated(work, text, values, why, _months_fault(first, last))
    row.reasons = dict(reasons)
    row.first, row.last, row.base_number = first, last, work.policy.number
    row.state, row.result, row.said, row.done_at = DraftState.WAITING, None, None, None
    row.looks_done = row.looks = row.policy_number = None
    row.version += 1
    work.session.flush()
    _replay(work, row)
    ledger.record(work, "changed_draft", "policy_draft", row.id)
    return row


def put_forward(work: UnitOfWork, draft_id: int, *, why: str, expected: int | None = None) -> None:
    """Ask for a second person, who puts the draft in force or sends it back.

    Refuses with: not-found; forbidden; stale, also where another policy is in force than the one it
    was made from; wrong-state; invalid-request, without a reason or where it changes nothing.
    """
    row = _held(work, draft_id, expected, Stage.OPEN)
    require_author(row, work.actor)
    view = policy_drafts.read_policy_draft(work, draft_id)
    require_fresh(view.stale, view.moved)
    if not view.changes:
        raise invalid(
            "", Code.CHANGES_NOTHING, _("This draft changes nothing in the policy in force.")
        )
    row.put_forward_at, row.put_forward_why = work.now, _reason(why)
    row.sent_back_by = row.sent_back_at = row.sent_back_why = None
    row.version += 1
    ledger.record(work, "put_forward", "policy_draft", row.id, why=row.put_forward_why)


def write_to_those_who_may(work: UnitOfWork, draft_id: int, *, vault: Vault) -> None:
    """Write to everybody who may put a draft in force that one waits."""
    row = policy_drafts.read_policy_draft(work, draft_id).draft
    link = work.links.page(f"/console/policy/drafts/{draft_id}")
    for account in policy_drafts.accounts_to_tell(work.session, row.person_id):
        account_letters.write_account_letter(work, account, "draft", holds=link, vault=vault)


def take_back(work: UnitOfWork, draft_id: int, *, expected: int | None = None) -> None:
    """Take the author's own draft back, to change it.

    Refuses with: not-found; forbidden; stale; wrong-state, where it is not put forward.
    """
    row = _held(work, draft_id, expected, Stage.PUT_FORWARD)
    require_author(row, work.actor)
    row.put_forward_at = row.put_forward_why = None
    row.version += 1
    ledger.record(work, "taken_back", "policy_draft", row.id)


def send_back(work: UnitOfWork, draft_id: int, *, why: str, expected: int | None = None) -> None:
    """Give a colleague's draft back with a reason.

    Refuses with: not-found; forbidden; stale; wrong-state; second-person-needed, for its author,
    who takes it back instead; invalid-request, without a reason.
    """
    row = _held(work, draft_id, expected, Stage.PUT_FORWARD)
    require_another_person(work.actor, [row.person_id], _("Sending a draft back"))
    row.put_forward_at = row.put_forward_why = None
    row.sent_back_by, row.sent_back_at = work.actor.person_id, work.now
    row.sent_back_why = _reason(why)
    row.version += 1
    ledger.record(work, "sent_back", "policy_draft", row.id, why=row.sent_back_why)


def go_on(work: UnitOfWork, draft: PolicyDraft, done: int, looks: int) -> None:
    """Store how many scans of a replay are done, while the draft is as it was read."""
    mine = update(PolicyDraft).where(
        PolicyDraft.id == draft.id, PolicyDraft.text == draft.text,
        PolicyDraft.first == draft.first, PolicyDraft.last == draft.last,
    )  # fmt: skip
    work.session.execute(mine.values(looks_done=done, looks=looks))


def finish(
    work: UnitOfWork,
    replayed: PolicyDraft,
    *,
    state: str,
    result: dict[str, Any] | None,
    policy_number: int | None,
) -> None:
    """Store the result of the replay, and the number of the policy that it was compared with.

    A draft that was changed since it was read keeps its new replay, which is another job.
    """
    row = work.session.scalar(policy_drafts.of_id(replayed.id).with_for_update())
    if row is None or _replayed(row) != _replayed(replayed):
        return
    row.policy_number = policy_number
    row.state, row.result, row.done_at = state, result, work.now


def _replayed(row: PolicyDraft) -> tuple[str, str, str]:
    return row.text, row.first, row.last


def _held(work: UnitOfWork, draft_id: int, expected: int | None, stage: Stage) -> PolicyDraft:
    require_supervisor(work.actor)
    row = work.session.scalar(policy_drafts.of_id(draft_id).with_for_update())
    if row is None:
        raise not_found(_("draft"))
    require_seen(row, expected)
    require_stage(row, stage)
    return row


def _stated(
    work: UnitOfWork, text: str | None, values: Values | None, why: Values | None,
    faults: list[FieldError],
) -> tuple[str, Reasons]:  # fmt: skip
    """Return the draft's text and its reasons. Refuses with: invalid-request."""
    if values is not None and text is not None:
        raise invalid(
            "/text",
            Code.ONE_OF_THESE,
            _("Send the values or the text, not both."),
            members=["values", "text"],
        )
    if values is None:
        return _text_of(text or "", faults), {}
    new, reasons = change_policy(work.policy, values, why or {}, faults)
    if not reasons:
        raise invalid("", Code.CHANGES_NOTHING, _("Change at least one threshold."))
    row = policy_queries.newest_policy(work.session)
    earlier = (row.reasons if row else None) or {}
    return as_text(new, kept_reasons(work.policy, new, earlier, reasons)), reasons


def _text_of(text: str, faults: list[FieldError]) -> str:
    try:
        policies.parse_policies(text)
    except ConfigurationError as error:
        faults.insert(
            0, FieldError("/text", Code.WRONG_FORMAT, error.message, {"format": "policy"})
        )
    if faults:
        raise invalid_fields(faults)
    return text


def _months_fault(first: str, last: str) -> list[FieldError]:
    if 0 <= _month(last) - _month(first) < MOST_MONTHS:
        return []
    said = _(
        "Choose at most %(most)s months. The first month must not be after the last.",
        most=MOST_MONTHS,
    )
    return [FieldError("/last", Code.OUT_OF_ORDER, said, {"earliest": first})]


def _month(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)


def _reason(why: str) -> str:
    if not why.strip():
        raise invalid("/why", Code.REQUIRED, _("Say why; the reason is kept in the record."))
    return why.strip()


def _replay(work: UnitOfWork, row: PolicyDraft) -> None:
    job = Job(
        kind="backtest", payload={"draft": row.id}, run_at=work.now, attempts=0, unique_key=None
    )
    work.session.add(job)
