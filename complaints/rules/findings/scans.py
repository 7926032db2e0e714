"""What a scan reads and what not, by the subjects of the ledger."""

from __future__ import annotations

from typing import Final

# An entry about anything else may change what a scan finds. Staff's work on flags and the upkeep
# of the service are no facts about filers.
NOT_READ: Final = frozenset({
    "scan", "flag", "ring", "sample", "letter", "account", "account_letter", "person", "partner",
    "api_key", "webhook", "order", "policy_draft", "import", "installation", "known_key",
    "key_rotation", "clock_jump",
})  # fmt: skip
