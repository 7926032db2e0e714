"""What a draft changes of a policy: checked value by value, each with its reason, and written out.

A threshold is named by its table and its name (`scan.warning`). Reasons are kept by that name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from abuse.policy import PolicyError, unknown
from abuse.policy.shapes import Shapes, shipped
from abuse.policy.thresholds import Threshold
from abuse.policy.toml_lines import as_toml
from complaints.base.codes import Code
from complaints.base.errors import FieldError, invalid_fields
from complaints.rules.policy.plain_thresholds import title_of
from complaints.rules.policy.policies import SHAPES, Policies
from complaints.rules.policy.policy_tables import TABLES
from complaints.words import Fact
from complaints.words import message as _

# By table, then by name.
Values = Mapping[str, Mapping[str, Any]]
Reasons = Mapping[str, str]
LONGEST_REASON = 1000
# The curves as a change: no number, so a draft takes them from a file alone.
CURVES: Final = Threshold(
    SHAPES, _("How much each kind of evidence weighs"), 0, "",
    _("Learnt from labels, and checked against later ones: “cleanhands fit” says how."),
)  # fmt: skip
_SHOWN = 12
_LEVELS = ("watch", "warning", "boycott_review")
_TERMS = ("min_term", "max_term")


@dataclass(frozen=True, slots=True)
class Change:
    """One threshold that a draft sets to another value, or the curves of the score, which come as a
    whole and from a file; `why` is None where no reason was kept."""

    table: str
    threshold: Threshold
    before: int | float | Shapes
    after: int | float | Shapes
    why: str | None = None

    @property
    def key(self) -> str:
        return f"{self.table}.{self.threshold.name}"

    @property
    def title(self) -> Fact:
        """What people call it; its name in the file where it has no other."""
        if self.threshold is CURVES:
            return self.threshold.section
        return title_of(self.table, self.threshold.name)

    @property
    def old(self) -> int | float | str:
        """The value before, as a page shows it: curves by the beginning of their digest."""
        return _shown(self.before)

    @property
    def new(self) -> int | float | str:
        """The value after, likewise."""
        return _shown(self.after)


def changes(before: Policies, after: Policies, reasons: Reasons | None = None) -> list[Change]:
    """Return what is different, in the order of the tables."""
    kept = reasons or {}
    moved = [
        Change(table, threshold, old, new, kept.get(f"{table}.{name}"))
        for table, held in TABLES.items()
        for name, threshold in held.items()
        for old, new in [(_value(before, table, name), _value(after, table, name))]
        if old != new
    ]
    curves = before.scan.shapes, after.scan.shapes
    if curves[0] != curves[1]:
        moved.append(Change("scan", CURVES, *curves, kept.get("scan.shapes")))
    return moved


def change_policy(
    base: Policies, values: Values, reasons: Values, others: Sequence[FieldError] = ()
) -> tuple[Policies, dict[str, str]]:
    """Return the policy that is `base` with these values, and the reason for each that changes.

    Refuses with: invalid-request, with everything that does not hold: each value and each missing
    reason at its field (`/values/scan/warning`, `/why/scan/warning`), then the `others`.
    """
    faults: list[FieldError] = []
    given = {table: _checked(table, named, faults) for table, named in values.items()}
    new = _with(base, given, faults)
    whys = {
        f"{table}.{name}": " ".join(str(reasons.get(table, {}).get(name) or "").split())
        for table, named in given.items()
        for name, value in named.items()
        if value != _value(base, table, name)
    }
    for key, why in whys.items():
        _require_reason(key, why, faults)
    faults += others
    if faults:
        raise invalid_fields(faults)
    return new, whys


def kept_reasons(before: Policies, after: Policies, earlier: Reasons, new: Reasons) -> Reasons:
    """Return the reasons that a policy keeps: the new ones, and the earlier ones of what stays."""
    moved = {change.key for change in changes(before, after)}
    return {key: why for key, why in earlier.items() if key not in moved} | dict(new)


def as_text(policy: Policies, reasons: Reasons) -> str:
    """Return a policy as a file that states what differs from the built-in thresholds.

    >>> print(as_text(Policies(), {}), end="")
    """
    lines: list[str] = []
    for table in TABLES:
        differing = [
            each
            for each in changes(Policies(), policy)
            if each.table == table and each.threshold is not CURVES
        ]
        lines += [f"[{table}]"] if differing else []
        lines += [_line(each, reasons.get(each.key, "")) for each in differing]
    if policy.scan.shapes != shipped():
        lines += policy.scan.shapes.as_toml()
    return "".join(f"{line}\n" for line in lines)


def _shown(value: int | float | Shapes) -> int | float | str:
    return value.digest[:_SHOWN] if isinstance(value, Shapes) else value


def _line(change: Change, why: str) -> str:
    # A comment of TOML holds no control characters.
    said = "".join(letter for letter in " ".join(why.split()) if letter.isprintable())
    stated = f"{change.threshold.name} = {as_toml(change.after)}"
    return f"{stated}  # {said}" if said else stated


def _checked(
    table: str, values: Mapping[str, Any], faults: list[FieldError]
) -> dict[str, int | float]:
    """Return the values of one table that hold, as their thresholds' types; note what is wrong."""
    held: dict[str, int | float] = {}
    for name, value in values.items():
        threshold = TABLES.get(table, {}).get(name)
        at = f"/values/{table}/{name}"
        if threshold is None:
            what = _("%(fault)s.", fault=unknown(f"{table}.{name}"))
            faults.append(FieldError(at, Code.UNKNOWN_MEMBER, what))
        elif fault := threshold.fault(value, title_of(table, name)):
            what = _("%(fault)s.", fault=fault)
            faults.append(FieldError(at, Code.OUT_OF_RANGE, what, _bounds(threshold)))
        else:
            held[name] = type(threshold.value)(value)
    return held


