"""Makers of markets by people who had read nothing else of the house.

Their names and the way their parts know each other are their own; what the house holds its own code
to in these is asked of everything but them.
"""

from __future__ import annotations

MADE_APART = ("economy", "lifetimes", "unseen")
