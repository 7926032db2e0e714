"""The thresholds as ``policy.toml`` states them: default, unit, range and reason of each.

Reads that one file and says which values a threshold may take. It knows neither the policy in
force nor any detector.
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

_BOUNDS = ("least", "most", "above", "below")
# Beyond it whole numbers no longer fit into the arrays of a scan; nothing counted comes near.
_LARGEST = 10**12
_KEYS = frozenset({"section", "value", "unit", "reason", *_BOUNDS})
# Thresholds that had another name: the old one in a policy is refused with the new one.
RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "hands_common": "identifiers_common",
        "hands_min_kinds": "identifiers_min_kinds",
        "hands_min_weight": "identifiers_min_weight",
        "hands_text_similarity": "identifiers_text_similarity",
        "hands_text_words": "identifiers_text_words",
        "hands_cap": "identifiers_cap",
        "ring_hands_evidence": "ring_identifiers_evidence",
        "relief_cap": "mitigation_cap",
        "targets_min_relief": "targets_min_mitigation",
        "verdict_lean": "outcome_prior_claims",
        "clean_ring_factor": "clean_partners_factor",
    }
)


@dataclass(frozen=True)
class Threshold:
    """One threshold of a scan.

    Attributes
    ----------
    name, unit, reason : str
    section : str
        Heading of the group that it belongs to.
    value : int or float
        The default. Its type is the type that every value must have.
    least, most : float
        The range, both included; infinite where there is no bound.
    above, below : float
        The range, neither included.
    """

    name: str
    section: str
    value: int | float
    unit: str
    reason: str
    least: float = -math.inf
    most: float = math.inf
    above: float = -math.inf
    below: float = math.inf

    @property
    def allowed(self) -> str:
        """The values that it may take, in words.

        Examples
        --------
        >>> thresholds()["watch"].allowed
        'a number above 0 and below 1'
        >>> thresholds()["burst_min_complaints"].allowed
        'a whole number of 1 or more'
        """
        kind = "a whole number" if isinstance(self.value, int) else "a number"
        bounds = [
            (self.above, f"above {self.above:g}"),
            (self.least, f"of {self.least:g} or more"),
            (self.below, f"below {self.below:g}"),
            (self.most, f"of {self.most:g} or less"),
        ]
        limits = " and ".join(words for bound, words in bounds if math.isfinite(bound))
        return f"{kind} {limits}".rstrip()

    def fault(self, value: object) -> str | None:
        """What is wrong with a value, for a sentence that begins with the threshold's name.

        Examples
        --------
        >>> thresholds()["watch"].fault(2.0)
        'must be a number above 0 and below 1, not 2.0'
        >>> thresholds()["watch"].fault(0.3) is None
        True
        """
        number = isinstance(value, int | float) and not isinstance(value, bool)
        whole = number and isinstance(value, int)
        if number and (whole or isinstance(self.value, float)) and self._within(value):
            return None
        return f"must be {self.allowed}, not {value!r}"

    def _within(self, value: Any) -> bool:
        # Infinity and "not a number" are numbers to TOML; no threshold means anything with them.
        inside = self.least <= value <= self.most and self.above < value < self.below
        return bool(inside and abs(value) <= _LARGEST)


@cache
def thresholds() -> Mapping[str, Threshold]:
    """All thresholds by name, in the file's order.

    Examples
    --------
    >>> thresholds()["prior"].section, thresholds()["prior"].unit
    ('Score', 'probability')
    """
    tables = tomllib.loads(resources.files("abuse").joinpath("policy.toml").read_text("utf-8"))
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
            name, section, table["value"], table["unit"], table["reason"],
            **{bound: bounds[bound] for bound in _BOUNDS if bound in bounds},
        )  # fmt: skip
        fault = by_name[name].fault(table["value"])
        if fault:
            raise ValueError(f"policy.toml: {name} {fault}")
    return MappingProxyType(by_name)


@cache
def units() -> Mapping[str, str]:
    """What each unit means, by its name.

    Examples
    --------
    >>> units()["share"]
    '0 to 1'
    """
    tables = tomllib.loads(resources.files("abuse").joinpath("policy.toml").read_text("utf-8"))
    return MappingProxyType({name: unit["says"] for name, unit in tables["units"].items()})
