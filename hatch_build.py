"""What a wheel carries beside the packages, so that it stands alone: the documentation.

An editable install reads it from the checkout.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TOP = ("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")
# What docs/ holds; whatever else lies there is nobody's to send.
SUFFIXES = (".md", ".json", ".png", ".svg", ".csv", ".pdf")


class Carried(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the documentation into the wheel, as `complaints/project/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file that is carried, unless the install is editable."""
        if version != "standard":
            return
        root = Path(self.root)
        pages = (p for p in root.glob("docs/**/*") if p.suffix in SUFFIXES)
        names = [*TOP, *(str(page.relative_to(root)) for page in pages)]
        build_data["force_include"] |= {name: f"complaints/project/{name}" for name in names}
