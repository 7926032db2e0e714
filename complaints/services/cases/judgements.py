"""Judges whether one operator runs two accounts: yes, no, or unsure. Merges nothing.

The next scan takes the judgement into account (`abuse.linking.judged_links`). A yes proposes that
the two accounts are one party, which a second person decides; any other drops such a proposal.
"""

from __future__ import annotations

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid, not_found
from complaints.models import Filer, LinkJudgement
from complaints.queries.cases import judgements
from complaints.queries.logins import grants
from complaints.rules.kinds import LinkVerdict
from complaints.services.cases import holds, joinings, verdicts
from complaints.words import message as _
from complaints.work import UnitOfWork


def judge(
    work: UnitOfWork, *, filer: int, other: int, verdict: str, why: str, expected: int | None = None
) -> LinkJudgement:
    """Judge whether one operator runs two accounts; an earlier judgement is superseded.

    A “yes” proposes that they are one party. A “no” lets complaints go on that were held because
    the two looked alike. `expected` is the judgement in force that the actor saw, 0 where there was
    none.
    Refuses with: not-found, unless the actor is staff; invalid-request, for one filer twice, for
    one that does not exist, and without a reason; one-let-in-the-other; stale, where somebody
    else has judged since; wrong-state, where the two are counted to one party and the verdict is
    another than yes: that is undone by parting them.
    """
    if not work.actor.is_staff:
        raise not_found(_("page"))
    why = why.strip()
    if not why:
        raise invalid("/why", Code.REQUIRED, _("Say why; the reason is kept in the record."))
    if filer == other:
        raise invalid("/other", Code.DUPLICATE, _("Name two different filers."))
    low, high = sorted((filer, other))
    # Locking the filers' rows makes two judges of one pair take turns.
    held = (
        select(Filer.id)
        .where(Filer.id.in_((low, high)))
        .order_by(Filer.id)
        .with_for_update(key_share=True)
    )
    known = work.session.scalars(held).all()
    for pointer, each in (("/filer", filer), ("/other", other)):
        if each not in known:
            raise invalid(pointer, Code.NOT_FOUND, _("There is no filer with this number."))
    grants.require_untied(work, low, high)
    _require_current(judgements.current_of(work.session, low, high), expected)
    if verdict != LinkVerdict.YES:
        joinings.drop_proposal(work, low, high, why=why)
    row = verdicts.store_verdict(work, low, high, LinkVerdict(verdict), why=why)
    if verdict == LinkVerdict.YES:
        joinings.propose(work, row)
    elif verdict == LinkVerdict.NO:
        holds.settle_match(work, low, high)
    return row


def _require_current(current: LinkJudgement | None, expected: int | None) -> None:
    known = current.id if current else 0
    if expected is not None and expected != known:
        raise Refusal(
            "stale",
            _("Somebody has judged this pair since you read it. Read that judgement, then judge."),
            version=known,
            header="If-Match",
        )
