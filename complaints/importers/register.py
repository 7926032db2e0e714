"""Reads an office's extract of its register: who holds which right. Nothing here is stored.

What cannot be stored becomes a `Reject` with one sentence that names line and column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from abuse.identity.names import exact_core
from abuse.identity.offices import place_of_office
from abuse.identity.registers import number_of
from abuse.identity.rights import right_key
from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.importers.extracts import BETWEEN, COLUMNS, NEEDED, ExtractRow, read_rows
from complaints.importers.lines import RawLine
from complaints.importers.rejects import Reject
from complaints.rules.kinds import RightKind, RightStatus
from complaints.rules.law.countries import CountryError, read_country
from complaints.rules.logins.accounts import one_spelling
from complaints.services.authority.register_entries import Extracted
from complaints.words import message as _

LONGEST = {"number": 100, "office": 100}
LONGEST_TEXT = 500
MOST_NAMES = 20
_DAYS = ("applied_on", "registered_on", "expires_on")
_SEVERAL = ("holder_names", "classes")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+")
# Of a mark: after the dot of a patent's number stands its check digit.
_COUNTED = re.compile(r"[0-9]+[.,]0{1,2}")


class _Wrong(ValueError):
    """A column that cannot be stored."""

    def __init__(self, column: str, error: FieldError) -> None:
        super().__init__(error.message)
        self.column = column
        self.error = error


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """An entry with the line that it stands in."""

    entry: Extracted
    row: ExtractRow = field(repr=False)

    @property
    def twice(self) -> Reject:
        """The line's reject, where an earlier one of the file has the same number."""
        sentence = _(
            "stands in the file already: put all holders of a right into one line, the others as "
            "holder_names"
        )
        return _reject(self.row, "number", fault(Code.DUPLICATE, sentence))


def read_entries(lines: Iterable[RawLine]) -> Iterator[RegisterLine | Reject]:
    """Yield the entry of each line, or its reject. Raises HeadingError before the first."""
    for row in read_rows(lines):
        if isinstance(row, Reject):
            yield row
            continue
        try:
            yield RegisterLine(_entry(row.values), row)
        except _Wrong as wrong:
            yield _reject(row, wrong.column, wrong.error)


def _reject(row: ExtractRow, column: str, error: FieldError) -> Reject:
    place = row.places.get(column)
    where = f"column {place} ({column})" if place else f"column {column}"
    return Reject(
        row.number,
        f"line {row.number}, {where}: {error.message}",
        row.raw,
        (error.below(f"/{column}"),),
    )


def _entry(values: Any) -> Extracted:
    for name, value in values.items():
        if name not in COLUMNS:
            raise _Wrong(name, fault(Code.UNKNOWN_MEMBER, _("is not a column of a register")))
        _require_texts(name, value)
    for name in NEEDED:
        if not values.get(name):
            raise _Wrong(name, fault(Code.REQUIRED, _("is missing")))
    kind = _one_of("kind", values.get("kind", RightKind.TRADEMARK), RightKind)
    office, number, holder = values["office"], values["number"], values["holder"]
    place = place_of_office(kind, office)
    if place is None:
        raise _Wrong(
            "office",
            fault(
                Code.NOT_ONE_OF,
                _("is no office that is known; write its code, as US, EU, CN or WO"),
            ),
        )
    names = dict.fromkeys((holder, *_several(values.get("holder_names"))))
    if len(names) > MOST_NAMES:
        raise _Wrong(
            "holder_names",
            fault(Code.TOO_MANY, _("must have at most %(most)s", most=MOST_NAMES), max=MOST_NAMES),
        )
    status = values.get("status")
    return Extracted(
        right_key=_key(kind, place, number),
        office=place,
        kind=kind,
        number=number,
        holder=holder,
        folded_names=list(dict.fromkeys(exact_core(name) for name in names)),
        country=_country(values.get("country")),
        title=values.get("title"),
        classes=_classes(values.get("classes")),
        status=None if status is None else _one_of("status", status, RightStatus),
        **{name: _day(name, values.get(name)) for name in _DAYS},
        mailbox=_mailbox(values.get("mailbox")),
    )


