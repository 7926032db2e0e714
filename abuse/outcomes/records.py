"""Each filer's record against its peers, in the four senses that the scan asks about.

What counts, and how heavily; the comparison itself is `abuse.outcomes.peers`. Made once a scan.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.arrays import Bools, Floats
from abuse.outcomes.peers import (
    UNGRADED,
    Record,
    WeighedComplaints,
    against_peers,
    records_of,
    weighed,
)
from abuse.record.view import MERIT, STATE, View

# What a claim weighs that a person graded unfounded (an honest error is one of these), and one
# graded manifestly unfounded; `UNGRADED` is that of a refusal that nobody graded.
_UNFOUNDED: Final = 0.9
_MANIFEST: Final = 1.0


def refusal_weight(view: View) -> tuple[Bools, Floats]:
    """Which claims have an outcome, and how heavily each speaks against the filer.

    A withdrawn claim counts only once a person has graded it; a claim graded founded never counts
    against anyone.
    """
    counts = view.refused | view.upheld | (view.merit > 0)
    bad = np.where(view.refused, UNGRADED, 0.0)
    bad[view.merit == MERIT["unfounded"]] = _UNFOUNDED
    bad[view.merit == MERIT["manifestly_unfounded"]] = _MANIFEST
    bad[view.merit == MERIT["founded"]] = 0.0
    return counts, bad


def drop_weight(view: View) -> tuple[Bools, Floats]:
    """Which answered claims have come to an end, and which of them were dropped then."""
    ended = view.answered & (view.state != STATE["countered"]) & (view.state != STATE["moot"])
    bad = view.withdrawn_after_answer & (view.merit != MERIT["founded"])
    return ended, bad.astype(np.float64)


def refused(view: View) -> WeighedComplaints:
    """Complaints with an outcome, and how much of each was refused or graded unfounded."""

    def make() -> WeighedComplaints:
        counts, bad = refusal_weight(view)
        return weighed(view, counts, bad, view.complaint_unlisted)

    return view.once("refused", make)


def graded(view: View) -> WeighedComplaints:
    """Complaints that a person graded, and how much of each as manifestly unfounded."""

    def make() -> WeighedComplaints:
        bad = view.merit == MERIT["manifestly_unfounded"]
        return weighed(view, view.merit > 0, bad.astype(np.float64))

    return view.once("graded", make)


def refusals(view: View) -> Record:
    """Refused or graded unfounded, of claims with an outcome."""
    return view.once("refusals", lambda: records_of(view, refused(view)))


def grades(view: View) -> Record:
    """Graded manifestly unfounded, of claims that a person graded."""
    return view.once("grades", lambda: records_of(view, graded(view)))


def drops(view: View) -> Record:
    """Withdrawn after the seller's answer, of answered claims that have come to an end."""

    def make() -> Record:
        return against_peers(view, *drop_weight(view))

    return view.once("drops", make)


def pending(view: View) -> Bools:
    """Filers of whom nothing has come to an end: each claim still waits for its first decision."""

    def make() -> Bools:
        ended = ~np.isin(view.state, (STATE["received"], STATE["countered"]))
        ended |= ~np.isnat(view.decided_at) | (view.merit > 0)
        known = np.bincount(view.filer, ended, view.n_filers)
        unlisted = np.bincount(view.complaint_filer, view.complaint_unlisted, view.n_filers)
        # Who has complaints of which nothing was processed waits for nothing.
        waits: Bools = (known + unlisted == 0) & (
            np.bincount(view.filer, minlength=view.n_filers) > 0
        )
        return waits

    return view.once("pending", make)


def adverse_claims(view: View) -> Bools:
    """Claims that ended against their filer, whatever the reason."""

    def make() -> Bools:
        bad = view.refused | view.graded_bad | view.withdrawn_after_answer
        against: Bools = bad & (view.merit != MERIT["founded"])
        return against

    return view.once("adverse_claims", make)
