"""The thresholds in force as rows for people: what each is for, its default and its range."""

from __future__ import annotations

from dataclasses import dataclass

from abuse.policy.thresholds import unit_name, units
from complaints.rules.policies import Policies
from complaints.rules.policy_tables import TABLES
from complaints.words import Message


@dataclass(frozen=True, slots=True)
class Row:
    """One threshold: the value in force and the default, with what it is for."""

    table: str
    section: Message
    name: str
    value: int | float
    default: int | float
    unit: str
    unit_name: Message
    allowed: Message
    reason: Message


def units_in_words() -> list[tuple[Message, Message]]:
    """Return each unit's name with what it means."""
    return [(unit_name(code), says) for code, says in units().items()]


def in_force(policies: Policies) -> list[Row]:
    """Return all thresholds, the scan's by their sections, then the ladder's and the sample's."""
    return [
        Row(
            table, each.section, name, getattr(getattr(policies, table), name), each.value,
            each.unit, each.unit_name, each.allowed, each.reason,
        )
        for table, held in TABLES.items()
        for name, each in held.items()
    ]  # fmt: skip
