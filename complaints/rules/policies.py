"""The policy file: thresholds of the scan (`[scan]`) and of the ladder (`[boycott]`), in TOML.

What the file leaves out keeps its default; what it misspells is refused, so that no threshold is
in force that nobody set.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from abuse.policy import Policy as ScanPolicy
from abuse.policy import PolicyError
from complaints.errors import ConfigurationError
from complaints.rules.boycotts import BoycottPolicy

Kind = TypeVar("Kind", ScanPolicy, BoycottPolicy)


@dataclass(frozen=True, slots=True)
class Policies:
    """Both policies in force."""

    scan: ScanPolicy = field(default_factory=ScanPolicy)
    boycott: BoycottPolicy = field(default_factory=BoycottPolicy)


def load(path: str) -> Policies:
    """Return the policies that a file states; the defaults where `path` is empty.

    Raises ConfigurationError with one sentence that names the threshold.
    """
    if not path:
        return Policies()
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The policy file {path} cannot be read.") from error
    return parse(text)


def parse(text: str) -> Policies:
    """Return the policies that a TOML text states. Raises ConfigurationError, see `load`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"The policy file is not TOML: {error}.") from error
    unknown = sorted(set(tables) - {"scan", "boycott"})
    if unknown:
        raise ConfigurationError(
            f"The policy file has “{unknown[0]}”; its tables are [scan] and [boycott]."
        )
    scan = _table(ScanPolicy, "scan", tables.get("scan", {}))
    return Policies(scan, _table(BoycottPolicy, "boycott", tables.get("boycott", {})))


def _table(kind: type[Kind], name: str, given: Any) -> Kind:
    if not isinstance(given, Mapping):
        raise ConfigurationError(f"[{name}] in the policy file must be a table.")
    types = get_type_hints(kind)
    known = {each.name for each in fields(kind)}
    values: dict[str, Any] = {}
    for threshold, value in _flat(given, "").items():
        if threshold not in known:
            raise ConfigurationError(f"The policy's [{name}] has no threshold “{threshold}”.")
        if type(value) is not int and not (types[threshold] is float and type(value) is float):
            wanted = "whole number" if types[threshold] is int else "number"
            raise ConfigurationError(f"The policy's {name}.{threshold} must be a {wanted}.")
        values[threshold] = types[threshold](value)
    try:
        return kind(**values)
    except (PolicyError, ValueError) as error:
        raise ConfigurationError(f"The policy's [{name}] does not hold: {error}.") from error


def _flat(given: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Join nested tables by an underscore: [scan.lockstep] window_days is lockstep_window_days."""
    flat: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}_")
        else:
            flat[prefix + name] = value
    return flat
