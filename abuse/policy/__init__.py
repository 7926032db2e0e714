"""The policy in force: the thresholds of a scan as one frozen value with a digest.

Names, defaults, units, ranges and reasons are in ``policy.toml`` alone. The type checker reads them
there too (`tests/typing/thresholds.py`), so that a misspelt threshold does not pass it. The module
reads no data and knows no detector: detectors read the policy, never the other way round.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from abuse.policy.shapes import Shapes, ShapesError, shipped
from abuse.policy.thresholds import DROPPED, FIXED, GONE, RENAMED, REPLACED, thresholds
from abuse.policy.toml_lines import as_toml, broken_at, lines_of
from abuse.words.message import Fact, Listed, Message
from abuse.words.message import message as _

Kind = TypeVar("Kind", bound=type)
# Tables of a platform's whole policy.
_WHOLE = frozenset({"scan", "shapes", "boycott", "law", "sample"})
_LEVELS = ("watch", "warning", "boycott_review")


class PolicyError(ValueError):
    """A policy that cannot be used; the message is one sentence, without its full stop."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def _with_thresholds(kind: Kind) -> Kind:
    """Give the class a field for each threshold of ``policy.toml``, with its type and default."""
    stated = {name: type(each.value) for name, each in thresholds().items()}
    kind.__annotations__ = stated | kind.__annotations__
    for name, threshold in thresholds().items():
        setattr(kind, name, threshold.value)
    return kind


