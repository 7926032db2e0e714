"""In how many trades with nothing in common some rights lie.

A maker's marks cover related goods; somebody who registers what others sell takes whatever sells
well. It counts trades and accuses nobody: a conglomerate has many too.
"""

from __future__ import annotations

from collections import Counter

import networkx as nx
import numpy as np

from abuse.arrays import Ints
from abuse.record.view import View


def unrelated_trades(view: View, complaints: Ints) -> int:
    """Trades of the rights that some complaints name; a right of which nothing is known has none.

    Two rights are of one trade if they share a Nice class, or the category of goods that each is
    held against most.

    Examples
    --------
    >>> import numpy as np
    >>> from abuse.record.table import ClaimTable
    >>> unrelated_trades(View(ClaimTable.from_lines([])), np.zeros(0, np.int64))
    0
    """
    written, names = view.complaint_classes
    goods = view.once("category of complaint", lambda: _category(view))
    graph = nx.Graph()
    held: dict[int, Counter[int]] = {}
    for complaint in complaints[view.complaint_right[complaints] >= 0].tolist():
        right = int(view.complaint_right[complaint])
        if written[complaint] >= 0:
            ties = [
                (("right", right), ("class", name)) for name in names[written[complaint]].split(",")
            ]
            graph.add_edges_from(ties)
        if goods[complaint] >= 0:
            held.setdefault(right, Counter())[int(goods[complaint])] += 1
    for right, counts in held.items():
        most = min(counts, key=lambda category: (-counts[category], category))
        graph.add_edge(("right", right), ("category", most))
    count: int = nx.number_connected_components(graph)
    return count


def _category(view: View) -> Ints:
    """A category of each complaint's goods: that of its first claim with one; -1 without any."""
    out = np.full(view.n_complaints, -1, np.int64)
    known = np.flatnonzero(view.category >= 0)[::-1]
    out[view.complaint[known]] = view.category[known]
    return out
