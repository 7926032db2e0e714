"""Enters suspicions that somebody's life or safety is threatened (DSA Art. 18), and which authority
was told. Neither side of the case is: it could be whoever threatens.
"""

from __future__ import annotations

from datetime import date

from complaints.base.errors import not_found
from complaints.models import Claim, Threat
from complaints.queries.decisions import claims
from complaints.queries.law import threats as threat_queries
from complaints.queries.logins import grants
from complaints.rules.law.noting import closed_step, require_past_day
from complaints.rules.law.threats import ThreatState
from complaints.rules.logins.ties import filer_node, require_untied
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def enter_threat(work: UnitOfWork, claim_id: int, *, suspicion: str) -> Threat:
    """Enter what gives rise to a suspicion, as it was read in a claim.

    Anybody of staff may, whatever side it counts to. The ledger, which all of staff read, says that
    one was entered, and not of which case.

    Refuses with: not-found.
    """
    claims.require_visible(work, claim_id)
    assert work.actor.person_id is not None
    row = Threat(
        claim_id=claim_id, suspicion=suspicion, entered_by=work.actor.person_id,
        entered_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    ledger.record(work, "entered_threat", "threat", row.id)
    return row


def note_told(
    work: UnitOfWork,
    threat_id: int,
    *,
    authority: str,
    told_on: date,
    country: str | None = None,
    reference: str | None = None,
) -> Threat:
    """Note which authority was told of it, and when. Where the country concerned is not known, it
    is that of the platform's own seat, or Europol (Art. 18(2)).

    Refuses with: not-found; wrong-state, where one was told, or it is void; invalid-request.
    """
    row = _locked_untold(work, threat_id)
    # Whoever calls the police first writes it down later: a day before the entry is taken.
    require_past_day("/told_on", told_on, today=work.now.date())
    row.authority, row.country, row.reference = authority, country, reference
    row.told_on, row.told_at, row.told_by = told_on, work.now, work.actor.person_id
    work.session.flush()
    ledger.record(work, "told_authority", "threat", row.id, on=told_on.isoformat())
    return row


def void_threat(work: UnitOfWork, threat_id: int, *, why: str) -> Threat:
    """Void an entry that was wrong, before any authority was told of it.

    Refuses with: not-found; wrong-state, where one was told, or it is void.
    """
    row = _locked_untold(work, threat_id)
    row.voided_at, row.voided_by, row.void_why = work.now, work.actor.person_id, why
    work.session.flush()
    ledger.record(work, "voided_threat", "threat", row.id)
    return row


def _locked_untold(work: UnitOfWork, threat_id: int) -> Threat:
    """Refuses with: not-found, for what the actor may not see too; one-let-in-the-other, where it
    counts as one with the filer; wrong-state."""
    mine = threat_queries.seen_threats(work).where(Threat.id == threat_id)
    row = work.session.scalar(mine.with_for_update())
    if row is None:
        raise not_found(_("suspicion of a threat"))
    # Asked here and not at the door, which would tell whoever may see none of whom there is one.
    filer_id = work.session.get_one(Claim, row.claim_id).filer_id
    require_untied(work.actor, [filer_node(filer_id)], grants.ties(work.session))
    state = threat_queries.state_of_threat(row)
    if state is not ThreatState.TO_TELL:
        raise closed_step(state)
    return row
