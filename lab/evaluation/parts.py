"""The parts of a scan, and how each is left out: detectors by name, mechanisms by numbers.

Nothing in the detector knows of it: a mechanism is left out by thresholds that any policy may set,
or by constants that stand beside its equation and are held at another value meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

from abuse.detectors import DETECTORS
from abuse.policy import Policy
from abuse.policy.shapes import shipped

# More than any market has, more stores than any two filers meet at, more than evidence comes to.
_MANY: Final = 10**9
_STORES: Final = 1_000
_MUCH: Final = 1e9

# Thresholds and constants (`module.NAME`, within `abuse`) that leave a mechanism out, by its name;
# what it does is said beside it.
MECHANISMS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        # Small accounts carry the joint record of their ring.
        "ring_record": {"shapes": shipped().without("ring_record")},
        # Accounts are linked by identifiers, by lockstep, by campaigns: the detectors that tell of
        # it find nothing, and no ring is bound by it.
        "identifier_links": {"identifiers_min_kinds": _MANY},
        "lockstep_links": {
            "lockstep_min_common": _STORES,
            "structure.lockstep.GROUP_COMMON": _STORES,
        },
        "campaign_links": {"campaign_min_common": _STORES},
        # Bad records weigh where dense blocks are looked for.
        "block_records": {"structure.blocks._PRIOR": 0.0},
        # Structure among filers of a clean record weighs less.
        "clean_partners": {"structure.rings._CLEAN_PARTNERS": 1.0},
        # What outcomes say is learnt from the market, beside published rates.
        "learnt_outcomes": {"outcomes.verdicts._PUBLISHED": _MUCH},
        # An answer weighs by what that seller's other claims show.
        "witnesses": {"outcomes.sellers._MOST": 0.0},
        # One party moves no learnt rate by much.
        "bounded_influence": {"outcomes.influence._SHARE": 1.0},
        # Others' claims at the same store speak for or against a claim.
        "others_at_store": {"outcomes.posterior.STORE_WEIGHT": 0.0},
        # Kinds of right have honest shares of their own.
        "honest_by_right": {"outcomes.honest._KIND": _MANY},
        # Peers are those of the same right and basis.
        "peers_by_right": {"outcomes.peers._STRATUM": _MANY},
        # The worst filers are left out of what is normal.
        "trimmed_peers": {"outcomes.peers._TRIM": 0.0},
        # A rate or a record that may be chance among so many filers weighs less.
        "false_discovery": {"outcomes.peers._FDR": 1.0},
        # Records of one or two complaints are ranked, or watched.
        "thin_records": {"unfounded_few_complaints": 3},
        # Further trades of young rights add to the first.
        "young_trades": {"detectors.young_right._TRADE": 0.0},
        # Acts of others are held to a set worth, and too few lift nobody to a review.
        "acts_of_others": {"act_worth": _MUCH, "framing_price": 0.0},
        # What speaks for a filer takes away from what speaks against it.
        "mitigation": {"score.judging._MITIGATION": 0.0},
        # Grades by people that find errors only keep a filer below a review.
        "graded_ceiling": {"manifest_clean_review": _MANY},
        # A review needs outcomes and a second family, a warning outcomes or conduct.
        "two_families": {"score.judging.FAMILY_FLOOR": 0.0},
        # The share of filers that abuse is learnt from the market.
        "learnt_prior": {"score.prior._WEIGHT": _MANY},
        # No score is certain.
        "certainty": {"score.certificate.CERTAINTY": 1 - 1e-9},
    }
)


@dataclass(frozen=True)
class Setup:
    """What a scan is made with: a policy, the detectors that may find, and constants held."""

    policy: Policy
    detectors: tuple[str, ...] = tuple(DETECTORS)
    constants: tuple[tuple[str, Any], ...] = ()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold its constants at their values meanwhile; a scan of it is made so."""
        before = []
        for name, value in self.constants:
            module, _, constant = name.rpartition(".")
            place = import_module(f"abuse.{module}")
            before.append((place, constant, getattr(place, constant)))
            setattr(place, constant, value)
        try:
            yield
        finally:
            for place, constant, value in before:
                setattr(place, constant, value)


def parts() -> list[str]:
    """The names of all parts: the detectors, then the mechanisms."""
    return [*DETECTORS, *MECHANISMS]


def without(policy: Policy, left_out: Collection[str]) -> Setup:
    """A scan under this policy without some parts.

    Examples
    --------
    >>> setup = without(Policy(), ["rival", "learnt_prior"])
    >>> "rival" in setup.detectors, setup.constants
    (False, (('score.prior._WEIGHT', 1000000000),))
    """
    values = [one for name in left_out for one in MECHANISMS.get(name, {}).items()]
    policy = replace(policy, **{name: value for name, value in values if "." not in name})
    constants = tuple((name, value) for name, value in values if "." in name)
    return Setup(policy, tuple(name for name in DETECTORS if name not in left_out), constants)
