"""What staff can hold and write notes on, by the names that the ledger has for them."""

from __future__ import annotations

HOLDABLE = ("complaint", "appeal", "boycott", "flag")
NOTABLE = ("complaint", "filer", "store", "flag", "boycott")
