"""Holds imported complaints that are undecided and whose account is under a boycott, or looks like
one of a bound or flagged party.

Their claims land in the queue, where a decision takes listings down. Few are asked about: those
with an open claim, once an account and by a few of its rights, so that a batch stays short.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from complaints.models import Boycott, PartyMatch
from complaints.queries import boycotts
from complaints.queries import holds as hold_queries
from complaints.queries import matches as match_queries
from complaints.queries.holds import Imported
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind
from complaints.services import holds, matches
from complaints.services.matches import Shown
from complaints.work import UnitOfWork

# Rights of one account that are asked about, and papers shown with each.
_RIGHTS, _PAPERS = 5, 5


def hold_undecided(work: UnitOfWork, complaint_ids: Collection[int]) -> int:
    """Hold what is undecided of these new complaints; return how many. Writes no letter; the clock
    begins now, whenever they were filed."""
    if not complaint_ids or not match_queries.is_anybody_troubled(work.session, work.now):
        return 0
    by_filer: defaultdict[int, list[Imported]] = defaultdict(list)
    for each in hold_queries.open_of(work.session, complaint_ids):
        by_filer[each.filer.id].append(each)
    work = work.by(SYSTEM)
    return sum(_of_account(work, imported) for imported in by_filer.values())


def _of_account(work: UnitOfWork, imported: Sequence[Imported]) -> int:
    filer = imported[0].filer
    whole = matches.match(work, filer, Shown())
    held = 0
    for asked, each in enumerate(imported):
        ground = _boycott(work, each) or whole
        if ground is None and asked < _RIGHTS:
            ground = _match(work, each)
        if ground is not None:
            held += holds.hold_imported(work, filer.id, each.complaint_ids, ground)
    return held


def _boycott(work: UnitOfWork, imported: Imported) -> Boycott | None:
    right = imported.right
    return boycotts.binding(
        work.session, imported.filer.id, right.rights_holder_id, work.now, right_key=right.key
    )


def _match(work: UnitOfWork, imported: Imported) -> PartyMatch | None:
    holder_id, is_agent = imported.right.rights_holder_id, imported.filer.kind == FilerKind.AGENT
    shown = Shown(
        right_key=imported.key,
        holder_id=holder_id,
        unnamed=holder_id is None and is_agent,
        document_ids=hold_queries.papers_of(work.session, imported.complaint_ids, most=_PAPERS),
    )
    return matches.match(work, imported.filer, shown)
