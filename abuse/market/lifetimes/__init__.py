"""Markets by an event-driven simulation: shops open and die, holders sweep, desks queue."""

from abuse.market.lifetimes.run import make

__all__ = ["make"]
