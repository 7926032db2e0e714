"""The steps of a claim that staff take (or the platform's rules, or the clock)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Boycott, Claim, Event
from complaints.queries.authority import territories
from complaints.queries.cases import boycotts, holds
from complaints.queries.decisions import claim_parts, claims, restore_queue
from complaints.queries.filing import checks
from complaints.queries.law import bars, raised_proof
from complaints.queries.law import clocks as running_clocks
from complaints.queries.logins import grants
from complaints.queries.sellers import marketplaces, strikes
from complaints.queries.sellers import orders as ordered
from complaints.rules.cases.boycotts import require_no_appeal_waits
from complaints.rules.decisions.claims import APART, CLAIM, TAKING_DOWN
from complaints.rules.decisions.reasons import BY_CODE, NOTHING_LEFT, require_fits
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import AlsoFound, Basis, EventKind, Merit, Side
from complaints.rules.law.clocks import STAFFS, by_the_end
from complaints.rules.law.regimes import ClockKind
from complaints.rules.logins.ties import require_apart
from complaints.rules.machines import require_transition
from complaints.rules.sellers.orders import Subject
from complaints.services import timeline
from complaints.services.decisions import pending, reasons, taking_up
from complaints.services.decisions.claims.holding import (
    listing_url,
    lock_claim,
    lock_filer,
    tell_filer,
)
from complaints.services.decisions.hearing import hear_sellers
from complaints.services.decisions.pending import Given
from complaints.services.law import clocks
from complaints.services.move import transition
from complaints.services.sellers import orders
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters.claims import asked
from complaints.work import UnitOfWork

DECISIONS = {
    "take_down": EventKind.TAKEDOWN,
    "stand": EventKind.TAKEDOWN,
    "reject": EventKind.REJECTION,
    "reinstate": EventKind.REINSTATEMENT,
    "put_right": EventKind.REINSTATEMENT,
}
# What is put right of a party's past takedowns is stated, and reasoned, as a reinstatement is.
PUT_RIGHT = "put_right"


def ask_filer(
    work: UnitOfWork, claim_id: int, *, what: str, answer_due: datetime, expected: int | None = None
) -> Claim:
    """Ask the filer for what is missing. The claim lapses where no answer comes by `answer_due`.

    The interchange format has no event for this step, so that only the ledger keeps it.
    Refuses with: not-found; stale; wrong-state; forbidden; invalid-request, for a past date.
    """
    claim = lock_claim(work, claim_id, expected)
    if answer_due <= work.now:
        raise invalid(
            "/answer_due", Code.IN_THE_PAST, _("The day of the answer must be in the future.")
        )
    transition(work, claim, "ask", why=what, due=answer_due.isoformat())
    clocks.start(work, claim, ClockKind.COMPLETE, until=answer_due)
    letter = asked(
        claim.id, listing_url(work.session, claim), what=what,
        due=by_the_end(answer_due, claim.calendar or ""),
        page=work.links.page(f"/claims/{claim.id}"),
    )  # fmt: skip
    tell_filer(work, claim, "claim_asked", letter)
    return claim


def decide(
    work: UnitOfWork,
    claim_id: int,
    *,
    decision: str,
    code: str,
    note: str | None = None,
    note_to: Side | None = None,
    merit: Merit | None = None,
    expected: int | None = None,
    undoable: bool = False,
) -> Claim:
    """Decide a claim: take_down, reject, stand or reinstate, with a reason of `rules.reasons`.

    Both sides read the sentence of the reason's `code`. `note` says more, to both or to the side
    `note_to` alone. `merit` is the decider's grade of the claim; a takedown takes none, because it
    is graded separately. Where it is `undoable`, it takes effect after the policy's minutes.
    Refuses with: not-found; stale; decision-pending, and what `require_decidable` names.
    """
    claim = lock_claim(work, claim_id, expected)
    decide_locked(
        work, [claim], decision, code, note=note, note_to=note_to, merit=merit, undoable=undoable
    )
    return claim


def decide_locked(
    work: UnitOfWork,
    rows: Sequence[Claim],
    decision: str,
    code: str,
    *,
    note: str | None,
    note_to: Side | None,
    merit: Merit | None,
    undoable: bool,
) -> None:
    """Decide claims of one complaint that the actor holds locked: now or, where it is `undoable`,
    after the policy's minutes. Refuses with: what `require_decidable` names."""
    require_decidable(work, rows, decision, code, merit, note=note, note_to=note_to)
    given: Given = {"code": code, "note": note, "note_to": note_to, "merit": merit}
    minutes = work.policy.law.pending_minutes
    if undoable and minutes:
        pending.postpone(work, rows, decision, given, minutes=minutes)
    else:
        carry_out_decision(work, rows, decision, **given)


