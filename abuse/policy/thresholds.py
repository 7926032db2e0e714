"""The thresholds as ``policy.toml`` states them: default, unit, range and reason of each.

Reads that one file and says which values a threshold may take. It knows neither the policy in
force nor any detector. Sections, units and reasons are messages whose English is the file's.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from abuse.policy.toml_lines import as_toml
from abuse.words.message import Fact, Message, in_context
from abuse.words.message import message as _

_BOUNDS = ("least", "most", "above", "below")
# Beyond it whole numbers no longer fit into the arrays of a scan; nothing counted comes near.
_LARGEST = 10**12
_KEYS = frozenset({"section", "value", "unit", "reason", *_BOUNDS})
# Thresholds that had another name: the old one in a policy is refused with the new one.
RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "hands_common": "identifiers_common",
        "hands_min_kinds": "identifiers_min_kinds",
        "hands_text_similarity": "identifiers_text_similarity",
        "hands_text_words": "identifiers_text_words",
    }
)
# Thresholds that went when weights were learnt (`abuse.policy.shapes`).
LEARNT: frozenset[str] = frozenset(
    {
        "after_warning_cap",
        "campaign_cap",
        "client_cap",
        "dampening",
        "demand_cap",
        "dense_cap",
        "false_review",
        "false_warning",
        "family_cap",
        "funnel_unsure",
        "funnel_unsure_cap",
        "hands_cap",
        "identifiers_cap",
        "impostor_cap",
        "lockstep_cap",
        "manifest_cap",
        "only_answered_weight",
        "refiled_cap",
        "refiled_min_evidence",
        "right_cap",
        "ring_record_cap",
        "rival_cap",
        "shotgun_cap",
        "targets_cap",
        "targets_min_evidence",
        "unfounded_cap",
        "unfounded_few_evidence",
        "unfounded_min_evidence",
        "unfounded_sure",
        "unfounded_unsure",
        "unproven_cap",
        "victim_cap",
        "withdrawn_cap",
        "young_cap",
        "young_registration_cap",
    }
)
# Thresholds that no operator could judge, and that are constants now, each beside its equation
# (docs/adr/0087-thresholds-that-people-can-judge.md).
FIXED: frozenset[str] = frozenset(
    {
        "abuse_share",
        "abuse_weight",
        "campaign_fdr",
        "campaign_overlap",
        "campaign_p",
        "campaign_truss",
        "certainty",
        "clean_partners_factor",
        "clean_ring_factor",
        "dense_core_edges",
        "dense_full_excess",
        "dense_max_filers",
        "dense_max_share",
        "dense_member_p",
        "dense_min_evidence",
        "dense_min_filers",
        "dense_min_own",
        "dense_min_stores",
        "dense_null_edges",
        "dense_prior",
        "dense_prior_cap",
        "dense_ratio",
        "dense_rewirings",
        "dense_rounds",
        "dense_scope_edges",
        "dense_seed",
        "family_floor",
        "funnel_fdr",
        "funnel_trim",
        "hands_min_weight",
        "honest_min_filers",
        "identifiers_alone_weight",
        "identifiers_min_weight",
        "influence_share",
        "lockstep_fdr",
        "lockstep_group_common",
        "lockstep_group_p",
        "lockstep_group_ratio",
        "lockstep_join_p",
        "lockstep_join_pairs",
        "lockstep_ratio",
        "lockstep_sync_p",
        "lockstep_truss",
        "mitigation_cap",
        "outcome_prior_claims",
        "prior_most",
        "prior_weight",
        "relief_cap",
        "ring_hands_evidence",
        "ring_identifiers_evidence",
        "ring_max_size",
        "ring_min_evidence",
        "rival_best_sellers",
        "rival_established_share",
        "store_cap",
        "store_weight",
        "stratum_min_claims",
        "targets_min_claims",
        "targets_min_mitigation",
        "targets_min_relief",
        "unfounded_prior",
        "verdict_lean",
        "victim_chance",
        "weight_manifest",
        "weight_unfounded",
        "weight_ungraded",
        "witness_weight",
        "young_trade",
    }
)
# Thresholds in whose place another one asks for something else, so that no value is taken over.
REPLACED: Mapping[str, str] = MappingProxyType({"framing_budget": "framing_price"})
# Thresholds that went with the rule that they were of.
DROPPED: frozenset[str] = frozenset(
    {
        "burst_cap",
        "burst_p",
        "burst_sale_factor",
        "dense_record_p",
        "ring_clean_p",
        "ring_known_claims",
        "rival_telling",
        "unfounded_min_excess",
        "young_half",
    }
)
# A stored policy that sets one of these is read without it, a new text is refused.
GONE: frozenset[str] = LEARNT | FIXED | DROPPED | frozenset(REPLACED)


@dataclass(frozen=True)
class Threshold:
    """One threshold of a scan.

    Attributes
    ----------
    name : str
    section : Message
        Heading of the group that it belongs to.
    value : int or float
        The default. Its type is the type that every value must have.
    unit : str
        A code, one of `units`.
    reason : Message
    least, most : float
        The range, both included; infinite where there is no bound.
    above, below : float
        The range, neither included.
    """

    name: str
    section: Message
    value: int | float
    unit: str
    reason: Message
    least: float = -math.inf
    most: float = math.inf
    above: float = -math.inf
    below: float = math.inf

    @property
    def unit_name(self) -> Message:
        """What its unit is called."""
        return unit_name(self.unit)

    @property
    def allowed(self) -> Message:
        """The values that it may take.

        Examples
        --------
        >>> str(thresholds()["watch"].allowed)
        'a number above 0 and below 1'
        >>> str(thresholds()["burst_min_complaints"].allowed)
        'a whole number of 1 or more'
        """
        kind = _("a whole number") if isinstance(self.value, int) else _("a number")
        limits = [limit for limit in (self._lower(), self._upper()) if limit]
        if len(limits) == 2:
            low, high = limits
            return _("%(kind)s %(low)s and %(high)s", kind=kind, low=low, high=high)
        return _("%(kind)s %(limit)s", kind=kind, limit=limits[0]) if limits else kind

    @property
    def range(self) -> Message | None:
        """The same, short: from where to where; None where there is no bound.

        Examples
        --------
        >>> str(thresholds()["watch"].range), str(thresholds()["burst_min_complaints"].range)
        ('above 0, below 1', '1 or more')
        >>> str(thresholds()["act_worth"].range), str(thresholds()["after_warning_days"].range)
        ('above 0', '1 to 36,500')
        """
        low, high = self._from(), self._to()
        if low and high and self.above < self.least and self.most < self.below:
            return in_context("range", "%(least)s to %(most)s", least=self.least, most=self.most)
        if low and high:
            return in_context("range", "%(lower)s, %(upper)s", lower=low, upper=high)
        return low or high

    def _from(self) -> Message | None:
        if math.isfinite(self.above) and self.above >= self.least:
            return in_context("range", "above %(bound)s", bound=self.above)
        if math.isfinite(self.least):
            return in_context("range", "%(bound)s or more", bound=self.least)
        return None

    def _to(self) -> Message | None:
        if math.isfinite(self.below) and self.below <= self.most:
            return in_context("range", "below %(bound)s", bound=self.below)
        if math.isfinite(self.most):
            return in_context("range", "at most %(bound)s", bound=self.most)
        return None

    def _lower(self) -> Message | None:
        if math.isfinite(self.above) and self.above >= self.least:
            return in_context("number", "above %(bound)s", bound=self.above)
        if math.isfinite(self.least):
            return in_context("number", "of %(bound)s or more", bound=self.least)
        return None

    def _upper(self) -> Message | None:
        if math.isfinite(self.below) and self.below <= self.most:
            return in_context("number", "below %(bound)s", bound=self.below)
        if math.isfinite(self.most):
            return in_context("number", "of %(bound)s or less", bound=self.most)
        return None

    def fault(
        self, value: object, name: Fact | None = None, *, stored: bool = False
    ) -> Message | None:
        """What is wrong with a value, as a sentence without its full stop; None where it holds.

        `name` is what to call the threshold where its own name does not do. `stored` says that an
        earlier version took the value: it may lie out of today's range then.

        Examples
        --------
        >>> str(thresholds()["watch"].fault(2.0))
        'watch must be a number above 0 and below 1, not 2.0'
        >>> thresholds()["watch"].fault(0.3) is None
        True
        """
        number = isinstance(value, int | float) and not isinstance(value, bool)
        whole = number and isinstance(value, int)
        if number and (whole or isinstance(self.value, float)) and self._within(value, stored):
            return None
        return _(
            "%(name)s must be %(allowed)s, not %(value)s",
            name=name or self.name,
            allowed=self.allowed,
            value=as_toml(value),
        )

    def _within(self, value: Any, stored: bool) -> bool:
        # Infinity and "not a number" are numbers to TOML; no threshold means anything with them.
        inside = self.least <= value <= self.most and self.above < value < self.below
        return bool((stored or inside) and abs(value) <= _LARGEST)


@cache
def thresholds() -> Mapping[str, Threshold]:
    """All thresholds by name, in the file's order.

    Examples
    --------
    >>> thresholds()["prior"].value, thresholds()["prior"].unit
    (0.04, 'probability')
    """
    tables = tomllib.loads(
        resources.files("abuse.policy").joinpath("policy.toml").read_text("utf-8")
    )
    ranges = tables.pop("units")
    by_name: dict[str, Threshold] = {}
    section = ""
    for name, table in tables.items():
        if not _KEYS >= table.keys() >= {"value", "unit", "reason"}:
            raise ValueError(
                f"policy.toml: [{name}] needs value, unit and reason, and no other key"
            )
        section = table.get("section", section)
        bounds = {**ranges[table["unit"]], **table}
        by_name[name] = Threshold(
            name, in_context("section", section), table["value"], table["unit"],
            Message(table["reason"]),
            **{bound: bounds[bound] for bound in _BOUNDS if bound in bounds},
        )  # fmt: skip
        fault = by_name[name].fault(table["value"])
        if fault:
            raise ValueError(f"policy.toml: {fault}")
    return MappingProxyType(by_name)


def unit_name(code: str) -> Message:
    """What a unit is called.

    Examples
    --------
    >>> str(unit_name("log-odds"))
    'log-odds'
    """
    return in_context("unit", code)


@cache
def units() -> Mapping[str, Message]:
    """What each unit means, by its name.

    Examples
    --------
    >>> str(units()["share"])
    '0 to 1'
    """
    tables = tomllib.loads(
        resources.files("abuse.policy").joinpath("policy.toml").read_text("utf-8")
    )
    return MappingProxyType({name: Message(unit["says"]) for name, unit in tables["units"].items()})
