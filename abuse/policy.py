"""The policy in force: the thresholds of a scan as one frozen value with a digest.

Defaults, units, ranges and reasons are in ``policy.toml``; here each threshold has its name and its
type, so that a misspelt one does not pass the type checker. The module reads no data and knows no
detector: detectors read the policy, never the other way round.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from abuse.thresholds import RENAMED, thresholds
from abuse.toml_lines import lines_of

Kind = TypeVar("Kind", bound=type)
# Stands where policy.toml gives the default.
STATED: Any = None
# Tables of a platform's whole policy.
_WHOLE = frozenset({"scan", "boycott", "sample"})


class PolicyError(ValueError):
    """A policy that cannot be used; the message is one sentence for the operator."""


def _with_defaults(kind: Kind) -> Kind:
    """Give each threshold of the class its default, and fail where class and file differ."""
    stated = thresholds()
    differ = sorted(set(stated) ^ set(kind.__annotations__))
    if differ:
        raise TypeError(f"only one of policy.toml and abuse/policy.py has {', '.join(differ)}")
    for name, threshold in stated.items():
        if kind.__annotations__[name] != type(threshold.value).__name__:
            raise TypeError(f"policy.toml and abuse/policy.py give {name} different types")
        setattr(kind, name, threshold.value)
    return kind


@dataclass(frozen=True)
@_with_defaults
class Policy:
    """Thresholds, levels and windows; ``policy.toml`` says what each is for.

    Log-odds are natural logarithms. Shares lie in [0, 1]. Windows are days.

    Raises
    ------
    PolicyError
        When a value is of another type or out of its range, or the levels do not rise.

    Examples
    --------
    >>> Policy().digest == Policy().digest
    True
    >>> Policy(warning=0.8).digest == Policy().digest
    False
    """

    prior: float = STATED
    slope: float = STATED
    offset: float = STATED
    certainty: float = STATED
    watch: float = STATED
    warning: float = STATED
    boycott_review: float = STATED
    family_floor: float = STATED
    family_cap: float = STATED
    dampening: float = STATED
    mitigation_cap: float = STATED
    clean_partners_factor: float = STATED

    funnel_fdr: float = STATED
    funnel_trim: float = STATED
    funnel_unsure: float = STATED
    funnel_unsure_cap: float = STATED
    stratum_min_claims: int = STATED

    unfounded_prior: float = STATED
    outcome_prior_claims: float = STATED
    store_weight: float = STATED
    store_cap: float = STATED
    abuse_share: float = STATED
    abuse_weight: float = STATED
    unfounded_few_complaints: int = STATED
    unfounded_few_evidence: float = STATED
    unfounded_min_complaints: int = STATED
    unfounded_min_evidence: float = STATED
    unfounded_sure: float = STATED
    unfounded_unsure: float = STATED
    unfounded_cap: float = STATED
    targets_min_evidence: float = STATED
    targets_min_mitigation: float = STATED
    targets_min_claims: int = STATED
    targets_cap: float = STATED
    manifest_min_claims: int = STATED
    manifest_min_complaints: int = STATED
    manifest_cap: float = STATED
    manifest_clean: int = STATED
    manifest_clean_review: int = STATED
    withdrawn_min_complaints: int = STATED
    withdrawn_min_share: float = STATED
    withdrawn_cap: float = STATED
    weight_ungraded: float = STATED
    weight_unfounded: float = STATED
    weight_manifest: float = STATED

    burst_window_days: int = STATED
    burst_past_days: int = STATED
    burst_min_complaints: int = STATED
    burst_ratio: float = STATED
    burst_p: float = STATED
    burst_cap: float = STATED
    burst_sale_factor: float = STATED

    refiled_min: int = STATED
    refiled_share: float = STATED
    refiled_min_evidence: float = STATED
    refiled_cap: float = STATED
    only_answered_min: int = STATED
    only_answered_stores: int = STATED
    only_answered_complaints: int = STATED
    only_answered_defended: float = STATED
    only_answered_weight: float = STATED
    demand_min_stores: int = STATED
    demand_days: int = STATED
    demand_cap: float = STATED
    shotgun_min_complaints: int = STATED
    shotgun_dead_share: float = STATED
    shotgun_day_complaints: int = STATED
    shotgun_outside_complaints: int = STATED
    shotgun_outside_share: float = STATED
    shotgun_cap: float = STATED

    lockstep_window_days: int = STATED
    lockstep_min_common: int = STATED
    lockstep_ratio: float = STATED
    lockstep_fdr: float = STATED
    lockstep_group_common: int = STATED
    lockstep_group_p: float = STATED
    lockstep_group_ratio: float = STATED
    lockstep_truss: int = STATED
    lockstep_join_p: float = STATED
    lockstep_join_pairs: int = STATED
    lockstep_sync_p: float = STATED
    lockstep_cap: float = STATED

    dense_rewirings: int = STATED
    dense_ratio: float = STATED
    dense_full_excess: float = STATED
    dense_seed: int = STATED
    dense_rounds: int = STATED
    dense_scope_edges: int = STATED
    dense_min_filers: int = STATED
    dense_min_stores: int = STATED
    dense_min_own: int = STATED
    dense_member_p: float = STATED
    dense_max_filers: int = STATED
    dense_max_share: float = STATED
    dense_prior: float = STATED
    dense_prior_cap: float = STATED
    dense_min_evidence: float = STATED
    dense_core_edges: int = STATED
    dense_null_edges: int = STATED
    dense_cap: float = STATED

    campaign_window_days: int = STATED
    campaign_min_common: int = STATED
    campaign_p: float = STATED
    campaign_truss: int = STATED
    campaign_cap: float = STATED

    identifiers_common: int = STATED
    identifiers_min_kinds: int = STATED
    identifiers_min_weight: float = STATED
    identifiers_text_similarity: float = STATED
    identifiers_text_words: int = STATED
    identifiers_cap: float = STATED
    ring_min_size: int = STATED
    ring_strong_kinds: int = STATED
    ring_max_size: int = STATED
    ring_record_cap: float = STATED
    ring_min_evidence: float = STATED
    ring_identifiers_evidence: float = STATED

    young_min_claims: int = STATED
    young_share: float = STATED
    young_margin_days: int = STATED
    young_trade: float = STATED
    young_cap: float = STATED
    young_registration_cap: float = STATED
    rival_min_claims: int = STATED
    rival_share: float = STATED
    rival_best_sellers: float = STATED
    rival_established_days: int = STATED
    rival_established_share: float = STATED
    rival_cap: float = STATED
    impostor_new_days: int = STATED
    impostor_known_days: int = STATED
    impostor_known_complaints: int = STATED
    impostor_known_upheld: int = STATED
    impostor_known_share: float = STATED
    impostor_letters_per_slip: int = STATED
    impostor_most_names: int = STATED
    impostor_crowd: int = STATED
    impostor_cap: float = STATED

    backtest_warning_days: int = STATED
    backtest_term_days: int = STATED

    def __post_init__(self) -> None:
        for name, threshold in thresholds().items():
            fault = threshold.fault(getattr(self, name))
            if fault:
                raise PolicyError(f"{name} {fault}")
        if not self.watch <= self.warning <= self.boycott_review:
            raise PolicyError("levels must rise: watch <= warning <= boycott_review")

    @property
    def digest(self) -> str:
        """SHA-256 of the values in force, and of nothing else: reasons may be reworded."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def load(cls, path: str | Path) -> Policy:
        """Read a policy from a TOML file; what it leaves out keeps its default.

        The file may also be a platform's whole policy, with the scan's thresholds in ``[scan]``
        beside ``[boycott]`` and ``[sample]``, which are not read here.

        Raises
        ------
        PolicyError
            As `of`, or when the file cannot be read or is not TOML.
        """
        try:
            text = Path(path).read_text(encoding="utf-8")
            values = tomllib.loads(text)
        except OSError as error:
            raise PolicyError(f"cannot read policy {path}: {error.strerror}") from error
        except ValueError as error:
            raise PolicyError(f"policy {path} does not parse: {error}") from error
        whole = isinstance(values.get("scan"), dict) and not set(values) - _WHOLE
        return cls.of(values["scan"] if whole else values, text)

    @classmethod
    def of(
        cls, values: Mapping[str, Any], text: str = "", *, renamed: Mapping[str, str] = RENAMED
    ) -> Policy:
        """A policy from parsed TOML.

        ``lockstep_window_days = 14``, ``[lockstep]`` with ``window_days = 14`` and
        ``[lockstep_window_days]`` with ``value = 14`` say the same; in the last form ``unit`` and
        ``reason`` may stand beside the value.

        Parameters
        ----------
        values : mapping
        text : str, optional
            What was parsed; with it a message names the line.
        renamed : mapping, optional
            The new name of each threshold that had another one.

        Raises
        ------
        PolicyError
            For a threshold that is unknown, was renamed, given twice, of another type, out of its
            range, or in another unit than ours.

        Examples
        --------
        >>> Policy.of({"lockstep": {"window_days": 14}}).lockstep_window_days
        14
        """
        given: dict[str, Any] = {}
        lines = _lines(text)
        for name, value in _flat(values):
            threshold = thresholds().get(name)
            where = f"the policy's {name}{_line(lines, name)}"
            if name in renamed:
                raise PolicyError(f"{where} is called {renamed[name]} now")
            if threshold is None:
                raise PolicyError(f"{where} is an unknown threshold")
            if name in given:
                raise PolicyError(f"{where} is given twice")
            if isinstance(value, Mapping):
                value = _value(value, threshold.unit, where)
            fault = threshold.fault(value)
            if fault:
                raise PolicyError(f"{where} {fault}")
            given[name] = type(threshold.value)(value)
        return cls(**given)


