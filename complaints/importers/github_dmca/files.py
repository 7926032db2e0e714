"""The files of a checkout: which of them are published letters, and their text.

Walks YEAR/ and YEAR/MM/ and whatever lies below. It never looks into .git, never reads what is
not a dated text file, and never changes a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from complaints.importers.github_dmca.names import FileName, parse_name

_YEAR = re.compile(r"(?:19|20)\d\d")
_TEXT_SUFFIXES = {"", ".md", ".markdown", ".txt"}
_ATTACHMENTS = {".pdf", ".png", ".jpg", ".jpeg", ".gif", ".zip", ".doc", ".docx"}
# The longest published letter is under 400 kB; a larger file is something else.
LARGEST = 8_000_000


def walk_files(directory: Path) -> Iterator[tuple[Path, str]]:
    """Every file below the year folders, sorted, with its path relative to `directory`.

    `directory` may also be a single year's folder.

    Raises: NotADirectoryError, PermissionError for `directory` itself.
    """
    if not directory.is_dir():
        raise NotADirectoryError(str(directory))
    base = directory.resolve()
    years = [base] if _YEAR.fullmatch(base.name) else _year_folders(base)
    for year in years:
        for folder, folders, names in os.walk(year):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(folder) / name
                # A link could lead out of the checkout, and a pipe would never end.
                if not name.startswith(".") and path.is_file() and not path.is_symlink():
                    yield path, path.relative_to(year.parent).as_posix()


def _year_folders(base: Path) -> list[Path]:
    return sorted(
        child for child in base.iterdir() if _YEAR.fullmatch(child.name) and child.is_dir()
    )


def sort_out(path: Path, relative: str) -> FileName | str | None:
    """The parsed name of a letter, the reason why a file is none, or None for a stray file.

    A stray file (a README, a picture without a date) is skipped without a report; a dated
    attachment or an impossible date is reported, since it belongs to a letter.
    """
    suffix = path.suffix.lower()
    if not re.match(r"\d{4}-\d", path.name):
        return None
    if suffix in _ATTACHMENTS:
        return "an attachment, not a text"
    # `2014-08-04-Some-Co.Inc` has a dot but no suffix; its text is read.
    known = suffix in _TEXT_SUFFIXES
    name = parse_name(path.name if known else path.name + ".md", relative)
    return name if name is not None else "the file name holds no possible date"


def text_of(path: Path) -> str:
    """The text of a file in whatever encoding it was saved, with plain line ends.

    UTF-8, with or without a mark, then UTF-16 by its mark, then Windows-1252, in which any
    remaining byte has a meaning or becomes a replacement character. NUL bytes are dropped.

    Raises: OSError; ValueError where the file is too large to be a letter.
    """
    if path.stat().st_size > LARGEST:
        raise ValueError("too large to be a letter")
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    return re.sub(r"\r\n?|\u2028|\u2029|\x0b|\x0c", "\n", text.replace("\x00", ""))
