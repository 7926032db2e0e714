"""What a market is: lines, the truth about each filer, the platform's catalogue. Values only."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Truth:
    """What a filer really is.

    `pattern` names an abuse, `innocent_kind` a look-alike that must not be accused, `ring` the
    filers that one hand moves. All are None for the ordinary honest filer. The rest tells how an
    abuser hides: `camouflaged` when more than a fifth of its complaints are meant to be
    well-founded; of a ring, `slow` when each store is hit over weeks, `hidden` when its members
    show nothing in common that is theirs alone, and `crowded` when they sit behind an exit that
    innocents use too.

    A plant that works against the detector itself names its `strategy`, and as `budget` how many
    acts of others it cost (accounts, answers, reports, complaints sacrificed): of an innocent it is
    what was done to frame it, of an abuser what it did to stay unseen or to frame somebody. Of an
    account that was good first, `turned_at` is how many claims it had filed when it turned.
    """

    pattern: str | None = None
    innocent_kind: str | None = None
    ring: str | None = None
    camouflaged: bool = False
    slow: bool = False
    hidden: bool = False
    crowded: bool = False
    strategy: str | None = None
    budget: int | None = None
    turned_at: int | None = None


@dataclass(frozen=True)
class Market:
    """Interchange lines in filing order, the truth by filer reference, and a catalogue feed."""

    seed: int
    lines: list[dict[str, Any]]
    truth: dict[str, Truth]
    listings: list[dict[str, Any]]

    def truth_as_json(self) -> dict[str, dict[str, str | bool | int | None]]:
        return {reference: asdict(self.truth[reference]) for reference in sorted(self.truth)}
