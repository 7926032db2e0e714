"""Adds plants that work against a detector: framing, masking, evasion."""

from __future__ import annotations

from abuse.market.lifetimes.world import World


def plant(world: World) -> None:
    """To come."""
