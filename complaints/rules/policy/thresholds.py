"""The thresholds in force as rows for people: what each is for, its default and its range."""

from __future__ import annotations

from dataclasses import dataclass

from abuse.policy.thresholds import unit_name, units
from complaints.rules.policy.plain_thresholds import title_of
from complaints.rules.policy.policies import Policies
from complaints.rules.policy.policy_changes import Reasons
from complaints.rules.policy.policy_tables import TABLES
from complaints.words import Fact, Message


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """One threshold: the value in force and the default, with what it is for; `why` is the reason
    of who set it, where it was set by a field."""

    table: str
    section: Message
    name: str
    value: int | float
    default: int | float
    unit: str
    unit_name: Message
    allowed: Message
    range: Message | None
    reason: Message
    why: str | None = None

    @property
    def key(self) -> str:
        return f"{self.table}.{self.name}"

    @property
    def title(self) -> Fact:
        return title_of(self.table, self.name)


def units_in_words() -> list[tuple[Message, Message]]:
    """Return each unit's name with what it means."""
    return [(unit_name(code), says) for code, says in units().items()]


def in_force(policies: Policies, reasons: Reasons | None = None) -> list[ThresholdRow]:
    """Return all thresholds, the scan's by their sections, then the ladder's and the sample's.

    `reasons` say why a threshold was set to what it is, by table and name.
    """
    whys = reasons or {}
    return [
        ThresholdRow(
            table, each.section, name, getattr(getattr(policies, table), name), each.value,
            each.unit, each.unit_name, each.allowed, each.range, each.reason,
            whys.get(f"{table}.{name}"),
        )
        for table, held in TABLES.items()
        for name, each in held.items()
    ]  # fmt: skip
