"""What a boycott rests on: complaints that were manifestly unfounded, or another kind of evidence.

DSA Art. 23(2) knows manifestly unfounded notices alone. A case on another ground may end in raised
proof, a lane of its own or what our terms say, and never in notices that go unread under that
article.
"""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    """The kind of evidence that a boycott is proposed on."""

    MANIFESTLY_UNFOUNDED = "manifestly_unfounded"
    # One hand behind many accounts.
    ONE_HAND = "one_hand"
    FORGED_PAPER = "forged_paper"
