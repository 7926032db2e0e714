"""Reads interchange lines (docs/interchange.md): JSON, then the contract, then the rules.

What cannot be stored becomes a `Reject` with the reason; nothing here is stored.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, NoReturn

from complaints.importers.lines import RawLine
from complaints.importers.rejects import Reject
from complaints.schemas.filing.interchange import check_line
from complaints.services.filing.histories import History, LineError, read_history

# No field takes a number of more digits; Python reads at most 4,300.
LONGEST_NUMBER = 400


def read_histories(
    lines: Iterable[RawLine], *, source: str, now: datetime, vouched: Collection[str] = ()
) -> Iterator[History | Reject]:
    """Yield the history of each line, or the reject of a line that cannot be stored. `vouched` are
    the sources whose word for what is proven the operator takes."""
    for line in lines:
        if line.too_long:
            shown = line.content[:200].decode("utf-8", "backslashreplace")
            yield Reject(line.number, "the line is too long", shown)
            continue
        raw = line.content.decode("utf-8", "backslashreplace")
        try:
            value = parse_json_line(line.content)
        except ValueError as error:
            yield Reject(line.number, str(error), raw)
            continue
        yield read_value(
            value, number=line.number, raw=raw, source=source, now=now, vouched=vouched
        )


def read_value(
    value: Any,
    *,
    number: int,
    raw: str,
    source: str,
    now: datetime,
    unlisted_rejected: int = 0,
    vouched: Collection[str] = (),
) -> History | Reject:
    """Return the history of a parsed line, or its reject."""
    wrong = check_line(value)
    if wrong:
        return Reject.of_fields(number, raw, tuple(wrong))
    try:
        return read_history(
            value, source=source, now=now, unlisted_rejected=unlisted_rejected, vouched=vouched
        )
    except LineError as error:
        return Reject.of_fields(number, raw, error.fields)


def parse_json_line(content: bytes) -> Any:
    """Return the JSON value of a line.

    Raises ValueError with a sentence, for what is not JSON in UTF-8, or holds characters that no
    text has (NUL, lone surrogates).
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start + 1}") from None
    try:
        value = json.loads(text, parse_constant=_refuse_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("not a complaint: nested too deeply") from None
    # Only an escape can bring in what UTF-8 refuses and JSON strings may not hold raw.
    if "\\u" in text and (pointer := _pointer_to_bad_text(value)) is not None:
        raise ValueError(f"{pointer} holds a character that no text has (NUL or half a pair)")
    return value


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"holds a number of {len(text):,} digits")
    return int(text)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"not JSON: {name} is not a number")


def _pointer_to_bad_text(value: Any, pointer: str = "") -> str | None:
    if isinstance(value, str):
        return pointer if "\0" in value or not _is_text(value) else None
    if isinstance(value, dict):
        for name, part in value.items():
            if "\0" in name or not _is_text(name):
                return pointer
            if (inner := _pointer_to_bad_text(part, f"{pointer}/{name}")) is not None:
                return inner
    if isinstance(value, list):
        for index, part in enumerate(value):
            if (inner := _pointer_to_bad_text(part, f"{pointer}/{index}")) is not None:
                return inner
    return None


def _is_text(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
