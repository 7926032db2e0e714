"""What becomes of each claim of a big market: events as columns, drawn from the filer's honesty."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from tests.bench.draws import Bools, Floats, Ints, maybe, moments, picked, table

_PARTS = tuple[Ints, Floats, str, Ints]
_MERITS = (None, "founded", "unfounded", "manifestly_unfounded")
_BY = {"counter_notice": "seller", "withdrawal": "filer", "demand_report": "seller"}


def events(rng: np.random.Generator, complaint: Ints, filed: Floats, bad: Floats) -> pa.Table:
    """Events of claims (rows), whose complaint, filing day and chance to be unfounded are given."""
    size = len(complaint)
    unfounded = rng.random(size) < bad
    luck, answer, end = rng.random(size), rng.random(size), rng.random(size)
    decided = filed + 0.5 + rng.exponential(3, size)
    refused = unfounded & (luck < 0.45)
    gone = ~refused & (luck > 0.97)
    early = ~refused & ~gone & (luck > 0.96)
    down = ~(refused | gone | early) & (luck < 0.90)
    countered = down & (answer < np.where(unfounded, 0.5, 0.04))
    back = countered & (end < np.where(unfounded, 0.5, 0.2))
    dropped = countered & ~back & (end < np.where(unfounded, 0.8, 0.3))
    stood = countered & ~back & ~dropped
    graded = (refused | back | down) & (rng.random(size) < 0.04)
    merit = np.where(unfounded, 2 + (rng.random(size) < 0.4), 1)
    pressed = dropped & (rng.random(size) < 0.02)
    answered, ended = decided + 4, decided + 9
    parts = [
        _part(refused, decided, "rejection", np.where(rng.random(size) < 0.2, merit, 0)),
        _part(gone, decided, "listing_gone"),
        _part(early, decided, "withdrawal"),
        _part(down, decided, "takedown"),
        _part(countered, answered, "counter_notice"),
        _part(pressed, answered + 1, "demand_report"),
        _part(back, ended, "reinstatement"),
        _part(dropped, ended, "withdrawal"),
        _part(stood, ended, "takedown"),
        _part(graded, ended + 5, "grading", merit),
    ]
    claim, at, kind, graded_as = (np.concatenate([part[i] for part in parts]) for i in (0, 1, 2, 3))
    order = np.argsort(at, kind="stable")
    claim, at, graded_as = claim[order], at[order], graded_as[order]
    names, code = np.unique(kind[order], return_inverse=True)
    offline = maybe(pa.array(rng.exponential(8, len(at)).round(1)), kind[order] == "reinstatement")
    return table(
        complaint=complaint[claim] + 1,
        claim=claim + 1,
        at=moments(at),
        kind=picked(names.tolist(), code),
        merit=picked(_MERITS, graded_as),
        by=picked([_BY.get(name, "staff") for name in names.tolist()], code),
        days_offline=offline,
    )


def _part(
    rows: Bools, at: Floats, kind: str, merit: Ints | None = None
) -> tuple[Ints, Floats, np.ndarray, Ints]:
    spot = np.flatnonzero(rows)
    grade = np.zeros(len(spot), np.int64) if merit is None else merit[spot].astype(np.int64)
    return spot, at[spot], np.full(len(spot), kind), grade