@dataclass(frozen=True)
@_with_thresholds
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

    # How much each kind of evidence weighs.
    shapes: Shapes = field(default_factory=shipped)
    # The share of filers that abuse in the market that is scanned; left out where it is not learnt.
    share: float | None = None
    # Whether an earlier version took it: values out of today's ranges stay as they were.
    stored: bool = field(default=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name, threshold in thresholds().items():
            fault = threshold.fault(getattr(self, name), stored=self.stored)
            if fault:
                raise PolicyError(fault)
        _require_rising(vars(self), {})

    @property
    def values(self) -> dict[str, float | int | str]:
        """The thresholds by name, in the file's order, and the digest of the shapes."""
        stated = {name: getattr(self, name) for name in thresholds()}
        return {**stated, "shapes": self.shapes.digest}

    @property
    def digest(self) -> str:
        """SHA-256 of the values in force, and of nothing else: reasons may be reworded."""
        text = json.dumps(self.values, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def load(cls, path: str | Path) -> Policy:
        """Read a policy from a TOML file; what it leaves out keeps its default.

        The file may also be a platform's whole policy, with the scan's thresholds in ``[scan]``
        and its curves in ``[shapes]``, beside ``[boycott]``, ``[law]`` and ``[sample]``, not read
        here.

        Raises
        ------
        PolicyError
            As `of`, or when the file cannot be read or is not TOML.
        """
        try:
            text = Path(path).read_text(encoding="utf-8")
            values = tomllib.loads(text)
        except OSError as error:
            raise PolicyError(
                _(
                    "cannot read policy %(path)s: %(error)s",
                    path=str(path),
                    error=str(error.strerror),
                )
            ) from error
        except UnicodeDecodeError as error:
            raise PolicyError(
                _(
                    "policy %(path)s does not parse: %(error)s",
                    path=str(path),
                    error=_("it is not UTF-8 text"),
                )
            ) from error
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(
                _(
                    "policy %(path)s does not parse: %(error)s",
                    path=str(path),
                    error=broken(text, error),
                )
            ) from error
        if isinstance(values.get("scan"), dict) and not set(values) - _WHOLE:
            values = values["scan"] | {k: values[k] for k in ("shapes",) if k in values}
        return cls.of(values, text)

    @classmethod
    def of(
        cls,
        values: Mapping[str, Any],
        text: str = "",
        *,
        renamed: Mapping[str, str] = RENAMED,
        stored: bool = False,
    ) -> Policy:
        """A policy from parsed TOML.

        ``lockstep_window_days = 14``, ``[lockstep]`` with ``window_days = 14`` and
        ``[lockstep_window_days]`` with ``value = 14`` say the same; in the last form ``unit`` and
        ``reason`` may stand beside the value. ``[shapes]`` has the curves that differ from the
        shipped ones.

        Parameters
        ----------
        values : mapping
        text : str, optional
            What was parsed; with it a message names the line.
        renamed : mapping, optional
            The new name of each threshold that had another one.
        stored : bool
            Whether the text was taken by an earlier version. What it sets of thresholds and curves
            that went (`abuse.policy.thresholds.GONE`) is passed over then; a threshold that has
            another name now is read under it; and a value keeps its number where the unit or the
            range of its threshold has changed since.

        Raises
        ------
        PolicyError
            For a threshold that is unknown, was renamed, went, is given twice, of another type, out
            of its range, or in another unit than ours; for shapes that cannot be used
            (`abuse.policy.shapes.Shapes.of_toml`).

        Examples
        --------
        >>> Policy.of({"lockstep": {"window_days": 14}}).lockstep_window_days
        14
        """
        given: dict[str, Any] = {}
        lines = _lines(text)
        values = dict(values)
        if "shapes" in values:
            given["shapes"] = _learnt(
                values.pop("shapes"), at_line("shapes", _line(lines, "shapes")), stored
            )
        for old, value in _flat(values, renamed):
            where = at_line(old, _line(lines, old))
            name = renamed.get(old, old)
            if name != old and not stored:
                raise PolicyError(called(where, name))
            threshold = thresholds().get(name)
            if name in GONE and stored:
                continue
            if name in REPLACED:
                raise PolicyError(replaced(where, REPLACED[name]))
            if name in GONE:
                raise PolicyError(_went(name, where))
            if threshold is None:
                raise PolicyError(unknown(where))
            if name in given:
                raise PolicyError(_("%(name)s is given twice", name=where))
            if isinstance(value, Mapping):
                value = _value(value, None if stored else threshold.unit, where)
            fault = threshold.fault(value, where, stored=stored)
            if fault:
                raise PolicyError(fault)
            given[name] = type(threshold.value)(value)
        _require_rising(vars(cls()) | given, lines)
        return cls(**given, stored=stored)


def at_line(name: str, line: int | None) -> Fact:
    """Return a name in a policy's text with its line, where that can be told.

    Examples
    --------
    >>> str(at_line("warning", 3)), at_line("warning", None)
    ('warning (line 3)', 'warning')
    """
    return _("%(name)s (line %(line)s)", name=name, line=str(line)) if line else name


def broken(text: str, error: tomllib.TOMLDecodeError) -> Message:
    """Return where a policy's text stops being TOML; the parser's own words are English alone."""
    number, line = broken_at(text, error)
    return _(
        "line %(number)s, “%(line)s”, breaks off or gives a name twice",
        number=str(number),
        line=line,
    )


def called(where: Fact, name: str) -> Message:
    """Return what is wrong with a threshold that has another name now."""
    return _("%(old)s is called %(name)s now", old=where, name=name)


def learnt(where: Fact) -> Message:
    """Return what is wrong with a threshold in whose place something is learnt."""
    return _("%(name)s is learnt from data now, so leave it out", name=where)


def fixed(where: Fact) -> Message:
    """Return what is wrong with a threshold that is a constant of the scan now."""
    return _("%(name)s is no threshold any more but fixed, so leave it out", name=where)


def rule_went(where: Fact) -> Message:
    """Return what is wrong with a threshold whose rule went."""
    return _("%(name)s went with the rule that it was of, so leave it out", name=where)


def _went(name: str, where: Fact) -> Message:
    if name in DROPPED:
        return rule_went(where)
    return fixed(where) if name in FIXED else learnt(where)


def replaced(where: Fact, name: str) -> Message:
    """Return what is wrong with a threshold in whose place another one asks for something else."""
    return _(
        "%(old)s went, and %(name)s asks for something else in its place, so leave it out",
        old=where,
        name=name,
    )


def unknown(where: Fact) -> Message:
    """Return what is wrong with a name that no threshold has."""
    return _("%(name)s is an unknown threshold", name=where)


def _require_rising(values: Mapping[str, Any], lines: Mapping[str, int]) -> None:
    levels = [values[name] for name in _LEVELS]
    if levels != sorted(levels):
        stated = {name: at_line(name, _line(lines, name)) for name in _LEVELS}
        raise PolicyError(
            _("levels must rise: %(watch)s <= %(warning)s <= %(boycott_review)s", **stated)
        )


def _flat(
    values: Mapping[str, Any], renamed: Mapping[str, str], prefix: str = ""
) -> list[tuple[str, Any]]:
    """Thresholds by their whole names; a table that is no threshold's begins the names in it."""
    settings: list[tuple[str, Any]] = []
    for name, value in values.items():
        whole = prefix + name
        if isinstance(value, Mapping) and value and whole not in {*thresholds(), *GONE, *renamed}:
            settings += _flat(value, renamed, f"{whole}_")
        else:
            settings.append((whole, value))
    return settings


def _learnt(given: Any, where: Fact, stored: bool) -> Shapes:
    try:
        return Shapes.of_toml(given, stored=stored)
    except ShapesError as error:
        raise PolicyError(
            _("%(name)s cannot be used: %(error)s", name=where, error=error.message)
        ) from error


def _value(table: Mapping[str, Any], unit: str | None, where: Fact) -> Any:
    """The value of a threshold that is given in the form of ``policy.toml``, in whatever unit where
    none is asked for."""
    odd = sorted(set(table) - {"value", "unit", "reason"})
    if odd:
        raise PolicyError(
            _("%(name)s takes value, unit and reason, not %(odd)s", name=where, odd=Listed(odd))
        )
    if "value" not in table:
        raise PolicyError(_("%(name)s takes value, unit and reason: it has no value", name=where))
    if unit is not None and table.get("unit", unit) != unit:
        raise PolicyError(
            _(
                "%(name)s is in the unit %(unit)s, not %(given)s",
                name=where,
                unit=unit,
                given=as_toml(table["unit"]),
            )
        )
    return table["value"]


def _lines(text: str) -> Mapping[str, int]:
    """The line of each threshold that a text sets."""
    return {
        "_".join(path[1:] if path[0] == "scan" else path): line
        for path, line in lines_of(text).items()
    }


def _line(lines: Mapping[str, int], name: str) -> int | None:
    """The line where a threshold is set; None where that cannot be told."""
    # An inline table stands in one line with all that it holds.
    holding = [spot for spot in lines if spot and f"{name}_".startswith(f"{spot}_")]
    return lines[max(holding, key=len)] if holding else None
