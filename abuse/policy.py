"""The thresholds of a scan, in one frozen value with a digest.

Everything that a platform may wish to set differently is here, with its unit and the reason for its
default. The module reads no data and knows no detector: detectors read the policy, never the other
way round.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints


class PolicyError(ValueError):
    """A policy file that cannot be used; the message is one sentence for the operator."""


@dataclass(frozen=True)
class Policy:
    """Thresholds, levels and windows.

    Log-odds are natural logarithms. Shares lie in [0, 1]. Windows are days.

    Examples
    --------
    >>> Policy().digest == Policy().digest
    True
    >>> Policy(warning=0.8).digest == Policy().digest
    False
    """

    # Score. The prior is the share of filers that a reviewer would confirm, before any evidence;
    # slope and offset are the last step of calibration (Platt), fitted on simulated markets.
    prior: float = 0.04
    slope: float = 1.8
    offset: float = 0.9
    # Levels, as probabilities.
    watch: float = 0.25
    warning: float = 0.60
    boycott_review: float = 0.85
    # A family of evidence counts for "two families" only if it adds this much log-odds.
    family_floor: float = 0.5
    # No family may carry a score alone: its sum stops here.
    family_cap: float = 6.0
    # Signals of one family see the same behaviour twice: the second counts half, and so on.
    dampening: float = 0.5
    # A clean record takes away at most this much.
    relief_cap: float = 2.0
    # A structure that leads to filers whose joint record is clean keeps this part of its log-odds.
    clean_ring_factor: float = 0.25

    # Rates against peers. The funnel's false-discovery rate; the share of worst filers left out
    # when the null is fitted, so that abusers do not make themselves normal.
    funnel_fdr: float = 0.05
    funnel_trim: float = 0.15
    # What a rate beyond p = 0.05 but outside the false-discovery limit keeps of its weight, and
    # the most that this may be.
    funnel_unsure: float = 0.7
    funnel_unsure_cap: float = 1.8
    # Peers of one (right, basis) are used from this many decided claims on, else coarser peers.
    stratum_min_claims: int = 100
    # Soundness. Share of unfounded claims expected of a filer before any evidence; weight, in
    # claims, of the published rates from which the market's own outcomes are learnt.
    unfounded_prior: float = 0.12
    verdict_lean: float = 300.0
    # What one other filer's claims at the same store weigh, and the most that all may add.
    store_weight: float = 0.6
    store_cap: float = 1.5
    # An abuser's share of unfounded claims: its mean, and how firmly (in claims) it is held.
    abuse_share: float = 0.6
    abuse_weight: float = 5.0
    unfounded_min_complaints: int = 3
    # Log-odds that a record must reach to be spoken of, and the most that it may add.
    unfounded_min_evidence: float = 0.5
    unfounded_cap: float = 5.0
    # Targets like those of unfounded claims: log-odds, known targets, and the most that they add.
    targets_min_evidence: float = 0.5
    targets_min_claims: int = 3
    targets_cap: float = 2.5
    # Claims that people graded manifestly unfounded, and complaints with such a claim.
    manifest_min_claims: int = 3
    manifest_min_complaints: int = 2
    manifest_cap: float = 3.0
    # From so many graded claims on, none of them manifestly unfounded, grades speak for the filer.
    manifest_clean: int = 6
    withdrawn_min_complaints: int = 4
    withdrawn_min_share: float = 0.30
    withdrawn_cap: float = 3.2
    # Weight of an adverse outcome: a refusal alone says less than a graded one.
    weight_ungraded: float = 0.7
    weight_unfounded: float = 0.9
    weight_manifest: float = 1.0

    # Bursts: a window against the filer's own past and its peers in the same days.
    burst_window_days: int = 7
    burst_past_days: int = 90
    burst_min_complaints: int = 8
    burst_ratio: float = 5.0
    burst_p: float = 1e-6
    burst_cap: float = 0.6
    # Before a sales day a filer may file this many times what its past and peers say (and what one
    # complaint a window comes to), or twice what nine in ten of the other campaigns reach: brands
    # that file once a month clean up then.
    burst_sale_factor: float = 40.0
    # Re-filing after a decision against the filer.
    refiled_min: int = 3
    refiled_share: float = 0.10
    refiled_cap: float = 2.0
    # Drops answered claims and no others: so many, on so many stores in so many complaints, and
    # what share may stand.
    only_answered_min: int = 6
    only_answered_stores: int = 4
    only_answered_complaints: int = 4
    only_answered_defended: float = 0.15
    only_answered_weight: float = 0.9
    # Paid to drop: sellers that report a demand, or one such beside so many that were hit again
    # and again and let go unanswered within so many days of the takedown.
    demand_min_stores: int = 2
    demand_days: int = 21
    demand_cap: float = 2.8
    # Shotgun: machine-like filing.
    shotgun_min_complaints: int = 15
    shotgun_dead_share: float = 0.15
    shotgun_day_complaints: int = 20
    # Goods outside the marks' classes: from so many complaints and this share of the claims on, the
    # sign needs no machine beside it.
    shotgun_outside_complaints: int = 3
    shotgun_outside_share: float = 0.5
    shotgun_cap: float = 2.2

    # Lockstep: the same stores within the window, beyond the null of their categories.
    lockstep_window_days: int = 7
    lockstep_min_common: int = 4
    lockstep_ratio: float = 4.0
    lockstep_fdr: float = 0.01
    # Pairs too weak alone count where each is closed by this many triangles of such pairs less two
    # (a k-truss): in a group that always meets, no single pair need stand out.
    lockstep_group_common: int = 3
    lockstep_group_p: float = 0.03
    lockstep_group_ratio: float = 1.5
    lockstep_truss: int = 5
    lockstep_sync_p: float = 0.05
    lockstep_cap: float = 2.0
    # Dense block (filers x stores). Rewirings of the null: 19 is the least for p <= 0.05. How many
    # times denser than the densest of them a block must be (many places are looked at), and from
    # what excess on it weighs in full. The seed of their draws.
    dense_rewirings: int = 19
    dense_ratio: float = 1.1
    dense_full_excess: float = 0.5
    dense_seed: int = 0
    # Blocks taken out of each place, and the least edges that make a category or a quarter one.
    dense_rounds: int = 3
    dense_scope_edges: int = 100
    # A ring is small: fewer make no block, more (or this share of the place's filers) is a market.
    dense_min_filers: int = 4
    dense_min_stores: int = 4
    dense_min_own: int = 3
    # A member of a block is named if at most this share of rewirings (and the market itself) gives
    # it as many of the block's stores.
    dense_member_p: float = 0.1
    dense_max_filers: int = 200
    dense_max_share: float = 0.25
    # What a filer's bad record counts for: edges' weight for each log-odds of evidence (an edge
    # onto a store with 20 filers weighs 0.31), up to so many. A block whose joint record stays
    # below so much evidence is a coalition, and cleared.
    dense_prior: float = 0.3
    dense_prior_cap: float = 3.0
    dense_min_evidence: float = 1.0
    # Caps on edges, so that no graph makes a scan run away: of the core in the exact search
    # (above it the coarse block stands), and of the part that is rewired.
    dense_core_edges: int = 400_000
    dense_null_edges: int = 300_000
    dense_cap: float = 1.6
    # Campaigns: the same stores within the lockstep window or this one, among claims that look
    # unfounded; pairs count in a k-truss of such pairs.
    campaign_window_days: int = 30
    campaign_min_common: int = 2
    campaign_p: float = 0.01
    campaign_truss: int = 4
    campaign_cap: float = 2.0
    # Shared hands. A value seen on more filers than this links no one; a link needs this much
    # rarity-weighted evidence from at least this many kinds.
    hands_common: int = 12
    hands_min_kinds: int = 2
    hands_min_weight: float = 6.0
    hands_text_similarity: float = 0.85
    hands_text_words: int = 15
    hands_cap: float = 1.6
    ring_min_size: int = 3
    ring_max_size: int = 60
    ring_record_cap: float = 2.6
    # Log-odds that a group's joint record must reach for it to be called a ring.
    ring_min_evidence: float = 1.0

    # Authority.
    young_min_claims: int = 3
    young_share: float = 0.30
    young_margin_days: int = 30
    young_cap: float = 2.6
    young_registration_cap: float = 0.9
    rival_min_claims: int = 6
    rival_share: float = 0.60
    # How far above chance its targets sell, in deviations; and for the finding to count as a family
    # of evidence, which needs a shop whose trade is known.
    rival_best_sellers: float = 1.0
    rival_telling: float = 1.6
    # Targets are established if their store has sold for so many days: copies rarely live as long.
    rival_established_days: int = 240
    rival_established_share: float = 0.5
    rival_cap: float = 1.8
    # Impostor: a new account that files for a holder whom others file for. New is an account whose
    # first complaint or registration lies at most so many days before it first names the holder;
    # known is a holder for whom others have filed so many complaints, with so many claims upheld
    # and that share of those decided, beginning so many days earlier.
    impostor_new_days: int = 90
    impostor_known_days: int = 30
    impostor_known_complaints: int = 4
    impostor_known_upheld: int = 2
    impostor_known_share: float = 0.2
    # One letter may differ for so many letters of a domain's name.
    impostor_letters_per_slip: int = 5
    # A number stated under more names, or a name of more accounts, tells nobody apart.
    impostor_most_names: int = 4
    # A domain that more filers use, none of them an agent, is a public mailbox provider's.
    impostor_crowd: int = 12
    impostor_cap: float = 3.6

    # Backtest, in days, as the ladder has them: how long a warning must stand before a boycott,
    # and how long the boycott lasts (the longest term, so that no harm is understated).
    backtest_warning_days: int = 14
    backtest_term_days: int = 365

    def __post_init__(self) -> None:
        if not 0 < self.prior < 1:
            raise PolicyError("prior must lie between 0 and 1")
        if not 0 < self.watch <= self.warning <= self.boycott_review < 1:
            raise PolicyError("levels must rise: 0 < watch <= warning <= boycott_review < 1")
        if self.backtest_warning_days < 0 or self.backtest_term_days < 1:
            raise PolicyError("a backtest's warning takes 0 days or more, its term 1 or more")

    @property
    def digest(self) -> str:
        """SHA-256 of all thresholds in force."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def load(cls, path: str | Path) -> Policy:
        """Read a policy from TOML or JSON; what the file leaves out keeps its default.

        Tables are joined by an underscore: ``[lockstep] window_days = 14`` sets
        ``lockstep_window_days``.

        Raises
        ------
        PolicyError
            When the file cannot be read, names an unknown threshold or gives a wrong type.
        """
        path = Path(path)
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise PolicyError(f"cannot read policy {path}: {error.strerror}") from error
        try:
            if path.suffix.lower() == ".json":
                values = json.loads(raw)
            else:
                values = tomllib.loads(raw.decode("utf-8"))
        except ValueError as error:
            raise PolicyError(f"policy {path} does not parse: {error}") from error
        if not isinstance(values, dict):
            raise PolicyError(f"policy {path} is not a table of thresholds")
        return cls(**_checked(_flat(values)))


def _flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{prefix}{name}_"))
        else:
            flat[prefix + name] = value
    return flat


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    types = get_type_hints(Policy)
    known = {field.name for field in fields(Policy)}
    for name, value in values.items():
        if name not in known:
            raise PolicyError(f"unknown threshold {name} in the policy")
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or (types[name] is int and not isinstance(value, int)):
            raise PolicyError(f"threshold {name} must be of type {types[name].__name__}")
    return {name: types[name](value) for name, value in values.items()}
