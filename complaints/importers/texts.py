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
            text = line.content.decode("utf-8", "backslashreplace")
            if line.too_long:
                self.wrong, text = "the line is too long", text[:200]
            elif "\0" in text:
                self.wrong = "holds a character that no text has (NUL)"
            else:
                self.wrong = self.wrong or _not_utf8(line.content)
            self._raw.append(text)
            yield text.replace("\0", "") + "\n"

    def take(self) -> tuple[str, str]:
        """Return what is wrong with the lines since the last call, if anything, and the lines."""
        taken = self.wrong, "\n".join(self._raw)
        self.wrong, self._raw = "", []
        return taken


def _not_utf8(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start + 1}"
    return ""
