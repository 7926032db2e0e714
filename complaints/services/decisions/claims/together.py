"""Decides a claim and others of its complaint that a person chose beside it, all or none.

Rejected, they may be as unlike as they are: each keeps its own statement and its own way to appeal.
Taken down, they go by group: of each group the person has opened one, and what lacks evidence, lies
outside the right's territory or has a term that runs is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import FieldError, invalid_fields
from complaints.models import Claim
from complaints.queries.decisions import desk, pending
from complaints.queries.decisions.desk.beside import Beside, BesideGroup
from complaints.rules.decisions.claims import TAKING_DOWN
from complaints.rules.kinds import Merit, Side
from complaints.services.decisions.claims.bulk import decide_complaint, lock_unchanged
from complaints.services.upkeep import ledger
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork


def decide_together(
    work: UnitOfWork,
    claim: Claim,
    *,
    decision: str,
    code: str,
    opened: Collection[int],
    claim_ids: Collection[int],
    note: str | None = None,
    note_to: Side | None = None,
    merit: Merit | None = None,
    expected: int | None = None,
    undoable: bool = False,
) -> Sequence[Claim]:
    """Decide a claim and those of `claim_ids` with it; `opened` are the others that the person
    opened, the rest is as in `decide_complaint`.

    Returns the claims that it is about. Refuses with: invalid-request, for others to be taken down
    of whose group none was opened, or that lack something; and what `decide_complaint` names.
    """
    if decision in TAKING_DOWN and set(claim_ids) - {claim.id}:
        lock_unchanged(work.session, claim.complaint_id, expected)
        pending.require_none(work.session, claim_ids)
        _require_looked_at(work, claim, claim_ids, opened)
        for each in sorted(set(opened) & set(claim_ids)):
            ledger.record(work, "looked_at", "claim", each, claim=claim.id)
    return decide_complaint(
        work, claim.complaint_id, decision=decision, code=code, note=note, note_to=note_to,
        merit=merit, claim_ids={claim.id, *claim_ids}, expected=expected, undoable=undoable,
    )  # fmt: skip


def unopened_groups(
    groups: Sequence[BesideGroup], claim_ids: Collection[int], opened: Collection[int]
) -> list[BesideGroup]:
    """Return the groups with a chosen claim of which no chosen one is opened: one that was opened
    and then left out speaks against the rest. Alike the claim that is being decided is opened with
    it."""
    looked_at = set(claim_ids) & set(opened)
    return [
        group
        for group in groups
        if not group.is_own
        and not set(claim_ids).isdisjoint(group.ids)
        and looked_at.isdisjoint(group.ids)
    ]


def staying_back(groups: Sequence[BesideGroup], claim_ids: Collection[int]) -> list[Beside]:
    """Return those of the chosen claims that are not taken down with others."""
    chosen = set(claim_ids)
    return [each for group in groups for each in group.members if each.id in chosen and each.lacks]


def _require_looked_at(
    work: UnitOfWork, claim: Claim, claim_ids: Collection[int], opened: Collection[int]
) -> None:
    groups = desk.groups_beside(work, claim)
    errors = [
        _stays(
            _(
                "%(listing)s cannot be taken down together with others: %(why)s. Decide it "
                "separately.",
                listing=each.title,
                why=label("stays_back", each.lacks[0]),
            )
        )
        for each in staying_back(groups, claim_ids)
    ]
    errors += [
        _stays(
            _(
                "Before a group is taken down, open one listing of it. You have not opened "
                "%(listing)s.",
                listing=group.first.title,
            )
        )
        for group in unopened_groups(groups, claim_ids, opened)
    ]
    beside = {each for group in groups for each in group.ids}
    waits = select(Claim.id).where(
        Claim.complaint_id == claim.complaint_id,
        Claim.id.in_(set(claim_ids) - beside - {claim.id}),
    )
    errors += [
        _stays(_("Claim %(id)s waits for another decision. Decide it separately.", id=str(each)))
        for each in work.session.scalars(waits.order_by(Claim.id))
    ]
    if errors:
        raise invalid_fields(errors)


def _stays(text: Message) -> FieldError:
    return FieldError("/claim_ids", Code.STANDS_IN_THE_WAY, text)
