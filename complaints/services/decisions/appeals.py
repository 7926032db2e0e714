"""Appeals against a claim's decision: filed once a side, in its term, decided by another person."""

from __future__ import annotations

from typing import Unpack

from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Appeal, Claim
from complaints.queries.authority import territories
from complaints.queries.cases import holds
from complaints.queries.decisions import appeals, claims, entering, judges, pending
from complaints.queries.filing import checks
from complaints.queries.law import bars, suits
from complaints.queries.law.clocks import law_of
from complaints.queries.mailing import secret_links
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import Scope
from complaints.rules.decisions.appeals import APPEAL, APPEALABLE, TERMS
from complaints.rules.decisions.claims import STAFF
from complaints.rules.decisions.reasons import ON_APPEAL, Reason, require_fits
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import Basis, EventBy, EventKind, Merit, Side
from complaints.rules.law.clocks import last_day
from complaints.rules.law.regimes import ClockKind
from complaints.rules.logins.ties import require_apart
from complaints.rules.machines import require_transition
from complaints.services import timeline
from complaints.services.decisions import pending as pending_decisions
from complaints.services.decisions import reasons
from complaints.services.decisions.pending import Given
from complaints.services.law import clocks
from complaints.services.move import lock_row, transition
from complaints.services.upkeep import ledger
from complaints.words import Listed
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork


def file(
    work: UnitOfWork,
    claim_id: int,
    *,
    side: Side,
    grounds: str,
    late: str | None = None,
    expected: int | None = None,
) -> Appeal:
    """File an appeal for one side of a claim. A filer or a seller appeals for itself, staff for
    either side, a partner for its filers or for the sellers on its marketplaces.

    `late` is why staff let one in whose time is over; the ledger keeps it.

    Refuses with: not-found; stale; forbidden, when a filer appeals for the seller or a seller for
    the filer, or a partner's key does not act for that side; two-sides, where a partner appeals for
    the seller and its own account filed; wrong-state, where the decision did not go against that
    side, or the side has appealed before, or its time is over, or what was decided binds us;
    second-person-needed and one-let-in-the-other, for staff who decided the claim, where two others
    are left to enter the appeal and to judge it.
    """
    if side is Side.SELLER:
        work = marketplaces.for_sellers(work, [claim_id])
    elif work.actor.partner_id is not None:
        work.actor.require(Scope.FILE_ON_BEHALF)
    claims.require_visible(work, claim_id)
    claim = lock_row(work.session, Claim, claim_id, expected=expected)
    if side is Side.SELLER and work.actor.filer_id is not None:
        raise Refusal("forbidden", _("A filer appeals for itself: send the side “filer”."))
    if side is Side.FILER and work.actor.seller_of is not None:
        raise Refusal("forbidden", _("Only the seller of these listings can appeal."))
    if claim.state not in APPEALABLE[side]:
        can = Listed([label("state", each) for each in sorted(APPEALABLE[side])], "or")
        raise Refusal(
            "wrong-state",
            _(
                "This claim is “%(state)s”: %(side)s can appeal once it is: %(can)s.",
                state=label("state", claim.state),
                side=label("role", side),
                can=can,
            ),
            state=claim.state,
        )
    before = select(Appeal.id).where(Appeal.claim_id == claim_id, Appeal.side == str(side))
    earlier = work.session.scalar(before)
    if earlier is not None:
        raise Refusal(
            "wrong-state",
            _(
                "There was an appeal for %(side)s before (appeal %(earlier)s); each side "
                "appeals once.",
                side=label("role", side),
                earlier=str(earlier),
            ),
            state=claim.state,
            appeal_id=earlier,
        )
    _require_not_bound(work, claim, [])
    entering.require_not_decided(work, claim, _("Entering an appeal"))
    _require_in_time(work, claim, side, late)
    appeal = Appeal(
        claim_id=claim_id, side=str(side), state="filed", grounds=grounds, filed_at=work.now,
        reach=secret_links.came_by(work),
    )  # fmt: skip
    work.session.add(appeal)
    timeline.add_event(work, [claim], EventKind.APPEAL, by=EventBy(side), note=grounds)
    ledger.record(work, "filed", "appeal", appeal.id, why=late, claim=claim_id, side=str(side))
    clocks.stop_those(work, claim_id, "appealed", TERMS[side])
    clocks.start_of_appeal(work, appeal, law_of(work, claim), ClockKind.JUDGE)
    return appeal


