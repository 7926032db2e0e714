"""A market drawn from published evidence alone: its author saw no detector. Start at `make`."""

from __future__ import annotations

from lab.makers.unseen.world import make

__all__ = ["make"]
