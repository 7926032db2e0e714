"""Contested listings: goods that two unrelated parties claim, each under a right of its own.

Whatever is on sale has as a rule one maker, so of two strangers who both call it theirs one is
likely wrong; which of them, this cannot say. It counts; it accuses nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from scipy import sparse

from abuse.arrays import Bools, Ints, distinct
from abuse.graphs.products import row_products
from abuse.linking.principals import principals
from abuse.linking.representations import mailboxes
from abuse.outcomes.peers import Record, against_peers
from abuse.policy import Policy
from abuse.record.columns import codes
from abuse.record.view import View
from abuse.structure.hits import MOST_FILERS


@dataclass(frozen=True)
class Contested:
    """Which claims are on a listing that an unrelated party had claimed before.

    Attributes
    ----------
    claims : bools, one entry a claim
        The listing had been claimed, on the same day or before, by an account that has no right,
        party, mail domain or certificate in common with the filer. Who was there first is not to
        blame for those who came later; nor is an agency for one client of several.
    rivals : ints of shape (pairs, 2)
        Filer, and complaint of such an account, distinct; ascending by filer and complaint.
    """

    claims: Bools
    rivals: Ints


def contested(view: View, policy: Policy) -> Contested:
    """Return the contested claims, found once a scan.

    Parameters
    ----------
    view : View
    policy : Policy
        Says, as for impostors, from how many accounts on a mail domain is everybody's.

    Notes
    -----
    Accounts are related that named one right (by its number), that file for one holder or client
    or for each other, that write from one domain of their own, or that showed one registration
    certificate. It may wrong whoever shares goods with others rightfully and shows none of this: a
    licensor and its licensee, a mark and the design of another firm on one product, brands that
    one listing of many copies.
    """
    return view.once("contested", lambda: _contested(view, policy))


def contested_record(view: View, policy: Policy) -> Record:
    """Return each filer's share of contested claims beside its peers', of claims at known listings.

    The peers say how usual it is on this market; its `evidence` is the column of this module.
    """

    def make() -> Record:
        bad = contested(view, policy).claims.astype(np.float64)
        return against_peers(view, view.listing >= 0, bad)

    return view.once("contested_record", make)


def _contested(view: View, policy: Policy) -> Contested:
    known = np.flatnonzero(view.listing >= 0)
    # Most listings were claimed once: they are left out before anything is sorted.
    known = known[(np.bincount(view.listing[known]) > 1)[view.listing[known]]]
    n = max(view.n_filers, 1)
    # Claims are in the order of filing, so the first of each listing and filer is its first claim.
    visit, first, row = np.unique(
        view.listing[known] * n + view.filer[known], return_index=True, return_inverse=True
    )
    listing, filer, claim = visit // n, visit % n, known[first]
    early, late = _pairs(listing, view.filed[claim].astype("M8[D]").astype(np.int64))
    stranger = _strangers(view, policy, filer[early], filer[late])
    early, late = early[stranger], late[stranger]
    visits, row_of = np.unique(late, return_inverse=True)
    answers = ~_of_one_client(view, filer[visits], claim[visits])[row_of]
    early, late = early[answers], late[answers]
    is_contested = np.zeros(len(visit), bool)
    is_contested[late] = True
    claims = np.zeros(view.n_claims, bool)
    claims[known] = is_contested[row]
    cases = max(view.n_complaints, 1)
    rival = distinct(filer[late] * cases + view.complaint[claim[early]])
    return Contested(claims, np.stack([rival // cases, rival % cases], axis=1))


def _of_one_client(view: View, filer: Ints, claim: Ints) -> Bools:
    """Visits that an agency made for the one of its clients most of whose goods are contested.

    `filer` and `claim` are of the contested visits. Of clients with as many the one comes first
    whose goods were contested first.
    """
    who = principals(view)
    client = filer * (len(who.parties) + 1) + who.client[view.complaint[claim]] + 1
    agencies = np.flatnonzero(np.array(who.established, bool)[filer])
    agencies = agencies[np.argsort(claim[agencies], kind="stable")]
    pair, first, count = np.unique(client[agencies], return_index=True, return_counts=True)
    order = np.lexsort((first, -count, pair // (len(who.parties) + 1)))
    ranked = pair[order]
    worst = ranked[np.diff(ranked // (len(who.parties) + 1), prepend=-1) != 0]
    return np.isin(client, worst)


def _pairs(listing: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Visits of one listing, the second no earlier than the first: both ways on the same day."""
    # Most listings were hit by one filer alone, and some by a crowd: neither makes a pair.
    reach = np.bincount(listing)
    rows = np.flatnonzero(((reach > 1) & (reach <= MOST_FILERS))[listing])
    listing, day = listing[rows], day[rows]
    order = np.lexsort((day, listing))
    held = np.bincount(listing)
    start = (np.cumsum(held) - held)[listing[order]]
    # All visits of the listing up to the last of the same day.
    span = int(np.ptp(day)) + 1 if len(day) else 1
    at = listing[order] * span + day[order] - day.min(initial=0)
    until = np.searchsorted(at, at, "right")
    count = until - start
    late = np.repeat(np.arange(len(order)), count)
    early = (
        np.repeat(start, count) + np.arange(len(late)) - np.repeat(np.cumsum(count) - count, count)
    )
    apart = early != late
    return rows[order[early[apart]]], rows[order[late[apart]]]


def _strangers(view: View, policy: Policy, a: Ints, b: Ints) -> Bools:
    """Whether each two filers have nothing in common that says for whom they file."""
    n = max(view.n_filers, 1)
    pair, row = np.unique(np.minimum(a, b) * n + np.maximum(a, b), return_inverse=True)
    common = row_products(_marks(view, policy), pair // n, pair % n)
    stranger: Bools = (common == 0)[row]
    return stranger


def _marks(view: View, policy: Policy) -> sparse.csr_array:
    """By filer, the rights, parties, domains and certificates by which it is known: 1 each."""
    rights = distinct(view.complaint_filer * (len(view.rights) + 1) + view.complaint_right + 1)
    filers, marks = rights // (len(view.rights) + 1), rights % (len(view.rights) + 1)
    rows, columns, width = [filers[marks > 0]], [marks[marks > 0] - 1], len(view.rights)
    who, domains = principals(view), mailboxes(view, policy).domains
    named = [
        (filer, ("party", party))
        for filer in range(view.n_filers)
        for party in who.own[filer] | who.served[filer]
    ]
    named += [(filer, ("domain", one)) for filer, some in domains.items() for one in some]
    shown = view.table.documents
    shown = shown.filter(pc.equal(shown["kind"], "registration"))
    paper, _ = codes(shown, "sha256")
    of = view.complaint_filer[shown["complaint"].to_numpy()]
    code = {mark: spot for spot, mark in enumerate(dict.fromkeys(mark for _, mark in named))}
    rows += [np.array([filer for filer, _ in named], np.int64), of]
    columns += [
        np.array([code[mark] for _, mark in named], np.int64) + width,
        paper + width + len(code),
    ]
    row, column = np.concatenate(rows), np.concatenate(columns)
    size = width + len(code) + int(paper.max(initial=-1)) + 1
    table = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(view.n_filers, size))
    table.sum_duplicates()
    return table
