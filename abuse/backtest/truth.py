"""Who is innocent in a made market, as `python -m abuse simulate --truth` tells it."""

from __future__ import annotations

import json
from pathlib import Path

from abuse.backtest.months import BacktestError
from abuse.words import backtest as words


def read_truth(path: str | Path) -> dict[str, bool]:
    """Say for each filer reference whether it is innocent.

    Raises
    ------
    BacktestError
        When the file holds something else.
    OSError
        When it cannot be read.
    """
    try:
        truths = json.loads(Path(path).read_bytes())
        return {reference: truth["pattern"] is None for reference, truth in truths.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BacktestError(words.no_truth(str(path))) from error
