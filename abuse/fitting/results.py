"""What a fit found: shapes before and after, and how well each did on labels that did not train."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from abuse.policy import Policy
from abuse.policy.shapes import PARTS, Shape


@dataclass(frozen=True)
class CutPart:
    """Labels on one side of the cut: filers, and those confirmed among them."""

    labelled: int
    confirmed: int

    @property
    def cleared(self) -> int:
        """Those who were not confirmed."""
        return self.labelled - self.confirmed


@dataclass(frozen=True)
class Reached:
    """Labelled filers that reach a level, and how that fits their labels; None where none do."""

    filers: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True)
class Quality:
    """How well the scores under a policy fit the labels of the test part.

    `ranking` is the share of pairs, one confirmed and one not, of whom the confirmed has the higher
    score; a tie is half a pair.
    """

    ranking: float
    brier: float
    log_loss: float
    calibration_error: float
    levels: dict[str, Reached]


@dataclass(frozen=True)
class Moved:
    """A curve that the labels changed: what it gives at its last bend, before and after."""

    part: str
    name: str
    before: float
    after: float


@dataclass(frozen=True)
class Fit:
    """A policy with refitted shapes beside the one that it would follow.

    `cut` parts the labels, `known_until` is when the history ends. `calibrated` says whether later
    labels were enough to move the levels; otherwise as many filers reach a warning as before, and
    only their order is new. `reviewers_known` says whether it was asked from whom the labels are.
    """

    cut: datetime
    known_until: datetime
    fitted_to: CutPart
    tested_on: CutPart
    before: Policy
    after: Policy
    quality_before: Quality
    quality_after: Quality
    calibrated: bool
    reviewers_known: bool

    @property
    def moved(self) -> list[Moved]:
        """The curves that changed, those that changed most first."""
        changed = [each for each in self._curves() if each.before != each.after]
        return sorted(changed, key=lambda each: (-abs(each.after - each.before), each.name))

    def _curves(self) -> Iterator[Moved]:
        old, new = self.before.shapes, self.after.shapes
        for part in PARTS:
            was: dict[str, Shape] = dict(getattr(old, part))
            for name, shape in getattr(new, part).items():
                end = shape.evidence[-1]
                before = was[name].at(end) if name in was else 0.0
                yield Moved(part, name, round(before, 4), round(shape.weight[-1], 4))

    def as_json(self) -> dict[str, Any]:
        """Return plain values; times are ISO 8601 in UTC."""
        return {
            "cut": _iso(self.cut),
            "known_until": _iso(self.known_until),
            "fitted_to": asdict(self.fitted_to),
            "tested_on": asdict(self.tested_on),
            "levels_moved": self.calibrated,
            "reviewers_known": self.reviewers_known,
            "curves": [asdict(each) for each in self.moved],
            "before": _side(self.before, self.quality_before),
            "after": _side(self.after, self.quality_after),
        }


def _side(policy: Policy, quality: Quality) -> dict[str, Any]:
    shapes = {"shapes": policy.shapes.digest, "offset": policy.shapes.offset}
    return {"policy": policy.digest, **shapes, **asdict(quality)}


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
