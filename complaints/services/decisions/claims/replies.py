"""Takes what the accused seller sends: counter-notices, and reports that it was asked for money.

The seller sends them by its link, or staff or a partner that speaks for sellers do so for it. Its
email address, telephone and postal address are sealed; what the filer gets of them is said in
`copies`.

What a counter-notice sets going: a law's clock, our first round of answers, or neither; one that
lacks what its law asks for, no clock of that law (`completing`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Claim, Clock, CounterNotice, DemandReport, Event
from complaints.queries.decisions import answers, claims, entering, pending, reasons
from complaints.queries.filing import complaints
from complaints.queries.law import clocks as running_clocks
from complaints.queries.law import suits
from complaints.queries.mailing import secret_links
from complaints.queries.sellers import counter_notices, marketplaces
from complaints.queries.sellers.counter_notices import Requirements
from complaints.rules.actors import Role, Scope
from complaints.rules.filing.signed_texts import as_signed
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.law.calendars import Calendar
from complaints.rules.law.noting import require_past_day
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.restoration import REACHES_WITHIN, back_on, clock_of, tell_by
from complaints.rules.sellers.completeness import Lack, NumberedFact
from complaints.rules.sellers.counter_notices import (
    Answer,
    SellerContact,
    lacks_in,
    require_valid,
)
from complaints.rules.sellers.demands import DemandChannel, Demanded
from complaints.rules.staff.search_words import Thing
from complaints.rules.upkeep import sealed
from complaints.services import timeline
from complaints.services.decisions.claims import copies
from complaints.services.decisions.claims.holding import lock_claim, lock_filer, tell_filer
from complaints.services.law import clocks
from complaints.services.mailing import outbox
from complaints.services.move import transition
from complaints.services.staff import search_index
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.words.letters.answers import incomplete
from complaints.words.letters.restoring import Answered, countered
from complaints.work import UnitOfWork


def counter(
    work: UnitOfWork,
    claim_ids: Collection[int],
    answer: Answer,
    *,
    vault: Vault,
    within: int | None = None,
    expected: int | None = None,
) -> CounterNotice:
    """Take the seller's counter-notice to one or more claims of one complaint.

    A claim that was decided opens again and loses its grade. Where the filer has filed the same
    claim again meanwhile, that later one becomes a duplicate of this one. The filer gets one
    letter, which says what follows and by when it can do something about it: a law's clock or our
    first round begins now. Where a law asks for more than the answer holds it is kept, its seller
    is asked for that, and the law's clock waits. `within` is the complaint that the claims must
    belong to, where one was named; `expected` the version that was seen of a single claim.
    Refuses with: not-found; stale; wrong-state; forbidden; two-sides, where a partner's own account
    filed it; second-person-needed and one-let-in-the-other, for staff who decided one of the
    claims, where two others are left; invalid-request, with all that is wrong with the answer.
    """
    work = marketplaces.for_sellers(work, claim_ids)
    rows = _held(work, claim_ids, within, expected)
    first = rows[0]
    for claim in rows:
        entering.require_not_decided(work, claim, _("Entering what the seller says"))
    requirements = counter_notices.requirements_of(work, first.complaint_id, claim_ids)
    require_valid(answer, requirements.kind, requirements.laws, work.now.date())
    lock_filer(work.session, first.filer_id)
    twins = claims.lock_open_twins(work.session, rows)
    for claim in rows:
        later = twins.get((claim.right_key, claim.listing_id))
        if later is not None:
            later.duplicate_of = claim.id
            work.session.flush()
        claim.merit = None
        transition(work, claim, "counter")
    # The ledger keeps who handed it in; the timeline says that the statement is the seller's.
    event = timeline.add_event(
        work,
        rows,
        EventKind.COUNTER_NOTICE,
        by=EventBy.SELLER,
        reason=str(answer.in_short),
        note=answer.statement,
    )
    notice = _store(work, event, answer, requirements, vault)
    runs = {claim.id: start_answer_clocks(work, claim, notice) for claim in rows}
    copies.give_at_once(work, notice, rows)
    forward(work, notice, rows, runs)
    if notice.lacks:
        _ask_seller(work, rows, [Lack(each) for each in notice.lacks])
    return notice


def forward(
    work: UnitOfWork,
    notice: CounterNotice,
    rows: Sequence[Claim],
    runs: Mapping[int, Clock | None],
) -> None:
    """Write to the filer what the seller answered to these claims, and what follows from it."""
    urls = reasons.addresses(work.session, rows)
    waits = {
        claim.id for claim in rows if notice.lacks and _clock_kind(work, claim) is ClockKind.WAIT
    }
    letter = countered(
        answered(work, rows, urls, runs, waits),
        grounds=counter_notices.in_short(notice),
        copy=copies.copy_text(notice) if counter_notices.is_copied(notice) else None,
    )
    tell_filer(work, rows[0], "claim_countered", letter)


def _ask_seller(work: UnitOfWork, rows: Sequence[Claim], lacks: Sequence[Lack]) -> None:
    reference = complaints.reference_of(work.session, rows[0].complaint_id)
    waits = any(_clock_kind(work, claim) is ClockKind.WAIT for claim in rows)
    letter = incomplete(reference, lacks, is_down=waits)
    outbox.tell_seller(work, rows[0], "answer_incomplete", letter)


def report_demand(
    work: UnitOfWork,
    claim_ids: Collection[int],
    *,
    statement: str,
    asked_for: Demanded = Demanded.OTHER,
    words: str | None = None,
    asked_on: date | None = None,
    channel: DemandChannel | None = None,
    within: int | None = None,
    expected: int | None = None,
) -> DemandReport:
    """Take the seller's report that somebody asked for money or a favour for a withdrawal.

    `words` are the exact words of the demand; `asked_on` its date. Changes no state, whatever the
    claims' states. The filer's timeline does not show it.
    Refuses with: not-found; stale; forbidden, when the actor is a filer; two-sides, where a
    partner's own account filed it; invalid-request, for a date in the future.
    """
    work = marketplaces.for_sellers(work, claim_ids)
    rows = _held(work, claim_ids, within, expected)
    if work.actor.role is Role.FILER:
        raise Refusal("forbidden", _("Only a partner or staff can report a demand for the seller."))
    require_past_day("/asked_on", asked_on, today=work.now.date())
    event = timeline.add_event(
        work, rows, EventKind.DEMAND_REPORT, by=EventBy.SELLER, note=statement
    )
    known = work.session.scalar(select(DemandReport).where(DemandReport.event_id == event.id))
    if known is not None:
        return known
    report = DemandReport(
        event_id=event.id,
        asked_for=str(asked_for),
        words=words,
        asked_on=asked_on,
        channel=str(channel) if channel else None,
        filed_at=work.now,
        reach=secret_links.came_by(work),
    )
    work.session.add(report)
    search_index.index_rows(work.session, Thing.COMPLAINT, (), changed=[event.complaint_id])
    for claim in rows:
        ledger.record(work, "report_demand", "claim", claim.id)
    return report


def read_seller(work: UnitOfWork, counter_id: int, *, why: str, vault: Vault) -> SellerContact:
    """Return the name and the unsealed contact of the seller who sent a counter-notice; the ledger
    keeps who read it and why.

    Refuses with: not-found; forbidden, unless the actor is staff with the scope review.
    """
    work.actor.require(Scope.REVIEW)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only a member of staff can read a seller's contact."))
    notice = counter_notices.get_counter_notice(work, counter_id)
    ledger.record(work, "read_seller", "counter_notice", notice.id, why=why)
    return counter_notices.contact_of(notice, vault)


def _held(
    work: UnitOfWork, claim_ids: Collection[int], within: int | None, expected: int | None
) -> Sequence[Claim]:
    """Return the claims, all of one complaint, locked in the order of their ids."""
    if not claim_ids:
        raise invalid("/claim_ids", Code.REQUIRED, _("Choose at least one listing."))
    if expected is not None:
        (claim_id,) = claim_ids
        return [lock_claim(work, claim_id, expected)]
    rows = claims.lock_claims(work, claim_ids)
    pending.require_none(work.session, claim_ids)
    complaints = {claim.complaint_id for claim in rows}
    if len(complaints) > 1 or within not in (None, *complaints):
        raise invalid("/claim_ids", Code.NOT_PART_OF_THIS, _("Name only claims of this complaint."))
    return rows


def _store(
    work: UnitOfWork, event: Event, answer: Answer, required: Requirements, vault: Vault
) -> CounterNotice:
    notice = CounterNotice(
        event_id=event.id,
        ground=str(answer.ground),
        grounds=str(answer.in_short),
        statement=answer.statement,
        party=answer.party,
        reference=answer.reference,
        dated_on=answer.dated_on,
        law=required.law,
        declarations=as_signed(required.texts, answer.declarations, answer.language),
        name=answer.seller.name,
        contact=answer.contact,
        filed_at=work.now,
        reach=secret_links.came_by(work),
        lacks=[str(each) for each in lacks_in(answer, required.laws)],
        facts=numbered(answer.facts),
    )
    seal_contact(notice, answer.seller, vault)
    work.session.add(notice)
    work.session.flush()
    # With the paper that it names; its statement is in the timeline.
    search_index.index_rows(work.session, Thing.COMPLAINT, (), changed=[event.complaint_id])
    return notice


def seal_contact(notice: CounterNotice, seller: SellerContact, vault: Vault) -> None:
    """Seal all but the name of who answers."""
    kept = {name: value for name, value in asdict(seller).items() if name != "name"}
    notice.sealed = vault.seal(json.dumps(kept), about=sealed.seller_contact(notice.event_id))
    notice.sealed_key_id = vault.key_id


def numbered(facts: Sequence[NumberedFact]) -> list[dict[str, str]]:
    """Return these facts as a counter-notice keeps them."""
    return [
        {"kind": str(each.kind), "number": each.number}
        for each in facts
        if each.kind and each.number
    ]


def _clock_kind(work: UnitOfWork, claim: Claim) -> ClockKind | None:
    return clock_of(running_clocks.law_of(work, claim), listing_down=claim.listing_down)


def start_answer_clocks(
    work: UnitOfWork, claim: Claim, notice: CounterNotice, *, only: ClockKind | None = None
) -> Clock | None:
    """Start what the answer to a claim sets going, None where nothing is; with `only`, where it is
    of this kind. The time of the E-Commerce Law waits until the answer is whole.

    Where a suit keeps the listing down already, the law's clock stands still from its start on.
    A declaration under the E-Commerce Law reaches a filer that can read here at once. Else
    it does so as its letter goes out (`services/mailing/reaching.py`), and at the latest after
    `REACHES_WITHIN`.
    """
    kind = _clock_kind(work, claim)
    waits = kind is ClockKind.WAIT and notice.lacks
    if kind is None or waits or only not in (None, kind):
        return None
    at = work.now
    if kind is ClockKind.WAIT and not answers.reads_here(work.session, claim.filer_id, work.now):
        at += REACHES_WITHIN
    clock = clocks.start(work, claim, kind, at=at)
    if clock is not None and claim.id in suits.keep_down(work.session, [claim.id]):
        clocks.stop(work, clock, "proceeding")
        return None
    return clock


def answered(
    work: UnitOfWork,
    rows: Sequence[Claim],
    urls: Mapping[int, str],
    runs: Mapping[int, Clock | None],
    waits: Collection[int] = (),
) -> list[Answered]:
    """Return what the letter to the filer says of each of these claims of one complaint; `waits`
    are those whose answer is not whole yet."""
    (first, *others) = rows
    page = work.links.page(f"/claims/{first.id}")
    if others:
        page = work.links.page(f"/complaints/{first.complaint_id}")
    return [
        Answered(row.id, urls[row.listing_id], page, kind="incomplete")
        if row.id in waits
        else _answered(work, row, urls[row.listing_id], runs[row.id], page)
        for row in rows
    ]


def _answered(work: UnitOfWork, row: Claim, url: str, clock: Clock | None, page: str) -> Answered:
    if clock is None:
        return Answered(row.id, url, page)
    return Answered(
        row.id,
        url,
        page,
        kind=clock.kind,
        zone=str(Calendar(clock.calendar).zone),
        back=back_on(clock.calendar, clock.ends_at),
        by=tell_by(clock.calendar, clock.ends_at),
        reaches_later=clock.starts_at > work.now,
    )
