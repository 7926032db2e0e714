"""Examples to learn from: the evidence about each filer with a finding, and what it really is.

A market goes in, its rows come out. What is weighed is what a score weighs: evidence of others is
held to what so many acts may add first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from abuse.arrays import Bools, Floats
from abuse.fitting.evidence import evidence_by_piece
from abuse.fitting.monotone import Piece, Rows
from abuse.policy import Policy
from abuse.record.view import View
from abuse.scanning import gather
from lab.evaluation.markets import Made


@dataclass(frozen=True)
class Examples:
    """The filers of one market.

    Attributes
    ----------
    maker : str
    evidence : mapping of Piece to float array
        An entry for each filer with a finding.
    abuse : bool array
        The same filers.
    share : float
        Of all filers of the market that abuse.
    silent : (int, int)
        Honest filers and abusers without any finding: no shape ranks them.
    """

    maker: str
    evidence: dict[Piece, Floats]
    abuse: Bools
    share: float
    silent: tuple[int, int]


def collect(source: Made) -> Examples:
    """Make a market and collect its examples; filers with a strategy are left out."""
    market = source.load()
    policy, view = Policy(), View(market.table)
    gathered = gather(view, policy)
    names = market.table.filers["reference"].to_pylist()
    truths = [market.truth.get(name) for name in names]
    plain = [filer for filer, truth in enumerate(truths) if truth is None or not truth.strategy]
    abusers = {filer for filer in plain if (truth := truths[filer]) and truth.pattern}
    rows = [filer for filer in plain if filer in gathered.against]
    evidence = evidence_by_piece(gathered, rows, policy)
    abuse = np.array([filer in abusers for filer in rows], bool)
    return Examples(
        source.maker,
        evidence,
        abuse,
        (len(abusers) + 0.5) / (len(plain) + 1),
        (len(plain) - len(rows) - len(abusers) + int(abuse.sum()), len(abusers) - int(abuse.sum())),
    )


def rows_of(examples: Sequence[Examples]) -> Rows:
    """The examples of several markets as rows, each maker with the same weight in all."""
    pieces = sorted({piece for each in examples for piece in each.evidence})
    whole = dict.fromkeys(sorted({each.maker for each in examples}), 0)
    for each in examples:
        whole[each.maker] += len(each.abuse)
    most = sum(whole.values()) / len(whole)
    return Rows(
        {
            piece: np.concatenate(
                [each.evidence.get(piece, np.zeros(len(each.abuse))) for each in examples]
            )
            for piece in pieces
        },
        np.concatenate([each.abuse for each in examples]),
        np.concatenate(
            [np.full(len(each.abuse), log(each.share / (1 - each.share))) for each in examples]
        ),
        np.concatenate([np.full(len(each.abuse), most / whole[each.maker]) for each in examples]),
    )