def _require_in_time(work: UnitOfWork, claim: Claim, side: Side, late: str | None) -> None:
    """Refuses with: wrong-state, once the side's time is over; forbidden, for a reason to let it in
    late that is not staff's."""
    if late is not None and not work.actor.is_staff:
        raise Refusal(
            "forbidden", _("The time to appeal is over: only staff can accept the appeal now.")
        )
    term = appeals.term_of(work.session, claim.id, side)
    if late is None and term is not None and work.now >= term.ends_at:
        day = last_day(term.ends_at, term.calendar)
        raise Refusal(
            "wrong-state",
            _(
                "The time to appeal ended with %(day)s. If you could not appeal in time, write to "
                "us and say why.",
                day=day,
            ),
            state=claim.state,
            over_since=day.isoformat(),
        )


def _require_not_bound(work: UnitOfWork, claim: Claim, possible: list[str]) -> None:
    """Refuses with: wrong-state, where the claim stands as a court or an authority decided."""
    if suits.bound(work.session, [claim.id]):
        raise Refusal(
            "wrong-state",
            _(
                "A court or an authority decided this, and that binds us. Whoever disagrees "
                "appeals there, and tells us how it ends."
            ),
            state=claim.state,
            possible=possible,
        )


def decide(
    work: UnitOfWork,
    appeal_id: int,
    *,
    decision: str,
    code: str,
    note: str | None = None,
    note_to: Side | None = None,
    merit: Merit | None = None,
    expected: int | None = None,
    undoable: bool = False,
) -> Appeal:
    """Decide an appeal: “uphold” the claim's decision, or “overturn” it, which moves the claim.

    `code`, `note` and `note_to` are as for a decision. `merit` grades the claim anew. Where it is
    `undoable`, it takes effect after the policy's minutes.
    Refuses with: not-found; stale; forbidden; wrong-state; second-person-needed, when the
    actor decided the claim before, or spoke for a side or could have; one-let-in-the-other;
    authority-unverified and filer-being-checked, when a rejection would be overturned while the
    filer's authority is not verified, or who files is looked at; law-forbids, where a law brought
    the listing back after a counter-notice; decision-pending; invalid-request, for a reason that
    does not fit, or without words where a listing is to be down outside the territory of the right;
    person-decides, for a rule's key.
    """
    if work.actor.is_rule:
        raise Refusal(
            "person-decides",
            _(
                "A person, not a rule, decides an appeal. Sign in to decide it, or use a key "
                "that may review as well."
            ),
        )
    appeal, claim = _locked(work, appeal_id, expected)
    given: Given = {"code": code, "note": note, "note_to": note_to, "merit": merit}
    minutes = work.policy.law.pending_minutes
    if undoable and minutes:
        _require_decidable(work, appeal, claim, decision, given)
        pending_decisions.postpone(
            work, [claim], decision, given, minutes=minutes, appeal_id=appeal_id
        )
    else:
        _carry_out(work, appeal, claim, decision, given)
    return appeal


def carry_out_appeal(
    work: UnitOfWork, appeal_id: int, decision: str, **given: Unpack[Given]
) -> None:
    """Do what a decision of an appeal does, for one that was pending, with the checks of now.
    Refuses with: what `decide` names."""
    appeal, claim = _locked(work, appeal_id, None)
    _carry_out(work, appeal, claim, decision, given)


