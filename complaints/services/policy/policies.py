"""Puts a policy into force: the next number, from the next transaction on.

Policies are only added: a decision keeps the number of the policy that it rests on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.base.codes import Code
from complaints.base.errors import ConfigurationError, Refusal, invalid, not_found
from complaints.models import Policy, PolicyDraft
from complaints.queries.logins import grants
from complaints.queries.policy import policies as policy_queries
from complaints.queries.policy import policy_drafts
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import DraftState
from complaints.rules.logins.ties import require_apart
from complaints.rules.policy import policies
from complaints.rules.policy.policy_changes import Reasons, kept_reasons
from complaints.rules.policy.policy_drafts import (
    Stage,
    require_fresh,
    require_no_pair,
    require_nobody_for_draft,
    require_operator,
    require_seen,
    require_stage,
    require_supervisor_or_operator,
)
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork
from complaints.work.policy import forget_policy

_FIRST = 1
SEEDED = "The policy at the first start."
OTHER_DEFAULTS = "This version has other built-in thresholds."


def put(work: UnitOfWork, *, text: str, why: str) -> Policy:
    """Put a text into force under the next number, as the operator alone; putting the same text
    again changes nothing.

    It is for a house without two persons who could decide it by a draft, and for a policy in force
    that this version cannot read: no page is served then. The ledger says that it was done alone.

    Refuses with: forbidden, when the actor is not the operator; second-person-needed, where two
    persons could decide it; invalid-request, without a reason or where the text is not valid: the
    old policy stays in force.
    """
    require_operator(work.actor)
    why = why.strip()
    if not why:
        raise invalid("/why", Code.REQUIRED, _("Say why; the reason is kept in the record."))
    try:
        digest = policies.parse_policies(text).digest
    except ConfigurationError as error:
        raise invalid("/text", Code.WRONG_FORMAT, error.message, format="policy") from error
    _take_turns(work.session)
    current = policy_queries.newest_policy(work.session)
    if current is not None and current.text == text:
        return current
    if current is None or _is_readable(current):
        require_no_pair(policy_drafts.find_two_who_may_put(work))
    return _add(work, current, text=text, digest=digest, why=why, alone=True)


def _is_readable(row: Policy) -> bool:
    try:
        policies.parse_policies(row.text, stored=True)
    except ConfigurationError:
        return False
    return True


def put_draft(work: UnitOfWork, draft_id: int, *, why: str, expected: int | None = None) -> Policy:
    """Put a draft in force that somebody else put forward: as a second person, or as the operator
    where there is none.

    Refuses with: not-found; forbidden, when the actor is neither supervisor nor administrator;
    second-person-needed, for its author, and for the operator where a second person can do it;
    one-let-in-the-other, for whoever counts as one with the author; stale, also where another
    policy is in force than the one that the draft changes;
    wrong-state, where it is not put forward or its replay is not over; invalid-request, without a
    reason.
    """
    require_supervisor_or_operator(work.actor)
    _take_turns(work.session)
    draft = work.session.scalar(policy_drafts.of_id(draft_id).with_for_update())
    if draft is None:
        raise not_found(_("draft"))
    require_seen(draft, expected)
    require_stage(draft, Stage.PUT_FORWARD)
    if work.actor.person_id is not None:
        ties = grants.ties(work.session)
        require_apart(work.actor, [draft.person_id], ties, _("Putting a policy in force"))
    else:
        require_nobody_for_draft(policy_drafts.find_second_persons(work, draft.person_id))
    if draft.state == DraftState.WAITING:
        raise Refusal(
            "wrong-state",
            _("Wait for the replay of this draft: it shows who would be affected."),
            possible=[],
        )
    if not why.strip():
        raise invalid("/why", Code.REQUIRED, _("Say why; the reason is kept in the record."))
    view = policy_drafts.read_policy_draft(work, draft_id)
    if view.drafted is None:
        raise Refusal("wrong-state", _("This version of the service cannot read it any more."))
    require_fresh(view.stale, view.moved)
    current = policy_queries.newest_policy(work.session)
    row = _add(
        work, current, text=draft.text, digest=view.drafted.digest, why=why.strip(), draft=draft
    )
    work.session.flush()
    draft.became_number = row.number
    draft.version += 1
    return row


def seed(session: Session, text: str, *, now: datetime) -> Policy:
    """Store the first policy. Raises ConfigurationError where the text does not hold."""
    digest = policies.parse_policies(text).digest
    row = Policy(number=_FIRST, text=text, digest=digest, since=now, why=SEEDED)
    session.add(row)
    forget_policy(session)
    return row


def renew(work: UnitOfWork, text: str, *, digest: str) -> Policy:
    """Number the policy in force anew where a release changed the defaults that it leaves out."""
    _take_turns(work.session)
    current = policy_queries.newest_policy(work.session)
    if current is not None and current.digest == digest:
        return current
    return _add(work.by(SYSTEM), current, text=text, digest=digest, why=OTHER_DEFAULTS)


def _take_turns(session: Session) -> None:
    session.execute(select(Policy.number).where(Policy.number == _FIRST).with_for_update())


def _add(
    work: UnitOfWork,
    current: Policy | None,
    *,
    text: str,
    digest: str,
    why: str,
    draft: PolicyDraft | None = None,
    **facts: object,
) -> Policy:
    """Add the next policy. It keeps the reasons of the thresholds that stay as they are."""
    number = (work.session.scalar(select(func.max(Policy.number))) or 0) + 1
    row = Policy(
        number=number,
        text=text,
        digest=digest,
        since=work.now,
        person_id=work.actor.person_id,
        why=why,
        drafted_by=draft.person_id if draft else None,
        reasons=dict(_reasons(current, text, (draft.reasons if draft else None) or {})) or None,
    )
    work.session.add(row)
    drafted = {"draft": draft.id, "drafted_by": draft.person_id} if draft else {}
    ledger.record(
        work, "put_in_force", "policy", number, why=why, digest=digest, **drafted, **facts
    )
    forget_policy(work.session)
    return row


def _reasons(current: Policy | None, text: str, new: Reasons) -> Reasons:
    earlier = (current.reasons if current else None) or {}
    if current is None or not earlier:
        return new
    try:
        before = policies.parse_policies(current.text, stored=True)
    except ConfigurationError:
        # This version cannot read it: nobody can say what stays.
        return new
    return kept_reasons(before, policies.parse_policies(text, stored=True), earlier, new)
