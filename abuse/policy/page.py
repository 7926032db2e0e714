"""The tables of all thresholds, made from ``policy.toml`` for `python -m abuse policy`."""

from __future__ import annotations

from itertools import groupby

from abuse.policy.thresholds import Threshold, thresholds, units


def policy_page() -> str:
    """The page as Markdown.

    Examples
    --------
    >>> policy_page().splitlines()[0]
    '# The thresholds of a scan'
    """
    lines = ["# The thresholds of a scan", "", "## Units", "", "| unit | meaning |", "|---|---|"]
    lines += [f"| {name} | {says} |" for name, says in units().items()]
    for section, group in groupby(thresholds().values(), key=lambda each: each.section):
        lines += [
            "",
            f"## {section}",
            "",
            "| threshold | default | unit | allowed | what it does |",
        ]
        lines += ["|---|---|---|---|---|", *map(_row, group)]
    return "\n".join(lines) + "\n"


def _row(each: Threshold) -> str:
    value = f"{each.value:,}" if isinstance(each.value, int) else f"{each.value:g}"
    return f"| `{each.name}` | {value} | {each.unit} | {each.allowed} | {each.reason} |"
