"""What each finding says: one sentence from its numbers, naming nobody.

The subject is always the filer ("it"). Words of statistics stay out: the reader is a reviewer at
the end of a long day. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from abuse.words import authority, conduct, outcomes, structure
from abuse.words.message import Message
from abuse.words.message import message as _
from abuse.words.phrases import Numbers, closed_claims, sentences

_FAMILIES: Final = (outcomes, conduct, structure, authority)
# What each detector is called, and the sentence of each.
DETECTORS: Final[dict[str, Message]] = {
    name: called for family in _FAMILIES for name, called in family.NAMES.items()
}
# Detectors that went: flags of earlier scans have their findings, which stay readable.
GONE: Final = frozenset({"bursts"})
FINDINGS: Final[dict[str, Callable[[Numbers], Message]]] = {
    name: getattr(family, name) for family in _FAMILIES for name in family.NAMES
}


def finding(detector: str, numbers: Numbers) -> Message:
    """Return what a finding says, with a word on the others' clean record where that holds.

    Examples
    --------
    >>> record = {"accounts": 5, "share": 0.6, "bad": 30, "claims": 1200, "own_bad": 1}
    >>> str(finding("ring_record", record))[:44]
    'It acts with 4 other accounts, and about 60%'
    """
    sentence = FINDINGS[detector](numbers)
    return sentences([sentence, _others_clean(numbers)]) if "others_claims" in numbers else sentence


def _others_clean(n: Numbers) -> Message:
    return _(
        "But the others' record is clean: %(bad)s of %(claims)s went against them, so this weighs "
        "little.",
        bad=n["others_bad"],
        claims=closed_claims(n["others_claims"]),
    )
