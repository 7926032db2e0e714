"""Single marks: one rare thing that two filers share, where the record of each speaks against it.

One device or telephone in common is an office's as soon as a ring's, so it links nobody by itself
(`abuse.linking.identifiers`). Of two whose own records are bad it is seldom chance. It proposes
links; it judges no one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np

from abuse.arrays import Bools
from abuse.findings import Link
from abuse.linking.identifiers import held_values, is_hired, kind_of, shared_by_pair
from abuse.linking.judged_links import denied
from abuse.linking.principals import principals
from abuse.policy import Policy
from abuse.record.view import View

# What one hand shows of itself again and again. An address, a network or a form of words is an
# office's, a landlord's or a template's by itself.
_TELLING: Final = frozenset({"device", "payment", "phone", "email", "free_email", "paper"})


def single_marks(view: View, policy: Policy, bad: Bools, without: int | None = None) -> list[Link]:
    """Links between filers with a bad record that share one thing worth a link by itself.

    Parameters
    ----------
    view : View
    policy : Policy
    bad : bool array, one entry a filer
        Whose own record, without what others brought against it, speaks against it.
    without : int, optional
        A value of `held_values` that is to count for nothing.

    Returns
    -------
    list of Link
        By source `identifiers`, ordered by pair; `kinds` may hold a single one.

    Notes
    -----
    It may wrong two careless filers of one household or desk: a ring is called only what a joint
    record bears out, and a level rests on more than a link.

    References
    ----------
    Fellegi and Sunter (1969), J. Am. Statist. Ass. 64: agreement on a rare value weighs the
    logarithm of how rare it is, beside what else is known of the pair.
    """
    held, telling = held_values(view, policy)
    rows = np.flatnonzero(telling & bad[held.filer])
    if without is not None:
        rows = rows[held.value[rows] != without]
    a, b, value, weight = shared_by_pair(view, held, rows)
    shared: dict[tuple[int, int], list[tuple[float, str, int]]] = defaultdict(list)
    columns = (each.tolist() for each in (a, b, value, weight))
    for one, two, what, worth in zip(*columns, strict=True):
        shared[one, two].append((-worth, kind_of(held, what), int(held.sharers[what])))
    who, no = principals(view), denied(view)
    links = []
    for ends, evidence in shared.items():
        total = -sum(worth for worth, _, _ in evidence)
        kinds = [kind for _, kind, _ in evidence]
        if total < policy.identifiers_alone_weight or _TELLING.isdisjoint(kinds) or ends in no:
            continue
        if not who.explains(*ends) and not is_hired(who, *ends, kinds):
            shown = tuple(f"{kind}:{sharers}" for _, kind, sharers in sorted(evidence))
            links.append(Link(*ends, "identifiers", total, shown))
    return links
