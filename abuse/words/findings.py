"""What each finding says: one sentence from its numbers, naming nobody.

The subject is always the filer ("it"). Words of statistics stay out: the reader is a reviewer at
the end of a long day. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from abuse.words.authority import impostor, rival, young_right
from abuse.words.conduct import (
    bursts,
    demands,
    established_targets,
    only_when_answered,
    refiled,
    shotgun,
)
from abuse.words.message import Message
from abuse.words.message import message as _
from abuse.words.outcomes import (
    graded_manifest,
    ring_record,
    unfounded_share,
    withdrawn_when_answered,
)
from abuse.words.phrases import Numbers, closed_claims, sentences
from abuse.words.structure import campaign, dense_block, lockstep, shared_hands

FINDINGS: Final[dict[str, Callable[[Numbers], Message]]] = {
    each.__name__: each
    for each in (
        unfounded_share, ring_record, graded_manifest, withdrawn_when_answered, only_when_answered,
        bursts, refiled, demands, shotgun, established_targets, lockstep, campaign, dense_block,
        shared_hands, young_right, rival, impostor,
    )
}  # fmt: skip


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
