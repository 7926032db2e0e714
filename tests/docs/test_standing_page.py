"""The tables of docs/standing.md are the ones that the rule has."""

from __future__ import annotations

import re
from pathlib import Path

from complaints.rules.authority.proof import TABLE, Other, Outcome, Standing, denial
from complaints.rules.kinds import DenialStep

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "standing.md").read_text(encoding="utf-8")
SAID = {
    Outcome.PROCESSED: "processed", Outcome.HEARD: "seller heard first",
    Outcome.AUTHORITY: "authority asked", Outcome.HELD: "held",
}  # fmt: skip
FOLLOWS = {
    DenialStep.ASK_DENIER: "the one who denies is asked",
    DenialStep.ASK_FILER: "the filer is asked",
    DenialStep.LOOK: "a person looks",
}  # fmt: skip


def table(title: str) -> dict[str, dict[str, str]]:
    """Return the cells of the first table under a heading, by row and column."""
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    rows = [
        [cell.strip().strip("`*") for cell in line.strip().strip("|").split("|")]
        for line in re.findall(r"^\|.*\|$", section, re.M)
    ]
    head, _, *body = rows
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


def test_the_page_says_what_the_rule_does_with_a_complaint() -> None:
    wanted = {
        str(claimant): {str(other): SAID[TABLE[claimant][other]] for other in Other}
        for claimant in Standing
    }
    assert table("What happens with a complaint") == wanted


def test_the_page_says_what_follows_on_a_denial() -> None:
    wanted = {
        str(denier): {str(claimant): FOLLOWS[denial(denier, claimant)] for claimant in Standing}
        for denier in Standing
    }
    assert table("When one account denies another") == wanted
