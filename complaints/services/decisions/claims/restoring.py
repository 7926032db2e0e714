"""Puts right what a party's complaints took down: many claims of its restore queue at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid_fields
from complaints.models import Claim
from complaints.queries.cases import parties
from complaints.queries.decisions import claims, pending, restore_queue
from complaints.queries.logins import grants
from complaints.rules.kinds import Merit, Side
from complaints.services.decisions.claims.decisions import PUT_RIGHT, decide_locked
from complaints.services.staff import leases
from complaints.words import message as _
from complaints.work import UnitOfWork


def put_right(
    work: UnitOfWork,
    filer_id: int,
    claim_ids: Collection[int],
    *,
    code: str,
    note: str | None = None,
    note_to: Side | None = None,
    merit: Merit | None = None,
    undoable: bool = False,
) -> Sequence[Claim]:
    """Bring back the listings of these claims of the restore queue of an account's party, all or
    none: one decision and one letter a reader for each complaint.

    The rest is as in `decide`. Refuses with: person-decides, for a rule's key; not-found;
    invalid-request, for a claim of another party; held, where a colleague works on one of the
    complaints; one-let-in-the-other; wrong-state, where one is not in the queue; and what
    `require_decidable` names.
    """
    if work.actor.is_rule:
        raise Refusal(
            "person-decides",
            _(
                "A person, not a rule, looks at each past takedown before it is put right. "
                "Sign in to decide it, or use a key that may review as well."
            ),
        )
    restore_queue.get_queue(work, filer_id)
    rows = claims.lock_claims(work, claim_ids)
    _require_of_party(work, filer_id, claim_ids, rows)
    pending.require_none(work.session, [row.id for row in rows])
    in_order = sorted(rows, key=lambda row: (row.complaint_id, row.id))
    for complaint_id, some in groupby(in_order, key=lambda row: row.complaint_id):
        these = list(some)
        grants.require_untied(work, these[0].filer_id)
        leases.renew_lease(work, "complaint", complaint_id)
        decide_locked(
            work, these, PUT_RIGHT, code, note=note, note_to=note_to, merit=merit,
            undoable=undoable,
        )  # fmt: skip
    return rows


def _require_of_party(
    work: UnitOfWork, filer_id: int, claim_ids: Collection[int], rows: Sequence[Claim]
) -> None:
    accounts = parties.accounts(work.session, filer_id)
    others = {row.id for row in rows if row.filer_id not in accounts}
    wrong = [
        FieldError(
            f"/claim_ids/{spot}", Code.NOT_PART_OF_THIS, _("This is not a claim of this party.")
        )
        for spot, claim_id in enumerate(claim_ids)
        if claim_id in others
    ]
    if wrong:
        raise invalid_fields(wrong)
