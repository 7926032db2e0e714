"""The thresholds in force as rows to be read: what each is for, its default and its range."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.policies import Policies
from complaints.rules.policy_tables import TABLES


@dataclass(frozen=True, slots=True)
class Row:
    """One threshold: the value in force and the default, with what it is for."""

    table: str
    section: str
    name: str
    value: int | float
    default: int | float
    unit: str
    allowed: str
    reason: str


def in_force(policies: Policies) -> list[Row]:
    """Return all thresholds, the scan's by their sections, then the ladder's and the sample's."""
    return [
        Row(
            table, each.section, name, getattr(getattr(policies, table), name), each.value,
            each.unit, each.allowed, each.reason,
        )
        for table, held in TABLES.items()
        for name, each in held.items()
    ]  # fmt: skip
