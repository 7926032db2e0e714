"""The fit: parts the labels by time, trains shapes on the earlier ones, tests on the later ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np

from abuse.fitting.evidence import Market, evidence_by_piece
from abuse.fitting.labels import FitError, Label
from abuse.fitting.levels import as_many, calibrated_apart
from abuse.fitting.limits import FIRMNESS, LEAST_CALIBRATING
from abuse.fitting.monotone import Curves, Rows, fit_monotone
from abuse.fitting.parts import Labelled, require_enough, require_reviewers, two_thirds
from abuse.fitting.results import Fit
from abuse.fitting.scored import quality
from abuse.policy import Policy
from abuse.policy.shapes import Shapes, shipped
from abuse.record.history import History
from abuse.scanning import learn_prior
from abuse.score.certificate import before, share_of
from abuse.words import fitting as words

# What a scan makes of people's grades.
_OF_GRADES: Final = (("own", "graded_manifest"), ("others", "graded_manifest"),
                     ("mitigating", "grades"))  # fmt: skip

# Leads say that somebody else is to be looked at too: what people say of the filer is no word on
# them.
_LEADS: Final = tuple(
    (part, name)
    for part in ("own", "others")
    for name in ("client_record", "right_record", "victim_record")
)


def fit(
    history: History,
    labels: Sequence[Label],
    policy: Policy,
    *,
    cut: datetime | None = None,
    reviewers_known: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Fit:
    """Refit a policy's shapes to what people said of filers.

    Parameters
    ----------
    history : History
    labels : sequence of Label
        Of a filer the newest counts; those of filers who are not in the history are left out.
    policy : Policy
        The one in force. All but its shapes stays as it is in it; `slope` and `offset`, which the
        shapes say, go back to their defaults.
    cut : datetime, optional
        Labels known by then are fitted to, with the record as it was then; later ones test, with
        the record as it is. Default: two thirds of the labels by time.
    reviewers_known : bool
        False for the truth of a made market, which no person gave: from whom labels are is not
        asked then, and the result says so.
    progress : callable, optional
        Told after each look at the record how many are done, and of how many.

    Returns
    -------
    Fit

    Raises
    ------
    FitError
        When the labels are too few or from one hand, or the refitted shapes do worse on the test
        part.

    Notes
    -----
    The curves are drawn to the shipped ones, not to those in force: labels that trained these would
    count twice. Levels move where enough labels that did not train calibrate them, by the offset;
    each label is then measured with an offset that the other half of them gave. Otherwise the
    offset is the one by which as many filers as before reach a warning.

    Evidence is what the record held at the cut, not when each label was given: what was filed
    between is counted too. Whom it may wrong: filers of a kind that only one side of the desk looks
    at; see docs/policy.md on how labels are biased.

    Examples
    --------
    >>> fit(History({}), [], Policy())
    Traceback (most recent call last):
    abuse.fitting.labels.FitError: The labels are too few to refit the score: confirmed 0 \
(at least 20 are needed), 0 before the cut and 0 after; cleared 0 (at least 20), 0 before the cut \
and 0 after. Each of the four needs 5.
    """
    there = set(history.tables["complaints"]["filer"].to_pylist())
    known = sorted((each for each in labels if each.filer in there), key=lambda each: each.at)
    newest_of = {each.filer: each for each in known}
    labels = sorted(newest_of.values(), key=lambda each: (each.at, each.filer))
    cut = cut or two_thirds(labels)
    earlier = Labelled.of([each for each in labels if cut and each.at <= cut])
    later = Labelled.of([each for each in labels if cut and each.at > cut])
    require_enough(earlier, later)
    if reviewers_known:
        require_reviewers(earlier, later)
    newest = history.newest
    assert cut is not None
    assert newest is not None
    tell = progress or (lambda _done, _total: None)
    plain = Policy()
    even = replace(policy, shapes=shipped(), slope=plain.slope, offset=plain.offset)
    rows = rows_of(Market(history.until(cut), policy), earlier, even)
    trained = replace(even, shapes=retrained(even.shapes, rows))
    tell(1, 2)
    market = Market(history.until(newest), policy)
    quality_before = quality(market.verdicts(later.filer.tolist(), policy), later)
    calibrated = _suffices(later, market)
    if calibrated:
        after, verdicts = calibrated_apart(market, later, trained)
    else:
        after = _with_as_many_warned(market, policy, trained)
        verdicts = market.verdicts(later.filer.tolist(), after)
    quality_after = quality(verdicts, later)
    tell(2, 2)
    if quality_after.log_loss >= quality_before.log_loss:
        raise FitError(
            words.no_better(quality_before.log_loss, quality_after.log_loss, later.part.labelled)
        )
    return Fit(
        cut, newest, earlier.part, later.part, policy, after, quality_before, quality_after,
        calibrated, reviewers_known,
    )  # fmt: skip


def rows_of(market: Market, labelled: Labelled, policy: Policy) -> Rows:
    """The labelled filers of a market that have a finding, as rows to train on.

    A filer without one trains nothing: no curve ranks it. One that was labelled by the grades of
    its claims shows nothing of what a scan makes of grades.
    """
    has = market.has_finding(labelled.filer.tolist())
    filers = market.positions(labelled.filer[has].tolist())
    evidence = evidence_by_piece(market.gathered, filers, policy)
    for piece in _OF_GRADES:
        if piece in evidence:
            evidence[piece][labelled.graded[has]] = 0.0
    learnt = learn_prior(market.view, policy, market.gathered)
    # Log-odds before any evidence: the offset is fitted.
    share = np.full(len(filers), before(share_of(learnt), learnt) - learnt.shapes.offset)
    return Rows(evidence, labelled.abuse[has], share, labelled.influence[has])


def retrained(shapes: Shapes, rows: Rows) -> Shapes:
    """Shapes trained on some rows and drawn to what they were."""
    start = Curves(shapes.offset, shapes.by_piece())
    curves = fit_monotone(rows, start, firmness=FIRMNESS, fixed=_LEADS, bend_as_start=True)
    return Shapes.of_pieces(curves.offset, curves.shapes)


def _suffices(labelled: Labelled, market: Market) -> bool:
    """Whether labels are enough to calibrate the levels: of filers with a finding, of each kind."""
    has = market.has_finding(labelled.filer.tolist())
    confirmed = int((has & labelled.abuse).sum())
    return min(confirmed, int(has.sum()) - confirmed) >= LEAST_CALIBRATING


def _with_as_many_warned(market: Market, policy: Policy, trained: Policy) -> Policy:
    """The offset by which as many filers have enough for a warning as under the policy in force."""
    return as_many(market.weighed(trained), trained, market.weighed(policy).warned())
