"""How near filers are to given ones, over stores and identifiers: for the order of a queue only.

Nearness spreads to victims, agents and neighbours of an abuser as easily as to its accomplices, so
it is no evidence: no detector reads it, and no score rests on it.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from abuse.arrays import Floats, Ints
from abuse.linking.identifiers import held_values
from abuse.policy import Policy
from abuse.record.view import View

_DAMPING = 0.85
_STEPS = 60
_ENOUGH = 1e-9


def nearness(view: View, policy: Policy, seeds: Ints) -> Floats:
    """Nearness of each filer to the seeds, 1 for the nearest, 0 where no path leads.

    Parameters
    ----------
    view : View
    policy : Policy
        Says which identifiers are over-common; these join nobody.
    seeds : int array
        Positions of the filers to be near to, such as those under a boycott.

    Returns
    -------
    float array
        One entry a filer: personalised PageRank, divided by what a walk without a goal gives, so
        that a large agency is not near to everybody.

    Notes
    -----
    The graph joins filers with the stores they complained of and the identifiers they share. Whom
    it may wrong: anybody who hunts the same shops as an abuser; that is why it orders and never
    accuses.

    References
    ----------
    Page, Brin, Motwani and Winograd (1999), The PageRank citation ranking; Haveliwala (2002),
    Topic-sensitive PageRank, WWW.

    Examples
    --------
    >>> from abuse.record.table import ClaimTable
    >>> nearness(View(ClaimTable.from_lines([])), Policy(), np.empty(0, np.int64))
    array([], dtype=float64)
    """
    if not len(seeds):
        return np.zeros(view.n_filers)
    graph = _graph(view, policy)
    degree = np.maximum(np.asarray(graph.sum(axis=0)).ravel(), 1.0)
    start = np.zeros(graph.shape[0])
    start[seeds] = 1 / len(np.unique(seeds))
    rank = start
    for _ in range(_STEPS):
        before, rank = rank, (1 - _DAMPING) * start + _DAMPING * (graph @ (rank / degree))
        if np.abs(rank - before).sum() < _ENOUGH:
            break
    # On a graph without direction a walk without a goal stands at a node as often as it has edges.
    reached = (rank / degree)[: view.n_filers]
    scaled: Floats = np.round(reached / reached.max(), 6)
    return scaled


def _graph(view: View, policy: Policy) -> sparse.csr_array:
    """Filers first, then stores, then identifiers; joined or not, without direction."""
    held, telling = held_values(view, policy)
    aimed = view.store >= 0
    filer = np.r_[view.filer[aimed], held.filer[telling]]
    other = np.r_[
        view.n_filers + view.store[aimed],
        view.n_filers + len(view.stores) + held.value[telling],
    ]
    size = view.n_filers + len(view.stores) + len(held.kind)
    edges = sparse.coo_array((np.ones(len(filer)), (filer, other)), shape=(size, size)).tocsr()
    edges.data[:] = 1.0
    return (edges + edges.T).tocsr()
