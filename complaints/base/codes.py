"""What can be wrong with one field of what was sent, as a program reads it.

A code says what is wrong and never which field: that is the pointer. Its facts are JSON values
under names of their own, and a code has no others than stand here. docs/problems.md says the same
to partner engineers; a test compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Code(StrEnum):
    """One way in which a field is wrong. New ones may be added; none changes its meaning."""

    REQUIRED = "required"
    UNKNOWN_MEMBER = "unknown_member"
    NOT_ALLOWED = "not_allowed"
    ONE_OF_THESE = "one_of_these"
    WRONG_TYPE = "wrong_type"
    WRONG_FORMAT = "wrong_format"
    BAD_CHARACTER = "bad_character"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    OUT_OF_RANGE = "out_of_range"
    NOT_ONE_OF = "not_one_of"
    IN_THE_FUTURE = "in_the_future"
    IN_THE_PAST = "in_the_past"
    OUT_OF_ORDER = "out_of_order"
    NOT_FOUND = "not_found"
    NOT_PART_OF_THIS = "not_part_of_this"
    DUPLICATE = "duplicate"
    CONTRADICTS = "contradicts"
    DOES_NOT_FIT = "does_not_fit"
    NOT_IN_FORCE = "not_in_force"
    NOT_COVERED = "not_covered"
    NOT_PERMITTED = "not_permitted"
    NOT_AGREED = "not_agreed"
    NOT_A_LISTING = "not_a_listing"
    CHANGES_NOTHING = "changes_nothing"
    WRONG_SECRET = "wrong_secret"  # noqa: S105 - a name, and no secret
    LIMIT_REACHED = "limit_reached"
    UNUSABLE_FILE = "unusable_file"
    UNUSABLE_ROW = "unusable_row"
    PRIVATE_DATA = "private_data"
    WEAK_PASSWORD = "weak_password"  # noqa: S105 - a name, and no secret
    STANDS_IN_THE_WAY = "stands_in_the_way"


# The facts that an error of each code may have beside its sentence; of the others it has none.
FACTS: Final[Mapping[Code, frozenset[str]]] = {
    Code.REQUIRED: frozenset({"laws"}),
    Code.ONE_OF_THESE: frozenset({"members"}),
    Code.WRONG_TYPE: frozenset({"type"}),
    Code.WRONG_FORMAT: frozenset({"format", "pattern", "reason"}),
    Code.TOO_LONG: frozenset({"max"}),
    Code.TOO_SHORT: frozenset({"min"}),
    Code.TOO_MANY: frozenset({"max"}),
    Code.TOO_FEW: frozenset({"min"}),
    Code.OUT_OF_RANGE: frozenset({"min", "max"}),
    Code.NOT_ONE_OF: frozenset({"allowed"}),
    Code.OUT_OF_ORDER: frozenset({"earliest", "latest"}),
    Code.CONTRADICTS: frozenset({"member", "expected"}),
    Code.DOES_NOT_FIT: frozenset({"allowed"}),
    Code.NOT_IN_FORCE: frozenset({"status", "earliest", "latest"}),
    Code.NOT_A_LISTING: frozenset({"reason"}),
    Code.WRONG_SECRET: frozenset({"left"}),
    Code.LIMIT_REACHED: frozenset({"max"}),
    Code.UNUSABLE_FILE: frozenset({"reason"}),
    Code.UNUSABLE_ROW: frozenset({"reason"}),
}