def _flat(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Thresholds by their whole names; a table that is no threshold's begins the names in it."""
    settings: list[tuple[str, Any]] = []
    for name, value in values.items():
        whole = prefix + name
        if isinstance(value, Mapping) and value and whole not in thresholds():
            settings += _flat(value, f"{whole}_")
        else:
            settings.append((whole, value))
    return settings


def _value(table: Mapping[str, Any], unit: str, where: str) -> Any:
    """The value of a threshold that is given in the form of ``policy.toml``."""
    odd = sorted(set(table) - {"value", "unit", "reason"})
    if odd or "value" not in table:
        raise PolicyError(
            f"{where} takes value, unit and reason, not {', '.join(odd) or 'nothing'}"
        )
    if table.get("unit", unit) != unit:
        raise PolicyError(f"{where} is in the unit {unit}, not {table['unit']!r}")
    return table["value"]


def _lines(text: str) -> Mapping[str, int]:
    """The line of each threshold that a text sets."""
    return {
        "_".join(path[1:] if path[0] == "scan" else path): line
        for path, line in lines_of(text).items()
    }


def _line(lines: Mapping[str, int], name: str) -> str:
    """Where a threshold is set, in brackets; nothing where that cannot be told."""
    # An inline table stands in one line with all that it holds.
    holding = [spot for spot in lines if spot and f"{name}_".startswith(f"{spot}_")]
    return f" (line {lines[max(holding, key=len)]})" if holding else ""
