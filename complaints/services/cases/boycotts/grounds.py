"""What a warning and a boycott rest on, asked when the step is taken and when it is read before."""

from __future__ import annotations

from complaints.models import Boycott
from complaints.queries.cases import boycotts
from complaints.queries.logins import grants
from complaints.rules.cases.conduct import (
    ConductSince,
    NamedFor,
    require_conduct_after_warning,
    require_enough_manifest,
    require_enough_to_warn,
    require_shown,
    require_warned_for_something,
)
from complaints.rules.cases.grounds import Ground
from complaints.rules.logins.ties import require_apart
from complaints.services.cases.boycotts.steps import counted
from complaints.words import message as _
from complaints.work import UnitOfWork


def require_warrant(work: UnitOfWork, boycott: Boycott) -> None:
    """Refuses with: too-few-graded, where fewer claims are graded than a warning names;
    ground-not-shown, where the record does not show the ground that the case names."""
    policy, ground = work.policy.boycott, Ground(boycott.ground)
    require_ground_shown(work, boycott)
    graded = boycotts.count_to_warn(work.session, boycott, policy, work.now)
    require_enough_to_warn(policy, ground, graded)


def require_ground_shown(work: UnitOfWork, boycott: Boycott) -> None:
    """Refuses with: ground-not-shown, where the record does not show the ground that the case
    names."""
    shown = boycotts.is_ground_shown(work.session, boycott, work.policy.boycott, work.now)
    require_shown(Ground(boycott.ground), shown=shown)


def require_grounds(work: UnitOfWork, boycott: Boycott, *, takes_urgency: bool) -> ConductSince:
    """Return what happened after the warning, once all that a boycott rests on is there, as graded
    now and by the numbers that its warning promised.

    Refuses with: ground-not-shown; warning-names-nothing; too-few-graded; second-person-needed and
    one-let-in-the-other, for a reason of urgency that the imposer recorded; warning-heeded-so-far.
    """
    ground, policy = Ground(boycott.ground), boycotts.promised_policy(work, boycott)
    require_ground_shown(work, boycott)
    named = boycotts.count_named(work.session, boycott.id, NamedFor.WARNING)
    require_warned_for_something(ground, named)
    factors, _since = counted(work, boycott)
    require_enough_manifest(policy, ground, factors)
    is_urgent = takes_urgency and boycott.urgent_reason is not None
    if is_urgent:
        ties = grants.ties(work.session)
        require_apart(work.actor, [boycott.urgent_by], ties, _("Agreeing with a reason of urgency"))
    conduct = boycotts.conduct_after_warning(work.session, boycott, work.now)
    require_conduct_after_warning(policy, conduct, urgent=is_urgent)
    return conduct
