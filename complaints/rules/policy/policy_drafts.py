"""How far a draft of the policy is, and what its version guards: pure, no table of states, since
all that happens to a draft is put forward, taken back, sent back, put in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from complaints.base.errors import CHANGED, Refusal
from complaints.rules.actors import Actor, ActorKind, Role
from complaints.rules.policy.policy_changes import Change
from complaints.words import Listed
from complaints.words import message as _


class Stage(StrEnum):
    OPEN = "open"
    PUT_FORWARD = "put_forward"
    IN_FORCE = "in_force"


class Drafted(Protocol):
    """What a draft's row says of itself."""

    person_id: int
    version: int
    put_forward_at: datetime | None
    became_number: int | None


def stage_of(draft: Drafted) -> Stage:
    """Return how far a draft is."""
    if draft.became_number is not None:
        return Stage.IN_FORCE
    return Stage.OPEN if draft.put_forward_at is None else Stage.PUT_FORWARD


def require_supervisor(actor: Actor) -> None:
    """Refuses with: forbidden, when the actor is not a supervisor."""
    if not actor.is_staff or actor.role is not Role.SUPERVISOR:
        raise Refusal("forbidden", _("Drafts of the policy are for supervisors."))


def require_supervisor_or_operator(actor: Actor) -> None:
    """Refuses with: forbidden, for anybody but a supervisor or the operator by command."""
    if actor.kind is not ActorKind.SYSTEM:
        require_supervisor(actor)


def require_operator(actor: Actor) -> None:
    """Refuses with: forbidden, for anybody but the operator by command."""
    if actor.kind is not ActorKind.SYSTEM:
        raise Refusal(
            "forbidden", _("Only the operator's command puts a policy in force without a draft.")
        )


def require_nobody_for_draft(able: Sequence[str]) -> None:
    """Refuses with: second-person-needed, where a second person could put a draft in force: the
    operator stands in for one that is not there."""
    if able:
        raise Refusal(
            "second-person-needed",
            _(
                "%(names)s can put this draft in force, on its page. A command asks for no "
                "password: it stands in for nobody who is there.",
                names=Listed(list(able), "or"),
            ),
        )


def require_no_pair(able: Sequence[str]) -> None:
    """Refuses with: second-person-needed, where two persons could decide about the policy."""
    if able:
        raise Refusal(
            "second-person-needed",
            _(
                "A policy takes two persons, and %(names)s are here: one drafts it on the policy's "
                "page, also as a file, and puts it forward, another puts it in force. A command "
                "asks for no password: it stands in for nobody who is there.",
                names=Listed(list(able), "and"),
            ),
        )


def require_author(draft: Drafted, actor: Actor) -> None:
    """Refuses with: forbidden, when the draft is somebody else's."""
    if draft.person_id != actor.person_id:
        raise Refusal(
            "forbidden",
            _(
                "This is a colleague's draft. To change something, start a draft of your own from "
                "it."
            ),
        )


def require_seen(draft: Drafted, expected: int | None) -> None:
    """Refuses with: stale, where the draft was changed since the actor read it."""
    if expected is not None and draft.version != expected:
        raise Refusal("stale", CHANGED, version=draft.version, header="If-Match")


def require_stage(draft: Drafted, stage: Stage) -> None:
    """Refuses with: wrong-state, where the draft is not that far, or further."""
    now = stage_of(draft)
    if now is not stage:
        raise Refusal("wrong-state", _SAID[now], possible=[])


def require_fresh(stale: bool, moved: Sequence[Change]) -> None:
    """Refuses with: stale, where another policy is in force than the one that a draft changes; says
    what that one changed since."""
    if not stale:
        return
    what = Listed([change.title for change in moved], "and")
    raise Refusal(
        "stale",
        _(
            "The policy in force has changed since this draft was made: %(what)s. Its author "
            "opens the draft, looks at the new values and saves it again.",
            what=what,
        )
        if moved
        else _(
            "Another policy is in force since this draft was made. Its author opens the draft "
            "and saves it again."
        ),
        changed=[change.key for change in moved],
    )


_SAID = {
    Stage.OPEN: _("This draft is not put forward."),
    Stage.PUT_FORWARD: _("This draft is put forward. Its author can take it back to change it."),
    Stage.IN_FORCE: _("This draft was put in force."),
}
