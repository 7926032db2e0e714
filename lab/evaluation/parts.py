"""The parts of a scan, and how each is left out: detectors by name, mechanisms by thresholds.

Nothing in the detector knows of it: a mechanism is left out by thresholds that any policy may set.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from abuse.detectors import DETECTORS
from abuse.policy import Policy
from abuse.policy.shapes import shipped

# More than any market has, more stores than any two filers meet at, more than evidence comes to.
_MANY: Final = 10**9
_STORES: Final = 1_000
_MUCH: Final = 1e9

# Thresholds that leave a mechanism out, by its name; what it does is said beside it.
MECHANISMS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        # Small accounts carry the joint record of their ring.
        "ring_record": {"shapes": shipped().without("ring_record")},
        # Accounts are linked by identifiers, by lockstep, by campaigns: the detectors that tell of
        # it find nothing, and no ring is bound by it.
        "identifier_links": {"identifiers_min_kinds": _MANY},
        "lockstep_links": {"lockstep_min_common": _STORES, "lockstep_group_common": _STORES},
        "campaign_links": {"campaign_min_common": _STORES},
        # Bad records weigh where dense blocks are looked for.
        "block_records": {"dense_prior": 0.0},
        # Structure among filers of a clean record weighs less.
        "clean_partners": {"clean_partners_factor": 1.0},
        # What outcomes say is learnt from the market, beside published rates.
        "learnt_outcomes": {"outcome_prior_claims": _MUCH},
        # An answer weighs by what that seller's other claims show.
        "witnesses": {"witness_weight": 0.0},
        # One party moves no learnt rate by much.
        "bounded_influence": {"influence_share": 1.0},
        # Others' claims at the same store speak for or against a claim.
        "others_at_store": {"store_weight": 0.0},
        # Kinds of right have honest shares of their own.
        "honest_by_right": {"honest_min_filers": _MANY},
        # Peers are those of the same right and basis.
        "peers_by_right": {"stratum_min_claims": _MANY},
        # The worst filers are left out of what is normal.
        "trimmed_peers": {"funnel_trim": 0.0},
        # A rate or a record that may be chance among so many filers weighs less.
        "false_discovery": {"funnel_fdr": 1.0},
        # Records of one or two complaints are ranked, or watched.
        "thin_records": {"unfounded_few_complaints": 3},
        # Further trades of young rights add to the first.
        "young_trades": {"young_trade": 0.0},
        # Acts of others are held to a set worth, and too few lift nobody to a review.
        "acts_of_others": {"act_worth": _MUCH, "framing_price": 0.0},
        # What speaks for a filer takes away from what speaks against it.
        "mitigation": {"mitigation_cap": 0.0},
        # Grades by people that find errors only keep a filer below a review.
        "graded_ceiling": {"manifest_clean_review": _MANY},
        # A review needs outcomes and a second family, a warning outcomes or conduct.
        "two_families": {"family_floor": 0.0},
        # The share of filers that abuse is learnt from the market.
        "learnt_prior": {"prior_weight": _MANY},
        # No score is certain.
        "certainty": {"certainty": 1 - 1e-9},
    }
)


@dataclass(frozen=True)
class Setup:
    """What a scan is made with: a policy, and the detectors that may find."""

    policy: Policy
    detectors: tuple[str, ...] = tuple(DETECTORS)


def parts() -> list[str]:
    """The names of all parts: the detectors, then the mechanisms."""
    return [*DETECTORS, *MECHANISMS]


def without(policy: Policy, left_out: Collection[str]) -> Setup:
    """A scan under this policy without some parts.

    Examples
    --------
    >>> setup = without(Policy(), ["rival", "learnt_prior"])
    >>> "rival" in setup.detectors, setup.policy.prior_weight
    (False, 1000000000)
    """
    for name in left_out:
        policy = replace(policy, **MECHANISMS.get(name, {}))
    return Setup(policy, tuple(name for name in DETECTORS if name not in left_out))
