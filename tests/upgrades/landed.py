"""The revisions that have landed, each with the digest of its file: nobody edits them any more."""

from __future__ import annotations

import hashlib
from pathlib import Path

from complaints.migration import revisions

LIST = Path(__file__).parent / "landed.txt"
VERSIONS = revisions.FOLDER / "versions"


def listed() -> dict[str, str]:
    """Return the digest of each landed file, by its name."""
    return dict(line.split() for line in LIST.read_text().splitlines())


def digest(name: str) -> str:
    return hashlib.sha256((VERSIONS / name).read_bytes()).hexdigest()


def files() -> dict[str, str]:
    """Return the file of each revision, oldest first."""
    return {path.name.partition("_")[0]: path.name for path in sorted(VERSIONS.glob("0*.py"))}


def add(revision: str) -> None:
    """List a revision that has landed."""
    lines = listed()
    name = files()[revision]
    lines.setdefault(name, digest(name))
    LIST.write_text("".join(f"{name} {lines[name]}\n" for name in sorted(lines)))
