"""Counts of what a group of filers would have met with. None is a guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from abuse.arrays import Ints
from abuse.backtest.hindsight import Hindsight
from abuse.backtest.results import Exact, Sums, WarnedCase


def sums(
    hindsight: Hindsight,
    references: Mapping[int, str],
    cases: Sequence[WarnedCase],
    claims: Mapping[int, Ints],
    treated: Callable[[Sequence[int]], Mapping[str, int] | None],
    innocent: Mapping[str, bool] | None,
    name: str,
    members: Sequence[int],
) -> Sums:
    """Count one group.

    Parameters
    ----------
    hindsight : Hindsight
    references : mapping
        Of every filer.
    cases : sequence of Case
        Of all filers; those of the group are taken out.
    claims : mapping
        Positions of the stopped claims by filer.
    treated : callable
        How many claims of some filers there are of each treatment.
    innocent : mapping or None
        The truth by reference; filers that are not in it are left out of the exact counts.
    name : str
    members : sequence of int
        The group's filers.
    """
    group = set(members)
    mine = [case for case in cases if case.key in group]
    boycotted = [case for case in mine if case.boycotted_in]
    only_warned = [case for case in mine if not case.boycotted_in]
    wronged = [case.days for case in boycotted if case.fate == "wronged"]
    rows = [claims[case.key] for case in boycotted]
    return Sums(
        name=name,
        filers=len(group),
        warned=len(mine),
        warned_wrongly=sum(case.fate == "wronged" for case in only_warned),
        boycotted=len(boycotted),
        borne_out=sum(case.fate == "borne_out" for case in boycotted),
        wronged=len(wronged),
        unknown=sum(case.fate == "unknown" for case in boycotted),
        wronged_days=round(sum(wronged), 1),
        longest_wronged_days=max(wronged, default=0.0),
        waiting_days=round(sum(case.waiting_days for case in boycotted), 1),
        stopped=hindsight.stopped(np.concatenate([np.zeros(0, np.int64), *rows])),
        exact=None if innocent is None else _exact(references, mine, innocent, members),
        treated=treated(members),
    )


def _exact(
    references: Mapping[int, str],
    cases: Sequence[WarnedCase],
    innocent: Mapping[str, bool],
    members: Sequence[int],
) -> Exact:
    known = [innocent[references[key]] for key in members if references[key] in innocent]
    good = [case for case in cases if case.innocent is True]
    bad = [case for case in cases if case.innocent is False]
    return Exact(
        abusers=known.count(False),
        abusers_warned=len(bad),
        abusers_boycotted=sum(case.boycotted_in is not None for case in bad),
        innocents=known.count(True),
        innocents_warned=len(good),
        innocents_boycotted=sum(case.boycotted_in is not None for case in good),
        innocent_days=round(sum(case.days for case in good), 1),
    )
