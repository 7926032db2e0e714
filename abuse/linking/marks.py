"""Single marks: one rare thing that two filers share, where the record of each speaks against it.

One device or telephone in common is an office's as soon as a ring's, so it links nobody by itself
(`abuse.linking.identifiers`). Of two whose own records are bad it is seldom chance. It proposes
links; it judges no one.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Bools
from abuse.findings import Link
from abuse.linking.identifiers import held_values, links_by_values, of_kinds
from abuse.linking.judged_links import denied
from abuse.linking.rarity import ONE_MARK, TELLING
from abuse.policy import Policy
from abuse.record.view import View


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
        By source `identifiers`, ordered by pair; `kinds` may hold a single one, and holds none that
        an office, a landlord or a template has in common.

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
    rows = np.flatnonzero(telling & of_kinds(held, TELLING) & bad[held.filer])
    if without is not None:
        rows = rows[held.value[rows] != without]
    no, least = denied(view), ONE_MARK
    return [
        link for link in links_by_values(view, held, rows, 1, least) if (link.a, link.b) not in no
    ]