def _require_texts(name: str, value: Any) -> None:
    if name == "classes" and isinstance(value, list):
        return
    if name == "number" and type(value) is int:
        raise _Wrong(
            name,
            fault(
                Code.WRONG_TYPE,
                _("must be a text, as “0123”: a number would lose its zeros"),
                type="string",
            ),
        )
    for text in value if name in _SEVERAL and isinstance(value, list) else [value]:
        if not isinstance(text, str):
            raise _Wrong(name, fault(Code.WRONG_TYPE, _("must be a text"), type="string"))
        most = LONGEST.get(name, LONGEST_TEXT)
        if len(text) > most and name not in _SEVERAL:
            raise _Wrong(
                name,
                fault(
                    Code.TOO_LONG, _("must have at most %(most)s characters", most=most), max=most
                ),
            )
        if any(unicodedata.category(sign) == "Cc" for sign in text):
            raise _Wrong(
                name, fault(Code.BAD_CHARACTER, _("holds a control character, as a line break"))
            )


def _key(kind: str, place: str, number: str) -> str:
    if _ROUNDED.fullmatch(number):
        raise _Wrong(
            "number",
            fault(
                Code.WRONG_FORMAT,
                _("was rounded by a spreadsheet: save the column as text"),
                format="register-number",
                reason="rounded",
            ),
        )
    if kind == RightKind.TRADEMARK and _COUNTED.fullmatch(number):
        raise _Wrong(
            "number",
            fault(
                Code.WRONG_FORMAT,
                _("was changed by a spreadsheet and may have lost zeros: save the column as text"),
                format="register-number",
                reason="counted",
            ),
        )
    if not number_of(kind, place, number):
        raise _Wrong(
            "number",
            fault(Code.WRONG_FORMAT, _("is no number of this office"), format="register-number"),
        )
    return right_key({"kind": kind, "jurisdiction": place, "number": number}, "")


def _one_of(name: str, value: str, kinds: type[RightKind] | type[RightStatus]) -> str:
    said = value.strip().casefold()
    if said not in list(kinds):
        raise _Wrong(
            name,
            fault(
                Code.NOT_ONE_OF,
                _("must be one of: %(values)s", values=", ".join(kinds)),
                allowed=list(kinds),
            ),
        )
    return said


def _several(value: Any) -> list[str]:
    names = value if isinstance(value, list) else (value or "").split(BETWEEN)
    return [name.strip() for name in names if name.strip()]


def _country(value: str | None) -> str | None:
    if not value:
        return None
    try:
        return read_country(value)
    except CountryError as error:
        raise _Wrong("country", error.at("")) from None


def _classes(value: Any) -> list[int] | None:
    said = value if isinstance(value, list) else re.split(r"[\s|,;]+", value or "")
    classes = [text for text in map(str, said) if text]
    if not all(re.fullmatch("0?[1-9]|[1-3][0-9]|4[0-5]", text) for text in classes):
        raise _Wrong(
            "classes",
            fault(
                Code.WRONG_FORMAT,
                _("must be Nice classes from 1 to 45, as 9|25"),
                format="nice-class",
            ),
        )
    return sorted({int(text) for text in classes}) or None


def _day(name: str, value: str | None) -> date | None:
    try:
        if value is not None and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        value = value or ""
    if value is None:
        return None
    raise _Wrong(
        name, fault(Code.WRONG_FORMAT, _("must be a day that exists, as 2026-02-28"), format="date")
    )


def _mailbox(value: str | None) -> str | None:
    try:
        return one_spelling(value) if value else None
    except ValueError:
        raise _Wrong(
            "mailbox", fault(Code.WRONG_FORMAT, _("is no email address"), format="email")
        ) from None
