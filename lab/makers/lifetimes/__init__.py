"""Markets by an event-driven simulation: shops open and die, holders sweep, desks queue."""

from lab.makers.lifetimes.run import make

__all__ = ["make"]
