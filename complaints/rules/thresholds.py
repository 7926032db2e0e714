"""The thresholds in force as rows to be read: what each is for, its default and its range."""

from __future__ import annotations

from dataclasses import dataclass, fields

from abuse.thresholds import thresholds
from complaints.rules.boycotts import BoycottPolicy
from complaints.rules.policies import Policies
from complaints.rules.samples import SamplePolicy

_WHOLE = "a whole number"
# What the ladder's and the sample's numbers are for; the scan's are told in abuse/policy.toml.
REASONS = {
    "min_manifest": ("claims", "A boycott needs so many claims graded manifestly unfounded."),
    "window": ("days", "Claims of so many days count."),
    "answer_days": ("days", "A warned filer has so long to answer."),
    "min_term": ("days", "No boycott is shorter."),
    "max_term": ("days", "No boycott is longer."),
    "heed_days": ("days", "A warning without new facts is heeded after so long."),
    "size": ("filers", "So many filers that nobody flagged are put before staff each month."),
    "min_claims": ("claims", "Only filers with at least so many closed claims are drawn."),
}


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
    rows = [
        Row(
            "scan", each.section, name, getattr(policies.scan, name), each.value, each.unit,
            each.allowed, each.reason,
        )
        for name, each in thresholds().items()
    ]  # fmt: skip
    for table, held, section in (
        ("boycott", policies.boycott, "The ladder"),
        ("sample", policies.sample, "The monthly sample"),
    ):
        default = BoycottPolicy() if table == "boycott" else SamplePolicy()
        for each in fields(held):
            unit, reason = REASONS[each.name]
            rows.append(
                Row(
                    table, section, each.name, getattr(held, each.name),
                    getattr(default, each.name), unit, _WHOLE, reason,
                )
            )  # fmt: skip
    return rows
