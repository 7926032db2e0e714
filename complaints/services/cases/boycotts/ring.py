"""Proposes boycotts of a ring's accounts, and warns them, together: all that were chosen, or none.

Each account has its own row, its own count and its own letter, by the same rules as alone. From
then on each case goes its own way: each filer answers for itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from complaints.base.errors import Refusal
from complaints.models import Boycott, Flag
from complaints.queries.cases.rings import Member
from complaints.queries.logins import grants
from complaints.rules.actors import require_staff
from complaints.rules.cases.case_reasons import Part
from complaints.rules.cases.grounds import Ground
from complaints.services.cases import rings
from complaints.services.cases.boycotts.ladder import warn
from complaints.services.cases.boycotts.preview import preview
from complaints.services.cases.boycotts.proposal import (
    ProposalReasons,
    RestsOn,
    lock_one_a_party,
    new_proposal,
    require_confirmed,
    store_proposal,
)
from complaints.services.move import lock_row
from complaints.words import Message, in_context
from complaints.words import message as _
from complaints.words.letters import Written
from complaints.work import UnitOfWork


def propose_ring(
    work: UnitOfWork,
    ring_id: int,
    *,
    filer_ids: Collection[int],
    reasons: str = "",
    gravity: str = "",
    intention: str = "",
    reasons_codes: Collection[str] = (),
    gravity_codes: Collection[str] = (),
    intention_codes: Collection[str] = (),
    ground: str = Ground.MANIFESTLY_UNFOUNDED,
    document_id: int | None = None,
    seen: Collection[str] = (),
) -> list[Boycott]:
    """Propose a boycott of each party among the chosen members, each from its own confirmed flag.

    The rows share one proposal's number. Refuses with: not-found; invalid-request; held;
    not-all-members, with what `propose` refuses of each.
    """
    require_staff(work.actor)
    words = ProposalReasons.stated(
        (reasons_codes, reasons), (gravity_codes, gravity), (intention_codes, intention)
    )
    rests_on = RestsOn(Ground(ground), document_id)
    members = rings.to_act_on(work, ring_id, filer_ids, seen)
    flags = rings.for_each(
        members, lambda member: _confirmed(work, member), in_context("cannot be", "proposed")
    )
    grants.require_untied(work, *(flag.filer_id for flag in flags))
    own = {flag.filer_id: flag for flag in flags}
    first = set(lock_one_a_party(work.session, [member.filer.id for member in members]))
    proposal = new_proposal()

    def step(member: Member) -> Boycott:
        filer_id = member.filer.id
        return store_proposal(work, own[filer_id], filer_id, words, proposal, rests_on)

    leading = [member for member in members if member.filer.id in first]
    proposed = rings.for_each(leading, step, in_context("cannot be", "proposed"))
    rings.note_choice(work, ring_id, "propose", leading, words.parts[Part.REASONS].english)
    return proposed


def _confirmed(work: UnitOfWork, member: Member) -> Flag:
    if member.flag is None:
        raise Refusal("wrong-state", _("It has no flag."))
    flag = lock_row(work.session, Flag, member.flag.id)
    require_confirmed(flag)
    return flag


def warn_ring(
    work: UnitOfWork, ring_id: int, *, filer_ids: Collection[int], seen: Collection[str] = ()
) -> list[Boycott]:
    """Warn each chosen member by a letter of its own.

    Refuses with: not-found; invalid-request; held; not-all-members, with what `warn` refuses of
    each.
    """
    require_staff(work.actor)
    members = rings.to_act_on(work, ring_id, filer_ids, seen)
    warned = rings.for_each(
        members, lambda member: warn(work, _case_of(member).id), in_context("cannot be", "warned")
    )
    rings.note_choice(work, ring_id, "warn", members)
    return warned


def _case_of(member: Member) -> Boycott:
    if member.boycott is not None:
        return member.boycott
    if member.of_party is not None:
        number = str(member.of_party.id)
        sentence = _("Boycott %(number)s of another account of its party covers it.", number=number)
        raise Refusal("wrong-state", sentence, boycott_id=member.of_party.id)
    raise Refusal("wrong-state", _("No boycott is proposed."))


@dataclass(frozen=True, slots=True)
class RingPreview:
    """The letter that a member would get, or why it would get none; `answered_since` as in the
    preview of one."""

    member: Member
    letter: Written | None
    refused: Message | None
    answered_since: datetime | None = None


def preview_ring(
    work: UnitOfWork, ring_id: int, *, filer_ids: Collection[int]
) -> list[RingPreview]:
    """Return the warning of each chosen member, before any goes out. Stores nothing.

    Refuses with: not-found; invalid-request.
    """
    require_staff(work.actor)
    return [_previewed(work, member) for member in rings.chosen(work, ring_id, filer_ids)]


def _previewed(work: UnitOfWork, member: Member) -> RingPreview:
    try:
        shown = preview(work, _case_of(member).id, step="warn")
    except Refusal as refusal:
        return RingPreview(member, None, refusal.message)
    return RingPreview(member, shown.letter, None, shown.answered_since)
