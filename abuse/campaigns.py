"""Campaigns: filers whose unfounded claims meet at the same stores, weeks apart if need be.

Lockstep asks when filers meet; who takes months over it escapes. But honest errors fall on stores
at random, so among claims that look unfounded even slow meetings are rare. It proposes links; it
judges no one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from abuse.findings import Link
from abuse.lockstep import find_lockstep
from abuse.policy import Policy
from abuse.soundness import Soundness
from abuse.view import View


def find_campaigns(view: View, policy: Policy, sound: Soundness) -> list[Link]:
    """Links between filers whose likely unfounded claims met at more stores than chance allows.

    Parameters
    ----------
    view : View
    policy : Policy
    sound : Soundness
        Says which claims are likelier unfounded than not, given the whole record of their filer.

    Returns
    -------
    list of Link
        As `abuse.lockstep.lockstep` gives them, with the window of `policy.campaign_window_days`.

    Notes
    -----
    The null is lockstep's own, calibrated on meetings of the same claims further apart, so stores
    that many accuse link nobody. It may wrong two careless filers of one trade that err against the
    same best seller.
    """
    slow = replace(
        policy,
        lockstep_window_days=policy.campaign_window_days,
        lockstep_min_common=policy.campaign_min_common,
    )
    share = np.log(sound.share / (1 - sound.share))
    likely = sound.odds + share[view.filer] > 0
    return [replace(link, source="campaign") for link in find_lockstep(view.part(likely), slow)]
