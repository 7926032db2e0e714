"""Larger worlds of honest filers for the null of lockstep: one trade, short-lived stores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from abuse import ClaimTable

START = datetime(2025, 1, 1, tzinfo=UTC)
YEAR = 360


def honest_world(
    seed: int,
    *,
    filers: int = 400,
    claims: int = 6000,
    trades: int = 8,
    stores: int = 320,
    life: int = 60,
    own: float = 0.9,
    campaigns: bool = False,
    ring: int = 0,
    known: bool = True,
) -> ClaimTable:
    """Filers of very different size who keep to their trade and meet at stores that live for weeks.

    Parameters
    ----------
    own : float
        Share of claims in the filer's own trade.
    life : int
        Days that a store is there.
    campaigns : bool
        Four claims in ten fall before three sales days.
    ring : int
        So many more filers, each of whom hits most of eight stores of one trade, every one of these
        within four days.
    known : bool
        Whether the trades are told.
    """
    draw = np.random.default_rng(seed)
    home = draw.integers(0, trades, filers)
    size = draw.pareto(1.5, filers) + 1
    filer = draw.choice(filers, claims, p=size / size.sum())
    day = draw.uniform(0, YEAR, claims)
    if campaigns:
        early = draw.choice([80.0, 160.0, 305.0], claims) - draw.exponential(6, claims)
        day = np.where(draw.random(claims) < 0.4, early.clip(0), day)
    trade = np.where(draw.random(claims) < own, home[filer], draw.integers(0, trades, claims))
    opened = draw.uniform(-life, YEAR, (trades, stores // trades))
    store = np.array(
        [_open(draw, opened[t], d, life) for t, d in zip(trade, day, strict=True)], np.int64
    ) + trade * (stores // trades)
    if ring:
        who, where = np.nonzero(draw.random((ring, 8)) < 0.8)
        filer = np.r_[filer, filers + who]
        store = np.r_[store, stores + where]
        day = np.r_[day, (60 + 30 * where + draw.uniform(0, 4, len(where))).clip(max=YEAR)]
        trade = np.r_[trade, np.zeros(len(who), np.int64)]
    return _table(filer, store, day, trade if known else None)


def _open(draw: np.random.Generator, opened: np.ndarray, day: float, life: int) -> int:
    there = np.flatnonzero((opened <= day) & (day < opened + life))
    return int(draw.choice(there)) if len(there) else 0


def _table(
    filer: np.ndarray, store: np.ndarray, day: np.ndarray, trade: np.ndarray | None
) -> ClaimTable:
    keys = list(range(len(filer)))
    people = list(range(int(filer.max()) + 1))
    names = list(map(str, people))
    return ClaimTable.from_rows(
        filers={"filer": people, "source": ["w"] * len(people), "reference": names},
        complaints={
            "complaint": keys, "reference": list(map(str, keys)), "filer": filer.tolist(),
            "filed_at": [START + timedelta(days=d) for d in day.tolist()],
            "right": [f"r{f}" for f in filer.tolist()],
            "right_kind": ["trademark"] * len(keys), "basis": ["counterfeit"] * len(keys),
        },
        claims={
            "claim": keys, "complaint": keys, "marketplace": ["m"] * len(keys),
            "listing": list(map(str, keys)), "store": [f"s{s}" for s in store.tolist()],
            **({} if trade is None else {"category": [f"t{t}" for t in trade.tolist()]}),
        },
        events={"complaint": keys, "at": [START + timedelta(days=d + 2) for d in day.tolist()],
                "kind": ["takedown"] * len(keys)},
        identities={}, documents={}, operates={}, as_of=START + timedelta(days=YEAR + 5),
    )  # fmt: skip
