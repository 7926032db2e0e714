"""Writes holds beside complaints, set-wise: a filer with thousands of open complaints keeps a write
transaction short."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, insert, literal, select, update

from complaints.models import Check, Complaint
from complaints.rules.clocks import working_days_after
from complaints.rules.kinds import CheckKind, Sign
from complaints.work import UnitOfWork

# What a hold keeps: its signs and its figures as JSON, and its match.
Kept = tuple[str, str, int | None]
# Keys of one statement; SQLite takes 32,766 parameters.
_CHUNK = 500


def write_holds(
    work: UnitOfWork,
    complaint_ids: Sequence[int],
    sign: Sign,
    numbers: dict[str, Any],
    *,
    match_id: int | None = None,
) -> datetime:
    """Write a hold beside each complaint, or add the sign to the one that is there, with a new
    clock; return until when they hold."""
    until = working_days_after(work.now, work.policy.boycott.hold_days)
    clock = {"until": until, "policy_number": work.policy.number}
    for start in range(0, len(complaint_ids), _CHUNK):
        ids = complaint_ids[start : start + _CHUNK]
        known = _renew(work, ids, sign, numbers, {**clock, "match_id": match_id})
        new = sorted({*ids} - known)
        row = {
            "kind": str(CheckKind.PARTY), "signs": [str(sign)], "numbers": numbers,
            "made_at": work.now, "match_id": match_id, **clock,
        }  # fmt: skip
        if new:
            work.session.execute(_beside(new, row))
    work.session.flush()
    return until


def _renew(
    work: UnitOfWork,
    ids: Sequence[int],
    sign: Sign,
    numbers: dict[str, Any],
    changed: dict[str, Any],
) -> set[int]:
    """Renew the holds that are there, those too that a person had settled; return beside which."""
    statement = select(Check.complaint_id, Check.signs, Check.numbers, Check.match_id).where(
        Check.complaint_id.in_(ids), Check.kind == CheckKind.PARTY
    )
    known = work.session.execute(statement).tuples().all()
    for (signs, before, match_id), alike in _alike(known).items():
        row = {
            **changed,
            "match_id": changed["match_id"] or match_id,
            "signs": sorted({*json.loads(signs), str(sign)}),
            "numbers": {**json.loads(before), **numbers},
            "verified_at": None,
            "verified_by": None,
        }
        held = Check.complaint_id.in_(alike), Check.kind == CheckKind.PARTY
        work.session.execute(update(Check).where(*held).values(row))
    return {complaint_id for complaint_id, *_rest in known}


def _alike(
    rows: Iterable[tuple[int, list[str], dict[str, Any], int | None]],
) -> dict[Kept, list[int]]:
    """Return the complaints whose holds say the same, by what they say."""
    alike: dict[Kept, list[int]] = {}
    for complaint_id, signs, numbers, match_id in rows:
        said = json.dumps(signs), json.dumps(numbers, sort_keys=True), match_id
        alike.setdefault(said, []).append(complaint_id)
    return alike


def _beside(complaint_ids: Sequence[int], row: Mapping[str, Any]) -> Insert:
    """Return the statement that writes one row beside each of these complaints, without sending
    it once for each."""
    values = [literal(value, Check.__table__.c[name].type) for name, value in row.items()]
    chosen = select(Complaint.id, *values).where(Complaint.id.in_(complaint_ids))
    return insert(Check).from_select(["complaint_id", *row], chosen)
