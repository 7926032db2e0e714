"""Markets whose truth is known, for the demo and for measuring the scan.

The scan never imports this package, and nothing here knows how the scan works: a pattern is written
from how abuse is described in public records, not from what a detector looks for.
"""

from abuse.market.made import Market, Truth
from abuse.market.making import make_market

__all__ = ["Market", "Truth", "make_market"]
