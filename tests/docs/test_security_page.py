"""docs/security.md names tests: each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path("docs/security.md").read_text()
ROW = re.compile(r"`((?:tests/[\w/]+\.py)?(?:::)?(?:test_\w+)?)`")


def named() -> list[tuple[str, str]]:
    """Return what the page names as file and test; a test without a file is in its section's."""
    pairs = []
    for section in PAGE.split("\n## ")[1:]:
        home = re.search(r"In `(tests/[\w/]+\.py)`", section)
        for line in section.splitlines():
            if not line.startswith("|"):
                continue
            for name in ROW.findall(line):
                file, _, test = name.rpartition("::") if "::" in name else ("", "", name)
                if name.startswith("tests/") and "::" not in name:
                    file, test = name, ""
                elif not name.startswith(("tests/", "test_")):
                    continue
                pairs.append((file or (home.group(1) if home else ""), test))
    return pairs


def test_each_test_that_the_page_names_is_there() -> None:
    pairs = named()
    assert len(pairs) > 50
    missing = [
        (file, test)
        for file, test in pairs
        if not Path(file).is_file() or (test and f"def {test}(" not in Path(file).read_text())
    ]
    assert missing == []


def test_each_threat_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "feared" not in line]
    assert rows
    assert [row for row in rows if not ROW.search(row.rpartition(" | ")[2])] == []
