"""Labels: what people said of a filer, when, and for how many filers it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from abuse.market.truths import TruthError, read_truth
from abuse.record.history import History
from abuse.words import Message


class FitError(ValueError):
    """A fit that cannot be made; the message is one sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Label:
    """What is known of one filer.

    Attributes
    ----------
    filer : int
        Its key in the history.
    abuse : bool
        True where a person confirmed abuse; False where one dismissed it or found it clean.
    at : datetime
        Since when that is known.
    weight : float
        For how many filers it stands: the inverse of its chance to be looked at, 1 where that is
        not known.
    by : int, optional
        The hand that gave it: persons who count as one are one. None where nobody knows, or where
        several gave it together.
    graded : bool
        Whether it rests on grades of single claims alone. Such a label is no witness for what a
        scan makes of the same grades.
    """

    filer: int
    abuse: bool
    at: datetime
    weight: float = 1.0
    by: int | None = None
    graded: bool = False


def labels_of_truth(history: History, path: str | Path) -> list[Label]:
    """Label the filers of a made market, whose truth is known.

    A truth has no date. A filer's counts as known since the middle one of its complaints: by then
    there is half of what can be seen of it, and later ones serve the test.

    Raises
    ------
    FitError
        When the file holds something else.
    OSError
        When it cannot be read.
    """
    try:
        truths = read_truth(path)
    except TruthError as error:
        raise FitError(error.message) from error
    abuse = {reference: truth.pattern is not None for reference, truth in truths.items()}
    filed: dict[int, list[datetime]] = {}
    complaints = history.tables["complaints"]
    for filer, at in zip(
        complaints["filer"].to_pylist(), complaints["filed_at"].to_pylist(), strict=True
    ):
        filed.setdefault(filer, []).append(at.astimezone(UTC))
    filers = history.tables["filers"]
    return [
        Label(key, abuse[reference], _middle(filed[key]))
        for key, reference in zip(
            filers["filer"].to_pylist(), filers["reference"].to_pylist(), strict=True
        )
        if reference in abuse and key in filed
    ]


def _middle(times: Sequence[datetime]) -> datetime:
    return sorted(times)[(len(times) - 1) // 2]
