"""Carries out how a suit or the like ended, or declines what does not bind, with reasons.

What brings a listing back waits for another proceeding that keeps the law's clock still; what keeps
it down does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Claim, Proceeding
from complaints.queries.decisions import claim_parts, pending
from complaints.queries.law import bars, suits
from complaints.queries.law import clocks as clock_queries
from complaints.queries.logins import grants
from complaints.rules.decisions.appeals import TERMS
from complaints.rules.decisions.claims import APART
from complaints.rules.decisions.reasons import BY_CODE, require_text
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import EventKind
from complaints.rules.law.proceedings import (
    NOT_BINDING,
    Done,
    Follows,
    Result,
    binds,
    code_of,
    decided_by,
    follows,
    needs_paper,
    step_to,
)
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.restoration import LAWS_CLOCKS
from complaints.rules.logins.ties import require_apart
from complaints.services import timeline
from complaints.services.decisions import reasons as statements
from complaints.services.law import clocks
from complaints.services.law.proceedings.holding import lock_proceeding, not_now
from complaints.services.law.proceedings.telling import tell_of_end
from complaints.services.move import transition
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def carry_out(
    work: UnitOfWork,
    proceeding_id: int,
    *,
    comes_back: bool | None = None,
    expected: int | None = None,
) -> Proceeding:
    """Do what the confirmed result asks for, and tell both sides.

    `comes_back` says what the parties settled on. Refuses with: not-found; stale; forbidden;
    invalid-request, for a settlement without `comes_back`; wrong-state, while it is not confirmed,
    nobody has seen its paper, or another proceeding about a claim is open;
    second-person-needed and one-let-in-the-other, for who told us of it for a side; law-forbids,
    where a body that does not bind us would keep a listing down past a law's day; decision-pending.
    """
    row, rows = _to_close(work, proceeding_id, expected)
    result = Result(row.result or "")
    if needs_paper(result) and row.paper_seen_at is None:
        raise Refusal(
            "wrong-state",
            _(
                "Nobody has checked the document for this result yet. Check it first, then act on "
                "the result."
            ),
            state=result,
        )
    if result is Result.SETTLED and comes_back is None:
        raise invalid(
            "/comes_back",
            Code.REQUIRED,
            _("Say whether the parties agreed that the listing is back."),
        )
    wanted = [(claim, _asked(work, row, claim, comes_back)) for claim in rows]
    asked = [(claim, each) for claim, each in wanted if each is not None]
    taken = [(claim, _take(work, row, claim, each)) for claim, each in asked]
    decided = [(claim, step) for claim, step in taken if step is not None]
    _state(work, row, decided)
    ids = {claim.id for claim, _step in decided}
    done = Done.CARRIED_OUT if asked else Done.NOTHING_TO_DO
    return _close(work, row, [claim for claim in rows if claim.id not in ids], done)


def decline(
    work: UnitOfWork, proceeding_id: int, *, reasons: str, expected: int | None = None
) -> Proceeding:
    """Decline a result that does not bind (DSA Art. 21(2)), with reasons that both sides read.

    Refuses with: as `carry_out`; wrong-state, for a result that binds.
    """
    reasons = require_text("/reasons", reasons, _("Say why; both sides read it."))
    row, rows = _to_close(work, proceeding_id, expected)
    if row.forum not in NOT_BINDING:
        raise Refusal(
            "wrong-state",
            _("This result binds us: carry it out."),
            state=row.result,
        )
    row.reasons = reasons
    return _close(work, row, rows, Done.DECLINED)


def _to_close(
    work: UnitOfWork, proceeding_id: int, expected: int | None
) -> tuple[Proceeding, Sequence[Claim]]:
    row = lock_proceeding(work, proceeding_id, expected, staff=True)
    rows = suits.lock_suit_claims(work.session, row.id)
    pending.require_none(work.session, [claim.id for claim in rows])
    parts = claim_parts.persons_of_claim(work.session, rows[0])
    earlier = [person for part in APART for person in parts[part]]
    require_apart(work.actor, earlier, grants.ties(work.session), _("Carrying out a result"))
    if row.done_at is not None or row.result is None:
        raise not_now(row)
    if row.ended_by is None:
        raise Refusal(
            "wrong-state",
            _("A side told us this result. Confirm it first, then carry it out."),
            state=row.result,
        )
    return row, rows


def _asked(
    work: UnitOfWork, row: Proceeding, claim: Claim, comes_back: bool | None
) -> Follows | None:
    """Return what the result asks of a claim, with what other proceedings leave of it."""
    counts = bool(suits.counting_for(work.session, row, [claim]))
    asked = follows(
        row.result or "", claim.state, listing_down=claim.listing_down, comes_back=comes_back,
        stopped=counts,
    )  # fmt: skip
    if asked is Follows.DOWN and row.forum in NOT_BINDING:
        bars.require_lawful(work, [claim])
    if asked in (None, Follows.DOWN):
        return asked
    waits = [
        each.id
        for each in suits.open_on(work.session, [claim.id]).get(claim.id, [])
        if each.id != row.id and each.ended_by is None
    ]
    if waits:
        raise Refusal(
            "wrong-state",
            _(
                "Proceeding %(id)s about claim %(claim)s is still open: this result waits for it.",
                id=str(waits[0]),
                claim=str(claim.id),
            ),
            state=row.result,
            proceeding_id=waits[0],
        )
    others = suits.others(work.session, row, claim.id)
    return None if suits.is_won([row, *others]) else asked


def _take(work: UnitOfWork, row: Proceeding, claim: Claim, asked: Follows) -> Decision | None:
    """Take down, bring back, or let the clock run on; a clock that is over by now brings back.

    Return the decision; None where the clock runs on.
    """
    if asked is Follows.RUN_ON:
        if _runs_on(work, claim):
            return None
        asked = Follows.BACK
    step = step_to(asked, claim.state, listing_down=claim.listing_down)
    reason = str(BY_CODE[code_of(row.forum, row.result or "")].words)
    claim.merit = None
    transition(work, claim, step, why=reason, proceeding=row.id)
    if binds(row.forum, row.result or ""):
        # It is appealed where it was decided.
        clocks.stop_those(work, claim.id, "proceeding", *TERMS.values())
    return _in_the_statement(step, asked)


def _state(work: UnitOfWork, row: Proceeding, decided: Sequence[tuple[Claim, Decision]]) -> None:
    """Write what was done into the timeline, and tell both sides: one letter for all claims that
    were decided alike."""
    result = row.result or ""
    code = code_of(row.forum, result)
    kinds = {"removed": EventKind.TAKEDOWN, "rejected": EventKind.REJECTION}
    alike: dict[tuple[str, Decision], list[Claim]] = defaultdict(list)
    for claim, step in decided:
        alike[claim.state, step].append(claim)
    for (state, step), rows in alike.items():
        event = timeline.add_event(
            work,
            rows,
            kinds.get(state, EventKind.REINSTATEMENT),
            by=decided_by(row.forum, result),
            reason=str(BY_CODE[code].words),
            code=code,
        )
        statements.state_reasons(
            work, rows, step, code=code, event=event, automated_decision=False, result_of=row.name
        )


def _in_the_statement(step: str, asked: Follows) -> Decision:
    """Return what both sides read as decided: no appeal with us was, though the step is its own."""
    if step != "overturn":
        return Decision(step)
    return Decision.TAKE_DOWN if asked is Follows.DOWN else Decision.REINSTATE


def _runs_on(work: UnitOfWork, claim: Claim) -> bool:
    """Start the clock that the notice stopped again from its own start; say whether it runs."""
    stopped = max(
        (
            clock
            for clock in clock_queries.clocks_of_claims(work.session, [claim.id]).get(claim.id, [])
            if clock.kind in LAWS_CLOCKS and clock.end_why == "proceeding"
        ),
        key=lambda clock: clock.id,
        default=None,
    )
    if stopped is not None:
        clock = clocks.start(work, claim, ClockKind(stopped.kind), at=stopped.starts_at)
        if clock is not None and clock.ends_at > work.now:
            return True
        if clock is not None:
            clocks.end_clock(work, clock)
    return False


def _close(work: UnitOfWork, row: Proceeding, rows: Sequence[Claim], done: Done) -> Proceeding:
    row.done, row.done_at, row.done_by = str(done), work.now, work.actor.person_id
    work.session.flush()
    ledger.record(work, str(done), "proceeding", row.id, why=row.reasons, result=row.result)
    if rows:
        tell_of_end(work, row, rows)
    return row
