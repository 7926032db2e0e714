"""The ablation of one store: a filer's findings without what its group filed against that store.

Records are recomputed claim by claim and links lose one common store; every other finding keeps the
part of its weight that rests on complaints elsewhere. The market's rates and nulls are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TypeAlias

import numpy as np
from scipy.special import pdtrc

from abuse.arrays import Floats, Ints
from abuse.detectors import campaign, lockstep
from abuse.detectors.unfounded_share import record_ceiling
from abuse.explain.claim_ablation import CLAIM_RULES
from abuse.findings import Finding, Link
from abuse.outcomes.influence import causes
from abuse.outcomes.posterior import weigh_sides
from abuse.outcomes.records import adverse_claims
from abuse.outcomes.shares import pool, record_likelihood, weigh
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.blocks import MIN_OWN
from abuse.structure.campaigns import P as CAMPAIGN_P
from abuse.structure.links import unfounded_rates
from abuse.structure.lockstep import GROUP_COMMON, GROUP_P, GROUP_RATIO
from abuse.structure.rings import find_rings, least_evidence, lost_filings

# A link: its two filers, and by what it is.
Pair: TypeAlias = tuple[int, int, str]


@dataclass(frozen=True)
class KnownTies:
    """The links of each filer, and which of them rest on each complaint."""

    links: Mapping[int, list[Link]]

    def of(self, filer: int) -> list[Link]:
        """The links of one filer."""
        return self.links.get(filer, [])

    def resting_on(self, complaints: Iterable[int]) -> set[Pair]:
        """Links by common stores that rest on any of some complaints."""
        return {pair for each in complaints for pair in self._by_complaint.get(each, ())}

    @cached_property
    def _by_complaint(self) -> dict[int, list[Pair]]:
        resting: dict[int, list[Pair]] = defaultdict(list)
        for filer, links in self.links.items():
            for link in links:
                if link.a == filer and link.source != "identifiers":
                    for complaint in set(link.complaints):
                        resting[complaint].append(_pair(link))
        return resting


def _pair(link: Link) -> Pair:
    return link.a, link.b, link.source


class StoreAblation:
    """One store removed from the record of a group of filers (a ring, or one filer)."""

    def __init__(
        self,
        view: View,
        policy: Policy,
        group: Sequence[int],
        store: int,
        ties: KnownTies,
    ) -> None:
        self.view, self.policy, self.group, self.ties = view, policy, group, ties
        self.store = store
        mine = np.concatenate([view.claims_by_filer[member] for member in group])
        at = view.store[mine] == store
        self.rest = mine[~at]
        self.removed = frozenset(view.complaint[mine[at]].tolist())
        self.complaints = len(self.removed)
        self._weaker = ties.resting_on(self.removed)
        self.record, self.by_target = self._records()
        self._of, self._against = cache(self._rest_of), cache(self._lost_of)

    def _records(self) -> tuple[Floats, Floats]:
        """Evidence from outcomes and from targets of each member, without the store."""
        rates = unfounded_rates(self.view, self.policy)
        known = rates.verdicts.log_odds[self.rest] + rates.store[self.rest]
        both = self._likelihoods(known, known + rates.targets.log_odds[self.rest])
        honest = np.tile(rates.honest.density(np.array(self.group)), (2, 1))
        factor, size = weigh(both, rates.guilty, honest), len(self.group)
        self.known = both[:size]
        return factor[:size], factor[size:] - factor[:size]

    def _likelihoods(self, *readings: Floats) -> Floats:
        """As `abuse.outcomes.posterior` has it; one reading of the claims after the other, each
        with a row a member.
        """
        view, verdicts = self.view, unfounded_rates(self.view, self.policy).verdicts
        complaints = np.concatenate([view.complaints_by_filer[member] for member in self.group])
        order = np.argsort(complaints)
        spot = order[np.searchsorted(complaints[order], view.complaint[self.rest])]
        unnamed, refused = (
            view.complaint_unlisted[complaints],
            verdicts.unnamed[verdicts.stratum[complaints]],
        )
        both_sides = [weigh_sides(spot, odds, unnamed, refused) for odds in readings]
        mean, weight = (np.stack(parts) for parts in zip(*both_sides, strict=True))
        member = np.searchsorted(np.array(self.group), view.complaint_filer[complaints])
        turn = np.arange(len(readings))[:, None, None] * len(self.group)
        rows = np.broadcast_to(member + turn, mean.shape)
        size = len(self.group) * len(readings)
        return record_likelihood(rows.ravel(), mean.ravel(), weight.ravel(), size)

    def weighed(self, finding: Finding) -> Finding | None:
        """The finding with the weight that is left; None where nothing is."""
        left = self._left(finding)
        if left <= 0:
            return None
        again = replace(finding, log_odds=min(left, finding.log_odds))
        if finding.detector == "ring_record":
            before = finding.acts["filings"]
            filings = min(before, lost_filings(self.view, finding.partners, self.removed))
            price = max((finding.price or 0.0) - (before - filings), 0.0)
            return replace(again, acts={"filings": filings}, price=price)
        if finding.detector != "unfounded_share" or not self._few(finding.filer):
            return again
        return replace(again, ceiling=record_ceiling(self.policy, *self._against(finding.filer)))

    def _left(self, finding: Finding) -> float:
        if self.removed.isdisjoint(finding.complaints) and finding.detector != "ring_record":
            return finding.log_odds
        rules = {
            "unfounded_share": self._unfounded,
            "established_targets": self._targets,
            "ring_record": self._ring,
            "lockstep": self._linked,
            "campaign": self._linked,
            "dense_block": self._dense,
            "impostor": self._while_any,
            "unproven": self._while_any,
        }
        if finding.detector in CLAIM_RULES:
            again = CLAIM_RULES[finding.detector]
            return again(self.view, self.policy, finding, self._of(finding.filer))
        return rules.get(finding.detector, self._in_part)(finding)

    def _in_part(self, finding: Finding) -> float:
        """By the share of its complaints that lie elsewhere."""
        rest = sum(complaint not in self.removed for complaint in finding.complaints)
        if rest < min(finding.least, len(finding.complaints)):
            return 0.0
        return finding.log_odds * rest / len(finding.complaints)

    def _while_any(self, finding: Finding) -> float:
        """The whole weight while any complaint is left: it is about the filer, not its targets."""
        return finding.log_odds if set(finding.complaints) - self.removed else 0.0

    def _rest_of(self, filer: int) -> Ints:
        mine: Ints = self.rest[self.view.filer[self.rest] == filer]
        return mine

    def _lost_of(self, filer: int) -> tuple[int, float]:
        """Complaints left with a claim that ended against it, and how many causes these have."""
        mine = self._of(filer)
        bad = self.view.complaint[mine[adverse_claims(self.view)[mine]]]
        lost = np.unique(bad, return_counts=True)[1]
        return len(lost), float(causes(np.zeros(len(lost), np.int64), lost, 1)[0])

    def _few(self, filer: int) -> bool:
        return self._against(filer)[0] < self.policy.unfounded_min_complaints

    def _unfounded(self, finding: Finding) -> float:
        policy, filer = self.policy, finding.filer
        evidence = float(self.record[self.group.index(filer)])
        enough = self._against(filer)[0] >= policy.unfounded_few_complaints
        return evidence if enough else 0.0

    def _targets(self, finding: Finding) -> float:
        own = self.group.index(finding.filer)
        evidence = float(self.by_target[own] + self.record[own].clip(max=0))
        if len(np.unique(self.view.complaint[self._of(finding.filer)])) < (
            self.policy.unfounded_min_complaints
        ):
            return 0.0
        return max(evidence, 0.0)

    def _ring(self, finding: Finding) -> float:
        """The joint record of those whom links still bind."""
        own = self.group.index(finding.filer)
        if self.record[own] + self.by_target[own] <= 0:
            return 0.0
        return self._pools.get(finding.filer, 0.0)

    @cached_property
    def _pools(self) -> dict[int, float]:
        """The joint evidence that each member still carries, where links still bind it."""
        inside = set(self.group)
        links = [
            link
            for member in self.group
            for link in self.ties.of(member)
            if link.a == member and link.b in inside
        ]
        kept = [again for link in links if (again := self._less(link)) is not None]
        # The links make a ring, so a ring that lost no link is unchanged.
        bound = [(tuple(self.group), tuple(kept))]
        if len(kept) < len(links):
            bound = [(r.members, r.links) for r in find_rings(self.view, self.policy, kept)]
        return {
            member: evidence
            for members, ties in bound
            for evidence in [self._pooled(members, ties)]
            for member in members
        }

    def _pooled(self, members: Sequence[int], ties: Sequence[Link]) -> float:
        spots = [self.group.index(member) for member in members]
        rates = unfounded_rates(self.view, self.policy)
        honest = rates.honest.density(np.array(members))
        evidence, _ = pool(self.known[spots], rates.guilty, honest)
        mine = self.rest[adverse_claims(self.view)[self.rest]]
        enough = len(mine) >= self.policy.unfounded_min_complaints
        return (
            evidence if enough and evidence >= least_evidence(self.policy, members, ties) else 0.0
        )

    def _less(self, link: Link) -> Link | None:
        """A link by common stores with one store less, None where it no longer holds."""
        if _pair(link) not in self._weaker:
            return link
        policy, common = self.policy, int(link.numbers["common"]) - 1
        p = float(pdtrc(common - 1, link.numbers["expected"]))
        if link.source == "campaign":
            limit = link.numbers.get("limit", CAMPAIGN_P)
            held = common >= policy.campaign_min_common and p < limit
        else:
            held = (
                common >= GROUP_COMMON
                and common >= GROUP_RATIO * link.numbers["expected"]
                and p < GROUP_P
            )
        return replace(link, numbers={**link.numbers, "common": common, "p": p}) if held else None

    def _linked(self, finding: Finding) -> float:
        mine = [link for link in self.ties.of(finding.filer) if link.source == finding.detector]
        kept = [again for link in mine if (again := self._less(link)) is not None]
        if not kept:
            return 0.0
        weight = lockstep.weigh_links if finding.detector == "lockstep" else campaign.weigh_links
        return finding.log_odds * weight(self.policy, kept) / weight(self.policy, mine)

    def _dense(self, finding: Finding) -> float:
        enough = int(finding.numbers["own_stores"]) - 1 >= MIN_OWN
        return finding.log_odds * enough
