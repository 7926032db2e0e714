"""The fit itself: parts the labels by time, fits to the earlier ones, tests on the later ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from abuse.fitting.labels import FitError, Label
from abuse.fitting.limits import PRIOR_FILERS
from abuse.fitting.parts import Labelled, effective, require_enough, two_thirds
from abuse.fitting.platt import platt
from abuse.fitting.results import Fit
from abuse.fitting.scored import quality, scores
from abuse.policy import Policy
from abuse.record.history import History
from abuse.record.table import ClaimTable
from abuse.words import fitting as words


def fit(
    history: History,
    labels: Sequence[Label],
    policy: Policy,
    *,
    cut: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Fit:
    """Refit `prior`, `slope` and `offset` of a policy to what people said of filers.

    Parameters
    ----------
    history : History
    labels : sequence of Label
        One a filer; those of filers who are not in the history are left out.
    policy : Policy
        The one in force. All but these three thresholds stay as they are in it.
    cut : datetime, optional
        Labels known by then are fitted to, with the record as it was then; later ones test, with
        the record as it is. Default: two thirds of the labels by time.
    progress : callable, optional
        Told after each scan how many are done, and of how many.

    Returns
    -------
    Fit

    Raises
    ------
    FitError
        When the labels are too few, or the fitted thresholds do worse on the test part.

    Notes
    -----
    Evidence is what the record held at the cut, not when each label was given: what was filed
    between is counted too. Where only flagged filers are labelled, so is the prior: see
    docs/policy.md on whom that may wrong.

    Examples
    --------
    >>> fit(History({}), [], Policy())
    Traceback (most recent call last):
    abuse.fitting.labels.FitError: The history is too thin to fit thresholds: it has 0 labelled \
filers (at least 200 are needed), 0 confirmed (20), of these 0 before the cut (5) and 0 after (5).
    """
    there = set(history.tables["complaints"]["filer"].to_pylist())
    labels = sorted((each for each in labels if each.filer in there), key=lambda each: each.at)
    cut = cut or two_thirds(labels)
    earlier = Labelled.of([each for each in labels if cut and each.at <= cut])
    later = Labelled.of([each for each in labels if cut and each.at > cut])
    require_enough(earlier, later)
    newest = history.newest
    assert cut is not None
    assert newest is not None
    tell = progress or (lambda _done, _total: None)
    after = _fitted(history.until(cut), earlier, policy)
    tell(1, 3)
    whole = history.until(newest)
    quality_before = quality(scores(whole, later, policy), later)
    tell(2, 3)
    quality_after = quality(scores(whole, later, after), later)
    tell(3, 3)
    if quality_after.log_loss >= quality_before.log_loss:
        raise FitError(
            words.no_better(quality_before.log_loss, quality_after.log_loss, later.part.labelled)
        )
    return Fit(cut, newest, earlier.part, later.part, policy, after, quality_before, quality_after)


def _fitted(table: ClaimTable, labelled: Labelled, policy: Policy) -> Policy:
    plain = Policy()
    share = float(np.average(labelled.abuse, weights=labelled.weight))
    number = float(effective(labelled.weight).sum())
    prior = (PRIOR_FILERS * plain.prior + number * share) / (PRIOR_FILERS + number)
    # The scan draws the market's own prior to the fitted one; it learns it by the curve, so that it
    # must not be the one that is to be mended.
    policy = replace(policy, prior=_rounded(prior))
    said = scores(table, labelled, replace(policy, slope=plain.slope, offset=plain.offset))
    # Without a finding a score is 0, whatever slope and offset are.
    has = ~np.isnan(said.evidence)
    slope, offset = platt(
        said.evidence[has],
        labelled.abuse[has],
        effective(labelled.weight[has]),
        prior=said.prior,
        slope=plain.slope,
        offset=plain.offset,
    )
    if _rounded(slope) <= 0:
        raise FitError(words.TURNED_ROUND)
    return replace(policy, slope=_rounded(slope), offset=_rounded(offset))


def _rounded(value: float) -> float:
    """Four digits: what is written into a policy is what was tested."""
    return float(f"{value:.4g}")
