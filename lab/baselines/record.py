"""What the peers are told of outcomes: for every claim, whether it has one and whether it is bad.

The same reading for all of them, and a generous one: what our own records hold, without weights.
"""

from __future__ import annotations

from abuse.arrays import Bools
from abuse.record.view import MERIT, View


def known_and_bad(view: View) -> tuple[Bools, Bools]:
    """Claims with an outcome, and those that ended against the filer.

    Bad is what was refused, withdrawn after the seller's answer, or graded unfounded; a claim that
    a person graded founded is not.
    """
    bad = view.refused | view.withdrawn_after_answer | view.graded_bad
    bad &= view.merit != MERIT["founded"]
    known = bad | view.refused | view.upheld | (view.merit > 0)
    return known, bad
