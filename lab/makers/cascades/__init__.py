"""A marketplace as a marked point process: every filing, answer and grade excites what follows.

`docs/makers/cascades.md` tells of the world, its parameters and their sources.
"""

from __future__ import annotations

from lab.makers.cascades.making import make

__all__ = ["make"]
