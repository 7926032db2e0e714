"""Command line of the shares: `python -m lab shares`, made markets beside what platforms publish.

A market is no proof of anything where its shares are far from real ones. Nothing is judged here;
the page of the evaluation says where makers disagree with the sources and with each other.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from abuse.arrays import Bools
from abuse.market.made import Market, Truth
from abuse.policy import Policy
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.structure.contested import contested
from lab.evaluation.options import seeds
from lab.makers import make, makers, open_makers

# What is published of each share; all else has no source. T1: Temu's report on its risks, July 2024
# to June 2025; T4: TikTok's, second half of 2024; Y1: YouTube's, second half of 2023; W1: Alibaba's
# of 2016 and 2017; G1: github/dmca, claims of all filers.
PUBLISHED: Final = {
    "taken down, trade mark": ".73 (T1), .69 (T4)",
    "taken down, design": ".73 (T1)",
    "taken down, copyright": ".55 (T1), .69 (T4)",
    "taken down, patent": ".34 (T1)",
    "answered, of those taken down": ".025 (T1), .02 to .07 (Y1)",
    "put back or withdrawn, of those answered": "over .65 (Y1)",
    "withdrawn, of those answered": "",
    "the same, of abusive agencies": "over .60 (W1)",
    "complaints by abusers": ".24 (W1)",
    "contested, of honest claims": ".003 (G1)",
}
AGENCIES: Final = frozenset({"agency", "withdrawing_agency"})


@dataclass(frozen=True)
class Count:
    """So many of so many claims or complaints."""

    part: int
    whole: int

    @classmethod
    def of(cls, part: Bools, whole: Bools) -> Count:
        return cls(int((part & whole).sum()), int(whole.sum()))

    def __add__(self, other: Count) -> Count:
        return Count(self.part + other.part, self.whole + other.whole)

    def __str__(self) -> str:
        return f"{self.part / self.whole:.3f}".removeprefix("0") if self.whole else "-"


def shares(market: Market) -> dict[str, Count]:
    """The shares of one market, by the names of `PUBLISHED`.

    *Taken down* is a claim at its first decision, of those decided by the market's end; *answered*
    one that the seller answered after that. *Contested* is a claim on a listing that a stranger had
    claimed before (`abuse.structure.contested`).
    """
    view = View(ClaimTable.from_lines(market.lines))
    abusive, agency = _who(view, market.truth)
    down = ~np.isnat(view.removed_at)
    decided = down | view.refused
    kind = view.complaint_kind[view.complaint]
    answered = view.answered & down & (view.countered_at >= view.removed_at)
    counts = {}
    for name in ("trademark", "design", "copyright", "patent"):
        of_kind = kind == (view.right_kinds.index(name) if name in view.right_kinds else -2)
        said = name.replace("trademark", "trade mark")
        counts[f"taken down, {said}"] = Count.of(down, decided & of_kind)
    of_agency = agency[view.filer]
    return counts | {
        "answered, of those taken down": Count.of(answered, down),
        "put back or withdrawn, of those answered": Count.of(
            view.withdrawn | ~np.isnat(view.reinstated_at), view.answered
        ),
        "withdrawn, of those answered": Count.of(view.withdrawn, view.answered),
        "the same, of abusive agencies": Count.of(view.withdrawn, view.answered & of_agency),
        "complaints by abusers": Count.of(
            abusive[view.complaint_filer], np.ones(view.n_complaints, bool)
        ),
        "contested, of honest claims": Count.of(
            contested(view, Policy()).claims, ~abusive[view.filer]
        ),
    }


def _who(view: View, truth: Mapping[str, Truth]) -> tuple[Bools, Bools]:
    """Which filers abuse, and which of them are agencies that do."""
    patterns = [truth[name].pattern for name in view.table.filers["reference"].to_pylist()]
    abusive = np.array([pattern is not None for pattern in patterns], bool)
    return abusive, np.array([pattern in AGENCIES for pattern in patterns], bool)


def main(argv: list[str]) -> int:
    """Make the markets and print a table in Markdown; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m lab shares",
        description="Shares of made markets beside what platforms publish.",
        epilog="example: python -m lab shares --seeds 51-55",
    )
    parser.add_argument("--seeds", type=seeds, default=list(range(51, 56)), metavar="SEEDS")
    parser.add_argument("--complaints", type=int, metavar="N", help="of each market")
    parser.add_argument("--maker", action="append", choices=makers(), metavar="NAME")
    options = parser.parse_args(argv)
    names = options.maker or open_makers()
    by_maker = {name: _pooled(name, options.seeds, options.complaints) for name in names}
    sys.stdout.write(table(by_maker) + "\n")
    return 0


def _pooled(maker: str, numbers: Sequence[int], size: int | None) -> dict[str, Count]:
    markets = [shares(make(maker, seed, size=size)) for seed in numbers]
    return {name: sum((m[name] for m in markets), Count(0, 0)) for name in PUBLISHED}


def table(by_maker: Mapping[str, Mapping[str, Count]]) -> str:
    """The shares of each maker beside the published ones."""
    lines = [
        f"| share | published | {' | '.join(by_maker)} |",
        "|---|---|" + "---|" * len(by_maker),
    ]
    for name, published in PUBLISHED.items():
        cells = " | ".join(str(counts[name]) for counts in by_maker.values())
        lines.append(f"| {name} | {published} | {cells} |")
    return "\n".join(lines)