def require_decidable(
    work: UnitOfWork,
    rows: Sequence[Claim],
    decision: str,
    code: str,
    merit: Merit | None,
    *,
    note: str | None,
    note_to: Side | None,
) -> None:
    """Check that the actor may decide these claims of one complaint so, now.

    Refuses with: invalid-request, for a grade with a takedown, a reason that does not fit decision
    and basis, or a takedown without words outside the territory of the right;
    second-person-needed, where the actor spoke for a side, or had a letter to a seller in hand;
    one-let-in-the-other; authority-unverified, for a takedown while the filer's authority is not
    verified; filer-being-checked, for a takedown while a person is to look at who files;
    seller-not-heard, for a takedown before the date by which the seller was asked to answer;
    law-forbids, where a law's clock after a counter-notice brings the listing back; wrong-state;
    forbidden; person-decides, for a rule's key where the filer is bound or the right does not hold;
    wrong-state, where what is to be put right is in no restore queue.
    """
    complaint = claims.complaint_of(work.session, rows[0])
    boycotts.require_person_decides(work, complaint.id)
    require_no_grade(DECISIONS[decision], merit)
    fitting = [decision, "reinstate"] if decision == PUT_RIGHT else [decision]
    require_fits(code, fitting, Basis(complaint.basis))
    require_no_side(work, rows[0])
    if decision == PUT_RIGHT:
        restore_queue.require_in_queue(work, rows)
    if decision in TAKING_DOWN:
        checks.require_authority(work.session, complaint.id)
        holds.require_not_held(work, complaint.id)
        require_sellers_heard(work, rows)
        raised_proof.require_compared(work, complaint, rows)
        bars.require_lawful(work, rows)
    for row in rows:
        require_transition(
            CLAIM, row.state, decision, work.actor.role, listing_down=row.listing_down
        )
    territories.require_reasoned_outside(work, rows, decision, note=note, note_to=note_to)


def carry_out_decision(
    work: UnitOfWork,
    rows: Sequence[Claim],
    decision: str,
    code: str,
    *,
    note: str | None = None,
    note_to: Side | None = None,
    merit: Merit | None = None,
) -> Event:
    """Do what a decision does to locked claims of one complaint: states, the timeline's event, and
    a letter to each reader.

    For one claim, for many, for a decision that was pending and for the clock's alike. A takedown
    gives the seller a day to answer by. Refuses with: wrong-state; forbidden.
    """
    reason = str(BY_CODE[code].words)
    orders.lock_listings(work.session, rows)
    for row in rows:
        row.merit = str(merit) if merit else None
        transition(work, row, decision, why=reason, merit=row.merit)
    event = timeline.add_event(
        work, rows, DECISIONS[decision], merit=merit, reason=reason, code=code,
        note=note, note_to=note_to,
    )  # fmt: skip
    stated = Decision.REINSTATE if decision == PUT_RIGHT else Decision(decision)
    reasons.state_reasons(work, rows, stated, code=code, note=note, note_to=note_to, event=event)
    return event


def require_no_side(work: UnitOfWork, claim: Claim) -> None:
    """Refuses with: second-person-needed, where the actor entered something for a side of the
    complaint, or could have; one-let-in-the-other, where it counts as one with who did."""
    if work.actor.is_staff:
        parts = claim_parts.persons_of_claim(work.session, claim)
        earlier = [person for part in APART for person in parts[part]]
        require_apart(work.actor, earlier, grants.ties(work.session), _("Deciding a claim"))


def require_sellers_heard(work: UnitOfWork, rows: Sequence[Claim]) -> None:
    """Refuses with: seller-not-heard, before the date by which a seller was asked to answer."""
    waiting = [row.id for row in rows if row.state == "received"]
    clock = running_clocks.last_of(work.session, waiting, ClockKind.HEAR, after=work.now)
    if clock is not None:
        raise Refusal(
            "seller-not-heard",
            _(
                "The seller is asked to answer this claim by %(due)s, before anything is "
                "taken down. Wait for the answer or the day, or reject the claim.",
                due=by_the_end(clock.ends_at, clock.calendar),
            ),
            reply_due=clock.ends_at.isoformat(),
        )


def require_no_grade(kind: EventKind, merit: Merit | None) -> None:
    """Refuses with: invalid-request, for a takedown with a merit."""
    if merit is not None and kind is EventKind.TAKEDOWN:
        raise invalid(
            "/merit",
            Code.NOT_ALLOWED,
            _(
                "You cannot grade a claim while you take its listing down. Grade the claim "
                "afterwards."
            ),
        )


def gone(
    work: UnitOfWork, claim_id: int, *, note: str | None, expected: int | None = None
) -> Claim:
    """Close a claim whose listing no longer exists, so that nothing is left to decide. The filer
    of one that waited for a decision hears why none comes.

    Refuses with: not-found; stale; wrong-state; forbidden; two-sides, where a partner's own account
    filed it.
    """
    work = marketplaces.for_sellers(work, [claim_id])
    claim = lock_claim(work, claim_id, expected)
    waited = claim.state in STAFFS
    transition(work, claim, "gone", why=note)
    event = timeline.add_event(work, [claim], EventKind.LISTING_GONE, note=note)
    if waited:
        reasons.state_reasons(
            work, [claim], Decision.GONE, code=str(NOTHING_LEFT), note=note, event=event
        )
    return claim


