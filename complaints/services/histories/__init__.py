"""Histories: complaints that other systems received and decided, imported into the record.

`at` is the time that a line states, `recorded_at` is now. An import sends no letter, starts no
clock and checks no boycott; it writes one ledger entry a batch.
"""

from complaints.services.histories.loading import load
from complaints.services.histories.reading import History, LineError, read
from complaints.services.histories.tally import Loaded

__all__ = ["History", "LineError", "Loaded", "load", "read"]
