"""Whether the actor may take a letter with a link out, its code, or have it sent again."""

from __future__ import annotations

from collections.abc import Collection

from complaints.models import Boycott, Joining, Letter
from complaints.queries import addressees, boycotts, joinings, letter_parts
from complaints.queries.judges import Bench
from complaints.rules.boycotts import BINDING
from complaints.rules.handing_out import require_no_part, require_not_last_judge, require_way
from complaints.rules.inboxes import Reach
from complaints.rules.joinings import JOINED
from complaints.work import Work


def require_link(work: Work, letter: Letter, reach: Reach) -> None:
    """Refuses with: goes-another-way; by hand also takes-part, and nobody-to-judge-appeal for the
    last who could."""
    _require(work, letter, reach, letter_parts.took_code_out(work.session, letter.id))


def require_code(work: Work, letter: Letter, reach: Reach) -> None:
    """Refuses with: what taking out the link does."""
    _require(work, letter, reach, letter_parts.took_link_out(work.session, letter.id))


def require_resend(work: Work, letter: Letter) -> None:
    """Refuses with: takes-part, for a letter that somebody then has to take out: else who takes
    part could revoke a link while its addressee has time to answer, and keep it so."""
    if addressees.way_of(work, letter) is Reach.BY_HAND:
        require_no_part(work.actor, letter_parts.closed_to(work.session, letter))


def _require(work: Work, letter: Letter, reach: Reach, beside: Collection[int]) -> None:
    require_way(work.actor, reach, goes=addressees.way_of(work, letter))
    if reach is Reach.BY_HAND:
        require_no_part(work.actor, letter_parts.closed_to(work.session, letter, beside))
        require_not_last_judge(last=_is_last_judge(work, letter))


def _is_last_judge(work: Work, letter: Letter) -> bool:
    """Say whether an appeal can come in the letter's case, and only the actor could judge it."""
    session, bench = work.session, Bench.of(work)
    if letter.boycott_id is not None:
        boycott = session.get_one(Boycott, letter.boycott_id)
        awaits, filers = boycott.state in BINDING, [boycott.filer_id]
        taken = boycotts.parts(session, boycott)
    elif letter.joining_id is not None:
        joining = session.get_one(Joining, letter.joining_id)
        awaits, filers = joining.state in JOINED, [joining.filer_id, joining.other_id]
        taken = joinings.parts(session, joining)
    else:
        return False
    earlier = {person for persons in taken.values() for person in persons}
    left = bench.is_left(earlier, *filers)
    return awaits and left and not bench.is_left({*earlier, work.actor.person_id}, *filers)
