"""Representations: for whom each account files, one row for each filer and holder or right.

A holder is identified by its name, a right by its number. Nothing is merged further, because a
number that everybody writes ("pending") would make one holder of all. Nothing is judged here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from abuse.arrays import Bools, Ints, Times
from abuse.identity.mailboxes import is_free_mail
from abuse.identity.names import core
from abuse.identity.registers import is_number
from abuse.policy import Policy
from abuse.record.columns import codes
from abuse.record.view import View


@dataclass(frozen=True)
class Representations:
    """Rows of (key, filer), in the order of the keys and then of the first filing.

    Attributes
    ----------
    key, filer, first : arrays
        Keys below `numbered` are numbered rights, the others names of holders. `first` is the
        filer's first filing with the key.
    complaints, upheld, refused : arrays
        Complaints with the key, and claims of them by outcome.
    own, papers, certificate : arrays
        The filer states the right as its own; it showed an authorization; the right's registration.
    verified : array
        A person verified that the filer may act so, at one of these complaints.
    name, account : lists of str
        The holder's name at the first filing, and the filer's, as `abuse.identity.names.core`; ""
        where it tells nobody.
    numbered : int
    complaint_keys : array
        The two keys of each complaint, -1 where it has none.
    """

    key: Ints
    filer: Ints
    first: Times
    complaints: Ints
    upheld: Ints
    refused: Ints
    own: Bools
    papers: Bools
    certificate: Bools
    verified: Bools
    name: list[str]
    account: list[str]
    numbered: int
    complaint_keys: Ints


def representations(view: View) -> Representations:
    """Return who files for whom, one row for each filer and key; made once a scan."""
    return view.once("representations", lambda: _representations(view))


def _representations(view: View) -> Representations:
    own, name, names, filers = _holders(view)
    people = zip(filers.tolist(), view.filer_kind, strict=True)
    accounts = ["" if kind == "individual" else names[one] for one, kind in people]
    number, numbers = codes(view.table.complaints, "right_number")
    numbered = np.array([*map(is_number, numbers), False])[number]
    low = len(view.rights)
    complaint_keys = np.stack(
        [np.where(numbered, view.complaint_right, -1), np.where(name >= 0, name + low, -1)]
    )
    complaint, key = np.tile(np.arange(view.n_complaints), 2), complaint_keys.ravel()
    complaint, key = complaint[key >= 0], key[key >= 0]
    # Complaints are in the order of filing, so the first of each pair is its first filing.
    order = np.argsort(key * view.n_filers + view.complaint_filer[complaint], kind="stable")
    complaint, key = complaint[order], key[order]
    filer = view.complaint_filer[complaint]
    starts = np.flatnonzero((np.diff(key, prepend=-1) != 0) | (np.diff(filer, prepend=-1) != 0))
    head = complaint[starts]
    rank = np.lexsort((filer[starts], view.complaint_filed[head], key[starts]))

    def total(of_complaint: Ints | Bools) -> Ints:
        if not len(starts):
            return np.zeros(0, np.int64)
        counted: Ints = np.add.reduceat(of_complaint[complaint].astype(np.int64), starts)[rank]
        return counted

    papers = view.table.documents

    def showed(kind: str) -> Bools:
        shown = papers.filter(pc.equal(papers["kind"], kind))["complaint"].to_numpy()
        return total(np.isin(np.arange(view.n_complaints), shown)) > 0

    return Representations(
        key=key[starts][rank],
        filer=filer[starts][rank],
        first=view.complaint_filed[head][rank],
        complaints=total(np.ones(view.n_complaints, np.int64)),
        upheld=total(np.bincount(view.complaint[view.upheld], minlength=view.n_complaints)),
        refused=total(np.bincount(view.complaint[view.refused], minlength=view.n_complaints)),
        own=total(own) > 0,
        papers=showed("authorization"),
        certificate=showed("registration"),
        verified=total(view.complaint_verified) > 0,
        name=[names[code] if code >= 0 else "" for code in name[head[rank]].tolist()],
        account=[accounts[one] for one in filer[starts][rank].tolist()],
        numbered=low,
        complaint_keys=complaint_keys,
    )


def _holders(view: View) -> tuple[Bools, Ints, list[str], Ints]:
    """Whether each complaint is for its filer's own right, and its holder's name as a code.

    Then the names, and the code of each filer's own.
    """
    known: dict[str, int] = {}

    def code(name: str | None) -> int:
        return known.setdefault(core(name or ""), len(known))

    filers = np.array([code(n) for n in view.table.filers["name"].to_pylist()], np.int64)
    stated_names = view.table.complaints["holder_name"].combine_chunks().dictionary_encode()
    stated = np.array(
        [*(code(name) for name in stated_names.dictionary.to_pylist()), -1], np.int64
    )[pc.fill_null(stated_names.indices, len(stated_names.dictionary)).to_numpy().astype(np.int64)]
    mine = filers[view.complaint_filer]
    agent, person = (
        np.array([kind == one for kind in view.filer_kind], bool)[view.complaint_filer]
        for one in ("agent", "individual")
    )
    # An agent that names nobody speaks for nobody known; many persons bear one name.
    own = (stated == mine) | ((stated < 0) & ~agent)
    name = np.where(own, np.where(person, -1, mine), stated)
    return own, name, list(known), filers


def mailboxes(view: View, policy: Policy) -> Mailboxes:
    """Return what each filer writes from; read once a scan."""
    return view.once("mailboxes", lambda: Mailboxes(view, policy))


class Mailboxes:
    """What each filer writes from: `domains` of its own, and `free` where it has a public box."""

    def __init__(self, view: View, policy: Policy) -> None:
        seen = view.table.identities
        kinds = pa.array(["email", "website"])
        seen = seen.filter(pc.and_(pc.is_in(seen["kind"], kinds), pc.is_valid(seen["domain"])))
        columns = (seen[name].to_pylist() for name in ("filer", "kind", "domain"))
        rows = set(zip(*columns, strict=True))
        users = Counter(domain for _, kind, domain in rows if kind == "email")
        agents = {domain for filer, _, domain in rows if view.filer_kind[filer] == "agent"}
        self.domains: dict[int, set[str]] = defaultdict(set)
        self.free: set[int] = set()
        for filer, _, domain in rows:
            crowded = users[domain] > policy.impostor_crowd and domain not in agents
            if crowded or is_free_mail(domain):
                self.free.add(filer)
            else:
                self.domains[filer].add(domain)
