"""Gives lines to `csv` as text, and keeps the raw lines of the row that it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from complaints.importers.lines import RawLine


class Texts:
    """The lines as text for `csv`, with the raw lines of its current row."""

    def __init__(self, lines: Iterable[RawLine]) -> None:
        self._lines = lines
        self.number = 0
        self.wrong = ""
        self._raw: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.number = line.number
            text, wrong = text_of(line)
            self.wrong = self.wrong or wrong
            self._raw.append(text)
            yield text.replace("\0", "") + "\n"

    def take(self) -> tuple[str, str]:
        """Return what is wrong with the lines since the last call, if anything, and the lines."""
        taken = self.wrong, "\n".join(self._raw)
        self.wrong, self._raw = "", []
        return taken


def text_of(line: RawLine) -> tuple[str, str]:
    """Return a line as text, and what is wrong with it as text, if anything."""
    text = line.content.decode("utf-8", "backslashreplace")
    if line.too_long:
        return text[:200], "the line is too long"
    if "\0" in text:
        return text, "holds a character that no text has (NUL)"
    byte = undecodable(line.content)
    return text, "" if byte is None else f"not UTF-8 at byte {byte + 1}"


def undecodable(content: bytes) -> int | None:
    """Return the place of the first byte that is not UTF-8; None where all are."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None
