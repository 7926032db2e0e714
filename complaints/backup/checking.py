"""Looks whether a backup is whole: each part by its size and digest.

What is wrong is named one by one, so that an operator knows what another copy has to bring. A file
that the manifest does not name is never read: one that was killed may have left it in the folder.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from complaints.backup import manifest as manifests
from complaints.backup.errors import BackupError
from complaints.backup.manifest import Manifest
from complaints.backup.parts import MANIFEST, BackupPart, document_name, read_row, unpacked
from complaints.backup.reading import Source


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as a backup lists it; `size` is None where it could not be read."""

    sha256: str
    key: str
    size: int | None
    digest: str

    @property
    def name(self) -> str:
        return document_name(self.sha256, self.key)


PAPER_COLUMNS = ("sha256", "key", "size", "digest")


def read_manifest(source: Source) -> Manifest:
    """Return the manifest. Raises BackupError where there is none, or it cannot be read."""
    size = source.size(MANIFEST)
    if size is None:
        cut = ", and its end was cut off" if source.is_cut else ""
        raise BackupError(
            f"{source.place} has no manifest (manifest.json){cut}: the backup did not come to its "
            "end, or was not copied whole. Take another copy or another backup."
        )
    return manifests.read_manifest(b"".join(source.stream(MANIFEST)))


def papers(source: Source, manifest: Manifest) -> Iterator[StoredDocument]:
    """Yield the documents that are listed. Raises BackupError where a list cannot be read."""
    for part in manifest.papers:
        try:
            for number, line in enumerate(unpacked(source.stream(part.name))):
                if number:
                    yield StoredDocument(*read_row(line))
        except (KeyError, TypeError, ValueError):
            raise BackupError(f"{part.name} cannot be read.") from None


def problems(source: Source, manifest: Manifest) -> list[str]:
    """Return what is wrong with the parts, a sentence each; none where the backup is whole."""
    wrong = []
    rows: Counter[str] = Counter()
    lists_hold = True
    for part in manifest.parts:
        sentence = _wrong_with(source, part)
        wrong += [sentence] if sentence else []
        lists_hold = lists_hold and not (sentence and part in manifest.papers)
        rows[table_of(part)] += part.rows
    wrong += [
        f"The manifest says {table.rows:,} rows of {name}, its parts hold {rows[name]:,}."
        for name, table in manifest.tables.items()
        if table.rows != rows[name]
    ]
    if not lists_hold:
        return [*wrong, "The documents were not looked at: the list of them is damaged."]
    for paper in papers(source, manifest):
        if paper.size is not None:
            said = BackupPart(paper.name, paper.size, paper.digest)
            sentence = _wrong_with(source, said, counted=False)
            wrong += [sentence] if sentence else []
    return wrong


def table_of(part: BackupPart) -> str:
    """Return the table whose rows a part holds; "documents" for a list of documents."""
    return part.name.partition("/")[2].partition(".")[0]


def _wrong_with(source: Source, part: BackupPart, *, counted: bool = True) -> str | None:
    size = source.size(part.name)
    if size is None:
        return f"{part.name} is missing."
    if size != part.size:
        how = "cut off" if size < part.size else "longer than it was"
        return f"{part.name} is {how}: {size:,} bytes of {part.size:,}."
    digest, lines = hashlib.sha256(), 0
    try:
        blocks = _hashed(source.stream(part.name), digest)
        if counted:
            lines = sum(1 for _ in unpacked(blocks))
        for _ in blocks:
            pass
    except ValueError:
        return f"{part.name} was changed: it cannot be read any more."
    if digest.hexdigest() != part.sha256:
        return f"{part.name} was changed: its SHA-256 is another."
    if counted and lines != part.rows + 1:
        return f"The manifest says {part.rows:,} rows in {part.name}, it holds {lines - 1:,}."
    return None


def _hashed(blocks: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for block in blocks:
        digest.update(block)
        yield block
