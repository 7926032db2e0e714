"""The policy file: thresholds of the scan (`[scan]`), of the ladder (`[boycott]`) and of the
monthly sample (`[sample]`), in TOML.

What the file leaves out keeps its default; what it misspells is refused, so that no threshold is
in force that nobody set.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from abuse.policy import Policy as ScanPolicy
from abuse.policy import PolicyError
from complaints.errors import ConfigurationError
from complaints.rules.boycotts import BoycottPolicy
from complaints.rules.samples import SamplePolicy
from complaints.words import message as _

TABLES = frozenset({"scan", "boycott", "sample"})
Numbers = TypeVar("Numbers", BoycottPolicy, SamplePolicy)


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies in force."""

    scan: ScanPolicy = field(default_factory=ScanPolicy)
    boycott: BoycottPolicy = field(default_factory=BoycottPolicy)
    sample: SamplePolicy = field(default_factory=SamplePolicy)


def load(path: str) -> Policies:
    """Return the policies that a file states; the defaults where `path` is empty.

    Raises ConfigurationError with one sentence that names the threshold.
    """
    if not path:
        return Policies()
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            _("The policy file %(path)s cannot be read.", path=path)
        ) from error
    return parse(text)


def parse(text: str) -> Policies:
    """Return the policies that a TOML text states. Raises ConfigurationError, see `load`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            _("The policy file is not TOML: %(error)s.", error=str(error))
        ) from error
    if not TABLES & set(tables):
        # The scan's thresholds alone, as the detector's own command reads them.
        tables = {"scan": tables}
    unknown = sorted(set(tables) - TABLES)
    if unknown:
        raise ConfigurationError(
            _(
                "The policy file has “%(table)s”; its tables are [scan], [boycott] and [sample].",
                table=unknown[0],
            )
        )
    for name, table in tables.items():
        if not isinstance(table, Mapping):
            raise ConfigurationError(_("[%(name)s] in the policy file must be a table.", name=name))
    try:
        scan = ScanPolicy.of(tables.get("scan", {}), text)
    except PolicyError as error:
        raise ConfigurationError(
            _("The policy's [scan] does not hold: %(error)s.", error=str(error))
        ) from error
    ladder = _whole_numbers(BoycottPolicy, "boycott", tables.get("boycott", {}))
    sample = _whole_numbers(SamplePolicy, "sample", tables.get("sample", {}))
    if not (0 <= sample.size <= 1_000 and sample.min_claims > 0 and sample.window > 0):
        raise ConfigurationError(
            _("The policy's [sample] does not hold: size is 0 to 1000, the others at least 1.")
        )
    return Policies(scan, ladder, sample)


def _whole_numbers(policy: type[Numbers], table: str, given: Mapping[str, Any]) -> Numbers:
    known = {each.name for each in fields(policy)}
    for threshold, value in given.items():
        if threshold not in known:
            raise ConfigurationError(
                _(
                    "The policy's [%(table)s] has no threshold “%(threshold)s”.",
                    table=table,
                    threshold=threshold,
                )
            )
        if type(value) is not int:
            raise ConfigurationError(
                _(
                    "The policy's %(table)s.%(threshold)s must be a whole number.",
                    table=table,
                    threshold=threshold,
                )
            )
    try:
        return policy(**given)
    except ValueError as error:
        raise ConfigurationError(
            _("The policy's [%(table)s] does not hold: %(error)s.", table=table, error=str(error))
        ) from error
