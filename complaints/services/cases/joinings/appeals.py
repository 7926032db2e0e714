"""An account's appeal against being counted to a party, and its decision by a third person.

Each account that the joining concerns appeals once. An appeal that succeeds ends the joining for
all, and with it the other's open appeal; one that fails leaves the other's to be decided.
"""

from __future__ import annotations

from complaints.models import Joining
from complaints.queries.cases import case_appeals as asked_appeals
from complaints.queries.cases import joinings
from complaints.rules.cases.joinings import APPEAL_JOINING, DECIDE_JOINING
from complaints.services.cases import case_appeals
from complaints.services.cases.joinings.parting import undo_joining
from complaints.services.cases.joinings.steps import ask_ground, lock_for_step, tell_upheld
from complaints.services.move import transition
from complaints.work import UnitOfWork


def appeal(
    work: UnitOfWork, joining_id: int, *, grounds: str, expected: int | None = None
) -> Joining:
    """File the account's one appeal; the accounts stay together until it is decided.

    Refuses with: not-found; invalid-request, without grounds; wrong-state; forbidden; stale;
    two-sides, for a partner that delivered or spoke for a seller in a complaint of the party.
    """
    row = lock_for_step(work, joining_id, APPEAL_JOINING, expected=expected)
    account = joinings.account_of(work, row)
    filed = case_appeals.file_case_appeal(
        work, row, grounds=APPEAL_JOINING.stated(grounds), filer_id=account.id
    )
    if filed.ground_due is not None:
        ask_ground(work, row, account, filed.ground_due)
    return row


def decide_appeal(
    work: UnitOfWork,
    joining_id: int,
    *,
    decision: str,
    argued: str,
    reason: str,
    expected: int | None = None,
) -> Joining:
    """Decide the appeal that is next: “part” the accounts, or “uphold” that they are one party.
    The account that appealed reads what was argued and found; where another's appeal is open, the
    joining stays under appeal.

    Refuses with: not-found; wrong-state; forbidden; second-person-needed, when the actor proposed
    or decided it; one-let-in-the-other; invalid-request, without a reason; stale.
    """
    row = lock_for_step(work, joining_id, DECIDE_JOINING, event=decision, expected=expected)
    argued = DECIDE_JOINING.stated(argued, "argued")
    reason = DECIDE_JOINING.stated(reason, "reason")
    filed = asked_appeals.next_to_decide(
        asked_appeals.appeals_of_joining(work.session, row), work.now
    )
    assert filed is not None
    case_appeals.decide_case_appeal(
        work, filed, upholds=decision == "uphold", argued=argued, reason=reason
    )
    # Of an appeal that older code took in the record does not say whose it is.
    appellant = filed.filer_id or row.filer_id
    rest = asked_appeals.appeals_of_joining(work.session, row)
    still_open = [each for each in rest if each.state == "filed"]
    if decision == "part":
        for each in still_open:
            # It has what it asked for; nobody weighed its grounds.
            case_appeals.decide_case_appeal(work, each, upholds=False, argued=None, reason=None)
        undo_joining(work, row, reason, on_appeal_of=appellant)
        return row
    if still_open:
        case_appeals.renew_version(row)
        work.session.flush()
    else:
        transition(work, row, "uphold", why=reason)
    tell_upheld(work, row, appellant, argued, reason)
    return row
