"""The copy of a counter-notice that the filer gets promptly (17 U.S.C. 512(g)(2)(B)): whole, with
the seller's name, postal address and telephone number.

Whoever signs today reads that before it signs, and the copy goes at once. Whoever signed while we
promised that its contact stays with us is told first, and may take its answer back; the clocks that
run go on meanwhile. The letter is stored with the place of the contact, which is put in as it goes
out (`services/mailing/contacts.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from complaints.base.errors import Refusal
from complaints.models import Claim, Clock, CounterNotice, EventClaim
from complaints.queries.decisions import reasons
from complaints.queries.decisions.claims import claims_in_sight
from complaints.queries.filing import complaints
from complaints.queries.law import clocks as running_clocks
from complaints.queries.sellers import counter_notices
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.law.clocks import AT_ONCE
from complaints.rules.law.regimes import ClockKind, RegimeCode
from complaints.rules.law.restoration import clock_of
from complaints.rules.sellers.counter_notices import TO_TAKE_BACK, knew_of_copy
from complaints.services import timeline
from complaints.services.decisions.claims.holding import lock_answer, tell_filer
from complaints.services.law import clocks
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.storage.links import contact_place
from complaints.words import message as _
from complaints.words.grounds import GROUNDS
from complaints.words.letters.answers import CopyText, copied, copy_announced, taken_back
from complaints.work import UnitOfWork

_TAKEN_BACK = _("The seller took back its answer as a counter-notice under 17 U.S.C. 512(g).")


def give_at_once(work: UnitOfWork, notice: CounterNotice, rows: Sequence[Claim]) -> None:
    """Let the copy go with the letter that forwards the answer, where the law gives the filer one
    and the seller read that as it signed. An answer before a takedown is no counter-notice."""
    is_due = any(
        clock_of(running_clocks.law_of(work, row), listing_down=row.listing_down)
        is ClockKind.RESTORE
        for row in rows
    )
    if is_due and knew_of_copy(notice.declarations):
        notice.copy_from = notice.copied_at = work.now
        ledger.record(work, "gave_copy", "counter_notice", notice.id)


def copy_text(notice: CounterNotice) -> CopyText:
    """Return what the copy of a counter-notice says, with the place of the seller's contact."""
    return CopyText(
        ground=GROUNDS[notice.ground].title,
        statement=notice.statement,
        document=", ".join(part for part in (notice.party, notice.reference) if part),
        declared=tuple(text["wording"] for text in notice.declarations),
        signed_at=notice.filed_at,
        contact=contact_place(notice.id),
    )


def announce_due(work: UnitOfWork) -> int:
    """Tell sellers who signed under the old promise that a copy of their answer goes to the
    complainant, and until when they can take it back; return how many."""
    untold = (
        select(CounterNotice)
        .where(
            CounterNotice.law == str(RegimeCode.DMCA),
            CounterNotice.told_at.is_(None),
            CounterNotice.copy_from.is_(None),
            CounterNotice.sealed.is_not(None),
            _answers_a_claim(*_waits_for_its_law()),
        )
        .order_by(CounterNotice.id)
        .limit(AT_ONCE)
        .with_for_update()
    )
    rows = work.session.scalars(untold).all()
    for notice in rows:
        notice.told_at = work.now
        claim = _claims_of(work, notice)[0]
        reference = complaints.reference_of(work.session, claim.complaint_id)
        letter = copy_announced(reference, days=TO_TAKE_BACK.days)
        outbox.tell_seller(work, claim, "copy_announced", letter)
        ledger.record(work, "announced_copy", "counter_notice", notice.id)
    return len(rows)


def note_told(work: UnitOfWork) -> None:
    """Note that the seller opened its complaint with its code, which says that a copy goes out:
    where no letter told it so, its time to take the answer back begins now."""
    waiting = (
        select(CounterNotice)
        .where(
            CounterNotice.told_at.is_not(None),
            CounterNotice.copy_from.is_(None),
            CounterNotice.copied_at.is_(None),
            CounterNotice.taken_back_at.is_(None),
            _answers_a_claim(claims_in_sight(work.actor)),
        )
        .order_by(CounterNotice.id)
        .with_for_update()
    )
    for notice in work.session.scalars(waiting).all():
        notice.copy_from = work.now + TO_TAKE_BACK
        ledger.record(work, "read_of_copy", "counter_notice", notice.id)