def _locked(work: UnitOfWork, appeal_id: int, expected: int | None) -> tuple[Appeal, Claim]:
    claim_id = appeals.claim_of(work, appeal_id)
    appeal = lock_row(work.session, Appeal, appeal_id, expected=expected)
    claim = lock_row(work.session, Claim, claim_id)
    pending.require_none(work.session, [claim_id])
    return appeal, claim


def _require_decidable(
    work: UnitOfWork, appeal: Appeal, claim: Claim, decision: str, given: Given
) -> Reason:
    """Check that the actor may decide this appeal so, now; return the reason."""
    bench = judges.Bench.of(work, STAFF)
    kept = appeals.kept_from(work, appeal, bench)
    require_apart(work.actor, kept, bench.ties, _("An appeal"))
    if appeal.state == "filed":
        _require_something_to_overturn(appeal, claim, decision)
        if decision == "overturn":
            _require_not_bound(work, claim, ["uphold"])
    reason = _reason(work, appeal, claim, decision, given["code"])
    require_transition(APPEAL, appeal.state, decision, work.actor.role)
    if decision == "overturn" and appeal.side == Side.FILER:
        checks.require_authority(work.session, claim.complaint_id)
        holds.require_not_held(work, claim.complaint_id)
        bars.require_lawful(work, [claim])
    # A takedown that stays after the seller's appeal needs words as much as a new one: what was
    # filed before territories were known may have none.
    side = Side(appeal.side)
    if claim.state in APPEALABLE[side]:
        territories.require_reasoned_outside(
            work, [claim], ON_APPEAL[side, decision], note=given["note"], note_to=given["note_to"]
        )
    return reason


def _carry_out(work: UnitOfWork, appeal: Appeal, claim: Claim, decision: str, given: Given) -> None:
    chosen = _require_decidable(work, appeal, claim, decision, given)
    code, note, note_to, merit = given["code"], given["note"], given["note_to"], given["merit"]
    reason = str(chosen.words)
    appeal.decided_by, appeal.decided_at, appeal.reason = work.actor.person_id, work.now, reason
    transition(work, appeal, decision, why=reason, claim=claim.id)
    for clock in appeals.judging(work.session, [appeal.id]).values():
        clocks.stop(work, clock, "decided")
    if decision == "overturn":
        _overturn(work, claim, chosen)
    # After the move, so that an import of this history in the same order gives the same grade.
    event = timeline.add_event(
        work, [claim], EventKind.APPEAL_DECISION, merit=merit, reason=reason, code=code,
        note=note, note_to=note_to,
    )  # fmt: skip
    if merit is not None:
        claim.merit = str(merit)
    reasons.state_reasons(
        work, [claim], Decision(decision), code=code, note=note, note_to=note_to, event=event
    )


def _reason(work: UnitOfWork, appeal: Appeal, claim: Claim, decision: str, code: str) -> Reason:
    """Return the reason of an appeal's decision: one of an appeal's own, or one that fits what the
    decision makes of the claim. Refuses with: invalid-request."""
    basis = Basis(claims.complaint_of(work.session, claim).basis)
    return require_fits(code, (decision, ON_APPEAL[Side(appeal.side), decision]), basis)


def _require_something_to_overturn(appeal: Appeal, claim: Claim, decision: str) -> None:
    if decision == "overturn" and claim.state not in APPEALABLE[Side(appeal.side)]:
        raise Refusal(
            "wrong-state",
            _(
                "The claim is “%(state)s” by now: there is nothing left to overturn. "
                "Uphold, to close the appeal.",
                state=label("state", claim.state),
            ),
            state=claim.state,
            possible=["uphold"],
        )


def _overturn(work: UnitOfWork, claim: Claim, given: Reason) -> None:
    reason = str(given.words)
    claim.merit = None
    transition(work, claim, "overturn", why=reason)
    kind = EventKind.TAKEDOWN if claim.state == "removed" else EventKind.REINSTATEMENT
    timeline.add_event(work, [claim], kind, reason=reason, code=given.code)
