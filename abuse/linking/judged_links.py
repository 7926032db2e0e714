"""Applies people's judgements of pairs of filers to the links by shared identifiers.

A `yes` (one operator runs both) adds a link or strengthens one, a `no` removes it, an `unsure`
changes nothing. A judgement only says who acts together; it is never evidence of how a claim ended.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from abuse.arrays import Ints
from abuse.findings import Link
from abuse.linking.rarity import LINK
from abuse.record.view import View

JUDGED: Final = "judged"
_SAID: Final = f"{JUDGED}:2"


def with_judgements(view: View, links: list[Link], members: Ints | None = None) -> list[Link]:
    """Return the links with people's judgements applied, ordered by pair.

    Parameters
    ----------
    links : list of Link
        Links by shared identifiers, one a pair.
    members : int array, optional
        Only pairs among these filers.

    Examples
    --------
    >>> from abuse.record.table import ClaimTable
    >>> with_judgements(View(ClaimTable.from_lines([])), [])
    []
    """
    verdicts = _verdicts(view)
    if not verdicts:
        return links
    by_pair = {(k.a, k.b): k for k in links if verdicts.get((k.a, k.b)) != "no"}
    among = None if members is None else set(members.tolist())
    for pair, verdict in verdicts.items():
        if verdict == "yes" and (among is None or among.issuperset(pair)):
            known = by_pair.get(pair) or Link(*pair, "identifiers", 0.0, ())
            weight = known.weight + LINK
            by_pair[pair] = replace(known, weight=weight, kinds=(_SAID, *known.kinds))
    return [by_pair[pair] for pair in sorted(by_pair)]


def is_judged(link: Link) -> bool:
    """Return whether a person judged that one operator runs both accounts."""
    return _SAID in link.kinds


def denied(view: View) -> set[tuple[int, int]]:
    """Return the pairs of which a person judged that no one operator runs both."""
    return {pair for pair, verdict in _verdicts(view).items() if verdict == "no"}


def _verdicts(view: View) -> dict[tuple[int, int], str]:
    rows = view.table.judged
    return {
        (a, b): verdict
        for a, b, verdict in zip(
            *(rows[name].to_pylist() for name in ("a", "b", "verdict")), strict=True
        )
    }
