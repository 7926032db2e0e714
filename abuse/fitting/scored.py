"""What a scan says of labelled filers, and how well it fits their labels."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from abuse.arrays import Floats, Ints
from abuse.fitting.measures import brier, calibration_error, log_loss, precision_and_recall
from abuse.fitting.parts import Labelled
from abuse.fitting.results import Quality, Reached
from abuse.policy import Policy
from abuse.record.table import ClaimTable
from abuse.scanning import scan
from abuse.score.judging import LEVELS, mitigated


@dataclass(frozen=True)
class Scores:
    """What a scan says of each labelled filer: evidence (nan without a finding), score, level.

    `prior` is the log-odds of the share that it found in the market.
    """

    prior: float
    evidence: Floats
    score: Floats
    level: Ints


def scores(table: ClaimTable, labelled: Labelled, policy: Policy) -> Scores:
    """Scan a table and return what it says of each labelled filer, in their order."""
    evidence, score, level = {}, {}, {}
    report = scan(table, policy, explain=False)
    prior = report.run["prior"]
    for filer in report.filers:
        added = sum(signal.log_odds for signal in filer.signals)
        if added > 0:
            evidence[filer.key] = added + mitigated(filer.speaks_for, policy)
        score[filer.key], level[filer.key] = filer.score, LEVELS.index(filer.level)
    keys = labelled.filer.tolist()
    return Scores(
        log(prior / (1 - prior)),
        np.array([evidence.get(key, np.nan) for key in keys], float),
        np.array([score.get(key, 0.0) for key in keys], float),
        np.array([level.get(key, 0) for key in keys], np.int64),
    )


def quality(said: Scores, labelled: Labelled) -> Quality:
    """Measure the scores against the labels."""
    abuse, weight = labelled.abuse, labelled.weight
    levels = {}
    for rank, level in enumerate(LEVELS[1:], 1):
        named = said.level >= rank
        levels[level] = Reached(int(named.sum()), *precision_and_recall(abuse, named, weight))
    return Quality(
        brier(abuse, said.score, weight),
        log_loss(abuse, said.score, weight),
        calibration_error(abuse, said.score, weight),
        levels,
    )
