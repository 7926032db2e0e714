"""What a person records of papers: that one was compared, and how a denial is settled."""

from __future__ import annotations

from complaints.schemas.common import Body, one_of, text

SIDES = ("filer", "denier")


class ProofIn(Body):
    reason = text(2000, required=True, about="which paper was compared, and with what")


class SettlementIn(Body):
    settled_for = one_of(
        SIDES, required=True, about="`denier`: the filer is asked for its authority"
    )
    reason = text(2000, required=True, about="what both papers show")
