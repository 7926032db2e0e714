"""Histories: complaints that other systems filed and decided, taken into the record.

`at` is the time that a line says, `recorded_at` is now. No letter is sent, no clock started, no
boycott checked; one ledger entry a batch.
"""

from complaints.services.histories.loading import load
from complaints.services.histories.reading import History, LineError, read
from complaints.services.histories.tally import Loaded

__all__ = ["History", "LineError", "Loaded", "load", "read"]
