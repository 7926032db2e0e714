"""Whether the actor may take a letter with a link out, its code, or have it sent again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from complaints.models import Boycott, Claim, Complaint, Joining, Letter, Suspension
from complaints.queries.cases import boycotts, joinings, suspensions
from complaints.queries.decisions import claim_parts
from complaints.queries.decisions.judges import Bench
from complaints.queries.mailing import addressees, letter_parts
from complaints.rules.cases import suspensions as seller_rules
from complaints.rules.cases.boycotts import BINDING, SUPERVISOR
from complaints.rules.cases.joinings import JOINED
from complaints.rules.decisions.appeals import APPEALABLE
from complaints.rules.decisions.claims import OPEN_STATES, STAFF
from complaints.rules.mailing.handing_out import (
    require_no_part,
    require_not_last_judge,
    require_way,
)
from complaints.rules.mailing.inboxes import Reach
from complaints.work import UnitOfWork

# A claim in one of these is still to be decided, or can be appealed.
TO_JUDGE = frozenset(OPEN_STATES).union(*APPEALABLE.values())


def require_link(work: UnitOfWork, letter: Letter, reach: Reach) -> None:
    """Refuses with: goes-another-way; by hand also takes-part, and nobody-to-judge-appeal for the
    last who could."""
    _require(work, letter, reach, letter_parts.took_code_out(work.session, letter.id))


def require_code(work: UnitOfWork, letter: Letter, reach: Reach) -> None:
    """Refuses with: what taking out the link does."""
    _require(work, letter, reach, letter_parts.took_link_out(work.session, letter.id))


def require_resend(work: UnitOfWork, letter: Letter) -> None:
    """Refuses with: takes-part, for a letter that somebody then has to take out: else who takes
    part could revoke a link while its addressee has time to answer, and keep it so."""
    if addressees.way_of(work, letter) is Reach.BY_HAND:
        require_no_part(work.actor, letter_parts.closed_to(work.session, letter))


def require_entry(work: UnitOfWork, letter: Letter) -> None:
    """Refuses with: takes-part, where the actor has a part in the case whose letter was posted, or
    came back, and it would enter that."""
    require_no_part(work.actor, letter_parts.closed_to(work.session, letter))


def _require(work: UnitOfWork, letter: Letter, reach: Reach, beside: Collection[int]) -> None:
    require_way(work.actor, reach, goes=addressees.way_of(work, letter))
    if reach is Reach.BY_HAND:
        require_no_part(work.actor, letter_parts.closed_to(work.session, letter, beside))
        require_not_last_judge(last=_is_last_judge(work, letter))


def _is_last_judge(work: UnitOfWork, letter: Letter) -> bool:
    """Say whether an appeal can come in the letter's case, and nobody could judge it any more if
    the actor took part."""
    session, actor = work.session, work.actor.person_id or 0
    if letter.suspension_id is not None:
        return _is_last_of_suspension(work, letter.suspension_id)
    if letter.boycott_id is None and letter.joining_id is None:
        return _is_one_of_two(work, letter)
    bench = Bench.of(work)
    if letter.boycott_id is not None:
        boycott = session.get_one(Boycott, letter.boycott_id)
        awaits, filers = boycott.state in BINDING, [boycott.filer_id]
        taken = boycotts.boycott_parts(session, boycott)
    else:
        joining = session.get_one(Joining, letter.joining_id)
        awaits, filers = joining.state in JOINED, [joining.filer_id, joining.other_id]
        taken = joinings.joining_parts(session, joining)
    earlier = {person for persons in taken.values() for person in persons}
    left = bench.is_left(earlier, *filers)
    return awaits and left and not bench.is_left({*earlier, actor}, *filers)


def _is_last_of_suspension(work: UnitOfWork, suspension_id: int) -> bool:
    case = work.session.get_one(Suspension, suspension_id)
    parts = suspensions.suspension_parts(work.session, case)
    earlier = {person for persons in parts.values() for person in persons}
    bench, filers = Bench.of(work, SUPERVISOR), suspensions.filers_of(work.session, case.id)
    left = bench.is_left(earlier, *filers)
    after = {*earlier, work.actor.person_id or 0}
    return case.state in seller_rules.BINDING and left and not bench.is_left(after, *filers)


def _is_one_of_two(work: UnitOfWork, letter: Letter) -> bool:
    """Say whether only the actor and one more are left for a complaint's claims: one decides, the
    other judges the appeal."""
    session, bench = work.session, Bench.of(work, STAFF)
    complaint = session.get_one(Complaint, letter.complaint_id)
    awaits = select(Claim.id).where(Claim.complaint_id == complaint.id, Claim.state.in_(TO_JUDGE))
    if session.scalar(awaits.limit(1)) is None:
        return False
    earlier, filer = claim_parts.beside(session, complaint.id), complaint.filer_id
    after = {*earlier, work.actor.person_id or 0}
    return bench.are_two_left(earlier, filer) and not bench.are_two_left(after, filer)
