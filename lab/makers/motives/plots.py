"""What a plot against a detector cost, kept while it is played."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.makers.motives.actors import Account, Actor


@dataclass(eq=False)
class Plant:
    """A plot: its strategy, how many acts it may cost, how many it has cost, who plots, who is framed.

    `by_truth` counts the plotters' own founded complaints as its acts when the history is taken.
    """

    strategy: str
    budget: int
    acts: int = 0
    plotters: list[Account] = field(default_factory=list)
    framed: list[Actor] = field(default_factory=list)
    by_truth: bool = False

    def spend(self, acts: int = 1) -> bool:
        """Whether there is budget for these acts; they are counted then."""
        if self.acts + acts > self.budget:
            return False
        self.acts += acts
        return True
