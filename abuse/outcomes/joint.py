"""Records of what accounts have in common: complaints by key in, a record a pair out.

A key may be a right, a holder, or whatever else complaints name. Each account's part stands beside
what the others did under the same key. It counts and accuses nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from abuse.arrays import Bools, Floats, Ints, distinct
from abuse.outcomes.peers import Record, WeighedComplaints, null_of, record_from_sums, weighed
from abuse.outcomes.records import adverse_claims
from abuse.record.view import View


@dataclass(frozen=True)
class Joint:
    """One entry a pair of a key and an account, ordered by key; of keys of several accounts.

    Attributes
    ----------
    key, filer : ints
    accounts : ints
        Of how many accounts complaints under the key were decided.
    own, others, whole : Record
        The account's part, that of the others under the key, and what all of them did. Against an
        account that a person verified, only such others count.
    outsiders : ints
        Complaints of others with a bad claim, whose authority nobody verified.
    complaint, row : ints
        Decided complaints, and the pair that each belongs to; ordered by both.
    """

    key: Ints
    filer: Ints
    accounts: Ints
    own: Record
    others: Record
    whole: Record
    outsiders: Ints
    complaint: Ints
    row: Ints


def against_filers(view: View) -> tuple[WeighedComplaints, list[Floats], float]:
    """Decided complaints, what a record sums of each, and how much honest filers differ.

    Bad is what ended against the filer, for whatever reason. The columns are those of `Record`.
    Made once a scan.
    """
    return view.once("against_filers", lambda: _against_filers(view))


def _against_filers(view: View) -> tuple[WeighedComplaints, list[Floats], float]:
    bad = adverse_claims(view)
    counts: Bools = view.refused | view.upheld | (view.merit > 0) | bad
    decided = weighed(view, counts, bad.astype(np.float64), view.complaint_unlisted)
    null = null_of(view, decided)
    columns = (*decided.columns, decided.effective * null.rate)
    return decided, [each.astype(np.float64) for each in columns], null.rho


def joint_records(view: View, keys: Ints) -> Joint:
    """Return the records of the pairs of a key and an account, where accounts share the key.

    Parameters
    ----------
    keys : int array, a row for each kind of key, a column for each complaint
        Codes that no two kinds share; -1 where a complaint has none.
    """
    decided, columns, rho = against_filers(view)
    spot, key, filer = _shared(keys[:, decided.complaint], view.complaint_filer[decided.complaint])
    complaint = decided.complaint[spot]
    pair, row = np.unique(key * view.n_filers + filer, return_inverse=True)
    key, filer = pair // max(view.n_filers, 1), pair % max(view.n_filers, 1)
    group = np.cumsum(np.diff(key, prepend=-1) != 0) - 1
    sure = keys[:, view.complaint_verified]
    sure = np.where(
        sure >= 0, sure * view.n_filers + view.complaint_filer[view.complaint_verified], -1
    )
    verified = np.isin(pair, distinct(sure.ravel()))
    own = [summed(row, each[spot], len(pair)) for each in columns]
    whole = [summed(group, each, len(pair))[group] for each in own]
    known = [summed(group, each * verified, len(pair))[group] for each in own]
    others = [
        np.where(verified, some, every) - mine
        for mine, some, every in zip(own, known, whole, strict=True)
    ]
    outsiders = np.where(verified, 0.0, whole[2] - known[2] - own[2])
    mine, rest, every = (record_from_sums(sums, rho) for sums in (own, others, whole))
    order = np.lexsort((complaint, row))
    return Joint(
        key, filer, np.bincount(group)[group], mine, rest, every,
        outsiders.round().astype(np.int64), complaint[order], row[order],
    )  # fmt: skip


def _shared(keys: Ints, filer: Ints) -> tuple[Ints, Ints, Ints]:
    """Columns of `keys` with a key that several filers bear, such a key, and the column's filer.

    Most keys are one filer's: they are left out before anything is sorted.
    """
    kind, spot = np.nonzero(keys >= 0)
    key, filer = keys[kind, spot], filer[spot]
    any_of = np.zeros(int(key.max(initial=-1)) + 1, np.int64)
    any_of[key] = filer
    several = np.zeros(len(any_of), bool)
    several[key[filer != any_of[key]]] = True
    kept = several[key]
    return spot[kept], key[kept], filer[kept]


def summed(group: Ints, values: Floats | Bools, size: int) -> Floats:
    """Sums of values by group."""
    total: Floats = np.bincount(group, values, size).astype(np.float64)
    return total
