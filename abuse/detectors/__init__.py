"""One detector a file, each `detect(view, policy) -> list[Finding]`, none knowing another."""

from collections.abc import Callable
from typing import Final

from abuse.detectors import (
    bursts,
    campaign,
    demands,
    dense_block,
    established_targets,
    graded_manifest,
    impostor,
    lockstep,
    only_when_answered,
    refiled,
    rival,
    shared_hands,
    shotgun,
    unfounded_share,
    withdrawn_when_answered,
    young_right,
)
from abuse.findings import Finding
from abuse.policy import Policy
from abuse.view import View

Detector = Callable[[View, Policy], list[Finding]]

DETECTORS: Final[dict[str, Detector]] = {
    "unfounded_share": unfounded_share.detect,
    "graded_manifest": graded_manifest.detect,
    "established_targets": established_targets.detect,
    "withdrawn_when_answered": withdrawn_when_answered.detect,
    "only_when_answered": only_when_answered.detect,
    "bursts": bursts.detect,
    "refiled": refiled.detect,
    "demands": demands.detect,
    "shotgun": shotgun.detect,
    "campaign": campaign.detect,
    "lockstep": lockstep.detect,
    "dense_block": dense_block.detect,
    "shared_hands": shared_hands.detect,
    "young_right": young_right.detect,
    "rival": rival.detect,
    "impostor": impostor.detect,
}
