"""Between what templates put side by side: a sign of Chinese has its own space behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable

SIGNS = "，。：；！？）"
_SIGN = re.compile(f"[{SIGNS}]")
# How a piece begins that leaves a space behind a sign, also behind the end of an element.
_GAP = re.compile(r"((?:</\w+>)*)\s+")
_CLOSES = re.compile(r"(?:</\w+>)*")


def join(pieces: Iterable[str]) -> str:
    """Join what a template gives, without a space that follows a full-width sign. What a piece
    says in itself, as what somebody typed, stays as it is.

    >>> join(["请答复。", " ", "<b>尽快</b>"]), join(["Answer.", " ", "Soon."])
    ('请答复。<b>尽快</b>', 'Answer. Soon.')
    """
    pieces = list(pieces)
    whole = "".join(pieces)
    if not _SIGN.search(whole):
        return whole
    joined: list[str] = []
    behind_sign = False
    for piece in pieces:
        if behind_sign and (gap := _GAP.match(piece)):
            piece = gap[1] + piece[gap.end() :]
        behind_sign = piece.endswith(tuple(SIGNS)) or (
            behind_sign and _CLOSES.fullmatch(piece) is not None
        )
        joined.append(piece)
    return "".join(joined)
