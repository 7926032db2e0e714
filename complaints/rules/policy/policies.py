"""The policy: thresholds of the scan (`[scan]`) and its curves (`[shapes]`), thresholds of the
ladder (`[boycott]`), of what the law leaves open (`[law]`) and of the monthly sample (`[sample]`),
in TOML.

A threshold that the text leaves out keeps its default; a misspelled one is refused by name and
line, so that no threshold is silently left at its default.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from abuse.policy import Policy as ScanPolicy
from abuse.policy import PolicyError, at_line, broken, called, unknown
from abuse.policy.toml_lines import lines_of
from complaints.base.errors import ConfigurationError
from complaints.rules.cases.boycotts import BoycottPolicy
from complaints.rules.findings.samples import SamplePolicy
from complaints.rules.policy.law_policy import LawPolicy
from complaints.rules.policy.policy_tables import RENAMED, TABLES
from complaints.words import Fact, Listed, Message
from complaints.words import message as _

# Beside the tables of thresholds: the curves by which evidence weighs, where they are not shipped.
SHAPES: Final = "shapes"
Renamed = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Policies:
    """All thresholds. `number` is the number of the policy in force, None where a file states
    them."""

    scan: ScanPolicy = field(default_factory=ScanPolicy)
    boycott: BoycottPolicy = field(default_factory=BoycottPolicy)
    law: LawPolicy = field(default_factory=LawPolicy)
    sample: SamplePolicy = field(default_factory=SamplePolicy)
    number: int | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of all values, and of nothing else: different texts may state the same values."""
        others = [table for table in TABLES if table != "scan"]
        values = {"scan": self.scan.values} | {name: asdict(getattr(self, name)) for name in others}
        text = json.dumps(values, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def read_policy_file(path: str) -> str:
    """Return the text of a policy file; an empty one, which sets nothing, where `path` is empty.

    Raises ConfigurationError.
    """
    try:
        return Path(path).read_text(encoding="utf-8") if path else ""
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            _("The policy file %(path)s is not UTF-8 text.", path=path)
        ) from error
    except OSError as error:
        raise ConfigurationError(
            _("The policy file %(path)s cannot be read.", path=path)
        ) from error


def load_policies(path: str) -> Policies:
    """Return the policies that a file states. Raises ConfigurationError, see `read_policy_file` and
    `parse_policies`."""
    return parse_policies(read_policy_file(path))


def parse_policies(
    text: str, *, number: int | None = None, renamed: Renamed = RENAMED, stored: bool = False
) -> Policies:
    """Return the policies that a TOML text states.

    `stored` says that an earlier version may have taken it: thresholds of the scan that went since
    are passed over then, so that it stays readable; who hands in a new text leaves them out.

    Raises ConfigurationError with one sentence that names the threshold and its line.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            _("The policy file is not TOML: %(error)s.", error=broken(text, error))
        ) from error
    if not TABLES.keys() & tables.keys():
        # The scan's thresholds alone, as the detector's own command reads them.
        tables = {"scan": {k: v for k, v in tables.items() if k != SHAPES}} | {
            k: v for k, v in tables.items() if k == SHAPES
        }
    for name, table in tables.items():
        if name not in (*TABLES, SHAPES):
            raise ConfigurationError(
                _(
                    "The policy file has %(table)s; its tables are %(tables)s.",
                    table=at_line(f"“{name}”", _line(text, name)),
                    tables=Listed([f"[{each}]" for each in (*TABLES, SHAPES)], "and"),
                )
            )
        if not isinstance(table, Mapping):
            raise ConfigurationError(
                _(
                    "%(name)s in the policy file must be a table.",
                    name=at_line(f"[{name}]", _line(text, name)),
                )
            )
    curves = {SHAPES: tables[SHAPES]} if SHAPES in tables else {}
    try:
        scan = ScanPolicy.of(
            tables.get("scan", {}) | curves, text, renamed=renamed["scan"], stored=stored
        )
    except PolicyError as error:
        raise _fault("scan", error.message) from error
    ladder = _ladder(_checked("boycott", tables, text, renamed), text)
    law = LawPolicy(**_checked("law", tables, text, renamed))
    sample = SamplePolicy(**_checked("sample", tables, text, renamed))
    if ladder.min_term > ladder.max_term:
        stated = "max_term" if "max_term" in tables["boycott"] else "min_term"
        longest = at_line("max_term", _line(text, "boycott", stated))
        raise _fault("boycott", _("%(name)s must not be below min_term", name=longest))
    return Policies(scan, ladder, law, sample, number)


def _ladder(stated: Mapping[str, int], text: str) -> BoycottPolicy:
    """Return the ladder's thresholds. A warning never asks for more claims than a boycott does: one
    that says so is refused, and where only `min_manifest` is stated, the other follows it down."""
    ladder = BoycottPolicy(**stated)
    most = max(1, ladder.min_manifest)
    if ladder.warn_manifest <= most:
        return ladder
    if "warn_manifest" in stated:
        named = _named(text, "boycott", "warn_manifest")
        raise _fault("boycott", _("%(name)s must not be above min_manifest", name=named))
    return replace(ladder, warn_manifest=most)


def _checked(
    table: str, tables: Mapping[str, Any], text: str, renamed: Renamed
) -> Mapping[str, int]:
    values: Mapping[str, Any] = tables.get(table, {})
    for name, value in values.items():
        where = _named(text, table, name)
        if name in renamed[table]:
            raise _fault(table, called(where, renamed[table][name]))
        threshold = TABLES[table].get(name)
        if threshold is None:
            raise _fault(table, unknown(where))
        fault = threshold.fault(value, where)
        if fault:
            raise _fault(table, fault)
    return values


def _fault(table: str, what: Message) -> ConfigurationError:
    return ConfigurationError(
        _("The policy's [%(table)s] does not hold: %(error)s.", table=table, error=what)
    )


def _named(text: str, table: str, name: str) -> Fact:
    return at_line(name, _line(text, table, name))


def _line(text: str, *path: str) -> int | None:
    lines = lines_of(text)
    # An inline table stands in one line with all that it holds.
    return lines.get(path) or lines.get(path[:1])
