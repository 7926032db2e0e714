"""Where the markets of an evaluation come from: made from a seed, or other people's files.

A market is a record and the truth about its filers. It is read here and judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from abuse.market import Truth
from abuse.market.truths import read_truth
from abuse.record.files import objects, open_lines
from abuse.record.history import History
from abuse.record.table import ClaimTable
from lab.evaluation.layout import many
from lab.makers import FIRST, make

_ENDINGS = (".jsonl.gz", ".jsonl")


class MarketError(ValueError):
    """A market that cannot be evaluated; the message is one sentence."""


@dataclass(frozen=True)
class Loaded:
    """A market ready for a scan; `left_out` counts lines that are no valid complaints."""

    name: str
    history: History
    newest: datetime
    truth: dict[str, Truth]
    left_out: int = 0

    @cached_property
    def table(self) -> ClaimTable:
        """All of it, as a scan of the file reads it."""
        return self.history.until(self.newest)


@dataclass(frozen=True)
class Made:
    """A maker's market, by its seed; without a size the seed sets it. Where nobody vouches for it,
    no mark of a filer counts as proven."""

    seed: int
    size: int | None = None
    maker: str = FIRST
    base: float | None = None
    strategies: bool = False
    vouched: bool = True

    def load(self) -> Loaded:
        """Make it.

        Raises
        ------
        MarketError
            When the maker refuses to, or its market is empty.
        """
        try:
            market = make(
                self.maker, self.seed, size=self.size, base=self.base, strategies=self.strategies
            )
        except ValueError as error:
            raise MarketError(f"{self.maker}, seed {self.seed}: {error}") from error
        history = History.from_lines(market.lines, vouched=self.vouched)
        if history.newest is None:
            raise MarketError(f"{self.maker}, seed {self.seed}: the market is empty")
        return Loaded(str(self.seed), history, history.newest, market.truth)


@dataclass(frozen=True)
class Given:
    """Somebody's market: a file of interchange lines, and a JSON file of the truth about filers.
    `vouched` as of `Made`."""

    lines: Path
    truth: Path
    vouched: bool = True

    def load(self) -> Loaded:
        """Read both.

        Raises
        ------
        TruthError
            When the truth does not say what it must.
        MarketError
            When no line is a valid complaint.
        OSError
            When a file cannot be read.
        """
        truth = read_truth(self.truth)
        bad: list[str] = []
        with open_lines(str(self.lines)) as stream:
            history = History.from_lines(objects(stream), bad=bad, vouched=self.vouched)
        if history.newest is None:
            raise MarketError(f"no valid complaint in {self.lines}")
        for reference in history.filers:
            truth.setdefault(reference, Truth())
        return Loaded(_stem(self.lines), history, history.newest, truth, len(bad))


Source: TypeAlias = Made | Given


def pair_up(markets: Sequence[Path], truths: Sequence[Path]) -> list[Given]:
    """Files with their truths, in order; of a directory, each NAME.jsonl with NAME.truth.json.

    Raises
    ------
    MarketError
        When a file has no truth, a truth no file, a directory no pair, or two files one name.
    """
    files = [path for path in markets if not path.is_dir()]
    if len(files) != len(truths):
        raise MarketError(
            f"{many(len(files), 'market file')} and {many(len(truths), 'truth')}: "
            "each file needs its own"
        )
    given = [Given(lines, truth) for lines, truth in zip(files, truths, strict=True)]
    for folder in markets:
        if folder.is_dir():
            given += _pairs_of(folder)
    names = [_stem(one.lines) for one in given]
    if twice := {name for name in names if names.count(name) > 1}:
        raise MarketError(
            f"two markets are called {min(twice)}; their figures could not be told apart"
        )
    return given


def _pairs_of(folder: Path) -> list[Given]:
    lines = sorted(path for path in folder.iterdir() if path.name.endswith(_ENDINGS))
    pairs = [Given(path, folder / f"{_stem(path)}.truth.json") for path in lines]
    pairs = [pair for pair in pairs if pair.truth.is_file()]
    if not pairs:
        raise MarketError(f"{folder} holds no NAME.jsonl with its NAME.truth.json")
    return pairs


def _stem(path: Path) -> str:
    ending = next((e for e in _ENDINGS if path.name.endswith(e)), path.suffix)
    return path.name.removesuffix(ending)
