"""Whether a person has let a filer go on before, on the same right and for the same question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Check, Complaint, Right
from complaints.rules.kinds import CheckKind, Sign
from complaints.rules.proof import WORDS, Other

# The newest looks that are read.
_LOOKS = 20


def was_let_go(session: Session, filer_id: int, right_key: str, numbers: Mapping[str, Any]) -> bool:
    """Say whether a person has settled a hold for want of proof of this account and right, by the
    same standings as these figures: the same look is asked for once."""
    statement = (
        select(Check.signs, Check.numbers)
        .join(Complaint, Complaint.id == Check.complaint_id)
        .join(Right, Right.id == Complaint.right_id)
        .where(
            Complaint.filer_id == filer_id,
            Right.key == right_key,
            Right.filer_id == filer_id,
            Check.kind == CheckKind.PARTY,
            Check.verified_at.is_not(None),
        )
        .order_by(Check.id.desc())
        .limit(_LOOKS)
    )
    rows = session.execute(statement).tuples()
    return any(Sign.UNPROVEN in signs and _is_same(seen, numbers) for signs, seen in rows)


def _is_same(seen: Mapping[str, Any], numbers: Mapping[str, Any]) -> bool:
    alike = seen["standing"] == numbers["standing"] or {
        seen["standing"], numbers["standing"],
    } <= {*WORDS}  # fmt: skip
    if not alike or seen["others"] != numbers["others"]:
        return False
    # Names are copied again and again; whoever has proven more since then is a new question.
    return numbers["others"] == Other.IN_REGISTER or {*numbers["proven"]} <= {*seen["proven"]}
