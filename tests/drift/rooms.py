"""Reads the rooms of the application: which there are, and what stands in each."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The floors that have rooms, the same on each.
FLOORS = ("rules", "queries", "services", "schemas", "api", "console")


def entries(folder: Path) -> list[str]:
    """Return the modules and packages of a folder, by their names in an import."""
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return sorted(files | {path.parent.name for path in folder.glob("*/__init__.py")})


def rooms() -> set[str]:
    """Return the rooms that docs/architecture.md names."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page.partition("| room | what it holds |")[2].partition("\n\n")[0]
    return set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


def services() -> list[str]:
    """Return each service by its room and its name, or by its name where it stands in none."""
    home = ROOT / "complaints" / "services"
    found = []
    for name in entries(home):
        in_room = name in rooms()
        found += [f"{name}.{each}" for each in entries(home / name)] if in_room else [name]
    return found
