"""What a fit found: thresholds before and after, and how well each did on the test part."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from abuse.policy import Policy

FITTED: Final = ("prior", "slope", "offset")


@dataclass(frozen=True)
class CutPart:
    """Labels on one side of the cut: filers, and those confirmed among them."""

    labelled: int
    confirmed: int


@dataclass(frozen=True)
class Reached:
    """Labelled filers that reach a level, and how that fits their labels; None where none do."""

    filers: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True)
class Quality:
    """How well the scores under a policy fit the labels of the test part."""

    brier: float
    log_loss: float
    calibration_error: float
    levels: dict[str, Reached]


@dataclass(frozen=True)
class Fit:
    """A policy with fitted thresholds beside the one that it would follow.

    `cut` parts the labels, `known_until` is when the history ends.
    """

    cut: datetime
    known_until: datetime
    fitted_to: CutPart
    tested_on: CutPart
    before: Policy
    after: Policy
    quality_before: Quality
    quality_after: Quality

    def as_json(self) -> dict[str, Any]:
        """Return plain values; times are ISO 8601 in UTC."""
        return {
            "cut": _iso(self.cut),
            "known_until": _iso(self.known_until),
            "fitted_to": asdict(self.fitted_to),
            "tested_on": asdict(self.tested_on),
            "before": _side(self.before, self.quality_before),
            "after": _side(self.after, self.quality_after),
        }


def _side(policy: Policy, quality: Quality) -> dict[str, Any]:
    values = {name: getattr(policy, name) for name in FITTED}
    return {"policy": policy.digest, **values, **asdict(quality)}


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