def end_with_listings(
    work: UnitOfWork, listing_ids: Collection[int], *, besides: Collection[Subject] = ()
) -> None:
    """Close the claims in which nothing is left to decide, now that the platform says that their
    listings are gone. All are locked first, in the one order, as decisions about many are, with
    what else the platform speaks of (`besides`)."""
    named = ordered.ended_with(work, listing_ids)
    if not named:
        # It takes a key that speaks for sellers only where something ends.
        return
    rows = claims.lock_claims(marketplaces.for_sellers(work, named), named)
    orders.lock_listings(work.session, rows, besides)
    # Somebody may have decided one meanwhile.
    for claim_id in ordered.ended_with(work, listing_ids):
        gone(work, claim_id, note=None)


def grade(
    work: UnitOfWork,
    claim_id: int,
    *,
    merit: Merit,
    reason: str,
    also_found: Collection[AlsoFound] = (),
    expected: int | None = None,
) -> Claim:
    """Grade the merit of a closed claim, a withdrawn one too. Earlier grades stay in the record.
    `also_found` is what the grader found beside it; each grade says that anew.

    Refuses with: not-found; stale; forbidden, when the actor is not staff; wrong-state, while it is
    open; second-person-needed and one-let-in-the-other, as for a decision; invalid-request, for
    what this claim does not show; person-decides, for a rule's key that found something.
    """
    claim = lock_claim(work, claim_id, expected)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only a member of staff can grade the merit of a claim."))
    if claim.state not in CLAIM.closed:
        raise Refusal(
            "wrong-state",
            _(
                "This claim is “%(state)s”: only a closed claim is graded. Decide it first.",
                state=label("state", claim.state),
            ),
            state=claim.state,
        )
    require_no_side(work, claim)
    found_before = claim.also_found
    _find_also(work, claim, merit, also_found)
    before, claim.merit = claim.merit, str(merit)
    timeline.add_event(work, [claim], EventKind.GRADING, merit=merit, reason=reason)
    facts: dict[str, object] = {"from": before, "to": str(merit)}
    if found_before or claim.also_found:
        facts["also_found"] = claim.also_found or []
    ledger.record(work, "grade", "claim", claim.id, why=reason, **facts)
    return claim


def _find_also(
    work: UnitOfWork, claim: Claim, merit: Merit, findings: Collection[AlsoFound]
) -> None:
    """Refuses with: invalid-request, for what the claim does not show; person-decides."""
    if findings and work.actor.is_rule:
        raise Refusal("person-decides", _("A person, not a rule, finds this. Sign in to grade it."))
    can = strikes.findable(work.session, claim, merit)
    for each in findings:
        if each not in can:
            raise invalid(
                "/also_found",
                Code.STANDS_IN_THE_WAY,
                _(
                    "This claim and this grade do not show that: “%(found)s”. A listing or an "
                    "answer is found so only where the takedown stands and the claim is founded; "
                    "an appeal only once it was turned down, and the filer's only with the grade "
                    "“%(grade)s”.",
                    found=label("also_found", each),
                    grade=label("merit", Merit.MANIFESTLY_UNFOUNDED),
                ),
            )
    claim.also_found = sorted(map(str, set(findings))) or None


def take_up(work: UnitOfWork, claim_id: int, *, reason: str, expected: int | None = None) -> Claim:
    """Process a claim that a boycott kept back.

    Refuses with: not-found; stale; forbidden; wrong-state, while a boycott stops it, or where the
    filer has the same claim open by now.
    """
    claim = lock_claim(work, claim_id, expected)
    complaint = claims.complaint_of(work.session, claim)
    stopping = boycotts.keeps(work.session, claim, complaint.rights_holder_id, work.now)
    if stopping is not None:
        raise Refusal(
            "wrong-state",
            _(
                "Boycott %(id)s still stops this claim. Lift it first, or wait for its end.",
                id=str(stopping.id),
            ),
            state=claim.state,
            boycott_id=stopping.id,
        )
    lock_filer(work.session, claim.filer_id)
    twin = claims.lock_open_twin(work.session, claim)
    if twin is not None:
        raise Refusal(
            "wrong-state",
            _(
                "The filer has this claim open again, as claim %(id)s. Decide that one and "
                "discard this one.",
                id=str(twin.id),
            ),
            state=claim.state,
            claim_id=twin.id,
        )
    taking_up.open_claim(work, claim, why=reason)
    hear_sellers(work, [claim.id])
    return claim


def discard(work: UnitOfWork, claim_id: int, *, reason: str, expected: int | None = None) -> Claim:
    """Close a claim that a boycott kept back, without a decision.

    Refuses with: not-found; stale; wrong-state, also while an appeal against the boycott waits;
    forbidden.
    """
    claim = lock_claim(work, claim_id, expected)
    complaint = claims.complaint_of(work.session, claim)
    if complaint.boycott_id is not None:
        require_no_appeal_waits(work.session.get_one(Boycott, complaint.boycott_id).state)
    transition(work, claim, "discard", why=reason)
    event = timeline.add_event(work, [claim], EventKind.LAPSE, reason=reason)
    reasons.state_reasons(work, [claim], Decision.DISCARD, code=reason, event=event)
    return claim
