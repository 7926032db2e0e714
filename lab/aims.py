"""What each filer aims at, held against its peers: goods long on sale, and goods that are dear.

Copies are cheap and new, for they are taken down; who accuses what has been on sale for long, or
costs more than its like, again and again accuses genuine goods more often. No outcome is asked, and
nothing that others did, so it speaks on a day when nothing is decided. No scan reads it yet: here
it is measured.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.arrays import Floats
from abuse.outcomes.peers import Record, against_peers
from abuse.outcomes.target_odds import days_on_sale, price_over_middle
from abuse.record.view import View

# Longer than a copy usually stays on sale, shorter than genuine goods do.
OLD_DAYS: Final = 180


def old_goods(view: View) -> Record:
    """Each filer's claims against listings that had been on sale for long, of those of known age.

    The column is `Record.excess_log_odds`: how much more of them than peers of the same right and
    basis, shrunk to these. It may wrong a brand whose copies nobody took down for half a year: one
    that begins to look for them, or whose right came late.

    Examples
    --------
    >>> from abuse.record.table import ClaimTable
    >>> old_goods(View(ClaimTable.from_lines([]))).excess_log_odds
    array([], dtype=float64)
    """
    return view.once("old_goods", lambda: _beyond(view, days_on_sale(view)[0], OLD_DAYS))


def dear_goods(view: View) -> Record:
    """Each filer's claims against goods dearer than the middle of their category and currency.

    As `old_goods`. It may wrong a maker of dear goods whose copies cost as much.
    """
    return view.once("dear_goods", lambda: _beyond(view, price_over_middle(view), 1.0))


def _beyond(view: View, value: Floats, bound: float) -> Record:
    known = ~np.isnan(value)
    return against_peers(view, known, (np.nan_to_num(value) > bound).astype(np.float64))
