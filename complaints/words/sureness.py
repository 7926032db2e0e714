"""How sure a scan is, in words and odds, and how strong a piece of evidence is.

Odds are said as coarsely as they were measured, and never above 100 to 1: of the filers that score
0.9 and more, 626 of 631 abused (docs/evaluation.md), and no evidence takes a score above 0.99.
"""

from __future__ import annotations

import math
from bisect import bisect_right

from abuse.words.message import Message
from abuse.words.message import message as _

# Steps of odds; a score is said by the step that is nearest on a scale of ratios.
STEPS = (1, 2, 5, 10, 20, 50, 100)
# From which odds on which words.
_WORDS = (
    (1, _("unsure")),
    (2, _("more likely than not")),
    (5, _("likely")),
    (20, _("very likely")),
    (50, _("almost sure")),
)
# A piece that multiplies the odds by more is said to do so by more than this.
MOST_TIMES = 1_000


def odds_of(score: float) -> int:
    """Return the odds of abuse as so many to 1; below 1 to 1 how many to 1 against, negative.

    Examples
    --------
    >>> [odds_of(score) for score in (0.99, 0.97, 0.85, 0.5, 0.2, 0.0)]
    [100, 50, 5, 1, -5, -100]
    """
    if score < 0.5:
        against = odds_of(1 - score)
        return -against if against > 1 else 1
    odds = score / (1 - score) if score < 1 else math.inf
    return min(STEPS, key=lambda step: abs(math.log(step) - math.log(min(odds, STEPS[-1]))))


def sureness(score: float) -> Message:
    """Say in words and odds how sure a score is."""
    odds = odds_of(score)
    if odds < 0:
        return _("unlikely: about 1 to %(odds)s", odds=-odds)
    words = _WORDS[bisect_right([least for least, _said in _WORDS], odds) - 1][1]
    return _("%(words)s: about %(odds)s to 1", words=words, odds=odds)


def strength(log_odds: float) -> Message:
    """Say by how much a piece of evidence multiplies the odds."""
    times = math.exp(min(log_odds, 50.0))
    if times > MOST_TIMES:
        return _("By itself it makes abuse more than %(times)s times as likely.", times=MOST_TIMES)
    if times < 1.5:
        return _("By itself it says little.")
    return _("By itself it makes abuse about %(times)s times as likely.", times=_rounded(times))


def _rounded(times: float) -> int:
    """Return a factor with one digit that counts."""
    size = 10 ** int(math.log10(times))
    return int(max(2, round(times / size) * size))
