"""How each filer stands among its peers, as figures to be shown to staff and to the filer itself.

The same claims count, and weigh the same, as in the funnel that the scan judges by; only that here
every refusal counts whole, so that a share can be read as one. It judges nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from abuse.arrays import Bools, Floats, Ints
from abuse.outcomes.peers import Null, WeighedComplaints, null_of, weighed
from abuse.outcomes.records import drop_weight, refusal_weight
from abuse.record.columns import numbers
from abuse.record.view import MERIT, STATE, View

MEASURES: Final = ("unfounded", "dropped")
# Points of a funnel lie on a grid of this many shares, two steps a doubling of the weight.
_SHARES = 20


@dataclass(frozen=True)
class PeerRate:
    """What peers of one kind of right and basis do; basis "" is any, kind "" is the whole market.

    `measure` is one of `MEASURES`, `rate` the honest peers' mean, `rho` how much they differ
    (intra-class correlation), `filers` how many have a claim that counts. `points` are all filers
    of the kind, gathered to (weight, share, filers); for any basis only.
    """

    measure: str
    right_kind: str
    basis: str
    rate: float
    rho: float
    filers: int
    points: list[list[float]]


@dataclass(frozen=True)
class Standings:
    """One row a filer, kind of right and basis; and the peers that they are compared with.

    Columns of `rows`: `filer` (key), `right_kind`, `basis`; counts of claims (`claims`, `closed`,
    `decided`, `unfounded`, `manifest`, `graded`, `withdrawn`, `answered`, `dropped`); and as the
    funnel weighs them `weight`, `observed`, `expected` (of unfounded) and `dropped_weight`,
    `dropped_observed`, `dropped_expected`. Targets refused without a name are counted as claims.
    """

    rows: pa.Table
    peers: list[PeerRate]


def standings(view: View) -> Standings:
    """Return every filer's figures.

    Parameters
    ----------
    view : View

    Returns
    -------
    Standings

    Notes
    -----
    `decided` are claims with an outcome: removed, rejected, reinstated, or graded by a person;
    `unfounded` those of them that were refused or graded unfounded, but for one graded founded.
    `answered` are claims answered by a counter-notice that have come to an end, `dropped` those
    that their filer then withdrew. The weight of a complaint against m listings is 1 + ln(m).
    It may wrong a filer whose field is harder than its right and basis say.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, funnel plots.
    """
    # A claim counts whole, however surely it was unfounded.
    counts, bad = refusal_weight(view)
    unfounded = weighed(view, counts, np.ceil(bad), view.complaint_unlisted, ungraded=1.0)
    dropped = weighed(view, *drop_weight(view))
    nulls = [null_of(view, weighed_complaints) for weighed_complaints in (unfounded, dropped)]
    strata = int(view.complaint_stratum.max(initial=-1)) + 1
    group, row = np.unique(
        view.complaint_filer * strata + view.complaint_stratum, return_inverse=True
    )
    columns = _counts(view, row, len(group), unfounded, dropped)
    for prefix, weighed_complaints, null in zip(
        ("", "dropped_"), (unfounded, dropped), nulls, strict=True
    ):
        columns |= _weights(prefix, weighed_complaints, null, row, len(group))
    first = np.zeros(len(group), np.int64)
    first[row[::-1]] = np.arange(view.n_complaints)[::-1]
    keys = numbers(view.table.filers, "key")
    keyed = {
        "filer": pa.array(keys[group // max(strata, 1)]),
        "right_kind": _names(view.right_kinds, view.complaint_kind[first]),
        "basis": _names(view.bases, view.complaint_basis[first]),
    }
    peers = [
        peer
        for measure, weighed_complaints, null in zip(
            MEASURES, (unfounded, dropped), nulls, strict=True
        )
        for peer in _peers(view, measure, weighed_complaints, null)
    ]
    return Standings(pa.table({**keyed, **columns}), peers)


def _names(names: list[str], code: Ints) -> pa.Array:
    return pa.array([*names, "other"]).take(pa.array(np.where(code < 0, len(names), code)))


def _counts(
    view: View, row: Ints, size: int, unfounded: WeighedComplaints, dropped: WeighedComplaints
) -> dict[str, npt.NDArray[np.generic]]:
    of_claim = row[view.complaint]

    def count(chosen: Bools) -> Ints:
        counted: Ints = np.bincount(of_claim[chosen], minlength=size)
        return counted

    def add(weighed_complaints: WeighedComplaints, column: Ints) -> Ints:
        added: Ints = np.bincount(
            row[weighed_complaints.complaint], weights=column, minlength=size
        ).astype(np.int64)
        return added

    unnamed = np.bincount(row, weights=view.complaint_unlisted, minlength=size).astype(np.int64)
    is_open = (view.state == STATE["received"]) | (view.state == STATE["countered"])
    return {
        "claims": count(np.ones(view.n_claims, bool)) + unnamed,
        "closed": count(~is_open) + unnamed,
        "decided": add(unfounded, unfounded.claims),
        "unfounded": add(unfounded, unfounded.bad),
        "manifest": count(view.merit == MERIT["manifestly_unfounded"]),
        "graded": count(view.merit > 0),
        "withdrawn": count(view.withdrawn),
        "answered": add(dropped, dropped.claims),
        "dropped": add(dropped, dropped.bad),
    }


def _weights(
    prefix: str, weighed_complaints: WeighedComplaints, null: Null, row: Ints, size: int
) -> dict[str, npt.NDArray[np.generic]]:
    of_complaint = row[weighed_complaints.complaint]
    weighing = (
        ("weight", weighed_complaints.effective),
        ("observed", weighed_complaints.observed),
        ("expected", weighed_complaints.effective * null.rate),
    )
    return {
        prefix + name: np.bincount(of_complaint, weights=values, minlength=size)
        for name, values in weighing
    }


def _peers(
    view: View, measure: str, weighed_complaints: WeighedComplaints, null: Null
) -> list[PeerRate]:
    kind, basis = (
        view.complaint_kind[weighed_complaints.complaint],
        view.complaint_basis[weighed_complaints.complaint],
    )
    peers = [_peer(view, measure, "", "", weighed_complaints, null, np.ones(len(kind), bool))]
    for one in np.unique(kind).tolist():
        of_kind = kind == one
        name = view.right_kinds[one] if one >= 0 else "other"
        peers.append(_peer(view, measure, name, "", weighed_complaints, null, of_kind))
        for each in np.unique(basis[of_kind]).tolist():
            basis_name = view.bases[each] if each >= 0 else "other"
            peers.append(
                _peer(
                    view,
                    measure,
                    name,
                    basis_name,
                    weighed_complaints,
                    null,
                    of_kind & (basis == each),
                )
            )
    return peers


def _peer(
    view: View,
    measure: str,
    right_kind: str,
    basis: str,
    weighed_complaints: WeighedComplaints,
    null: Null,
    among: Bools,
) -> PeerRate:
    filer = view.complaint_filer[weighed_complaints.complaint[among]]
    weight, observed = (
        np.bincount(filer, weights=column[among], minlength=view.n_filers).astype(np.float64)
        for column in (weighed_complaints.effective, weighed_complaints.observed)
    )
    known = weight > 0
    total = weight.sum()
    rate = float((weighed_complaints.effective * null.rate)[among].sum() / total) if total else 0.0
    points = [] if basis else _gathered(weight[known], observed[known])
    return PeerRate(measure, right_kind, basis, rate, null.rho, int(known.sum()), points)


def _gathered(weight: Floats, observed: Floats) -> list[list[float]]:
    """Filers as a bounded number of points: none is left out, near ones are one point."""
    share = observed / weight
    across = np.round(2 * np.log2(np.maximum(weight, 1))).astype(np.int64)
    up = np.round(share * _SHARES).astype(np.int64)
    cell, at = np.unique(across * (_SHARES + 1) + up, return_inverse=True)
    size, (n, mean) = (
        np.bincount(at, minlength=len(cell)),
        (np.bincount(at, weights=v, minlength=len(cell)) for v in (weight, share)),
    )
    return [
        [round(float(a), 2), round(float(b), 4), int(c)]
        for a, b, c in zip(n / size, mean / size, size, strict=True)
    ]
