"""Where a law forbids to keep a listing down, or to take it down again on the same ground.

The bar holds once a seller has answered, a law's clock is to bring the listing back, and the filer
has told us of no suit. Staff may find the notice invalid or unfounded at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, or_, select

from complaints.base.errors import Refusal
from complaints.models import Claim, Clock
from complaints.queries.cases import parties
from complaints.queries.law import suits
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.law.clocks import ALIVE, RUNS
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.restoration import LAWS_CLOCKS, back_on, tell_by
from complaints.rules.machines import allowed
from complaints.words import Fact, Listed
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork

# Decisions that no law forbids: the notice is found invalid or unfounded.
_OPEN = ("reject", "reinstate")


def barring(work: UnitOfWork, claims: Sequence[Claim]) -> Mapping[int, Clock]:
    """Return by claim the clock of the law that forbids to hold its listing down.

    It is the claim's own, from the counter-notice on, also once it brought the listing back or
    staff did before it; or that of an earlier claim of the same party, by the same right against
    the same listing, which came back by the clock or after a suit. `claims` are of one filer.
    """
    if not claims:
        return {}
    own = Clock.claim_id.in_([claim.id for claim in claims])
    stopped = Clock.state == "stopped"
    answered = or_(
        Clock.state.in_((*ALIVE, "ended")),
        and_(stopped, Clock.end_why.in_(("reinstate", "proceeding"))),
    )
    is_back = or_(Clock.state == "ended", and_(stopped, Clock.end_why == "proceeding"))
    rows = work.session.execute(
        select(Claim, Clock)
        .join(Clock, Clock.claim_id == Claim.id)
        .where(
            Claim.filer_id.in_(parties.accounts_of(claims[0].filer_id)),
            Claim.right_key.in_({claim.right_key for claim in claims}),
            Claim.listing_id.in_({claim.listing_id for claim in claims}),
            Clock.kind.in_(LAWS_CLOCKS),
            or_(and_(own, answered), and_(is_back, Claim.state == "reinstated")),
        )
        .order_by(Clock.id)
    ).tuples()
    pairs = rows.all()
    if not pairs:
        return {}
    about = [claim.id for claim in claims] + [earlier.id for earlier, _ in pairs]
    sued = suits.keep_down(work.session, about)
    by_claim: dict[int, Clock] = {}
    for claim in claims:
        for earlier, clock in pairs:
            same = (earlier.right_key, earlier.listing_id) == (claim.right_key, claim.listing_id)
            mine = earlier.id == claim.id or (
                earlier.state == "reinstated" and clock.end_why != "reinstate"
            )
            if same and mine and not {claim.id, earlier.id} & sued:
                by_claim[claim.id] = clock
    return by_claim


def sellers_round(work: UnitOfWork, claims: Sequence[Claim]) -> Clock | None:
    """Return the round in which the seller can still answer the filer's reply, None where none
    runs."""
    running = select(Clock).where(
        Clock.claim_id.in_([claim.id for claim in claims]),
        Clock.kind == ClockKind.REJOIN,
        Clock.state.in_(RUNS),
        or_(Clock.state == "paused", Clock.ends_at > work.now),
    )
    return work.session.scalars(running.order_by(Clock.ends_at.desc()).limit(1)).first()


def require_lawful(work: UnitOfWork, claims: Sequence[Claim]) -> None:
    """Refuses with: law-forbids, where a law's clock forbids to hold a listing of these claims of
    one complaint down; seller-not-heard, while the seller can answer the filer's reply."""
    clock = sellers_round(work, claims)
    if clock is not None:
        detail = _(
            "The seller can answer the filer's reply by the end of %(day)s. Wait for the answer or "
            "the day, or find for the seller.",
            day=tell_by(clock.calendar, clock.ends_at),
        )
        if clock.state == "paused":
            detail = _(
                "The seller can answer the filer's reply, and its time stands still. Let it run "
                "on, wait for the answer, or find for the seller."
            )
        raise Refusal("seller-not-heard", detail, reply_due=clock.ends_at.isoformat())
    by_claim = barring(work, claims)
    for claim in claims:
        if claim.id in by_claim:
            raise _forbidden(claim, by_claim[claim.id])


def _forbidden(claim: Claim, clock: Clock) -> Refusal:
    steps = [
        event
        for event in _OPEN
        if allowed(CLAIM, claim.state, event, listing_down=claim.listing_down)
    ]
    facts: dict[str, Fact] = {"law": clock.basis, "day": back_on(clock.calendar, clock.ends_at)}
    if steps:
        detail = _(
            "The seller answered under %(law)s, and the filer has told us of no suit: the listing "
            "may not be kept down past %(day)s, nor taken down again on the same ground. Open to "
            "you at any time: %(steps)s. If the filer tells of a suit, record it first.",
            **facts,
            steps=Listed([label("step", step) for step in steps], "or"),
        )
    else:
        detail = _(
            "The seller answered under %(law)s, and the filer has told us of no suit: since "
            "%(day)s the listing may not be taken down again on the same ground. If the filer "
            "tells of a suit, record it first.",
            **facts,
        )
    return Refusal(
        "law-forbids",
        detail,
        law=clock.basis,
        regime=clock.regime,
        comes_back_at=clock.ends_at.isoformat(),
        claim_id=claim.id,
        possible=steps,
    )
