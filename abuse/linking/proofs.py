"""Claims to another's right that were never proven, and denials by accounts that proved nothing.

In: when authority was asked and verified, and who denied whom. Out: rows of such complaints and of
such denials. The detector says how many of them make a finding; nothing is weighed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from abuse.arrays import Bools, Ints, positions
from abuse.linking.representations import Representations, representations
from abuse.policy import Policy
from abuse.record.columns import numbers, times
from abuse.record.view import STATE, View

_PAPERS: Final = pa.array(["authorization", "registration"])


@dataclass(frozen=True)
class Unproven:
    """Complaints whose filer was asked for its authority and never proved it.

    Attributes
    ----------
    complaint : ints
        Positions, ascending.
    subject : ints
        For whom each was filed, or the number of what the filer calls its own right: a key of
        `Representations`.
    own : bools
        The filer calls the right its own.
    ended : bools
        All its claims were rejected or withdrawn; the filer of the others had time enough.
    """

    complaint: Ints
    subject: Ints
    own: Bools
    ended: Bools


@dataclass(frozen=True)
class Denials:
    """Denials by accounts that were asked to prove their own right and did not in time.

    Attributes
    ----------
    filer, other, subject : ints
        Who denied, whom, and for which right or name.
    verified, stood : bools
        A person verified that the other may file so; claims of it were upheld, none was refused,
        and it was never asked in vain.
    """

    filer: Ints
    other: Ints
    subject: Ints
    verified: Bools
    stood: Bools


def unproven(view: View, policy: Policy) -> Unproven:
    """Return the complaints whose authority was asked and never proven; made once a scan.

    Notes
    -----
    No complaint counts once a person has verified the filer for its holder, or for the number of
    its own right. A complaint that has not ended does not count either if it came with a paper that
    nobody has compared yet, or if its listings are all gone: the filer had nothing left to prove.
    """
    return view.once("unproven", lambda: _unproven(view, policy))


def _unproven(view: View, policy: Policy) -> Unproven:
    filings = representations(view)
    subject, own = _subjects(view, filings)
    row = _rows(view, filings, subject, view.complaint_filer)
    shown = view.table.documents
    shown = shown.filter(pc.is_in(shown["kind"], _PAPERS))
    papers = np.isin(np.arange(view.n_complaints), numbers(shown, "complaint"))
    ended = _whole(view, np.isin(view.state, (STATE["rejected"], STATE["withdrawn"])))
    gone = _whole(view, view.state == STATE["moot"])
    # A comparison with NaT is false, so an account that was never asked is never late.
    late = view.complaint_asked <= view.as_of - np.timedelta64(policy.unproven_days, "D")
    asked = ~np.isnat(view.complaint_asked) & (row >= 0) & ~np.r_[filings.verified, False][row]
    complaint = np.flatnonzero(asked & (ended | (late & ~papers & ~gone)))
    return Unproven(complaint, subject[complaint], own[complaint], ended[complaint])


def denials(view: View, policy: Policy) -> Denials:
    """Return the denials by accounts that did not prove their own right in the days they had."""
    filings, rows = representations(view), view.table.denials
    late = times(rows, "denied_at") <= view.as_of - np.timedelta64(policy.unproven_days, "D")
    by_name = np.array([kind == "name" for kind in rows["kind"].to_pylist()], bool)
    complaint = numbers(rows, "complaint")
    other = view.complaint_filer[complaint]
    number, name = filings.complaint_keys[:, complaint]
    subject = np.where(by_name, name, number)
    row = _rows(view, filings, subject, other)
    kept = np.flatnonzero(late & np.isnat(times(rows, "proven_at")) & (row >= 0))
    other, subject, row = other[kept], subject[kept], row[kept]
    asked = unproven(view, policy).complaint
    in_vain = filings.complaint_keys[:, asked] * view.n_filers + view.complaint_filer[asked]
    stood = (
        (filings.upheld[row] >= policy.impostor_known_upheld)
        & (filings.refused[row] == 0)
        & ~np.isin(subject * view.n_filers + other, in_vain)
    )
    who = numbers(rows, "filer")[kept]
    return Denials(who, other, subject, filings.verified[row], stood)


def _subjects(view: View, filings: Representations) -> tuple[Ints, Bools]:
    """For whom or by what number each complaint was filed, and whether the right is its own."""
    number, name = filings.complaint_keys
    row = _rows(view, filings, name, view.complaint_filer)
    own: Bools = np.r_[filings.own, True][row]
    return np.where(own & (number >= 0), number, name), own


def _rows(view: View, filings: Representations, key: Ints, filer: Ints) -> Ints:
    """Rows of `Representations`, -1 where there is none."""
    known = filings.key * view.n_filers + filings.filer
    return positions(known, np.where(key >= 0, key * view.n_filers + filer, -1))


def _whole(view: View, claims: Bools) -> Bools:
    """Complaints that have claims, all of which are among these."""
    every, these = (
        np.bincount(of, minlength=view.n_complaints)
        for of in (view.complaint, view.complaint[claims])
    )
    whole: Bools = (every > 0) & (these == every)
    return whole
