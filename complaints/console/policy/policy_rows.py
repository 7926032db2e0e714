"""Thresholds as rows of the policy's pages: in plain groups or in all sections, with what a form of
a draft shows of each, and what such a form sends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from werkzeug.datastructures import MultiDict

from complaints.rules.policy.plain_thresholds import GROUPS, PLAIN, Plain
from complaints.rules.policy.policies import Policies
from complaints.rules.policy.policy_changes import Reasons
from complaints.rules.policy.thresholds import ThresholdRow
from complaints.words import Message

_SWITCH = "0 or 1"
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One threshold on a page: `value` and `why` are a draft's where it is a form."""

    row: ThresholdRow
    plain: Plain | None
    value: int | float
    why: str = ""

    @property
    def is_switch(self) -> bool:
        return self.row.unit == _SWITCH

    @property
    def is_set(self) -> bool:
        """Whether it is other than the default."""
        return self.row.value != self.row.default


Groups = Sequence[tuple[Message, Sequence[PolicyRow]]]


def is_expert(arguments: Mapping[str, str]) -> bool:
    """Say whether the address asks for all thresholds."""
    return arguments.get("view") == "expert"


def plain_groups(
    rows: Iterable[ThresholdRow], values: Policies | None = None, whys: Reasons | None = None
) -> Groups:
    """Return the thresholds that people argue about, in their groups."""
    by_key = {row.key: row for row in rows}
    return [
        (group.title, [_row(by_key[plain.key], values, whys) for plain in group.members])
        for group in GROUPS
    ]


def sections(
    rows: Iterable[ThresholdRow], values: Policies | None = None, whys: Reasons | None = None
) -> Groups:
    """Return all thresholds, by the sections of the policy file."""
    return [
        (section, [_row(row, values, whys) for row in held])
        for section, held in groupby(rows, lambda row: row.section)
    ]


def _row(row: ThresholdRow, values: Policies | None, whys: Reasons | None) -> PolicyRow:
    value = row.value if values is None else getattr(getattr(values, row.table), row.name)
    why = (whys or {}).get(row.key, "") if value != row.value else ""
    return PolicyRow(row, PLAIN.get(row.key), value, why)


def fields_sent(form: MultiDict[str, str], begins: str) -> dict[str, dict[str, Any]]:
    """Return the fields whose names begin so (`values.scan.warning`), by table and name."""
    by_table: dict[str, dict[str, Any]] = {}
    for name, text in form.items():
        first, _dot, rest = name.partition(".")
        table, dot, threshold = rest.partition(".")
        if first == begins and dot:
            by_table.setdefault(table, {})[threshold] = text.strip()
    return by_table


def numbers(by_table: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the values as numbers; what is none stays as it was typed, to be refused."""
    return {
        table: {name: _number(text) for name, text in named.items()}
        for table, named in by_table.items()
    }


def _number(text: str) -> int | float | str:
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
