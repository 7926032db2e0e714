"""Matches the account of a filing with bound and flagged parties, and holds the complaint; holds it
too where a register alone names its holder, and others are proven."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from complaints.models import Check, Complaint
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind
from complaints.services.cases import holds, matches
from complaints.services.cases.matches import Shown
from complaints.services.filing.intake.admission import Admitted
from complaints.work import UnitOfWork


def check_party(
    work: UnitOfWork,
    admitted: Admitted,
    complaint: Complaint,
    document_ids: Collection[int],
    unproven: Mapping[str, Any] | None,
) -> Check | None:
    """Hold a complaint that was just filed where its account looks like one of a bound or flagged
    party, or is less proven than others by these figures (`unproven`); None where neither is so.
    What the filing shows is stored by now."""
    shown = Shown(
        right_key=admitted.right.key if admitted.numbered else None,
        holder_id=admitted.rights_holder_id,
        unnamed=admitted.rights_holder_id is None and admitted.filer.kind == FilerKind.AGENT,
        document_ids=document_ids,
        text=complaint.statement,
    )
    match = matches.match(work, admitted.filer, shown)
    by_system = work.by(SYSTEM)
    held = None if match is None else holds.hold(by_system, complaint, match)
    return held if unproven is None else holds.hold_unproven(by_system, complaint, unproven)
