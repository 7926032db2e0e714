"""What staff can take a lease on and write notes on, by the ledger's names of subjects."""

from __future__ import annotations

HOLDABLE = ("complaint", "appeal", "boycott", "flag")
NOTABLE = ("complaint", "filer", "store", "flag", "boycott")
