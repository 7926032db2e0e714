"""The policy file: thresholds of the scan (`[scan]`) and of the ladder (`[boycott]`), in TOML.

What the file leaves out keeps its default; what it misspells is refused, so that no threshold is
in force that nobody set.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from abuse.policy import Policy as ScanPolicy
from abuse.policy import PolicyError
from complaints.errors import ConfigurationError
from complaints.rules.boycotts import BoycottPolicy


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
    if not {"scan", "boycott"} & set(tables):
        # The scan's thresholds alone, as the detector's own command reads them.
        tables = {"scan": tables}
    unknown = sorted(set(tables) - {"scan", "boycott"})
    if unknown:
        raise ConfigurationError(
            f"The policy file has “{unknown[0]}”; its tables are [scan] and [boycott]."
        )
    for name, table in tables.items():
        if not isinstance(table, Mapping):
            raise ConfigurationError(f"[{name}] in the policy file must be a table.")
    try:
        scan = ScanPolicy.of(tables.get("scan", {}), text)
    except PolicyError as error:
        raise ConfigurationError(f"The policy's [scan] does not hold: {error}.") from error
    return Policies(scan, _ladder(tables.get("boycott", {})))


def _ladder(given: Mapping[str, Any]) -> BoycottPolicy:
    known = {each.name for each in fields(BoycottPolicy)}
    for threshold, value in given.items():
        if threshold not in known:
            raise ConfigurationError(f"The policy's [boycott] has no threshold “{threshold}”.")
        if type(value) is not int:
            raise ConfigurationError(f"The policy's boycott.{threshold} must be a whole number.")
    try:
        return BoycottPolicy(**given)
    except ValueError as error:
        raise ConfigurationError(f"The policy's [boycott] does not hold: {error}.") from error
