"""Counts the figures of `export transparency` a second way: from the ledger, entry by entry.

    DATABASE_URL=… python -m tests.counted_again --year 2026

prints each figure as the export has it and as it is here, and what that was counted from, and exits
with 1 where two differ. `ways.py` says of each figure whence it comes. Neither the export's
questions nor its medians are used: tables are read whole and walked, so it takes its time.

The ledger says what was done, when and by what hand, and of a takedown its reason's words. It does
not say what law a claim is under, what a complaint is based on, or who filed it: these are read
from the rows of claims and complaints. Of an imported history it says only how many complaints,
claims and events came: what those tell is walked in their own timelines.
"""
