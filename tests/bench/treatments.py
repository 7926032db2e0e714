"""What a boycott does to the claims of the demo's filers at boycott review, by their law.

    python -m tests.bench.treatments [--seed 7] [--complaints 3000]

One scan, two rules: today's policy, and the rule before ADR 0064, by which a claim was kept unread
or came last.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
import numpy as np

from abuse import ClaimTable, Policy, scan
from abuse.backtest.treating import Treating
from abuse.market import make_market
from abuse.record.view import View
from complaints.queries.law.treatments import treating_by
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import RegimeCode, governing
from complaints.rules.policy.law_policy import LawPolicy

KEPT_BEFORE = (RegimeCode.DSA, RegimeCode.HOUSE)


def treat_as_before(basis: str, marketplace: str) -> str:
    """Return what ADR 0044 did with a claim: kept unread, or read after all others."""
    leading = governing(basis=Basis(basis), marketplace=marketplace).leading.code
    return "not_processed" if leading in KEPT_BEFORE else "lane"


@click.command()
@click.option("--seed", default=7, show_default=True)
@click.option("--complaints", default=3000, show_default=True)
def main(seed: int, complaints: int) -> None:
    """Print the shares of claims by treatment, before and now."""
    table = ClaimTable.from_lines(make_market(seed, complaints=complaints).lines)
    report = scan(table, Policy(), explain=False)
    review = {each.key for each in report.filers if each.level == "boycott_review"}
    view = View(table)
    keys = table.filers["key"].to_pylist()
    claims = [view.claims_by_filer[at] for at, key in enumerate(keys) if key in review]
    rules: dict[str, Callable[[str, str], str]] = {
        "before": treat_as_before, "now": treating_by(LawPolicy(), {}),
    }  # fmt: skip
    every = np.concatenate(claims)
    sys.stdout.write(f"{len(review)} filers at boycott review, {len(every):,} claims\n")
    for name, rule in rules.items():
        treated = Treating.of(view, rule)
        counts = treated.count(every)
        shares = ", ".join(f"{each} {n / len(every):.1%}" for each, n in counts.items())
        free = sum(treated.count(mine)["not_processed"] == 0 for mine in claims)
        sys.stdout.write(f"{name}: {shares}; {free} filers of whom nothing is kept unread\n")


if __name__ == "__main__":
    main()
