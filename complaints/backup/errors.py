"""How a backup or a restore says that it could not: in sentences for the operator."""

from __future__ import annotations

from collections.abc import Sequence

# More are counted, not listed one by one.
AT_MOST = 20


DISK_FULL = "The disk is full: make room, and give the command again."


class BackupError(Exception):
    """Nothing was taken, or nothing was put back. Each sentence names one thing and what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(list_sentences(sentences))
        self.sentences = sentences


def list_sentences(sentences: Sequence[str]) -> str:
    """Return the sentences, one a line; where there are very many, the first, and how many more."""
    more = len(sentences) - AT_MOST
    return "\n".join([*sentences[:AT_MOST], *([f"… and {more:,} more."] if more > 0 else [])])
