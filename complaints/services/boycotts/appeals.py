"""The filer's appeal against a boycott, its decision by a third person, and lifting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import Refusal
from complaints.links import Links
from complaints.models import Appeal, Boycott
from complaints.queries import boycotts
from complaints.rules.actors import Actor, needs_another_person
from complaints.rules.boycotts import BOYCOTT
from complaints.rules.kinds import Side
from complaints.rules.machines import after, barred
from complaints.services import ledger
from complaints.services.boycotts.steps import case_of, held, needs_staff, stated, tell
from complaints.services.move import move
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters.boycotts import lifted, upheld


def appeal(
    session: Session,
    actor: Actor,
    boycott_id: int,
    *,
    grounds: str,
    links: Links,
    now: datetime,
    expected: int | None = None,
) -> Boycott:
    """File the filer's one appeal; the boycott binds until it is decided.

    Refuses with: invalid-request, without grounds; wrong-state; forbidden; stale.
    """
    boycott = held(session, actor, boycott_id, links=links, now=now, expected=expected)
    grounds = stated("/grounds", grounds, _("Say why the decision is wrong."))
    earlier = boycotts.appeal_of(session, boycott_id)
    if earlier is not None and boycott.state == "in_force":
        raise Refusal(
            "wrong-state",
            _("An appeal against this boycott was decided already; there is one."),
            state=boycott.state,
            possible=[],
        )
    move(session, actor, boycott, "appeal", now=now)
    filed = Appeal(
        boycott_id=boycott.id, side=str(Side.FILER), state="filed", grounds=grounds, filed_at=now
    )
    session.add(filed)
    session.flush()
    ledger.record(session, actor, "filed", "appeal", filed.id, now=now, boycott=boycott.id)
    return boycott


def decide_appeal(
    session: Session,
    actor: Actor,
    boycott_id: int,
    *,
    lifts: bool,
    reason: str,
    links: Links,
    now: datetime,
    expected: int | None = None,
) -> Boycott:
    """Decide the appeal: lift the boycott, or uphold it for the rest of its term.

    Refuses with: wrong-state; forbidden; second-person-needed, for its proposer and its imposer;
    invalid-request, without a reason; stale. Source: DSA Art. 20.
    """
    needs_staff(actor)
    boycott = held(session, actor, boycott_id, links=links, now=now, expected=expected)
    event = "lift" if lifts else "uphold"
    if boycott.state != "under_appeal":
        raise Refusal(
            "wrong-state",
            _(
                "This boycott is “%(state)s”: no appeal waits for a decision.",
                state=label("state", boycott.state),
            ),
            state=boycott.state,
        )
    after(BOYCOTT, boycott.state, event, actor.role)
    earlier = barred(BOYCOTT, boycott.state, event, boycotts.parts(boycott))
    needs_another_person(actor, earlier, _("Deciding an appeal against a boycott"))
    reason = stated("/reason", reason, _("Say why; the filer reads it."))
    filed = session.scalars(
        select(Appeal).where(Appeal.boycott_id == boycott.id).with_for_update()
    ).one()
    filed.decided_at, filed.decided_by, filed.reason = now, actor.person_id, reason
    move(session, actor, filed, "overturn" if lifts else "uphold", now=now, why=reason)
    if lifts:
        _lift(session, actor, boycott, reason, links, now)
        return boycott
    move(session, actor, boycott, "uphold", now=now, why=reason)
    if boycott.ends_at is not None:
        case = case_of(session, boycott, links)
        letter = upheld(case, reason=reason, ends_at=boycott.ends_at)
        tell(session, boycott, "boycott_upheld", letter, now=now)
    return boycott


def lift(
    session: Session,
    actor: Actor,
    boycott_id: int,
    *,
    reason: str,
    links: Links,
    now: datetime,
    expected: int | None = None,
) -> Boycott:
    """End a boycott before its term without an appeal.

    Refuses with: wrong-state, also while an appeal waits to be decided; forbidden;
    invalid-request, without a reason; stale.
    """
    needs_staff(actor)
    boycott = held(session, actor, boycott_id, links=links, now=now, expected=expected)
    if boycott.state == "under_appeal":
        raise Refusal(
            "wrong-state",
            _("An appeal waits: decide it, and the boycott is lifted or upheld by that."),
            state=boycott.state,
        )
    reason = stated("/reason", reason, _("Say why; the filer reads it."))
    _lift(session, actor, boycott, reason, links, now)
    return boycott


def _lift(
    session: Session, actor: Actor, boycott: Boycott, reason: str, links: Links, now: datetime
) -> None:
    boycott.ended_by, boycott.ended_at, boycott.end_reason = actor.person_id, now, reason
    kept = boycotts.count_kept(session, boycott.id)
    move(session, actor, boycott, "lift", now=now, why=reason, kept=kept)
    letter = lifted(case_of(session, boycott, links), reason=reason, kept=kept)
    tell(session, boycott, "boycott_lifted", letter, now=now)