def _bounds(threshold: Threshold) -> dict[str, object]:
    """Return the range of a threshold as facts: what it includes, else what it lies between."""
    low, high = max(threshold.least, threshold.above), min(threshold.most, threshold.below)
    return {name: bound for name, bound in (("min", low), ("max", high)) if math.isfinite(bound)}


def _with(base: Policies, given: Values, faults: list[FieldError]) -> Policies:
    """Return the policy with these values; note where two of them do not go together."""
    boycott = replace(base.boycott, **given.get("boycott", {}))
    if boycott.min_term > boycott.max_term:
        fault = _(
            "%(longest)s must not be below %(shortest)s.",
            longest=title_of("boycott", "max_term"),
            shortest=title_of("boycott", "min_term"),
        )
        faults.append(FieldError(_at("boycott", _TERMS, base, given), Code.OUT_OF_ORDER, fault))
    try:
        scan = replace(base.scan, **given.get("scan", {}))
    except PolicyError:
        # Each value holds by itself: what is left is that the levels do not rise.
        scan = base.scan
        watch, warning, review = (title_of("scan", name) for name in _LEVELS)
        fault = _(
            "%(warning)s must lie between %(watch)s and %(review)s.",
            watch=watch,
            warning=warning,
            review=review,
        )
        faults.append(FieldError(_at("scan", _LEVELS, base, given), Code.OUT_OF_ORDER, fault))
    law = replace(base.law, **given.get("law", {}))
    sample = replace(base.sample, **given.get("sample", {}))
    return Policies(scan, boycott, law, sample)


def _at(table: str, names: tuple[str, ...], base: Policies, given: Values) -> str:
    """Return the pointer to the first of these that is given another value."""
    named = given.get(table, {})
    moved = [name for name in names if name in named and named[name] != _value(base, table, name)]
    return f"/values/{table}/{(moved or names)[0]}"


def _require_reason(key: str, why: str, faults: list[FieldError]) -> None:
    table, name = key.split(".")
    if not why:
        fault = _("Reason for “%(name)s”: say why it is to change.", name=title_of(table, name))
        faults.append(FieldError(f"/why/{table}/{name}", Code.REQUIRED, fault))
    elif len(why) > LONGEST_REASON:
        fault = _(
            "Reason for “%(name)s”: keep it under %(most)s characters.",
            name=title_of(table, name),
            most=LONGEST_REASON,
        )
        faults.append(
            FieldError(f"/why/{table}/{name}", Code.TOO_LONG, fault, {"max": LONGEST_REASON})
        )


def _value(policy: Policies, table: str, name: str) -> int | float:
    value: int | float = getattr(getattr(policy, table), name)
    return value
