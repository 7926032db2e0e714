"""The claims that a boycott kept from being processed: taken up once it is over, or discarded."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from complaints.errors import Refusal
from complaints.models import Boycott, Claim, Filer
from complaints.queries import boycotts, claims
from complaints.rules.kinds import EventKind
from complaints.rules.reasons import FILED_AGAIN
from complaints.services import timeline
from complaints.services.boycotts.steps import held, require_staff, stated
from complaints.services.hearing import hear_sellers
from complaints.services.move import move
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import Work

OVER = ("lifted", "expired")


@dataclass(frozen=True, slots=True)
class KeptOutcome:
    """How many kept claims were taken up and discarded, `doubles` of open claims among the latter.

    `still_kept` counts claims that another boycott, for their principal, keeps back.
    """

    taken_up: int
    discarded: int
    doubles: int
    still_kept: int = 0


def take_up_kept(work: Work, boycott_id: int) -> KeptOutcome:
    """Process the claims that were kept, as if filed when they were.

    A claim that would double an open one of the same right against the same listing is discarded
    and refers to that one; a claim that another boycott stops stays kept. Refuses with:
    wrong-state, while this boycott or another of the same scope binds.
    """
    boycott = _over(work, boycott_id)
    other = boycotts.binding(work.session, boycott.filer_id, boycott.rights_holder_id, work.now)
    if other is not None:
        raise Refusal(
            "wrong-state",
            _(
                "Boycott %(id)s binds this filer now. Lift it first, or wait for its end.",
                id=str(other.id),
            ),
            state=boycott.state,
            boycott=other.id,
        )
    stopped = boycotts.binding_filer(work.session, boycott.filer_id, work.now)
    taken_up: list[int] = []
    doubles, still_kept = 0, 0
    for claim in boycotts.kept_claims(work.session, boycott.id):
        if stopped and _stops(work, claim):
            still_kept += 1
            continue
        twin = claims.open_twin(work.session, claim)
        if twin is None:
            move(work, claim, "take_up", boycott=boycott.id)
            taken_up.append(claim.id)
        else:
            claim.duplicate_of = twin.id
            _discard(work, claim, boycott, str(FILED_AGAIN))
            doubles += 1
    hear_sellers(work, taken_up)
    return KeptOutcome(len(taken_up), doubles, doubles, still_kept)


def _stops(work: Work, claim: Claim) -> bool:
    holder_id = claims.complaint_of(work.session, claim).rights_holder_id
    other = boycotts.binding(
        work.session, claim.filer_id, holder_id, work.now, right_key=claim.right_key
    )
    return other is not None


def discard_kept(work: Work, boycott_id: int, *, why: str) -> KeptOutcome:
    """Close the claims that were kept, unprocessed.

    Refuses with: wrong-state, while the boycott binds; invalid-request, without a reason.
    """
    boycott = _over(work, boycott_id)
    why = stated("/why", why, _("Say why; the reason is kept in the record."))
    kept = boycotts.kept_claims(work.session, boycott.id)
    for claim in kept:
        _discard(work, claim, boycott, why)
    return KeptOutcome(0, len(kept), 0)


def _discard(work: Work, claim: Claim, boycott: Boycott, why: str) -> None:
    move(work, claim, "discard", why=why, boycott=boycott.id)
    timeline.write(work, [claim], EventKind.LAPSE, reason=why)


def _over(work: Work, boycott_id: int) -> Boycott:
    require_staff(work.actor)
    boycott = held(work, boycott_id, expected=None)
    if boycott.state not in OVER:
        raise Refusal(
            "wrong-state",
            _(
                "This boycott is “%(state)s”; what it keeps is taken up or discarded once "
                "it is lifted or over.",
                state=label("state", boycott.state),
            ),
            state=boycott.state,
        )
    # Locked as by a filing, so that no claim of this filer is opened at the same time.
    work.session.execute(select(Filer.id).where(Filer.id == boycott.filer_id).with_for_update())
    return boycott
