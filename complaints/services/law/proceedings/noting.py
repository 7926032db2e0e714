"""Takes what a side says of a suit or the like: that it has begun, and how it ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Claim, Proceeding, ProceedingClaim
from complaints.queries.decisions import claims
from complaints.queries.law import suits
from complaints.queries.mailing import secret_links
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import Scope
from complaints.rules.kinds import Side
from complaints.rules.law.noting import require_past_day
from complaints.rules.law.proceedings import Forum, Result
from complaints.rules.law.restoration import LAWS_CLOCKS
from complaints.services.law import clocks
from complaints.services.law.proceedings.holding import lock_proceeding, not_now
from complaints.services.law.proceedings.telling import tell_of_notice
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def note_proceeding(
    work: UnitOfWork,
    claim_ids: Collection[int],
    *,
    side: Side,
    forum: Forum,
    name: str,
    restrains: bool = False,
    reference: str | None = None,
    begun_on: date | None = None,
    said: str | None = None,
) -> Proceeding:
    """Record that a side has told us of a suit or the like about claims of one complaint.

    Where it counts under the law of a claim, that law's clock stops at once, paper or not, and
    while a decision is pending too. Both sides get a letter.
    Refuses with: not-found; forbidden, for a side that is not the actor's; two-sides;
    invalid-request, for claims of several complaints or a day to come.
    """
    work = _on(work, side, claim_ids)
    if not claim_ids:
        raise invalid("/claim_ids", Code.REQUIRED, _("Choose at least one listing."))
    # A notice counts as it arrives: the minutes of a pending decision do not keep it out.
    rows = claims.lock_claims(work, claim_ids)
    if len({claim.complaint_id for claim in rows}) > 1:
        raise invalid("/claim_ids", Code.NOT_PART_OF_THIS, _("Name only claims of this complaint."))
    require_past_day("/begun_on", begun_on, today=work.now.date())
    proceeding = Proceeding(
        complaint_id=rows[0].complaint_id, forum=str(forum), restrains=restrains, side=str(side),
        name=name, reference=reference, begun_on=begun_on, notified_at=work.now,
        notified_by=work.actor.person_id, reach=secret_links.came_by(work), note=said,
    )  # fmt: skip
    work.session.add(proceeding)
    work.session.flush()
    work.session.add_all(
        ProceedingClaim(proceeding_id=proceeding.id, claim_id=claim.id) for claim in rows
    )
    work.session.flush()
    ledger.record(
        work, "notified", "proceeding", proceeding.id, forum=str(forum), of=str(side),
        claims=[claim.id for claim in rows],
    )  # fmt: skip
    _follow(work, proceeding, rows)
    tell_of_notice(work, proceeding, rows)
    return proceeding


def _follow(work: UnitOfWork, proceeding: Proceeding, rows: Sequence[Claim]) -> None:
    """Stop the clocks that the notice stops; keep for whom a partner spoke."""
    counts = suits.counting_for(work.session, proceeding, rows)
    for claim in rows:
        if claim.id in counts:
            clocks.stop_those(work, claim.id, "proceeding", *LAWS_CLOCKS)
        if proceeding.side == Side.SELLER and work.actor.partner_id is not None:
            ledger.record(work, "spoke_of_suit", "claim", claim.id)


def end_proceeding(
    work: UnitOfWork,
    proceeding_id: int,
    *,
    result: Result,
    ended_on: date | None = None,
    expected: int | None = None,
) -> Proceeding:
    """Say how it ended, for the filer's claim: a side tells it, a person of staff confirms it.

    Refuses with: not-found; stale; invalid-request, for a day to come; wrong-state, where the
    result is carried out, or a side says another one after staff confirmed.
    """
    proceeding = lock_proceeding(work, proceeding_id, expected)
    is_confirmed = proceeding.ended_by is not None
    if proceeding.done_at is not None or (is_confirmed and not work.actor.is_staff):
        raise not_now(proceeding)
    require_past_day("/ended_on", ended_on, today=work.now.date())
    proceeding.result, proceeding.ended_on = str(result), ended_on
    proceeding.ended_at, proceeding.ended_by = work.now, work.actor.person_id
    verb = "confirmed_result" if work.actor.is_staff else "said_result"
    work.session.flush()
    ledger.record(work, verb, "proceeding", proceeding.id, result=str(result))
    return proceeding


def see_paper(work: UnitOfWork, proceeding_id: int, *, expected: int | None = None) -> Proceeding:
    """Record that a person of staff has looked at its paper.

    Refuses with: not-found; stale; forbidden; wrong-state, where somebody has before.
    """
    proceeding = lock_proceeding(work, proceeding_id, expected, staff=True)
    if proceeding.paper_seen_at is not None:
        raise not_now(proceeding)
    proceeding.paper_seen_at, proceeding.paper_seen_by = work.now, work.actor.person_id
    work.session.flush()
    ledger.record(work, "saw_paper", "proceeding", proceeding.id)
    return proceeding


def _on(work: UnitOfWork, side: Side, claim_ids: Collection[int]) -> UnitOfWork:
    """Return the work on the side that the actor speaks for."""
    if side is Side.SELLER:
        work = marketplaces.for_sellers(work, claim_ids)
    elif work.actor.partner_id is not None:
        work.actor.require(Scope.FILE_ON_BEHALF)
    is_other = work.actor.seller_of if side is Side.FILER else work.actor.filer_id
    if is_other is not None:
        raise Refusal("forbidden", _("Each side tells us of its own part: send your own side."))
    return work
