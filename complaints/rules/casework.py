"""What staff can take a lease on and write notes on, by the ledger's names of subjects."""

from __future__ import annotations

HOLDABLE = ("complaint", "appeal", "boycott", "flag", "ring", "joining", "alarm")
# What a case in the queue waits for.
WAITS = (
    "decide", "counter_notice", "authority", "party", "answered", "filer_silent", "seller_silent",
    "judge_appeal", "warn", "impose", "unsupported", "review_flag", "review_ring", "join", "look",
    # No step: the filer is bound, and a person decides its complaint after all others.
    "boycotted",
    # No step of staff's: it waits for its filer's answer.
    "filer_asked",
)  # fmt: skip
# Cases that nobody was given are counted up to this number; one more stands for more.
COUNTED_TO = 1_000
NOTABLE = ("complaint", "filer", "store", "flag", "ring", "boycott")
