"""Histories: complaints that other systems received and decided, imported into the record.

`at` is the time that a line states, `recorded_at` is now. An import sends no letter and
refuses nobody. What is undecided of an account that is under a boycott, or looks like one of a
bound or flagged party, is held from now on. It writes one ledger entry a batch.
"""

from complaints.services.filing.histories.loading import load
from complaints.services.filing.histories.reading import History, LineError, Loaded, read_history
