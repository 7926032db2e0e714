"""Whom a filer acts for, and which filers are established agencies.

An agency and its client share papers, words and sometimes a desk, and that is no ring. This says
which links are explained in that way; it finds nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from abuse.arrays import Ints, distinct
from abuse.identity.names import core
from abuse.identity.rights import holder_key
from abuse.record.view import View

ESTABLISHED = 3


class Principals:
    """For each filer, the parties that it files for, and those that stand for the filer itself.

    A holder is the party of its name (`abuse.identity.names.core`), however the name is written;
    one that is known by a reference alone is a party of its own. `client` says of each complaint
    for which of the `parties` it was filed; -1 for the filer itself, and where nobody is named.
    """

    def __init__(self, view: View) -> None:
        self.served: list[set[str]] = [set() for _ in range(view.n_filers)]
        self.own: list[set[str]] = [set() for _ in range(view.n_filers)]
        parties = _parties(view)
        by_key = dict(zip(view.holders, parties, strict=True))
        people = view.table.filers
        names = zip(people["reference"].to_pylist(), people["name"].to_pylist(), strict=True)
        for filer, (reference, name) in enumerate(names):
            key = holder_key({"reference": reference})
            self.own[filer] = {core(name or reference), by_key.get(key, key)}
        for filer, holder in _each(view.complaint_filer, view.complaint_holder):
            if parties[holder] not in self.own[filer]:
                self.served[filer].add(parties[holder])
        self.parties, self.client = self._clients(view, parties)
        owner, self._right = _pairs(view.complaint_filer, view.complaint_right)
        self._first = np.searchsorted(owner, np.arange(view.n_filers + 1))
        self.agent = [
            kind == "agent" or len(self.served[f]) >= ESTABLISHED
            for f, kind in enumerate(view.filer_kind)
        ]
        self.established = [
            agent and len(self.served[f]) >= ESTABLISHED for f, agent in enumerate(self.agent)
        ]

    def _clients(self, view: View, parties: list[str]) -> tuple[list[str], Ints]:
        names, party = np.unique(np.array([*parties, ""], np.str_), return_inverse=True)
        client = np.where(view.complaint_holder >= 0, party[view.complaint_holder], -1)
        called: list[str] = names.tolist()
        pair, row = np.unique(
            view.complaint_filer * (len(called) + 1) + client + 1, return_inverse=True
        )
        filer, code = pair // (len(called) + 1), pair % (len(called) + 1) - 1
        served = [
            one >= 0 and called[one] in self.served[who]
            for who, one in zip(filer.tolist(), code.tolist(), strict=True)
        ]
        return called, np.where(np.array(served, bool), code, -1)[row]

    def rights(self, filer: int) -> set[int]:
        """Codes of the rights that a filer has named."""
        return set(self._right[self._first[filer] : self._first[filer + 1]].tolist())

    def explains(self, a: int, b: int) -> bool:
        """Whether the two are agent and principal, or an agent and another voice of its principal.

        Two accounts that are no agents and use one right are not explained.
        """
        if self.served[a] & self.own[b] or self.served[b] & self.own[a]:
            return True
        if not (self.agent[a] or self.agent[b]):
            return False
        return bool(self.served[a] & self.served[b] or self.rights(a) & self.rights(b))

    def strangers(self, a: int, b: int) -> bool:
        """Whether the two file under rights of their own, for nobody in common.

        What two strangers share may belong to a firm that both have hired.
        """
        whom = (self.served[a] or self.own[a]) & (self.served[b] or self.own[b])
        return not (whom or self.rights(a) & self.rights(b))


def _parties(view: View) -> list[str]:
    """The party of each holder: of the name that its first complaint gives, else its key."""
    known = view.complaint_holder >= 0
    holder, first = np.unique(view.complaint_holder[known], return_index=True)
    names = view.table.complaints["holder_name"].take(np.flatnonzero(known)[first]).to_pylist()
    parties = list(view.holders)
    for code, name in zip(holder.tolist(), names, strict=True):
        parties[code] = core(name) if name else parties[code]
    return parties


def _each(filer: Ints, code: Ints) -> Iterator[tuple[int, int]]:
    """Distinct pairs of a filer and a known code."""
    return zip(*(side.tolist() for side in _pairs(filer, code)), strict=True)


def _pairs(filer: Ints, code: Ints) -> tuple[Ints, Ints]:
    """The same as columns, ordered by filer."""
    known, size = code >= 0, int(code.max(initial=0)) + 1
    pairs = distinct(filer[known] * size + code[known])
    return pairs // size, pairs % size


def principals(view: View) -> Principals:
    """The view's `Principals`, made once."""
    return view.once("principals", lambda: Principals(view))
