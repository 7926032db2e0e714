"""With which exit code a command ends. docs/cli.md has the table."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a script is told of how a command ended."""

    DONE = 0
    # It was refused or something failed: one sentence on standard error says what.
    COULD_NOT = 1
    WRONG_USE = 2
    # `run` and `worker`, told a second time to stop.
    CUT_OFF = 3
