"""The counts of an imported batch of histories."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Loaded:
    """Counts of stored rows. `known` complaints were stored before, `merged` targets named a
    listing that the same complaint named already; `held` complaints wait
    for a look at who files."""

    complaints: int = 0
    known: int = 0
    claims: int = 0
    merged: int = 0
    duplicates: int = 0
    events: int = 0
    not_applied: int = 0
    held: int = 0

    def add(self, other: Loaded) -> None:
        """Add another batch's counts."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
