"""The filer's appeal as the sellers' side reads it: that it is there and how it ended, not why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from complaints.models import Appeal
from complaints.rules.kinds import Side


@dataclass(frozen=True, slots=True)
class OthersAppeal:
    """An appeal without its grounds."""

    id: int
    claim_id: int
    side: str
    state: str
    filed_at: datetime
    reach: str | None
    decided_at: datetime | None
    reason: str | None
    version: int

    @property
    def grounds(self) -> None:
        return None


AppealView = Appeal | OthersAppeal


def for_sellers(rows: Sequence[Appeal]) -> list[AppealView]:
    """Return the appeals in their order, those of the filer without their grounds."""
    return [row if row.side == Side.SELLER else _others(row) for row in rows]


def _others(row: Appeal) -> OthersAppeal:
    return OthersAppeal(**{one.name: getattr(row, one.name) for one in fields(OthersAppeal)})
