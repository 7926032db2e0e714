"""Plants."""

from __future__ import annotations

from abuse.market.unseen.stage import World


def plots(world: World) -> None:
    """None yet."""