def give_due(work: UnitOfWork) -> int:
    """Give filers the copies that were announced and whose sellers' time to take them back is over;
    return how many.

    Not where the filer withdrew or staff decided meanwhile: nobody needs to sue any more, and the
    seller's address would go out for nothing. Where the law's clock brought the listing back, the
    filer gets what the law owes it.
    """
    rang = select(Clock.id).where(
        Clock.claim_id == Claim.id, Clock.kind == str(ClockKind.RESTORE), Clock.state == "ended"
    )
    due = (
        select(CounterNotice)
        .where(
            CounterNotice.copy_from <= work.now,
            CounterNotice.copied_at.is_(None),
            CounterNotice.taken_back_at.is_(None),
            _answers_a_claim(or_(and_(*_waits_for_its_law()), rang.exists())),
        )
        .order_by(CounterNotice.id)
        .limit(AT_ONCE)
        .with_for_update()
    )
    rows = work.session.scalars(due).all()
    for notice in rows:
        notice.copied_at = work.now
        claims = _claims_of(work, notice)
        page = work.links.page(f"/claims/{claims[0].id}")
        urls = reasons.addresses(work.session, claims)
        letter = copied(
            [(claim.id, urls[claim.listing_id]) for claim in claims], copy_text(notice), page=page
        )
        tell_filer(work, claims[0], "answer_copied", letter)
        ledger.record(work, "gave_copy", "counter_notice", notice.id)
    return len(rows)


def take_answer_back(work: UnitOfWork, counter_id: int) -> CounterNotice:
    """Take an answer back as a counter-notice, for the seller who was promised that its contact
    stays with us: the filer gets no copy, and the law's clock stops. The answer stays, and staff
    decide on it.

    Refuses with: not-found; forbidden, for the filer; two-sides; wrong-state, where the seller was
    not told of a copy, or the copy has gone; second-person-needed and one-let-in-the-other, for
    staff who decided one of the claims.
    """
    work, notice, rows = lock_answer(
        work, counter_id, not_the_filers=_("Only the seller can take this answer back.")
    )
    last = counter_notices.last_answered(work.session, notice)
    rows = [claim for claim in rows if claim.id in last]
    if not can_take_back(work, notice):
        raise Refusal(
            "wrong-state",
            _(
                "This answer cannot be taken back: the complainant already has a copy, or "
                "does not get one."
            ),
            possible=[],
        )
    notice.taken_back_at = work.now
    for claim in rows:
        clocks.stop_those(work, claim.id, "taken_back", ClockKind.RESTORE)
    timeline.add_event(work, rows, EventKind.AMENDMENT, by=EventBy.SELLER, reason=str(_TAKEN_BACK))
    ledger.record(work, "took_answer_back", "counter_notice", notice.id)
    urls = reasons.addresses(work.session, rows)
    page = work.links.page(f"/claims/{rows[0].id}")
    letter = taken_back([(claim.id, urls[claim.listing_id]) for claim in rows], page=page)
    tell_filer(work, rows[0], "claim_replied", letter)
    return notice


def can_take_back(work: UnitOfWork, notice: CounterNotice) -> bool:
    """Say whether the seller was told of the copy, and can still take its answer back. One that it
    has answered anew since is none any more."""
    is_over = notice.copy_from is not None and notice.copy_from <= work.now
    return (
        notice.told_at is not None
        and not is_over
        and notice.copied_at is None
        and notice.taken_back_at is None
        and bool(counter_notices.last_answered(work.session, notice))
    )


def _waits_for_its_law() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a claim whose listing the law's clock is to bring back."""
    return (
        Claim.state == "countered",
        Claim.listing_down.is_(True),
        Claim.regime == str(RegimeCode.DMCA),
    )


def _answers_a_claim(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a counter-notice is the last answer to a claim of which these
    hold."""
    answered = select(EventClaim.claim_id).join(Claim, Claim.id == EventClaim.claim_id)
    return answered.where(
        EventClaim.event_id == CounterNotice.event_id, counter_notices.is_last_answer(), *conditions
    ).exists()


def _claims_of(work: UnitOfWork, notice: CounterNotice) -> Sequence[Claim]:
    ids = counter_notices.claims_of(work.session, notice)
    return work.session.scalars(select(Claim).where(Claim.id.in_(ids)).order_by(Claim.id)).all()
