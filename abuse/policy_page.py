"""The page of all thresholds, made from ``policy.toml`` for `docs/policy.md`. Words only."""

from __future__ import annotations

from itertools import groupby

from abuse.thresholds import Threshold, thresholds, units

_HEAD = """# The thresholds of a scan

Made by `python -m abuse policy` from `abuse/policy.toml`, which is where to change a default; do
not edit this page.

A platform's own file names only what it sets differently, and `cleanhands scan --policy FILE` and
`python -m abuse scan FILE --policy FILE` read it. These three say the same:

```toml
lockstep_window_days = 14

[lockstep]
window_days = 14

[lockstep_window_days]
value = 14
unit = "days"
reason = "Our reviewers see slow rings."
```

A file that holds the ladder's `[boycott]` too ([from a flag to a
boycott](boycotts.md#the-policy)) has the scan's thresholds under `[scan]`; `cleanhands policy put`
and `--policy` take either. A threshold that is unknown, of another type or out of its range is
refused with one sentence that names it and its line and says what is allowed; one that was renamed,
with its new name. A scan's JSON has a digest of the values.
"""


def page() -> str:
    """The page as Markdown.

    Examples
    --------
    >>> page().splitlines()[0]
    '# The thresholds of a scan'
    """
    lines = [_HEAD, "## Units", "", "| unit | meaning |", "|---|---|"]
    lines += [f"| {name} | {says} |" for name, says in units().items()]
    for section, group in groupby(thresholds().values(), key=lambda each: each.section):
        lines += ["", f"## {section}", "", "| threshold | default | unit | allowed | reason |"]
        lines += ["|---|---|---|---|---|", *map(_row, group)]
    return "\n".join(lines) + "\n"


def _row(each: Threshold) -> str:
    value = f"{each.value:,}" if isinstance(each.value, int) else f"{each.value:g}"
    return f"| `{each.name}` | {value} | {each.unit} | {each.allowed} | {each.reason} |"
