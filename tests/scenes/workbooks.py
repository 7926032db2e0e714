"""Workbooks (XLSX) as people send them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl.workbook.workbook import Workbook


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    for cell in (cell for cells in book.active for cell in cells if cell.data_type == "f"):
        if not cell.value.endswith(")"):
            # Text that begins as a formula does.
            cell.data_type = "s"
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a workbook with some of its parts replaced, or more of them."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()
