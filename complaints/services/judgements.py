"""Judges whether one operator runs two accounts: yes, no, or unsure. Merges nothing.

The next scan takes the judgement into account (`abuse.linking.judged_links`).
"""

from __future__ import annotations

from sqlalchemy import select

from complaints.errors import invalid, not_found
from complaints.models import Filer, LinkJudgement
from complaints.queries import judgements
from complaints.rules.kinds import LinkVerdict
from complaints.services import ledger
from complaints.words import message as _
from complaints.work import Work


def judge(work: Work, *, filer: int, other: int, verdict: str, why: str) -> LinkJudgement:
    """Judge whether one operator runs two accounts; an earlier judgement is superseded.

    Refuses with: not-found, unless the actor is staff; invalid-request, for one filer twice, for
    one that does not exist, and without a reason.
    """
    if not work.actor.is_staff:
        raise not_found(_("page"))
    why = why.strip()
    if not why:
        raise invalid("/why", _("Say why; the reason is kept in the record."))
    if filer == other:
        raise invalid("/other", _("Name two different filers."))
    low, high = sorted((filer, other))
    # Locking the filers' rows makes two judges of one pair take turns.
    held = select(Filer.id).where(Filer.id.in_((low, high))).order_by(Filer.id).with_for_update()
    known = work.session.scalars(held).all()
    for pointer, each in (("/filer", filer), ("/other", other)):
        if each not in known:
            raise invalid(pointer, _("There is no filer with this number."))
    earlier = judgements.current_of(work.session, low, high)
    if earlier is not None:
        earlier.superseded_at = work.now
        work.session.flush()
    person_id = work.actor.person_id
    assert person_id is not None
    row = LinkJudgement(
        a_id=low,
        b_id=high,
        verdict=str(LinkVerdict(verdict)),
        why=why,
        person_id=person_id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    ledger.record(
        work, "judged", "link", row.id, why=why, filer=low, other=high,
        verdict=row.verdict, before=earlier.verdict if earlier else None,
    )  # fmt: skip
    return row
